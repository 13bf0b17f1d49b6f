namespace NagiosChecks.KernelModules;

/// <summary>A name that is loaded at every boot, and the line that says so.</summary>
internal sealed record BootModule(string Name, SourceLine Source);

/// <summary>How many connections the kernel tracks in the network namespace of the check.</summary>
internal sealed record ConnectionTracking(long Count, long? Maximum);

/// <summary>What the running system is to its kernel.</summary>
internal enum KernelOrigin
{
    /// <summary>It boots the kernel and keeps its modules.</summary>
    Own,

    /// <summary>A container: the kernel and its modules belong to the host.</summary>
    Container,

    /// <summary>The Windows Subsystem for Linux: Windows brings the kernel.</summary>
    Wsl,
}

/// <summary>What is known about the file of a listed module.</summary>
internal enum ModuleFilePresence
{
    /// <summary>It is there, or a captured tree without any module files names it.</summary>
    There,

    /// <summary>It is gone.</summary>
    Gone,

    /// <summary>The captured tree holds other module files, so nobody can tell.</summary>
    NotCaptured,
}

/// <summary>Everything that was read about this host's modules: the input of <see cref="ModuleJudge"/>.</summary>
internal sealed record KernelModulesMeasurement
{
    /// <summary>The kernel whose modules were looked at; null where it is not known.</summary>
    public string? KernelVersion { get; init; }

    /// <summary>The directory of its modules.</summary>
    public string TreePath { get; init; } = "";

    /// <summary>Whose kernel it is.</summary>
    public KernelOrigin Origin { get; init; }

    /// <summary>False for a kernel that was built without loadable modules: it has no /proc/modules.</summary>
    public bool HasModules { get; init; } = true;

    /// <summary>What is in the kernel now.</summary>
    public Dictionary<string, LoadedModule> Loaded { get; init; } = [];

    /// <summary>True where /sys/module was read in place of /proc/modules, which this user may not read.</summary>
    public bool LoadedBySysfs { get; init; }

    /// <summary>Names under /sys/module that are no loaded modules, so built-in code; asked one by one.</summary>
    public Func<string, bool> IsBuiltinBySysfs { get; init; } = _ => false;

    /// <summary>The kernel's modules.</summary>
    public ModuleTree Tree { get; init; } = new("", "", "", "");

    /// <summary>Why it cannot be told what could be loaded; null when it can.</summary>
    public string? TreeProblem { get; init; }

    /// <summary>True when systemd's ProtectKernelModules= hides the modules from the service that runs the check.</summary>
    public bool IsSandboxed { get; init; }

    /// <summary>True when this user may not read the modules' directory.</summary>
    public bool IsTreeClosed { get; init; }

    /// <summary>Other kernels that have a directory of modules here.</summary>
    public IReadOnlyList<string> OtherVersions { get; init; } = [];

    /// <summary>What is known about a module's file.</summary>
    public Func<ModuleFile, ModuleFilePresence> FileOf { get; init; } = _ => ModuleFilePresence.There;

    /// <summary>modprobe.d as the installed modprobe obeys it, soft dependencies of the modules and modprobe.blacklist= included.</summary>
    public ModprobeConfig Config { get; init; } = new();

    /// <summary>modprobe.d as it is written. BusyBox obeys only a part of it.</summary>
    public ModprobeConfig Written { get; init; } = new();

    /// <summary>The path of modprobe where it is BusyBox's; null where it is kmod's.</summary>
    public string? BusyBoxModprobe { get; init; }

    /// <summary>Files of modprobe.d that some versions of kmod read and others do not, where the installed version is not known.</summary>
    public IReadOnlyList<string> VersionDependent { get; init; } = [];

    /// <summary>Files beside modprobe.d's own that hold install lines and that no modprobe reads.</summary>
    public IReadOnlyList<string> IgnoredFiles { get; init; } = [];

    /// <summary>Parts of modprobe.d that could not be read.</summary>
    public IReadOnlyList<HiddenConfig> Hidden { get; init; } = [];

    /// <summary>Parts of modules-load.d that could not be read.</summary>
    public IReadOnlyList<HiddenConfig> HiddenBoot { get; init; } = [];

    /// <summary>The kernel command line.</summary>
    public KernelCommandLine CommandLine { get; init; } = KernelCommandLine.Parse("");

    /// <summary>False when the kernel command line could not be read.</summary>
    public bool HasCommandLine { get; init; } = true;

    /// <summary>What modules-load.d loads at boot.</summary>
    public IReadOnlyList<BootModule> AtBoot { get; init; } = [];

    /// <summary>kernel.modules_disabled: nothing more is loaded until the next boot.</summary>
    public bool LoadingDisabled { get; init; }

    /// <summary>kernel.modprobe, the program that loads modules on demand; null when it cannot be read, empty when there is none.</summary>
    public string? Loader { get; init; }

    /// <summary>The program that makes the initramfs on this system, by its name; null where none was found.</summary>
    public string? InitramfsTool { get; init; }

    /// <summary>Drivers of network devices and other modules that carry this host's network.</summary>
    public NetworkModules Network { get; init; } = new(new HashSet<string>());

    /// <summary>Other network namespaces that have tables of iptables: their rules hold modules too.</summary>
    public IReadOnlyList<string> RuleNamespaces { get; init; } = [];

    /// <summary>What nf_conntrack does now; null where it is not there.</summary>
    public ConnectionTracking? Tracking { get; init; }
}
