using Nagios.Plugin;

namespace NagiosChecks.KernelModules;

/// <summary>Which state each situation of a module means, and for which modules: the options after checking.</summary>
internal sealed record KernelModulesLimits
{
    private const int MostModules = 20_000;

    // What a listing of rules, or the first rule that asks for state, loads: the list of the outage of 2012 and its successors.
    private static readonly string[] Netfilter =
    [
        "nf_conntrack", "nf_nat", "ip_tables", "iptable_nat", "iptable_filter", "x_tables", "xt_conntrack", "nf_tables", "nft_ct",
        "nft_chain_nat", "nft_compat", "ip6_tables", "ip6table_nat", "ip6table_filter", "nf_conntrack_netlink", "nf_defrag_ipv4",
        "nf_defrag_ipv6", "nf_conntrack_ipv4", "nf_conntrack_ipv6",
    ];

    /// <summary>The modules to look at, what matters most first. Without <c>--modules</c> those that modprobe.d blocks join them.</summary>
    public required IReadOnlyList<string> Modules { get; init; }

    /// <summary>True when the operator named the modules: all of them must stay out, and no others are looked at.</summary>
    public required bool IsNamed { get; init; }

    /// <summary>True when every module that is looked at must stay out, whether or not a line of modprobe.d says so.</summary>
    public required bool Forbid { get; init; }

    /// <summary>The kernel to judge by; null for the running one.</summary>
    public string? KernelVersion { get; init; }

    /// <summary>Programs that load nothing.</summary>
    public IReadOnlyList<string> BlockingCommands { get; init; } = [];

    /// <summary>True with -v: every module has a line of its own.</summary>
    public bool IsVerbose { get; init; }

    /// <summary>The state of <c>--if-loaded</c>, and so on.</summary>
    public required NagiosState Loaded { get; init; }

    public required NagiosState Loadable { get; init; }

    public required NagiosState Hooks { get; init; }

    public required NagiosState Unseen { get; init; }

    public required NagiosState Builtin { get; init; }

    public required NagiosState Absent { get; init; }

    /// <summary>Reads the options.</summary>
    /// <exception cref="CheckException">One of them is not right.</exception>
    public static KernelModulesLimits Parse(KernelModulesOptions options)
    {
        if (options.KernelVersion is { } version && !ModuleDirectory.IsPossibleVersion(version))
            throw CheckException.Usage("--kernel-version", version, "is not the name of a directory in /lib/modules");
        return new KernelModulesLimits
        {
            Modules = options.Modules is null ? Netfilter : ParseModules(options.Modules),
            IsNamed = options.Modules is not null,
            Forbid = options.Forbid || options.Modules is not null,
            KernelVersion = options.KernelVersion,
            IsVerbose = options.Verbose > 0,
            BlockingCommands = ParseCommands(options.BlockingCommands),
            Loaded = NagiosStates.Parse("--if-loaded", options.IfLoaded),
            Loadable = NagiosStates.Parse("--if-loadable", options.IfLoadable),
            Hooks = NagiosStates.Parse("--if-hooks", options.IfHooks),
            Unseen = NagiosStates.Parse("--if-unseen", options.IfUnseen),
            Builtin = NagiosStates.Parse("--if-builtin", options.IfBuiltin),
            Absent = NagiosStates.Parse("--if-absent", options.IfAbsent),
        };
    }

    /// <summary>The state that a module's situation means. Policy is the operator's: what he has not forbidden, by an option or by a
    /// block in modprobe.d, is told and not judged.</summary>
    public NagiosState Of(ModuleVerdict verdict) => verdict.State switch
    {
        ModuleState.Loaded => MustStayOut(verdict) ? Loaded : NagiosState.Ok,
        ModuleState.Loadable => MustStayOut(verdict) ? Loadable : NagiosState.Ok,
        ModuleState.Unseen => Unseen,
        ModuleState.Builtin => Builtin,
        ModuleState.Absent => Absent,
        _ => NagiosState.Ok,
    };

    /// <summary>True when an option or a line of modprobe.d says that this module must stay out.</summary>
    public bool MustStayOut(ModuleVerdict verdict) => Forbid || verdict.MeantToBlock is not null;

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

        return modules.Count <= MostModules
            ? modules
            : throw new CheckException($"--modules names {modules.Count} modules; {MostModules} is the most");
    }

    private static string[] ParseCommands(string? text)
    {
        var commands = text?.Split(',', StringSplitOptions.TrimEntries) ?? [];
        return Array.Find(commands, command => !command.StartsWith('/')) is { } wrong
            ? throw CheckException.Usage("--blocking-commands", wrong, "is not a path that begins with '/'")
            : commands;
    }
}
