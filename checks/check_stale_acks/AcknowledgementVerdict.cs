using System.Globalization;
using Nagios.Plugin;

namespace NagiosChecks.StaleAcks;

/// <summary>A way in which an acknowledgement is stale, and how bad that is.</summary>
internal sealed record FoundClass(StaleClass Class, NagiosState State);

/// <summary>One acknowledgement, judged: in which ways it is stale, and how bad that is.</summary>
internal sealed record AcknowledgementVerdict(AcknowledgedProblem Problem, FirstSight First, double Age, IReadOnlyList<FoundClass> Classes)
{
    // Engines end an acknowledgement on a timer of seconds, and their clock is not quite ours.
    private const double ExpiryGrace = 60;

    // An engine that was asked to remove an acknowledgement may show it until it writes its status anew.
    private const double ClearedGrace = 300;

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
    public bool IsCleared(double now) => First.ClearedAt > 0 && now - First.ClearedAt < ClearedGrace;

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
        var ends = EndOf(problem, limits);
        var form = Form.Of(problem, first, limits);
        var finder = new Finder(limits, problem);
        var found = isUnseen ? first.Found : comparison is null ? "" : Describe(comparison);
        finder.Find(StaleClass.OtherProblem, found.Length > 0);
        finder.Find(StaleClass.Worse, !isUnseen && problem.State.Severity() > first.State.Severity() && !image.IsUnseen);
        finder.Find(StaleClass.Returned, problem.State != NagiosState.Ok && HasReturned(problem, first));
        finder.Find(StaleClass.Expired, ends is { } end && end + ExpiryGrace < now);
        finder.Find(StaleClass.WhileOk, problem.State == NagiosState.Ok);
        var ageCounts = form.IsJudged && (ends is null || limits.JudgesExpiring) && problem.State != NagiosState.Ok;
        finder.FindOld(ageCounts, age);
        finder.Find(StaleClass.NotificationsOff, form.IsJudged && !problem.NotificationsEnabled);
        finder.Find(StaleClass.NoComment, form.IsJudged && string.IsNullOrWhiteSpace(problem.Comment));
        finder.Find(StaleClass.NoTicket, form.IsJudged && limits.Ticket is { } ticket && problem.Comment is { } comment
            && !ticket.Matches(comment));
        finder.Find(StaleClass.NoExpiry, form.IsJudged && report.HasExpiry && ends is null);
        var hasChanged = finder.Found.Exists(item => item.Class.IsChange());
        var next = first with
        {
            Image = comparison is null ? first.Image : Comparable(first, image) with { Clauses = first.HasClauses ? comparison.Clauses
                : image.Clauses },
            HasClauses = first.HasClauses || comparison is not null,
            Looks = Looks(first, comparison, known),
            Found = found,
            FoundAt = !hasChanged ? 0 : first.FoundAt > 0 ? first.FoundAt : Math.Floor(now),
        };
        return new AcknowledgementVerdict(problem, first, age, finder.Found) { Next = next, Comparison = comparison, IsNew = !known,
            AgeCounts = ageCounts };
    }

    /// <summary>When the acknowledgement ends: by its engine, or by a date in its comment.</summary>
    public static double? EndOf(AcknowledgedProblem problem, StaleAcksLimits limits) => problem.Expires
        ?? (problem.Comment is { } comment && limits.Until.Find(comment, out var day)
            && DateTime.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var date)
            ? (date.AddDays(1) - DateTime.UnixEpoch).TotalSeconds
            : null);

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

    // Seconds are whole in most sources: within the same second an acknowledgement follows its problem.
    private static bool HasReturned(AcknowledgedProblem problem, FirstSight first) =>
        (problem.AcknowledgedAt is { } at && Math.Floor(problem.LastOk) > Math.Floor(at)) || HasOtherNumber(problem.Occurrence,
            first.Occurrence);

    // Naemon numbers problems by UUID since 1.3 and by integers before: of two kinds nothing follows.
    private static bool HasOtherNumber(string now, string then) =>
        now.Length > 0 && then.Length > 0 && now != then && now.Contains('-', StringComparison.Ordinal) == then.Contains('-',
            StringComparison.Ordinal);

    /// <summary>Whether age and form are judged: not in a baseline, and not where the comment says that it is meant to stay.</summary>
    private readonly record struct Form(bool IsJudged)
    {
        public static Form Of(AcknowledgedProblem problem, FirstSight first, StaleAcksLimits limits) =>
            new(!first.IsBaseline && !(problem.Comment is { } comment && limits.Keep.Matches(comment)));
    }

    private sealed class Finder(StaleAcksLimits limits, AcknowledgedProblem problem)
    {
        public List<FoundClass> Found { get; } = [];

        public void Find(StaleClass stale, bool found)
        {
            if (found && limits.Judges(stale) && !problem.InDowntime)
                Found.Add(new FoundClass(stale, limits.StateOf(stale)));
        }

        public void FindOld(bool counts, double age)
        {
            if (counts && limits.JudgesHousekeeping && !problem.InDowntime && limits.Age.Judge(age) is var state and not NagiosState.Ok)
                Found.Add(new FoundClass(StaleClass.Old, state));
        }
    }
}
