using Nagios.Plugin;

namespace NagiosChecks.StaleAcks;

/// <summary>A way in which an acknowledgement is stale, and how bad that is.</summary>
internal sealed record FoundClass(StaleClass Class, NagiosState State);

/// <summary>One acknowledgement, judged: in which ways it is stale, and how bad that is.</summary>
internal sealed record AcknowledgementVerdict(AcknowledgedProblem Problem, FirstSight First, double Age, IReadOnlyList<FoundClass> Classes)
{
    // Engines end an acknowledgement on a timer of seconds, and their clock is not quite ours.
    private const double ExpiryGrace = 60;

    /// <summary>The worst state of its classes.</summary>
    public NagiosState State => WorstFound?.State ?? NagiosState.Ok;

    /// <summary>The class that stands in the first line: the worst state, then the worst class; null when it is not stale.</summary>
    public StaleClass? Worst => WorstFound?.Class;

    /// <summary>What fails now and did not at first sight, for a person: labels with values, or words of the output.</summary>
    public IReadOnlyList<string> NewlyFailing { get; private init; } = [];

    /// <summary>What fails now, by perfdata.</summary>
    public IReadOnlyList<FailingItem> Failing { get; private init; } = [];

    /// <summary>True when perfdata told what is new, false when the words of the output did.</summary>
    public bool ByPerfData { get; private init; }

    /// <summary>True when its age is judged: it has no end of its own, or those with one are to be judged too.</summary>
    public bool AgeCounts { get; private init; }

    /// <summary>Judges one acknowledgement at one moment.</summary>
    public static AcknowledgementVerdict Judge(AcknowledgedProblem problem, FirstSight first, EngineReport report, StaleAcksPolicy policy, double now)
    {
        var age = Math.Max(0, now - (problem.AcknowledgedAt ?? first.SeenAt));
        var failing = FailingItem.Parse(problem.PerfData);
        var newlyFailing = NewSince(first, problem, failing, out var byPerfData);
        var ageCounts = problem.Expires is null || policy.JudgeExpiring;
        var classes = new List<FoundClass>();
        void Find(StaleClass stale, bool found)
        {
            if (found)
                classes.Add(new FoundClass(stale, stale == StaleClass.Old ? policy.Age.Judge(age) : policy.StateOf(stale)));
        }

        Find(StaleClass.OtherProblem, newlyFailing.Count > 0);
        Find(StaleClass.Worse, problem.State.Severity() > first.State.Severity());
        Find(StaleClass.Returned, HasReturned(problem, first));
        Find(StaleClass.Expired, problem.Expires is { } end && end + ExpiryGrace < now);
        Find(StaleClass.Old, ageCounts && policy.Age.Judge(age) != NagiosState.Ok);
        Find(StaleClass.NotificationsOff, !problem.NotificationsEnabled);
        Find(StaleClass.NoComment, string.IsNullOrWhiteSpace(problem.Comment));
        Find(StaleClass.NoTicket, policy.Ticket is { } ticket && problem.Comment is { } comment && !ticket.Matches(comment));
        Find(StaleClass.NoExpiry, report.HasExpiry && problem.Expires is null);
        return new AcknowledgementVerdict(problem, first, age, classes) { NewlyFailing = newlyFailing, Failing = failing, ByPerfData = byPerfData, AgeCounts = ageCounts };
    }

    // Classes stand in their order, worst first.
    private FoundClass? WorstFound
    {
        get
        {
            FoundClass? worst = null;
            foreach (var found in Classes)
            {
                if (found.State.Severity() > (worst?.State ?? NagiosState.Ok).Severity())
                    worst = found;
            }

            return worst;
        }
    }

    // Both times by perfdata where both times it explains the state: some item is as bad as the whole. Else by the output's words.
    private static IReadOnlyList<string> NewSince(FirstSight first, AcknowledgedProblem problem, IReadOnlyList<FailingItem> failing, out bool byPerfData)
    {
        byPerfData = Explains(first.Failing, first.State) && Explains(failing, problem.State);
        if (!byPerfData)
            return MaskedText.NewWords(MaskedText.Mask(problem.Output), first.Words);
        var newlyFailing = new List<string>();
        foreach (var item in failing)
        {
            if (IsNew(item, first, problem))
                newlyFailing.Add($"{item.Label} {item.Value}");
        }

        return newlyFailing;
    }

    private static bool Explains(IReadOnlyList<FailingItem> failing, NagiosState state) =>
        state is NagiosState.Warning or NagiosState.Critical && failing.Any(item => item.State.Severity() >= state.Severity());

    // A label that was fine; or one that only warned while another was critical, and is critical now inside the same CRITICAL.
    private static bool IsNew(FailingItem item, FirstSight first, AcknowledgedProblem problem)
    {
        foreach (var before in first.Failing)
        {
            if (before.Label == item.Label)
                return item.State.Severity() > before.State.Severity() && problem.State == first.State;
        }

        return true;
    }

    // Seconds are whole in most sources: within the same second an acknowledgement follows its problem.
    private static bool HasReturned(AcknowledgedProblem problem, FirstSight first) =>
        (problem.AcknowledgedAt is { } at && Math.Floor(problem.LastOk) > Math.Floor(at))
        || (first.Occurrence.Length > 0 && problem.Occurrence.Length > 0 && first.Occurrence != problem.Occurrence);
}
