using Nagios.Plugin;

namespace NagiosChecks.StaleAcks;

/// <summary>What is said about an acknowledgement: a sentence for the phone, and a cause with the comment and what else is wrong with
/// it.</summary>
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
            : $"{Name(problem.Name)} acknowledged {Ago(verdict.Age)} by {Author(problem.Author)}";
        return start + verdict.Worst switch
        {
            StaleClass.OtherProblem => Other(verdict),
            StaleClass.Worse => $" as {Word(problem, verdict.First.State)}, now {Word(problem, problem.State)}: {Output(problem)}",
            StaleClass.Returned => $", "
                + $"recovered{(problem.LastOk > (problem.AcknowledgedAt ?? 0) ? " " + Ago(now - problem.LastOk) : "")} and is back: "
                + $"{Output(problem)}",
            StaleClass.Expired => Expired(verdict, now),
            StaleClass.WhileOk => $" and still so while it is {Word(problem, problem.State)}: its next problem would be silent",
            StaleClass.NotificationsOff => " while its notifications are off",
            StaleClass.NoComment => ", its comment is gone",
            StaleClass.UnreadableEnd => ", and the end in its comment cannot be read: no day as YYYY-MM-DD",
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
        var parts = new List<string> { problem.Comment is { } comment ? $"\"{EngineText.Clean(comment, CommentLength)}\"" : "no comment" };
        if (verdict.Worst == StaleClass.OtherProblem && verdict.Comparison is { NewItems.Count: 0 })
            parts.Add($"when it was first seen it said "
                + $"\"{EngineText.Clean(string.Join(", ", verdict.First.Image.Clauses.Select(OutputClause.Text)), OutputLength)}\"");
        if (verdict.Comparison is null && problem.State != NagiosState.Ok)
            parts.Add($"it cannot be seen now ({Output(problem)}); what was found before stands");
        if (verdict.Comparison?.CannotCompare is { } reason)
            parts.Add($"cannot be compared: {reason}");
        var others = verdict.Classes.Where(found => found.Class != verdict.Worst).Select(found => found.Class.Label()).ToList();
        if (others.Count > 0)
            parts.Add((verdict.Worst is null ? "" : "also ") + string.Join(", ", others));
        if (problem.Sticky)
            parts.Add("sticky");
        if (problem.InDowntime)
            parts.Add("in a downtime: not judged");
        if (verdict.First.IsBaseline)
            parts.Add("known since the baseline");
        if (source.ClearCommand(problem) is { Problem: null, FitsText: true, Text.Length: <= 500 } clear)
            parts.Add($"clear: {clear.Text}");
        return string.Join("; ", parts);
    }

    /// <summary>What is said when this check's own service is acknowledged.</summary>
    public static string Own(AcknowledgementVerdict verdict) =>
        $"this check itself, {Name(verdict.Problem.Name)}, has been acknowledged for {Quantity.Human(verdict.Age, Dimension.Duration)} "
            + $"by {Author(verdict.Problem.Author)}: whatever it says pages nobody";

    /// <summary>What is said about a comment that outlived its acknowledgement.</summary>
    public static string Leftover(LeftoverComment leftover, double now) =>
        $"{Name(leftover.About.Name)} is not acknowledged, but a comment by {Author(leftover.Author)}, "
            + $"{Ago(Math.Max(0, now - leftover.WrittenAt))}, says so";

    /// <summary>The first line when all is well.</summary>
    public static string Summary(StaleAcksJudgement judgement)
    {
        var self = judgement.Own.Count > 0 ? Own(judgement.Own[0]) + "; " : "";
        var verdicts = judgement.Verdicts;
        if (verdicts.Count == 0)
            return self + (judgement.Own.Count > 0 ? "nothing else is acknowledged" : judgement.LeftOut > 0
                ? "nothing that the filters leave is acknowledged" : "nothing is acknowledged");
        var oldest = verdicts.MaxBy(verdict => verdict.Age)!;
        var unknown = verdicts.Count(verdict => verdict.IsNew);

        // What was never compared with anything is not called "not stale", and what is in a downtime is not judged at all.
        var silent = verdicts.Count(verdict => verdict.IsIntended);
        var count = silent == verdicts.Count ? $"{Count(silent, "acknowledgement")}, in a downtime and not judged"
            : unknown == verdicts.Count
            ? $"{Count(verdicts.Count, "acknowledgement")}, seen for the first time: whether "
                + $"{(unknown == 1 ? "it still covers its problem" : "they still cover their problems")} is known from now on"
            : verdicts.Count == 1 ? "1 acknowledgement, not stale"
            : $"{verdicts.Count} acknowledgements, none stale{(unknown > 0 ? $" ({unknown} seen for the first time)" : "")}"
                + $"{(silent > 0 ? $" ({silent} in a downtime and not judged)" : "")}";
        return $"{self}{count}; oldest {Quantity.Human(oldest.Age, Dimension.Duration)}, {Name(oldest.Problem.Name)}";
    }

    /// <summary>How many are stale in which way: "2 other_problem, 1 old of 14 acknowledgements". An acknowledgement counts with its
    /// worst class.</summary>
    public static string Counts(IReadOnlyList<AcknowledgementVerdict> verdicts)
    {
        var parts = new List<string>();
        foreach (var stale in StaleClasses.All)
        {
            var number = verdicts.Count(verdict => verdict.Worst == stale);
            if (number > 0)
                parts.Add($"{number} {stale.Label()}");
        }

        return $"{string.Join(", ", parts)} of {Count(verdicts.Count, "acknowledgement")}";
    }

    /// <summary>"1 acknowledgement", "2 acknowledgements".</summary>
    public static string Count(int number, string thing) => $"{number} {thing}{(number == 1 ? "" : "s")}";

    /// <summary>A host's or service's name for a sentence.</summary>
    public static string Name(string name) => EngineText.Clean(name, NameLength);

    /// <summary>An author's name for a sentence.</summary>
    public static string Author(string? author) => EngineText.Clean(string.IsNullOrEmpty(author) ? "somebody" : author, 40);

    /// <summary>A state in the word that fits a host or a service.</summary>
    public static string Word(AcknowledgedProblem problem, NagiosState state) => (problem.Service, state) switch
    {
        (null, NagiosState.Critical) => "DOWN",
        (null, NagiosState.Unknown) => "UNREACHABLE",
        (null, NagiosState.Ok) => "UP",
        _ => state.Word(),
    };

    private static string Other(AcknowledgementVerdict verdict)
    {
        if (verdict.Comparison is not { } comparison)
            return $", before it could no longer be seen another problem: "
                + $"{EngineText.Clean(verdict.First.Found.Replace('\n', ','), OutputLength)}";
        return comparison.NewItems.Count > 0
            ? $" for {List(verdict.First.Image.Failing.Select(item => item.Label))}, now "
                + $"{(StillFails(verdict) ? "also " : "")}{List(comparison.NewItems)}"
            : $", now another problem: {Output(verdict.Problem)}{Hidden(verdict.Problem, comparison)}";
    }

    // What is new may stand behind the first line of the output only.
    private static string Hidden(AcknowledgedProblem problem, ProblemComparison comparison)
    {
        var words = comparison.NewClauses.Count > 0 ? comparison.NewClauses[0].Split(' ') : [];
        return words.Length == 0 || Array.TrueForAll(words, word => problem.Output.Contains(word, StringComparison.OrdinalIgnoreCase)) ? ""
            : $" ({EngineText.Clean(List(comparison.NewClauses), OutputLength)})";
    }

    private static string Expired(AcknowledgementVerdict verdict, double now) => verdict.Problem.Expires is { } end
        ? $", expired {Ago(now - end)} and is still in force"
        : ", until a day that is over by what its comment says, and is still in force";

    private static bool StillFails(AcknowledgementVerdict verdict)
    {
        var failing = FailingItem.Parse(verdict.Problem.PerfData);
        return verdict.First.Image.Failing.Any(before => failing.Any(item => item.Label == before.Label));
    }

    private static string Output(AcknowledgedProblem problem) => $"\"{EngineText.Clean(problem.Output, OutputLength)}\"";

    private static string Ago(double seconds) => $"{Quantity.Human(seconds, Dimension.Duration)} ago";

    private static string List(IEnumerable<string> things)
    {
        var all = things.ToList();
        return string.Join(", ", all.Take(Shown)) + (all.Count > Shown ? $" and {all.Count - Shown} more" : "");
    }
}
