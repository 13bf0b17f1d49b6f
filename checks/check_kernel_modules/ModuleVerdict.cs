namespace NagiosChecks.KernelModules;

/// <summary>What a module is to this host; the order is from what matters most to what matters least.</summary>
internal enum ModuleState
{
    /// <summary>In the kernel now.</summary>
    Loaded,

    /// <summary>The next request for it, or the next boot, would load it.</summary>
    Loadable,

    /// <summary>Nobody can tell: a file that decides could not be read.</summary>
    Unseen,

    /// <summary>Part of the kernel image.</summary>
    Builtin,

    /// <summary>There is such a module, and nothing but insmod as root would load it.</summary>
    Blocked,

    /// <summary>This kernel has no such module.</summary>
    Absent,
}

/// <summary>What is known about one module of the list.</summary>
/// <param name="Name">The name as listed, with underscores.</param>
/// <param name="State">What the module is to this host.</param>
/// <param name="Reason">Why, in a clause that names the file and line that decide.</param>
internal sealed record ModuleVerdict(string Name, ModuleState State, string Reason)
{
    /// <summary>The line that decides; null where it is the absence of one.</summary>
    public SourceLine? DecidedBy { get; init; }

    /// <summary>The loaded module: this one, or the one that the listed name is an alias of.</summary>
    public LoadedModule? Loaded { get; init; }

    /// <summary>The real modules, where the listed name is an alias.</summary>
    public IReadOnlyList<string> AliasOf { get; init; } = [];

    /// <summary>The line of modprobe.d that was written to keep it out, whether it holds or not; null for none.</summary>
    public SourceLine? MeantToBlock { get; init; }

    /// <summary>The line that loads it at every boot; null for none.</summary>
    public SourceLine? AtBoot { get; init; }

    /// <summary>For a loaded module: whether it would be loaded again after it is unloaded or after a reboot.</summary>
    public bool ComesBack { get; init; }

    /// <summary>The modprobe.d lines that would keep it out; empty where none are needed or none would help.</summary>
    public IReadOnlyList<string> Fix { get; init; } = [];
}
