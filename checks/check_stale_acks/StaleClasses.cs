namespace NagiosChecks.StaleAcks;

/// <summary>Names and kinds of <see cref="StaleClass"/>.</summary>
internal static class StaleClasses
{
    /// <summary>All classes, worst first.</summary>
    public static readonly StaleClass[] All =
    [
        StaleClass.OtherProblem, StaleClass.Worse, StaleClass.Returned, StaleClass.Expired, StaleClass.WhileOk,
        StaleClass.Old, StaleClass.NotificationsOff, StaleClass.NoComment, StaleClass.UnreadableEnd, StaleClass.NoTicket,
        StaleClass.NoExpiry,
    ];

    /// <summary>True for what has changed since the acknowledgement was given, false for its age and form.</summary>
    public static bool IsChange(this StaleClass stale) => stale <= StaleClass.WhileOk;

    /// <summary>The word in perfdata and JSON, stable for ever.</summary>
    public static string Label(this StaleClass stale) => stale switch
    {
        StaleClass.OtherProblem => "other_problem",
        StaleClass.Worse => "worse",
        StaleClass.Returned => "returned",
        StaleClass.Expired => "expired",
        StaleClass.WhileOk => "while_ok",
        StaleClass.Old => "old",
        StaleClass.NotificationsOff => "notifications_off",
        StaleClass.NoComment => "no_comment",
        StaleClass.UnreadableEnd => "unreadable_end",
        StaleClass.NoTicket => "no_ticket",
        StaleClass.NoExpiry => "no_expiry",
        _ => throw new ArgumentOutOfRangeException(nameof(stale), stale, null),
    };
}
