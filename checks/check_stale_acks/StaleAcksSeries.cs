using Nagios.Plugin;

namespace NagiosChecks.StaleAcks;

/// <summary>What is graphed.</summary>
internal static class StaleAcksSeries
{
    /// <summary>Age of the oldest acknowledgement.</summary>
    public static readonly Series OldestAge = new("oldest_age", "s",
        "age of the oldest acknowledgement whose age is judged; 0 when there is none");

    /// <summary>Acknowledgements judged.</summary>
    public static readonly Series Acknowledged = new("acknowledged", "", "acknowledgements that the filters let through");

    /// <summary>Stale ones.</summary>
    public static readonly Series Stale = new("stale", "", "those of them that are not OK");

    /// <summary>Comments without an acknowledgement.</summary>
    public static readonly Series LeftoverComments = new("leftover_comments", "",
        "problems that are not acknowledged but carry the comment of an earlier acknowledgement");

    /// <summary>This check's own service.</summary>
    public static readonly Series SelfAcknowledged = new("self_acknowledged", "", "1 when the check's own service is acknowledged");

    /// <summary>What cannot be compared.</summary>
    public static readonly Series NotComparable = new("not_comparable", "",
        "acknowledged problems whose output names nothing that could be compared");

    /// <summary>What cannot be seen.</summary>
    public static readonly Series NotSeen = new("not_seen", "",
        "acknowledged problems that their plugin, agent or engine cannot look at now: what was found before stands");

    /// <summary>Intended silence.</summary>
    public static readonly Series InDowntime = new("in_downtime", "", "acknowledgements in a scheduled downtime: not judged");

    private static readonly Series[] Classes =
    [
        Class(StaleClass.OtherProblem, "acknowledgements under which another problem fails"),
        Class(StaleClass.Worse, "acknowledgements whose problem is worse now"),
        Class(StaleClass.Returned, "acknowledgements that outlived a recovery"),
        Class(StaleClass.Expired, "acknowledgements in force after their end"),
        Class(StaleClass.WhileOk, "acknowledgements of what is OK"),
        Class(StaleClass.Old, "acknowledgements older than the thresholds"),
        Class(StaleClass.NotificationsOff, "acknowledgements where notifications are off as well"),
        Class(StaleClass.NoComment, "acknowledgements whose comment is gone"),
        Class(StaleClass.UnreadableEnd, "acknowledgements whose comment has an end that cannot be read"),
        Class(StaleClass.NoTicket, "acknowledgements whose comment names no ticket"),
        Class(StaleClass.NoExpiry, "acknowledgements without an end, in an engine that could give one"),
    ];

    /// <summary>All of them, in the order of perfdata.</summary>
    public static IReadOnlyList<DeclaredSeries> All { get; } =
        [OldestAge, Acknowledged, Stale, .. Classes, LeftoverComments, SelfAcknowledged, NotComparable, NotSeen, InDowntime];

    /// <summary>The series of a class.</summary>
    public static Series Of(StaleClass stale) => Classes[(int)stale];

    private static Series Class(StaleClass stale, string meaning) => new(stale.Label(), "", meaning);
}
