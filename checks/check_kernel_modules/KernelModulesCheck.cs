using Nagios.Plugin;

namespace NagiosChecks.KernelModules;

/// <summary>Turns verdicts on modules into the result of the check. Pure.</summary>
internal static class KernelModulesCheck
{
    private const int NamesInFirstLine = 3;
    private const int NamesInStep = 25;

    // 00: kmod takes the first install line that matches, in the order of the files' names.
    private const string FixFile = "/etc/modprobe.d/00-keep-out.conf";

    private static readonly string[] NetfilterPrefixes = ["nf_", "nft_", "xt_", "x_tables", "ip_tables", "iptable_", "ip6_tables", "ip6table_", "ip_conntrack", "ipt_", "ebt", "arp"];

    /// <summary>What <c>--help</c> says.</summary>
    public static CheckDescription Description { get; } = new(
        "check_kernel_modules",
        "are modules that must stay out in the kernel, or would the next request load them?",
        """
        Listing iptables rules loads the netfilter modules, connection tracking among them; a busy host then fills the tracking table within minutes and drops packets. This check finds the modules of a list in the kernel, and says of the others whether a request or the next boot would load them, following modprobe.d, modules-load.d and the kernel command line as kmod does, and names the line that decides and the line that would block.

        A blacklist line is no block, "alias X off" is one only where nothing needs X, and kmod ignores the install line of a module with soft dependencies: all of that is judged. Reads files under /proc, /sys, /etc, /run and /lib; runs nothing and loads nothing.
        """)
    {
        States =
        [
            "CRITICAL a module is loaded (--if-loaded)",
            "WARNING the next request or the next boot would load one (--if-loadable)",
            "UNKNOWN a file that decides could not be read, or the running kernel's directory under /lib/modules is gone (--if-unseen)",
            "OK all are blocked, absent (--if-absent) or built into the kernel (--if-builtin)",
        ],
        Examples =
        [
            ("check_kernel_modules", "the netfilter modules that must not be on a busy load balancer"),
            ("check_kernel_modules --modules usb-storage,firewire-core -v", "other modules, each with the reason for its verdict"),
            ("check_kernel_modules --if-loadable ok", "only modules that are in the kernel now"),
        ],
    };

    /// <summary>The result.</summary>
    /// <param name="host">What was read.</param>
    /// <param name="policy">What the options say.</param>
    /// <param name="verdicts">One for each module of the list, in its order.</param>
    /// <param name="verbosity">From 1 on, every module has a line of its own.</param>
    public static NagiosCheckResult Evaluate(HostModules host, KernelModulesPolicy policy, IReadOnlyList<ModuleVerdict> verdicts, int verbosity)
    {
        var result = new NagiosCheckResult(Description.Name) { Summary = Summary(host, verdicts), Headline = Headline(host, policy, verdicts) };
        foreach (var group in verdicts.GroupBy(verdict => (verdict.State, Key: verbosity > 0 || verdict.State == ModuleState.Loaded ? verdict.Name : verdict.Reason)))
        {
            var names = group.Select(verdict => verdict.Name).ToList();
            var tracks = Tracks(host, names, group.Key.State);
            var text = $"{ModuleJudge.Names(names, 8)} {(names.Count == 1 ? "is" : "are")} {Adjective(group.Key.State)}{(tracks.Length > 0 ? " and " + tracks : "")}";
            result.Report(policy.Of(group.Key.State), text, group.First().Reason);
        }

        foreach (var state in Enum.GetValues<ModuleState>())
            result.Graph(new PerfDatum(Word(state), Count(verdicts, state)) { Minimum = 0, Maximum = verdicts.Count });
        AddSteps(result, host, policy, verdicts);
        foreach (var note in host.Notes)
            result.Note(note);
        if (host.LoadingDisabled)
            result.Note("kernel.modules_disabled is 1: no module can be loaded until the next boot");
        result.Data = json => KernelModulesTable.Write(json, host, policy, verdicts);
        return result;
    }

    // "2 loaded: nf_conntrack (tracks 5 of 65536 connections), nf_nat; 3 loadable: ..."
    private static string Headline(HostModules host, KernelModulesPolicy policy, IReadOnlyList<ModuleVerdict> verdicts)
    {
        var groups = verdicts.GroupBy(verdict => verdict.State).Where(group => policy.Of(group.Key) != NagiosState.Ok).OrderByDescending(group => policy.Of(group.Key).Severity()).ThenBy(group => group.Key);
        return string.Join("; ", groups.Select(group => Headline(host, group.Key, [.. group.Select(verdict => verdict.Name)])));
    }

    private static string Headline(HostModules host, ModuleState state, List<string> names)
    {
        var because = state != ModuleState.Unseen ? "" : host.TreeProblem is { } problem ? $" ({problem})" : host.Hidden.Count > 0 ? $" ({host.Hidden[0].Path} {host.Hidden[0].Why})" : "";
        var count = names.Count;
        if (Tracks(host, names, state) is { Length: > 0 } tracks)
            names[names.FindIndex(IsTracker)] += $" ({tracks})";
        return $"{count} {Word(state)}{because}: {ModuleJudge.Names(names, NamesInFirstLine)}";
    }

    private static string Summary(HostModules host, IReadOnlyList<ModuleVerdict> verdicts)
    {
        var counts = string.Join(", ", Enum.GetValues<ModuleState>().Where(state => Count(verdicts, state) > 0).Select(state => $"{Count(verdicts, state)} {Word(state)}"));
        var builtin = verdicts.Where(verdict => verdict.State == ModuleState.Builtin).Select(verdict => verdict.Name).ToList();
        var open = Count(verdicts, ModuleState.Loaded) + Count(verdicts, ModuleState.Loadable) + Count(verdicts, ModuleState.Unseen) > 0;
        return (open ? "" : verdicts.Count == 1 ? $"{verdicts[0].Name} is not loaded and would not be: " : $"none of {verdicts.Count} modules is loaded or would be: ") + counts
            + (Tracks(host, builtin, ModuleState.Builtin) is { Length: > 0 } tracks ? $"; built-in {builtin.Find(IsTracker)} {tracks}" : "");
    }

    private static void AddSteps(NagiosCheckResult result, HostModules host, KernelModulesPolicy policy, IReadOnlyList<ModuleVerdict> verdicts)
    {
        var open = verdicts.Where(verdict => policy.Of(verdict.State) != NagiosState.Ok).ToList();
        AddUnload(result, host, open.Select(verdict => verdict.Loaded).OfType<LoadedModule>().ToList());
        foreach (var boot in open.Select(verdict => verdict.AtBoot).OfType<SourceLine>().Distinct().Take(5))
            result.NextStep($"Take {boot} out: it loads at every boot");
        var blockable = open.Where(verdict => verdict.Fix.Count > 0).ToList();
        AddBlock(result, blockable.Where(verdict => verdict.Fix.Count == 1), "Block for good, dependants included, as root", names => $"printf 'install %s /bin/false\\n' {names}");
        AddBlock(result, blockable.Where(verdict => verdict.Fix.Count > 1), "Block for good, with soft dependencies emptied first, as root", names => $"for m in {names}; do echo \"softdep $m pre:\"; echo \"install $m /bin/false\"; done");
        if (open.Exists(verdict => verdict.State == ModuleState.Unseen))
            result.NextStep(host.TreeProblem is null ? "Give the check's user the right to read what the notes name, or accept the gap with --if-unseen ok" : host.TreeAdvice);
        if (open.Exists(verdict => verdict.State == ModuleState.Builtin))
            result.NextStep("Built-in code cannot be unloaded: keep rules from using it, or boot a kernel that has it as a module");
    }

    private static void AddUnload(NagiosCheckResult result, HostModules host, List<LoadedModule> loaded)
    {
        if (loaded.Count == 0)
            return;
        var netfilter = loaded.Exists(module => IsNetfilter(module.Name));
        if (netfilter)
            result.NextStep("Do not look with iptables -L, nft list or conntrack -L: on a host without them they load what you look for. /proc/net/ip_tables_names and check_conntrack tell without loading");
        result.NextStep(host.LoadingDisabled
            ? "kernel.modules_disabled is 1, which forbids unloading too: block them as below, then reboot"
            : $"{(netfilter ? "Remove the rules that use them (stop the firewall service, flush its rules)" : "Stop what uses them")}, then unload, users first: modprobe -r {string.Join(' ', UnloadOrder.Of(loaded, host.Loaded).Take(NamesInStep))}");
    }

    private static void AddBlock(NagiosCheckResult result, IEnumerable<ModuleVerdict> verdicts, string purpose, Func<string, string> command)
    {
        var names = verdicts.SelectMany(verdict => verdict.AliasOf.Count > 0 ? verdict.AliasOf : [verdict.Name]).Distinct().ToList();
        if (names.Count > 0)
            result.NextStep($"{purpose}: {command(string.Join(' ', names.Take(NamesInStep)))} >> {FixFile}{(names.Count > NamesInStep ? $" (and {names.Count - NamesInStep} more: --output json)" : "")}");
    }

    private static bool IsNetfilter(string name) =>
        Array.Exists(NetfilterPrefixes, prefix => name.StartsWith(prefix, StringComparison.Ordinal));

    private static bool IsTracker(string name) => name is "nf_conntrack" or "ip_conntrack";

    // Loaded is one thing, tracking another: what connection tracking does now, where it is among the names.
    private static string Tracks(HostModules host, List<string> names, ModuleState state) =>
        host.Tracking is { } tracking && state is ModuleState.Loaded or ModuleState.Builtin && names.Exists(IsTracker)
            ? $"tracks {Quantity.Plain(host.Tracking!.Count)}{(host.Tracking.Maximum is { } maximum ? $" of {Quantity.Plain(maximum)}" : "")} connections"
            : "";

    private static int Count(IReadOnlyList<ModuleVerdict> verdicts, ModuleState state) => verdicts.Count(verdict => verdict.State == state);

    private static string Adjective(ModuleState state) => state switch
    {
        ModuleState.Builtin => "built in",
        ModuleState.Unseen => "not known",
        _ => Word(state),
    };

    /// <summary>The state as perfdata and JSON name it.</summary>
    public static string Word(ModuleState state) => state switch
    {
        ModuleState.Loaded => "loaded",
        ModuleState.Loadable => "loadable",
        ModuleState.Unseen => "unseen",
        ModuleState.Builtin => "builtin",
        ModuleState.Blocked => "blocked",
        _ => "absent",
    };
}
