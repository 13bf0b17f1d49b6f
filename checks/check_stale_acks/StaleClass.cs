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

    /// <summary>It is OK and still acknowledged: the next problem will be silent from its first second.</summary>
    WhileOk,

    /// <summary>Older than the thresholds of age.</summary>
    Old,

    /// <summary>Acknowledged while its notifications are off: not even its recovery or its worsening is told to anybody.</summary>
    NotificationsOff,

    /// <summary>Its comment is gone, so nobody knows who acknowledged it, when and why.</summary>
    NoComment,

    /// <summary>Its comment says that it ends on a day, and the day cannot be read: somebody believes that it ends by itself.</summary>
    UnreadableEnd,

    /// <summary>Its comment names no ticket.</summary>
    NoTicket,

    /// <summary>It has no end, in an engine that could give it one.</summary>
    NoExpiry,
}
