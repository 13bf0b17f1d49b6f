namespace NagiosChecks.StaleAcks;

/// <summary>The ways in which an acknowledgement stops covering what it was given for, worst first.</summary>
internal enum StaleClass
{
    /// <summary>Something fails now that did not when it was acknowledged: what hid the outage of 2011.</summary>
    OtherProblem,

    /// <summary>The state is worse than it was.</summary>
    Worse,

    /// <summary>It recovered since, failed again, and is still acknowledged.</summary>
    Returned,

    /// <summary>Its end has passed, and it is still in force.</summary>
    Expired,

    /// <summary>Older than the thresholds of age.</summary>
    Old,

    /// <summary>Acknowledged while its notifications are off: not even its recovery or its worsening is told to anybody.</summary>
    NotificationsOff,

    /// <summary>Its comment is gone, so nobody knows who acknowledged it, when and why.</summary>
    NoComment,

    /// <summary>Its comment names no ticket.</summary>
    NoTicket,

    /// <summary>It has no end, in an engine that could give it one.</summary>
    NoExpiry,
}

/// <summary>Names of <see cref="StaleClass"/>.</summary>
internal static class StaleClasses
{
    /// <summary>All classes, worst first.</summary>
    public static readonly StaleClass[] All =
        [StaleClass.OtherProblem, StaleClass.Worse, StaleClass.Returned, StaleClass.Expired, StaleClass.Old, StaleClass.NotificationsOff, StaleClass.NoComment, StaleClass.NoTicket, StaleClass.NoExpiry];

    /// <summary>The word in perfdata and JSON, stable for ever.</summary>
    public static string Label(this StaleClass stale) => stale switch
    {
        StaleClass.OtherProblem => "other_problem",
        StaleClass.Worse => "worse",
        StaleClass.Returned => "returned",
        StaleClass.Expired => "expired",
        StaleClass.Old => "old",
        StaleClass.NotificationsOff => "notifications_off",
        StaleClass.NoComment => "no_comment",
        StaleClass.NoTicket => "no_ticket",
        StaleClass.NoExpiry => "no_expiry",
        _ => throw new ArgumentOutOfRangeException(nameof(stale), stale, null),
    };
}
