using Nagios.Plugin;

namespace NagiosChecks.KernelModules;

/// <summary>Judges every module of the list and makes the result of it. Pure.</summary>
internal static class KernelModulesEvaluation
{
    private const int NamesInFirstLine = 3;
    private const int ReasonInFirstLine = 260;

    /// <summary>The result.</summary>
    /// <param name="host">What was measured.</param>
    /// <param name="limits">What the operator decides.</param>
    public static NagiosCheckResult Evaluate(KernelModulesMeasurement host, KernelModulesLimits limits)
    {
        var judge = new ModuleJudge(host, limits.BlockingCommands);
        var modules = limits.IsNamed ? limits.Modules : [.. limits.Modules.Concat(judge.MeantToBlock()).Distinct()];
        List<ModuleVerdict> verdicts = [.. modules.Select(judge.Judge)];
        var result = new NagiosCheckResult("KERNEL_MODULES", KernelModulesSeries.All)
        {
            Summary = Summary(host, limits, verdicts),
            Headline = Headline(host, limits, verdicts),
            Data = json => KernelModulesJson.Write(json, host, limits, verdicts),
        };
        Report(result, host, limits, verdicts);
        JudgeHooks(result, host, limits, verdicts);
        foreach (var state in Enum.GetValues<ModuleState>())
            result.Graph(KernelModulesSeries.Of(state) with { Maximum = verdicts.Count }, Count(verdicts, state));
        new KernelModulesAdvice(result, host).Give([.. verdicts.Where(verdict => limits.Of(verdict) != NagiosState.Ok)]);
        KernelModulesNotes.Add(result, host);
        return result;
    }

    // Modules that are what they are for the same reason share a line.
    private static void Report(
        NagiosCheckResult result, KernelModulesMeasurement host, KernelModulesLimits limits, List<ModuleVerdict> verdicts)
    {
        bool Alone(ModuleVerdict verdict) => limits.IsVerbose || (verdict.State == ModuleState.Loaded && limits.MustStayOut(verdict));
        var groups = verdicts.GroupBy(verdict => (verdict.State, limits.Of(verdict), Alone(verdict) ? verdict.Name : verdict.Reason));
        foreach (var group in groups)
        {
            var (state, verdictState, _) = group.Key;
            var names = group.Select(verdict => verdict.Name).ToList();
            var tracks = Tracks(host, names, state);
            var text = $"{ModuleJudge.Names(names, 8)} {(names.Count == 1 ? "is" : "are")} {Adjective(state)}";
            result.Report(verdictState, tracks.Length > 0 ? $"{text} and {tracks}" : text, group.First().Reason);
        }
    }

    // Since Linux 4.10 a module that is merely loaded tracks nothing; this option brings back what made a listing an outage.
    private static void JudgeHooks(
        NagiosCheckResult result, KernelModulesMeasurement host, KernelModulesLimits limits, List<ModuleVerdict> verdicts)
    {
        if (Hooks(host, verdicts) is not { } line)
            return;
        result.Report(limits.Hooks, HooksText(line),
            "with it nf_conntrack tracks from the moment it is loaded, without any rule that asks for it");
        if (limits.Hooks != NagiosState.Ok)
            result.Advise($"Take the line {line.Text} out of {line.Place}, then load the module anew (or reboot), unless this host must "
                + $"track without a rule");
    }

    private static SourceLine? Hooks(KernelModulesMeasurement host, List<ModuleVerdict> verdicts) =>
        host.Loaded.ContainsKey("nf_conntrack")
        || verdicts.Exists(verdict => Netfilter.IsTracker(verdict.Name) && verdict.State == ModuleState.Loadable)
            ? host.Config.EnableHooks.FirstOrDefault()
            : null;

    private static string HooksText(SourceLine line) => $"{line} makes a mere listing of rules track every connection";

    // "2 loaded: nf_conntrack (tracks 5 of 65536 connections), nf_nat (held by ...); 3 loadable: ..."
    private static string Headline(KernelModulesMeasurement host, KernelModulesLimits limits, List<ModuleVerdict> verdicts)
    {
        var groups = verdicts.GroupBy(verdict => (verdict.State, Verdict: limits.Of(verdict)))
            .Where(group => group.Key.Verdict != NagiosState.Ok)
            .OrderByDescending(group => group.Key.Verdict.Severity())
            .ThenBy(group => group.Key.State);
        var text = string.Join("; ", groups.Select(group => Headline(host, group.Key.State, [.. group])));
        return limits.Hooks != NagiosState.Ok && text.Length > 0 && Hooks(host, verdicts) is { } line ? $"{text}; {HooksText(line)}" : text;
    }

    private static string Headline(KernelModulesMeasurement host, ModuleState state, List<ModuleVerdict> verdicts)
    {
        var names = verdicts.ConvertAll(verdict => verdict.Name);
        if (state == ModuleState.Unseen && (host.TreeProblem ?? host.Hidden.Select(hidden => $"{hidden.Path} "
            + $"{hidden.Why}").FirstOrDefault()) is { } problem)
            return $"{verdicts.Count} {Word(state)} ({problem}): {ModuleJudge.Names(names, NamesInFirstLine)}";
        var reason = UntrustedText.Clean(verdicts[0].Reason, ReasonInFirstLine);
        var isShared = verdicts.TrueForAll(verdict => verdict.Reason == verdicts[0].Reason);
        var why = isShared ? reason : $"{names[0]} {reason}";
        if (Tracks(host, names, state) is { Length: > 0 } tracks)
            names[names.FindIndex(Netfilter.IsTracker)] += $" ({tracks})";
        return $"{verdicts.Count} {Word(state)}: {ModuleJudge.Names(names, NamesInFirstLine)}: {why}";
    }

    private static string Summary(KernelModulesMeasurement host, KernelModulesLimits limits, List<ModuleVerdict> verdicts)
    {
        var states = Enum.GetValues<ModuleState>().Where(state => Count(verdicts, state) > 0);
        var counts = string.Join(", ", states.Select(state => $"{Count(verdicts, state)} {Word(state)}"));
        var open = Count(verdicts, ModuleState.Loaded) + Count(verdicts, ModuleState.Loadable) > 0;
        var begin = open || Count(verdicts, ModuleState.Unseen) > 0 ? ""
            : verdicts.Count == 1 ? $"{verdicts[0].Name} is not loaded and would not be: "
            : $"none of {verdicts.Count} modules is loaded or would be: ";
        var tracker = verdicts.Find(verdict =>
            Netfilter.IsTracker(verdict.Name) && verdict.State is ModuleState.Builtin or ModuleState.Loaded);
        var tracks = tracker is null ? "" : Tracks(host, [tracker.Name], tracker.State);
        var doing = tracks.Length == 0 ? "" : $"; {(tracker!.State == ModuleState.Builtin ? "built-in " : "")}{tracker.Name} {tracks}";
        return begin + counts + doing + (open && !limits.Forbid ? "; nothing says that they must stay out (--forbid, --modules)" : "");
    }

    // Also says how many connections are tracked: a module may be loaded and idle.
    private static string Tracks(KernelModulesMeasurement host, List<string> names, ModuleState state) =>
        host.Tracking is { } tracking && state is ModuleState.Loaded or ModuleState.Builtin && names.Exists(Netfilter.IsTracker)
            ? $"tracks {Quantity.Plain(host.Tracking!.Count)}"
              + $"{(host.Tracking.Maximum is { } maximum ? $" of {Quantity.Plain(maximum)}" : "")} "
              + $"connection{(host.Tracking.Count == 1 ? "" : "s")}"
            : "";

    private static int Count(List<ModuleVerdict> verdicts, ModuleState state) => verdicts.Count(verdict => verdict.State == state);

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
