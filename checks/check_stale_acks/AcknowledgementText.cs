using Nagios.Plugin;

namespace NagiosChecks.StaleAcks;

/// <summary>What is said about an acknowledgement: a sentence for the phone, a cause with the comment and the command that clears it.</summary>
internal static class AcknowledgementText
{
    private const int Shown = 3;
    private const int NameLength = 80;
    private const int OutputLength = 90;
    private const int CommentLength = 160;

    /// <summary>The sentence that may stand in the first line.</summary>
    public static string Describe(AcknowledgementVerdict verdict, double now)
    {
        var problem = verdict.Problem;
        var start = problem.AcknowledgedAt is null && problem.Author is null
            ? $"{Name(problem.Name)} acknowledged (by whom and when is unknown)"
            : $"{Name(problem.Name)} acknowledged {Ago(verdict.Age)} by {UntrustedText.Clean(problem.Author ?? "somebody", 40)}";
        return start + verdict.Worst switch
        {
            StaleClass.OtherProblem when verdict.ByPerfData => $" for {List(verdict.First.Failing.Select(item => item.Label))}, now {(StillFails(verdict) ? "also " : "")}{List(verdict.NewlyFailing)}",
            StaleClass.OtherProblem => $", now another problem: {Output(problem)}",
            StaleClass.Worse => $" as {Word(problem, verdict.First.State)}, now {Word(problem, problem.State)}: {Output(problem)}",
            StaleClass.Returned => $", recovered{(problem.LastOk > (problem.AcknowledgedAt ?? 0) ? " " + Ago(now - problem.LastOk) : "")} and is back: {Output(problem)}",
            StaleClass.Expired => $", expired {Ago(now - (problem.Expires ?? now))} and is still in force",
            StaleClass.NotificationsOff => " while its notifications are off",
            StaleClass.NoComment => ", its comment is gone",
            StaleClass.NoTicket => " without a ticket",
            StaleClass.NoExpiry => " without an end",
            StaleClass.Old or null => $", still {Word(problem, problem.State)}: {Output(problem)}",
            _ => throw new ArgumentOutOfRangeException(nameof(verdict), verdict.Worst, null),
        };
    }

    /// <summary>What stands behind the sentence in the long output.</summary>
    public static string Cause(AcknowledgementVerdict verdict, AcknowledgementSource source)
    {
        var problem = verdict.Problem;
        var parts = new List<string> { problem.Comment is { } comment ? $"\"{UntrustedText.Clean(comment, CommentLength)}\"" : "no comment" };
        if (verdict.Worst == StaleClass.OtherProblem && !verdict.ByPerfData)
            parts.Add($"at first sight it said \"{UntrustedText.Clean(verdict.First.Words, OutputLength)}\"");
        var others = verdict.Classes.Where(found => found.Class != verdict.Worst).Select(found => found.Class.Label()).ToList();
        if (others.Count > 0)
            parts.Add((verdict.Worst is null ? "" : "also ") + string.Join(", ", others));
        if (problem.Sticky)
            parts.Add("sticky");
        parts.Add($"clear: {source.ClearCommand(problem)}");
        return string.Join("; ", parts);
    }

    /// <summary>What is said when this check's own service is acknowledged.</summary>
    public static string Own(AcknowledgementVerdict verdict) =>
        $"this check itself, {Name(verdict.Problem.Name)}, has been acknowledged for {Quantity.Human(verdict.Age, Dimension.Duration)} by {UntrustedText.Clean(verdict.Problem.Author ?? "somebody", 40)}: whatever it says pages nobody";

    /// <summary>What is said about a comment that outlived its acknowledgement.</summary>
    public static string Leftover(LeftoverComment leftover, double now) =>
        $"{Name(leftover.About.Name)} is not acknowledged, but a comment by {UntrustedText.Clean(leftover.Author, 40)}, {Ago(Math.Max(0, now - leftover.WrittenAt))}, says so";

    /// <summary>The first line when all is well.</summary>
    public static string Summary(IReadOnlyList<AcknowledgementVerdict> verdicts, IReadOnlyList<AcknowledgementVerdict> own)
    {
        var self = own.Count > 0 ? Own(own[0]) + "; " : "";
        if (verdicts.Count == 0)
            return self + (own.Count > 0 ? "nothing else is acknowledged" : "nothing is acknowledged");
        var oldest = verdicts[0];
        var count = verdicts.Count == 1 ? "1 acknowledgement, not stale" : $"{verdicts.Count} acknowledgements, none stale";
        return $"{self}{count}; oldest {Quantity.Human(oldest.Age, Dimension.Duration)}, {Name(oldest.Problem.Name)}";
    }

    private static bool StillFails(AcknowledgementVerdict verdict) =>
        verdict.First.Failing.Any(before => verdict.Failing.Any(item => item.Label == before.Label));

    private static string Name(string name) => UntrustedText.Clean(name, NameLength);

    private static string Output(AcknowledgedProblem problem) => $"\"{UntrustedText.Clean(problem.Output, OutputLength)}\"";

    private static string Ago(double seconds) => $"{Quantity.Human(seconds, Dimension.Duration)} ago";

    private static string Word(AcknowledgedProblem problem, NagiosState state) => (problem.Service, state) switch
    {
        (null, NagiosState.Critical) => "DOWN",
        (null, NagiosState.Unknown) => "UNREACHABLE",
        (null, NagiosState.Ok) => "UP",
        _ => state.Word(),
    };

    private static string List(IEnumerable<string> things)
    {
        var all = things.ToList();
        return string.Join(", ", all.Take(Shown)) + (all.Count > Shown ? $" and {all.Count - Shown} more" : "");
    }
}
