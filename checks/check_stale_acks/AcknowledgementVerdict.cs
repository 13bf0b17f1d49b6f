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

    /// <summary>What is remembered for the next run.</summary>
    public required FirstSight Next { get; init; }

    /// <summary>What comparing it with the acknowledged problem said; null while it cannot be seen.</summary>
    public ProblemComparison? Comparison { get; private init; }

    /// <summary>True when this run saw it first: it was never compared with anything.</summary>
    public bool IsNew { get; private init; }

    /// <summary>True when its age is judged.</summary>
    public bool AgeCounts { get; private init; }

    /// <summary>True when silence is intended: a scheduled downtime.</summary>
    public bool IsIntended => Problem.InDowntime;

    /// <summary>True when --clear removed it a moment ago.</summary>
    public bool IsCleared(double now) => First.IsCleared(now);

    /// <summary>Judges one acknowledgement at one moment.</summary>
    public static AcknowledgementVerdict Judge(AcknowledgedProblem problem, FirstSight? remembered, EngineReport report,
        StaleAcksLimits limits, double now)
    {
        var known = remembered is not null && !limits.IsBaseline && remembered.IsSameAcknowledgement(problem);
        var image = ProblemImage.Of(problem);
        var first = known ? remembered! : FirstSight.Of(problem, image, now) with { IsBaseline = limits.IsBaseline };
        problem = known ? first.Completed(problem) : problem;
        var isUnseen = image.IsUnseen && !first.Image.IsUnseen;
        var comparison = isUnseen || problem.State == NagiosState.Ok ? null : ProblemComparison.Of(Comparable(first, image), image,
            first.Looks >= FirstSight.SettledLooks);
        var age = Math.Max(0, now - (problem.AcknowledgedAt ?? first.SeenAt));
        var finder = new Finder(limits, problem, first);
        var found = isUnseen ? first.Found : comparison is null ? "" : Describe(comparison);
        finder.Find(StaleClass.OtherProblem, found.Length > 0);
        finder.Find(StaleClass.Worse, !isUnseen && problem.State.Severity() > first.State.Severity() && !image.IsUnseen);
        finder.FindEnds(now);
        finder.FindForm(age, report.HasExpiry);
        var next = first with
        {
            Image = comparison is null ? first.Image : Comparable(first, image) with { Clauses = first.HasClauses ? comparison.Clauses
                : image.Clauses },
            HasClauses = first.HasClauses || comparison is not null,
            Looks = Looks(first, comparison, known),
            Found = found,
            FoundAt = !finder.HasChanged ? 0 : first.FoundAt > 0 ? first.FoundAt : Math.Floor(now),
        };
        return new AcknowledgementVerdict(problem, first, age, finder.Found) { Next = next, Comparison = comparison, IsNew = !known,
            AgeCounts = finder.AgeCounts };
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

    // The memory of version 1.0 has other words: until the next run only its perfdata is compared.
    private static ProblemImage Comparable(FirstSight first, ProblemImage now) => first.HasClauses ? first.Image
        : first.Image with { Clauses = now.Clauses };

    private static int Looks(FirstSight first, ProblemComparison? comparison, bool known) =>
        !known ? 1 : comparison is null || first.Looks >= FirstSight.SettledLooks ? first.Looks
        : comparison.Clauses.SequenceEqual(first.Image.Clauses) ? first.Looks + 1 : 1;

    private static string Describe(ProblemComparison comparison) => string.Join('\n',
        comparison.NewItems.Count > 0 ? comparison.NewItems : comparison.NewClauses);

    // Seconds are whole in most sources: within the same second an acknowledgement follows its problem. A recovery before the baseline is
    // known.
    private static bool HasReturned(AcknowledgedProblem problem, FirstSight first)
    {
        var since = first.IsBaseline ? Math.Max(problem.AcknowledgedAt ?? 0, first.SeenAt) : problem.AcknowledgedAt;
        return (since is { } at && Math.Floor(problem.LastOk) > Math.Floor(at)) || HasOtherNumber(problem.Occurrence, first.Occurrence);
    }

    // Naemon numbers problems by UUID since 1.3 and by integers before: of two kinds nothing follows.
    private static bool HasOtherNumber(string now, string then) =>
        now.Length > 0 && then.Length > 0 && now != then && now.Contains('-', StringComparison.Ordinal) == then.Contains('-',
            StringComparison.Ordinal);

    /// <summary>Collects the classes of one acknowledgement.</summary>
    private sealed class Finder(StaleAcksLimits limits, AcknowledgedProblem problem, FirstSight first)
    {
        private readonly double? _end = problem.Expires ?? limits.Until.EndIn(problem.Comment);

        // Age and form are not judged in a baseline, and not where the comment says that the acknowledgement is meant to stay.
        private readonly bool _judgesForm = !first.IsBaseline && !(problem.Comment is { } comment && limits.Keep.Matches(comment));

        /// <summary>What this run judges.</summary>
        public List<FoundClass> Found { get; } = [];

        /// <summary>True when anything has changed, whatever this run judges: two services may share one memory.</summary>
        public bool HasChanged { get; private set; }

        /// <summary>True when its age is judged.</summary>
        public bool AgeCounts => _judgesForm && (_end is null || limits.JudgesExpiring) && problem.State != NagiosState.Ok
            && !problem.InDowntime;

        public void Find(StaleClass stale, bool found)
        {
            if (!found || problem.InDowntime)
                return;
            HasChanged |= stale.IsChange();
            if (limits.Judges(stale))
                Found.Add(new FoundClass(stale, limits.StateOf(stale)));
        }

        // What ended, came back or was OK before a baseline was taken is known.
        public void FindEnds(double now)
        {
            Find(StaleClass.Returned, problem.State != NagiosState.Ok && HasReturned(problem, first));
            Find(StaleClass.Expired, _end + ExpiryGrace < now && !(first.IsBaseline && _end < first.SeenAt));
            Find(StaleClass.WhileOk, problem.State == NagiosState.Ok && !(first.IsBaseline && first.State == NagiosState.Ok));
        }

        public void FindForm(double age, bool hasExpiry)
        {
            if (AgeCounts && limits.JudgesHousekeeping && limits.Age.Judge(age) is var state and not NagiosState.Ok)
                Found.Add(new FoundClass(StaleClass.Old, state));
            if (!_judgesForm)
                return;
            Find(StaleClass.NotificationsOff, !problem.NotificationsEnabled);
            Find(StaleClass.NoComment, string.IsNullOrWhiteSpace(problem.Comment));
            Find(StaleClass.UnreadableEnd, _end is null && limits.Until.IsIn(problem.Comment));
            Find(StaleClass.NoTicket, limits.Ticket is { } ticket && problem.Comment is { } comment && !ticket.Matches(comment));
            Find(StaleClass.NoExpiry, hasExpiry && _end is null);
        }
    }
}
