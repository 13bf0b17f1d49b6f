using Nagios.Plugin;

namespace NagiosChecks.KernelModules;

/// <summary>Which state each situation of a module means, and for which modules: the options, understood.</summary>
internal sealed record KernelModulesPolicy(IReadOnlyList<string> Modules, NagiosState Loaded, NagiosState Loadable, NagiosState Unseen, NagiosState Builtin, NagiosState Absent)
{
    private const int MostModules = 20_000;

    /// <summary>Reads the options.</summary>
    /// <exception cref="CheckException">One of them is not right.</exception>
    public static KernelModulesPolicy Parse(KernelModulesOptions options)
    {
        if (options.KernelVersion is { } version && !ModuleDirectory.IsPossibleVersion(version))
            throw CheckException.Usage("--kernel-version", version, "is not the name of a folder in /lib/modules");
        return new KernelModulesPolicy(
            ParseModules(options.Modules),
            NagiosStates.Parse("--if-loaded", options.IfLoaded),
            NagiosStates.Parse("--if-loadable", options.IfLoadable),
            NagiosStates.Parse("--if-unseen", options.IfUnseen),
            NagiosStates.Parse("--if-builtin", options.IfBuiltin),
            NagiosStates.Parse("--if-absent", options.IfAbsent));
    }

    /// <summary>The state that a module's situation means.</summary>
    public NagiosState Of(ModuleState state) => state switch
    {
        ModuleState.Loaded => Loaded,
        ModuleState.Loadable => Loadable,
        ModuleState.Unseen => Unseen,
        ModuleState.Builtin => Builtin,
        ModuleState.Absent => Absent,
        _ => NagiosState.Ok,
    };

    private static List<string> ParseModules(string text)
    {
        List<string> modules = [];
        HashSet<string> seen = [];
        foreach (var name in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (!ModuleName.IsPossible(name))
                throw CheckException.Usage("--modules", name, "is not the name of a module: letters, digits, '_' and '-', comma separated");
            if (seen.Add(ModuleName.Normalize(name)))
                modules.Add(ModuleName.Normalize(name));
        }

        return modules.Count <= MostModules ? modules : throw new CheckException($"--modules names {modules.Count} modules; {MostModules} is the most");
    }
}
