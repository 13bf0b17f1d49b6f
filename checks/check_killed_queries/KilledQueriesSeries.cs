using Nagios.Plugin;

namespace NagiosChecks.KilledQueries;

/// <summary>What the check graphs.</summary>
internal static class KilledQueriesSeries
{
    /// <summary>Killed sessions.</summary>
    public static readonly Series Killed = new("killed", "", "killed sessions that are still there");

    /// <summary>Age, at least.</summary>
    public static readonly Series KilledAge = new("killed_age", "s", "age of the oldest one that does not roll back, at least");

    /// <summary>Age, at most.</summary>
    public static readonly Series KilledAgeMost = new("killed_age_most", "s", "age of the same one, at most: on first sight its kill "
        + "may be as old as its statement");

    /// <summary>Killed sessions that roll back.</summary>
    public static readonly Series RollingBack = new("rolling_back", "", "killed sessions that roll back and get on");

    /// <summary>Age, at least.</summary>
    public static readonly Series RollbackAge = new("rollback_age", "s", "age of the oldest of those, at least");

    /// <summary>Age, at most.</summary>
    public static readonly Series RollbackAgeMost = new("rollback_age_most", "s", "age of the same one, at most");

    /// <summary>Rows.</summary>
    public static readonly Series RollbackRows = new("rollback_rows", "", "rows that they have yet to undo, together");

    /// <summary>Commits.</summary>
    public static readonly Series Committing = new("committing", "", "sessions that wait to commit");

    /// <summary>Age, at least.</summary>
    public static readonly Series CommitAge = new("commit_age", "s", "age of the oldest wait, at least");

    /// <summary>Age, at most.</summary>
    public static readonly Series CommitAgeMost = new("commit_age_most", "s", "age of the same wait, at most; judged where several "
        + "sessions wait");

    /// <summary>Full disk.</summary>
    public static readonly Series DiskFull =
        new("disk_full", "", "1 when sessions wait because a disk of the server is full") { Maximum = 1 };

    /// <summary>All sessions.</summary>
    public static readonly Series Sessions = new("sessions", "", "sessions of the server, this check's own not counted");

    /// <summary>All, in the order of perfdata.</summary>
    public static IReadOnlyList<DeclaredSeries> All { get; } =
    [
        Killed, KilledAge, RollingBack, RollbackAge, RollbackRows, Committing, CommitAge, DiskFull, Sessions, KilledAgeMost,
            RollbackAgeMost, CommitAgeMost,
    ];
}
