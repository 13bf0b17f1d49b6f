using Nagios.Plugin;

namespace NagiosChecks.StaleAcks;

/// <summary>Every acknowledgement of an engine, judged at one moment: what the result, --clear and --submit are made from.</summary>
internal sealed record StaleAcksJudgement
{
    private const string OwnOutput = "STALE_ACKS ";

    /// <summary>Those that the filters let through: the worst state first, then changes, then the newest.</summary>
    public required IReadOnlyList<AcknowledgementVerdict> Verdicts { get; init; }

    /// <summary>Those of this check's own services.</summary>
    public required IReadOnlyList<AcknowledgementVerdict> Own { get; init; }

    /// <summary>How many the filters left out.</summary>
    public required int LeftOut { get; init; }

    /// <summary>How many could not be remembered because there are too many.</summary>
    public required int Forgotten { get; init; }

    /// <summary>What is remembered of every acknowledgement.</summary>
    public required IReadOnlyDictionary<Checkable, FirstSight> Sights { get; init; }

    /// <summary>Judges everything that an engine has acknowledged.</summary>
    public static StaleAcksJudgement Of(EngineReport report, StaleAcksLimits limits, StaleAcksHistory history, double now)
    {
        var verdicts = new List<AcknowledgementVerdict>();
        var own = new List<AcknowledgementVerdict>();
        var sights = new Dictionary<Checkable, FirstSight>();
        var (leftOut, forgotten) = (0, 0);
        foreach (var problem in report.Problems)
        {
            var verdict = AcknowledgementVerdict.Judge(problem, history.Sights.GetValueOrDefault(problem.About), report, limits, now);
            if (sights.Count < StaleAcksHistory.MaximumRemembered)
                sights[problem.About] = verdict.Next;
            else
                forgotten++;
            if (IsOwn(problem, limits))
                own.Add(verdict);
            else if (limits.Filter.Lets(problem) && verdict.Age >= limits.MinimumAge)
                verdicts.Add(verdict);
            else
                leftOut++;
        }

        verdicts.Sort(ByUrgency);
        return new StaleAcksJudgement { Verdicts = verdicts, Own = own, LeftOut = leftOut, Forgotten = forgotten, Sights = sights };
    }

    // A change stands before what is only old, whatever the states say, and the newest first: it is what nobody has read yet.
    private static int ByUrgency(AcknowledgementVerdict left, AcknowledgementVerdict right)
    {
        var order = right.State.Severity().CompareTo(left.State.Severity());
        if (order == 0)
            order = right.Next.FoundAt.CompareTo(left.Next.FoundAt);
        return order != 0 ? order : right.Age.CompareTo(left.Age);
    }

    // By its name in the engine where that is given, and by its output: it begins as only this check's does.
    private static bool IsOwn(AcknowledgedProblem problem, StaleAcksLimits limits) =>
        problem.Service is { } service
        && (problem.Output.StartsWith(OwnOutput, StringComparison.Ordinal) || (
            limits.OwnService is { } own && (own == problem.Name || own == $"{problem.Host}!{service}")));
}
