using Nagios.Plugin;

namespace NagiosChecks.KernelModules;

/// <summary>The perfdata of check_kernel_modules, in the order in which it is printed: how many modules are what.</summary>
internal static class KernelModulesSeries
{
    public static readonly Series Loaded = new("loaded", "", "modules of the list that are in the kernel");

    public static readonly Series Loadable = new("loadable", "", "modules that the next request or the next boot would load");

    public static readonly Series Unseen = new("unseen", "", "modules of which that cannot be told");

    public static readonly Series Builtin = new("builtin", "", "modules that are part of the kernel image");

    public static readonly Series Blocked = new("blocked", "", "modules that nothing but insmod would load");

    public static readonly Series Absent = new("absent", "", "names that are no module of this kernel");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<DeclaredSeries> All { get; } = [Loaded, Loadable, Unseen, Builtin, Blocked, Absent];

    /// <summary>The series that counts modules of one state.</summary>
    public static Series Of(ModuleState state) => state switch
    {
        ModuleState.Loaded => Loaded,
        ModuleState.Loadable => Loadable,
        ModuleState.Unseen => Unseen,
        ModuleState.Builtin => Builtin,
        ModuleState.Blocked => Blocked,
        _ => Absent,
    };
}
