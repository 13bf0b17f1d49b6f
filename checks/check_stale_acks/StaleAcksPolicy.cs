using Nagios.Plugin;

namespace NagiosChecks.StaleAcks;

/// <summary>What the operator wants judged and how: the options, parsed before anything is read.</summary>
internal sealed record StaleAcksPolicy
{
    private readonly NagiosState[] _states = new NagiosState[StaleClasses.All.Length];

    /// <summary>Ranges of an acknowledgement's age in seconds.</summary>
    public required Thresholds Age { get; init; }

    /// <summary>Whether acknowledgements that end by themselves are judged by their age too.</summary>
    public bool JudgeExpiring { get; init; }

    /// <summary>What a comment must hold to name a ticket; null when none is wanted.</summary>
    public TextPattern? Ticket { get; init; }

    /// <summary>The state of a leftover comment.</summary>
    public NagiosState LeftoverComment { get; init; }

    /// <summary>host/service or host!service of this check itself; null where only its output tells.</summary>
    public string? OwnService { get; init; }

    /// <summary>Which problems are judged.</summary>
    public required ProblemFilter Filter { get; init; }

    /// <summary>The state of a class; Old has none of its own, its thresholds decide.</summary>
    public NagiosState StateOf(StaleClass stale) => _states[(int)stale];

    /// <summary>Reads the options.</summary>
    /// <exception cref="CheckException">One of them is not right.</exception>
    public static StaleAcksPolicy Parse(StaleAcksOptions options)
    {
        var policy = new StaleAcksPolicy
        {
            Age = Thresholds.Parse("", options.Warning, options.Critical, Dimension.Duration),
            JudgeExpiring = options.ExpiringToo,
            Ticket = options.TicketRegex is null ? null : new TextPattern("--ticket-regex", options.TicketRegex),
            LeftoverComment = NagiosStates.Parse("--if-leftover-comment", options.IfLeftoverComment),
            OwnService = options.OwnService,
            Filter = ProblemFilter.Parse(options),
        };
        policy._states[(int)StaleClass.OtherProblem] = NagiosStates.Parse("--if-other-problem", options.IfOtherProblem);
        policy._states[(int)StaleClass.Worse] = NagiosStates.Parse("--if-worse", options.IfWorse);
        policy._states[(int)StaleClass.Returned] = NagiosStates.Parse("--if-returned", options.IfReturned);
        policy._states[(int)StaleClass.Expired] = NagiosStates.Parse("--if-expired", options.IfExpired);
        policy._states[(int)StaleClass.NotificationsOff] = NagiosStates.Parse("--if-notifications-off", options.IfNotificationsOff);
        policy._states[(int)StaleClass.NoComment] = NagiosStates.Parse("--if-no-comment", options.IfNoComment);
        policy._states[(int)StaleClass.NoTicket] = NagiosStates.Parse("--if-no-ticket", options.IfNoTicket);
        policy._states[(int)StaleClass.NoExpiry] = NagiosStates.Parse("--if-no-expiry", options.IfNoExpiry);
        return policy;
    }
}
