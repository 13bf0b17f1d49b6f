namespace NagiosChecks.KernelModules;

/// <summary>A name that is loaded at every boot, and the line that says so.</summary>
internal sealed record BootModule(string Name, SourceLine Source);

/// <summary>How many connections the kernel tracks in the network namespace of the check.</summary>
internal sealed record ConnectionTracking(long Count, long? Maximum);

/// <summary>Everything that was read about this host's modules: the input of <see cref="ModuleJudge"/>.</summary>
internal sealed class HostModules
{
    /// <summary>The kernel whose modules were looked at; null where it is not known.</summary>
    public string? KernelVersion { get; init; }

    /// <summary>The directory of its modules.</summary>
    public string TreePath { get; init; } = "";

    /// <summary>False for a kernel that was built without loadable modules: it has no /proc/modules.</summary>
    public bool HasModules { get; init; } = true;

    /// <summary>What is in the kernel now.</summary>
    public Dictionary<string, LoadedModule> Loaded { get; init; } = [];

    /// <summary>Names under /sys/module that are no loaded modules, so built-in code; asked one by one.</summary>
    public Func<string, bool> IsBuiltinBySysfs { get; init; } = _ => false;

    /// <summary>The kernel's modules.</summary>
    public ModuleTree Tree { get; init; } = new("", "", "", "");

    /// <summary>Why it cannot be told what could be loaded; null when it can.</summary>
    public string? TreeProblem { get; init; }

    /// <summary>What to do about <see cref="TreeProblem"/>.</summary>
    public string TreeAdvice { get; init; } = "";

    /// <summary>False when a module's file is listed and gone.</summary>
    public Func<ModuleFile, bool> FileExists { get; init; } = _ => true;

    /// <summary>modprobe.d, soft dependencies of the modules and modprobe.blacklist= included.</summary>
    public ModprobeConfig Config { get; init; } = new();

    /// <summary>Parts of modprobe.d that could not be read.</summary>
    public IReadOnlyList<HiddenConfig> Hidden { get; init; } = [];

    /// <summary>The kernel command line.</summary>
    public KernelCommandLine CommandLine { get; init; } = KernelCommandLine.Parse("");

    /// <summary>What modules-load.d loads at boot.</summary>
    public IReadOnlyList<BootModule> AtBoot { get; init; } = [];

    /// <summary>kernel.modules_disabled: nothing more is loaded until the next boot.</summary>
    public bool LoadingDisabled { get; init; }

    /// <summary>What nf_conntrack does now; null where it is not there.</summary>
    public ConnectionTracking? Tracking { get; init; }

    /// <summary>What could not be seen, for the reader.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
