using Nagios.Plugin;

namespace NagiosChecks.StaleAcks;

/// <summary>What the operator wants judged, how, and what is to be done about it: the options after checking.</summary>
internal sealed record StaleAcksLimits
{
    private const string DefaultClearLimit = "5";
    private readonly NagiosState[] _states = new NagiosState[StaleClasses.All.Length];

    /// <summary>Ranges of an acknowledgement's age in seconds.</summary>
    public required Thresholds Age { get; init; }

    /// <summary>Ranges of the number of acknowledgements.</summary>
    public Thresholds Count { get; init; }

    /// <summary>True for both kinds of classes, or for changes.</summary>
    public bool JudgesChanges { get; init; }

    /// <summary>True for both kinds of classes, or for housekeeping.</summary>
    public bool JudgesHousekeeping { get; init; }

    /// <summary>Whether acknowledgements that end by themselves are judged by their age too.</summary>
    public bool JudgesExpiring { get; init; }

    /// <summary>Younger acknowledgements are left out; seconds.</summary>
    public double MinimumAge { get; init; }

    /// <summary>True when everything that is acknowledged now is to be taken as known.</summary>
    public bool IsBaseline { get; init; }

    /// <summary>True for a table in place of the findings.</summary>
    public bool IsList { get; init; }

    /// <summary>What a comment must hold to name a ticket; null when none is wanted.</summary>
    public TextPattern? Ticket { get; init; }

    /// <summary>What a comment holds when the acknowledgement is meant to stay.</summary>
    public required TextPattern Keep { get; init; }

    /// <summary>The end that a comment gives.</summary>
    public required CommentedEnd Until { get; init; }

    /// <summary>The state of a leftover comment.</summary>
    public NagiosState LeftoverComment { get; init; }

    /// <summary>host/service or host!service of this check itself; null where only its output tells.</summary>
    public string? OwnService { get; init; }

    /// <summary>Which problems are judged.</summary>
    public required ProblemFilter Filter { get; init; }

    /// <summary>Which acknowledgements are removed; none unless --clear is given.</summary>
    public IReadOnlyList<StaleClass> Clear { get; init; } = [];

    /// <summary>At most so many are removed in one run.</summary>
    public int ClearLimit { get; init; }

    /// <summary>The passive service that results go to; null for none.</summary>
    public string? Submit { get; init; }

    /// <summary>The one acknowledgement that is to be removed; null for none.</summary>
    public Checkable? Remove { get; init; }

    /// <summary>True when nothing is done, only said.</summary>
    public bool IsDryRun { get; init; }

    /// <summary>True when a run may change something in the engine.</summary>
    public bool Acts => Clear.Count > 0 || Submit is not null;

    /// <summary>The state of a class; Old has none of its own, its thresholds decide.</summary>
    public NagiosState StateOf(StaleClass stale) => _states[(int)stale];

    /// <summary>True when a class is judged by this run.</summary>
    public bool Judges(StaleClass stale) => stale.IsChange() ? JudgesChanges : JudgesHousekeeping;

    /// <summary>Reads the options.</summary>
    /// <exception cref="CheckException">One of them is not right.</exception>
    public static StaleAcksLimits Of(StaleAcksOptions options)
    {
        if (options.Report is not ("all" or "changes" or "housekeeping"))
            throw CheckException.Usage("--report", options.Report, "is not one of all, changes, housekeeping");
        LonelyOptions.Refuse(options);
        var limits = new StaleAcksLimits
        {
            Age = Thresholds.Parse("", options.Warning, options.Critical, Dimension.Duration),
            Count = Thresholds.Parse("acknowledged", options.AcknowledgedWarning, options.AcknowledgedCritical),
            JudgesChanges = options.Report != "housekeeping",
            JudgesHousekeeping = options.Report != "changes",
            JudgesExpiring = options.ExpiringToo,
            MinimumAge = options.MinimumAge is { } age ? Quantity.Parse("--minimum-age", age, Dimension.Duration, 0, 1e10) : 0,
            IsBaseline = options.Baseline,
            IsList = options.List,
            Ticket = options.TicketRegex is null ? null : new TextPattern("--ticket-regex", options.TicketRegex),
            Keep = new TextPattern("--keep-regex", options.KeepRegex),
            Until = new CommentedEnd(options.UntilRegex),
            LeftoverComment = NagiosStates.Parse("--if-leftover-comment", options.IfLeftoverComment),
            OwnService = options.OwnService,
            Filter = ProblemFilter.Parse(options),
            Clear = options.Clear is null ? [] : [.. options.Clear.Split(',', StringSplitOptions.TrimEntries).Select(Clearable)],
            ClearLimit = (int)Quantity.Parse("--clear-limit", options.ClearLimit ?? DefaultClearLimit, Dimension.Number, 1, 100),
            Submit = options.Submit,
            Remove = options.Remove is null ? null : Removable(options.Remove),
            IsDryRun = options.DryRun,
        };
        limits.ReadStates(options);
        return limits;
    }

    private void ReadStates(StaleAcksOptions options)
    {
        _states[(int)StaleClass.OtherProblem] = NagiosStates.Parse("--if-other-problem", options.IfOtherProblem);
        _states[(int)StaleClass.Worse] = NagiosStates.Parse("--if-worse", options.IfWorse);
        _states[(int)StaleClass.Returned] = NagiosStates.Parse("--if-returned", options.IfReturned);
        _states[(int)StaleClass.Expired] = NagiosStates.Parse("--if-expired", options.IfExpired);
        _states[(int)StaleClass.WhileOk] = NagiosStates.Parse("--if-while-ok", options.IfWhileOk);
        _states[(int)StaleClass.NotificationsOff] = NagiosStates.Parse("--if-notifications-off", options.IfNotificationsOff);
        _states[(int)StaleClass.NoComment] = NagiosStates.Parse("--if-no-comment", options.IfNoComment);
        _states[(int)StaleClass.UnreadableEnd] = NagiosStates.Parse("--if-unreadable-end", options.IfUnreadableEnd);
        _states[(int)StaleClass.NoTicket] = NagiosStates.Parse("--if-no-ticket", options.IfNoTicket ?? "warning");
        _states[(int)StaleClass.NoExpiry] = NagiosStates.Parse("--if-no-expiry", options.IfNoExpiry);
    }

    private static StaleClass Clearable(string word)
    {
        foreach (var stale in StaleClasses.All)
        {
            if (stale.IsChange() && stale.Label() == word)
                return stale;
        }

        throw CheckException.Usage("--clear", word, "is not one of other_problem, worse, returned, expired, while_ok: what is only old "
            + "is never removed");
    }

    // HOST!SERVICE works too, as Icinga writes it; the first separator counts, since host names have neither.
    private static Checkable Removable(string text)
    {
        var separator = text.AsSpan().IndexOfAny('/', '!');
        return separator switch
        {
            < 0 when text.Length > 0 => new Checkable(text, null),
            > 0 when separator < text.Length - 1 => new Checkable(text[..separator], text[(separator + 1)..]),
            _ => throw CheckException.Usage("--remove", text, "is not HOST or HOST/SERVICE"),
        };
    }
}
