using Nagios.Plugin;

namespace NagiosChecks.KernelModules;

/// <summary>Turns verdicts on modules into the result of the check. Pure.</summary>
internal static class KernelModulesCheck
{
    private const int NamesInFirstLine = 3;

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
        // Modules that are what they are for the same reason share a line.
        bool Alone(ModuleVerdict verdict) => verbosity > 0 || verdict.State == ModuleState.Loaded;
        foreach (var group in verdicts.GroupBy(verdict => (verdict.State, Alone(verdict) ? verdict.Name : verdict.Reason)))
        {
            var state = group.Key.State;
            var names = group.Select(verdict => verdict.Name).ToList();
            var tracks = Tracks(host, names, state);
            var text = $"{ModuleJudge.Names(names, 8)} {(names.Count == 1 ? "is" : "are")} {Adjective(state)}";
            result.Report(policy.Of(state), tracks.Length > 0 ? $"{text} and {tracks}" : text, group.First().Reason);
        }

        foreach (var state in Enum.GetValues<ModuleState>())
            result.Graph(new PerfDatum(Word(state), Count(verdicts, state)) { Minimum = 0, Maximum = verdicts.Count });
        KernelModulesAdvice.Add(result, host, [.. verdicts.Where(verdict => policy.Of(verdict.State) != NagiosState.Ok)]);
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
        var groups = verdicts.GroupBy(verdict => verdict.State)
            .Where(group => policy.Of(group.Key) != NagiosState.Ok)
            .OrderByDescending(group => policy.Of(group.Key).Severity())
            .ThenBy(group => group.Key);
        return string.Join("; ", groups.Select(group => Headline(host, group.Key, [.. group.Select(verdict => verdict.Name)])));
    }

    private static string Headline(HostModules host, ModuleState state, List<string> names)
    {
        var count = names.Count;
        var because = "";
        if (state == ModuleState.Unseen && (host.TreeProblem ?? host.Hidden.Select(hidden => $"{hidden.Path} {hidden.Why}").FirstOrDefault()) is { } problem)
            because = $" ({problem})";
        if (Tracks(host, names, state) is { Length: > 0 } tracks)
            names[names.FindIndex(IsTracker)] += $" ({tracks})";
        return $"{count} {Word(state)}{because}: {ModuleJudge.Names(names, NamesInFirstLine)}";
    }

    private static string Summary(HostModules host, IReadOnlyList<ModuleVerdict> verdicts)
    {
        var states = Enum.GetValues<ModuleState>().Where(state => Count(verdicts, state) > 0);
        var counts = string.Join(", ", states.Select(state => $"{Count(verdicts, state)} {Word(state)}"));
        var builtin = verdicts.Where(verdict => verdict.State == ModuleState.Builtin).Select(verdict => verdict.Name).ToList();
        var open = Count(verdicts, ModuleState.Loaded) + Count(verdicts, ModuleState.Loadable) + Count(verdicts, ModuleState.Unseen) > 0;
        var begin = open ? ""
            : verdicts.Count == 1 ? $"{verdicts[0].Name} is not loaded and would not be: "
            : $"none of {verdicts.Count} modules is loaded or would be: ";
        var tracks = Tracks(host, builtin, ModuleState.Builtin);
        return begin + counts + (tracks.Length > 0 ? $"; built-in {builtin.Find(IsTracker)} {tracks}" : "");
    }

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
