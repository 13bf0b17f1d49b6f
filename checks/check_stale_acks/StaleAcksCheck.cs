using Nagios.Plugin;

namespace NagiosChecks.StaleAcks;

/// <summary>The verdict: which acknowledged problems are no longer the problem that was acknowledged?</summary>
internal static class StaleAcksCheck
{
    private const string OwnOutput = "STALE_ACKS ";

    /// <summary>Judges everything that an engine has acknowledged.</summary>
    /// <param name="report">What the source read.</param>
    /// <param name="source">Where it comes from; makes the commands that are shown.</param>
    /// <param name="memory">What was remembered; is told what to remember.</param>
    /// <param name="policy">What to judge and how.</param>
    /// <param name="now">The moment of judgement, seconds since 1970.</param>
    public static NagiosCheckResult Evaluate(EngineReport report, AcknowledgementSource source, AcknowledgementMemory memory, StaleAcksPolicy policy, double now)
    {
        var verdicts = new List<AcknowledgementVerdict>();
        var own = new List<AcknowledgementVerdict>();
        var leftOut = 0;
        foreach (var problem in report.Problems)
        {
            var verdict = AcknowledgementVerdict.Judge(problem, memory.Recall(problem, now), report, policy, now);
            if (IsOwn(problem, policy))
                own.Add(verdict);
            else if (policy.Filter.Lets(problem))
                verdicts.Add(verdict);
            else
                leftOut++;
        }

        verdicts.Sort((left, right) => right.Age.CompareTo(left.Age));
        var leftovers = report.Leftovers.Where(leftover => policy.Filter.Lets(leftover.AsProblem())).ToList();
        report = report with { Leftovers = leftovers };
        var result = new NagiosCheckResult(Program.Description.Name);
        Report(result, report, source, policy, verdicts, own, now);
        Graph(result, policy, verdicts, own, report.Leftovers.Count);
        foreach (var note in report.Notes)
            result.Note(note);
        if (leftOut > 0)
            result.Note($"{Count(leftOut, "acknowledgement")} left out by the filters");
        if (memory.Forgotten > 0)
            ReportUnknown(result, $"{memory.Forgotten} acknowledgements are more than this check remembers ({AcknowledgementMemory.MaximumRemembered}): whether they still cover the same problem is not known");
        if (memory.New > 0)
            result.Note($"{Count(memory.New, "acknowledgement")} seen for the first time: what fails now is remembered as what was acknowledged; no engine keeps what it was");
        result.Data = json => StaleAcksJson.Write(json, report, source, [.. own, .. verdicts], now);
        return result;
    }

    /// <summary>Adds what could not be seen; where that decides the state it stands first in the first line.</summary>
    public static void ReportUnknown(NagiosCheckResult result, string text)
    {
        result.Report(NagiosState.Unknown, text);
        if (result is { State: NagiosState.Unknown, Headline: { } headline })
            result.Headline = $"{text}; {headline}";
    }

    private static void Report(
        NagiosCheckResult result, EngineReport report, AcknowledgementSource source, StaleAcksPolicy policy,
        List<AcknowledgementVerdict> verdicts, List<AcknowledgementVerdict> own, double now)
    {
        var stale = verdicts.Count(verdict => verdict.State != NagiosState.Ok);
        var worst = Worst(verdicts);
        var state = worst?.State ?? NagiosState.Ok;
        if (report.Leftovers.Count > 0)
            state = NagiosStates.Worst(state, policy.LeftoverComment);
        if (report.NotificationsEnabled == false)
            state = NagiosStates.Worst(state, policy.StateOf(StaleClass.NotificationsOff));

        // Said first in whatever state the rest leaves: an acknowledgement goes when its service is OK, so a state of its own
        // would keep it for ever.
        foreach (var verdict in own)
            result.Report(state, AcknowledgementText.Own(verdict), AcknowledgementText.Cause(verdict, source));

        foreach (var verdict in verdicts)
            result.Report(verdict.State, AcknowledgementText.Describe(verdict, now), AcknowledgementText.Cause(verdict, source));
        foreach (var leftover in report.Leftovers)
            result.Report(policy.LeftoverComment, AcknowledgementText.Leftover(leftover, now), $"\"{UntrustedText.Clean(leftover.Comment, 160)}\"");
        if (report.NotificationsEnabled == false)
            result.Report(policy.StateOf(StaleClass.NotificationsOff), "notifications are off in the whole engine: it pages nobody, acknowledged or not");
        if (result.State is NagiosState.Ok)
            result.Summary = AcknowledgementText.Summary(verdicts, own);
        if (worst is null)
            return;
        NextSteps(result, report, source, worst);
        if (worst.State != result.State)
            return;
        var self = own.Count > 0 ? AcknowledgementText.Own(own[0]) + "; " : "";
        result.Headline = $"{self}{AcknowledgementText.Describe(worst, now)} ({stale} of {Count(verdicts.Count, "acknowledgement")} stale)";
    }

    // The worst state, then the worst class, then the oldest: the list has the oldest first.
    private static AcknowledgementVerdict? Worst(List<AcknowledgementVerdict> verdicts)
    {
        AcknowledgementVerdict? worst = null;
        foreach (var verdict in verdicts)
        {
            if (verdict.Worst is { } stale && (worst is null || verdict.State.Severity() > worst.State.Severity() || (verdict.State == worst.State && stale < worst.Worst)))
                worst = verdict;
        }

        return worst;
    }

    private static void NextSteps(NagiosCheckResult result, EngineReport report, AcknowledgementSource source, AcknowledgementVerdict worst)
    {
        result.NextStep($"look at {worst.Problem.Name} now: while it is acknowledged the engine pages nobody about it");
        result.NextStep($"clear it, so that the engine pages again: {source.ClearCommand(worst.Problem)}");
        result.NextStep(report.HasExpiry
            ? "if it must stay quiet, acknowledge it anew with an end (expiry) and a comment that names everything that fails"
            : "if it must stay quiet, acknowledge it anew with a comment that names everything that fails, not sticky");
    }

    private static void Graph(NagiosCheckResult result, StaleAcksPolicy policy, List<AcknowledgementVerdict> verdicts, List<AcknowledgementVerdict> own, int leftovers)
    {
        var oldest = verdicts.Find(verdict => verdict.AgeCounts)?.Age ?? 0;
        result.Graph(new PerfDatum("oldest_age", Math.Round(oldest), "s") { Thresholds = policy.Age, Minimum = 0 });
        result.Graph(new PerfDatum("acknowledged", verdicts.Count) { Minimum = 0 });
        result.Graph(new PerfDatum("stale", verdicts.Count(verdict => verdict.State != NagiosState.Ok)) { Minimum = 0, Maximum = verdicts.Count });
        foreach (var stale in StaleClasses.All)
            result.Graph(new PerfDatum(stale.Label(), verdicts.Count(verdict => verdict.Classes.Any(found => found.Class == stale))) { Minimum = 0 });
        result.Graph(new PerfDatum("leftover_comments", leftovers) { Minimum = 0 });
        result.Graph(new PerfDatum("self_acknowledged", own.Count) { Minimum = 0 });
    }

    // By its name in the engine where that is given, and by its output: it begins as only this check's does.
    private static bool IsOwn(AcknowledgedProblem problem, StaleAcksPolicy policy) =>
        problem.Service is { } service
        && (problem.Output.StartsWith(OwnOutput, StringComparison.Ordinal) || (policy.OwnService is { } own && (own == problem.Name || own == $"{problem.Host}!{service}")));

    private static string Count(int number, string thing) => $"{number} {thing}{(number == 1 ? "" : "s")}";
}
