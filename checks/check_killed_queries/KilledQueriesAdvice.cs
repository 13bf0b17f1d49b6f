using System.Globalization;
using Nagios.Plugin;

namespace NagiosChecks.KilledQueries;

/// <summary>What holds a session, and what the person who is paged should and must not do.</summary>
internal static class KilledQueriesAdvice
{
    // Beginnings of the states that a killed session has been seen to hang in, both families' spelling.
    private static readonly (string State, string Cause)[] Causes =
    [
        ("Waiting for semi-sync ACK", "it waits for a semi-synchronous replica to acknowledge; it ends when one does or after rpl_semi_sync_*_timeout"),
        ("Writing to net", "its client takes no data; it ends after net_write_timeout or when the client's connection breaks"),
        ("Sending to client", "its client takes no data; it ends after net_write_timeout or when the client's connection breaks"),
        ("Sending data", "it is in a long read inside the storage engine, which looks for a kill only now and then"),
        ("rolling back", "it undoes what its transaction changed"),
        ("Rollback", "it undoes what its transaction changed"),
        ("rollback", "it undoes what its transaction changed"),
        ("copy to tmp table", "it copies a table; it looks for a kill only now and then"),
        ("altering table", "the storage engine rebuilds a table; it looks for a kill only now and then"),
        ("Waiting for table flush", "it waits for a FLUSH TABLES that waits for others"),
        ("Waiting for global read lock", "somebody holds FLUSH TABLES WITH READ LOCK"),
        ("query end", "the statement is over; its end is held up, mostly by a disk"),
        ("freeing items", "the statement is over; its end is held up, mostly by a disk"),
    ];

    /// <summary>Why this session does not die, in a sentence.</summary>
    public static string Cause(ServerSession session)
    {
        if (session.Plight == Plight.KilledCommitting)
            return "it is in its commit, where a kill is no longer heard";
        foreach (var (state, cause) in Causes)
        {
            if (session.State.StartsWith(state, StringComparison.Ordinal))
                return cause;
        }

        return "the server has been told, but the thread has not come to a place where it looks for a kill";
    }

    /// <summary>Adds the steps that belong to what was found; none when all is well.</summary>
    public static void Give(NagiosCheckResult result, ServerLook look, bool full, List<Sighting> stuck, List<Sighting> rolling, List<Sighting> committing)
    {
        if (result.State == NagiosState.Ok)
            return;
        if (full)
            DiskSteps(result, look, committing);
        else if (committing.Count > 0 && look.Room is null)
            result.NextStep("See whether the disk of the binlogs is full: df -h $(dirname of SELECT @@log_bin_basename) on the server's host; never by SHOW BINARY LOGS, which would hang as well");

        if (rolling.Count > 0)
            result.NextStep("Let the rollback run: killing again changes nothing, and after a restart of the server it goes on from where it was, with the tables locked");
        if (stuck.Count > 0 && !full)
        {
            var oldest = stuck.OrderByDescending(one => one.AtLeast).First().Session;
            result.NextStep(string.Create(CultureInfo.InvariantCulture, $"See what session {oldest.Id} waits for: SHOW ENGINE INNODB STATUS, sys.innodb_lock_waits (MySQL) or information_schema.INNODB_LOCK_WAITS (MariaDB), and the disks (iostat -x 1)"));
            result.NextStep("Killing it again changes nothing; only what it waits for, or a restart of the server (which may roll back for as long), ends it");
        }
    }

    private static void DiskSteps(NagiosCheckResult result, ServerLook look, List<Sighting> waiting)
    {
        var folder = look.Room?.Folder ?? "the server's disks (df -h)";
        result.NextStep($"Make room at {folder}: extend the file system, or delete something else on it; the server goes on by itself within a minute");
        var leader = waiting.Find(one => one.Session.Plight == Plight.WaitsForDisk)?.Session;
        var who = leader is null ? "the session that waits for the disk (the one that is not yet killed)" : string.Create(CultureInfo.InvariantCulture, $"session {leader.Id}, which waits for the disk");
        result.NextStep(look.Server.IsMariaDb
            ? $"Do not KILL {who}: half an event stays in the binlog and stops every replica with error 1236"
            : $"Do not KILL {who}: mysqld aborts (binlog_error_action=ABORT_SERVER), or goes on without a binlog (IGNORE_ERROR)");
        result.NextStep("Do not ask SHOW BINARY LOGS, SHOW MASTER STATUS, SHOW BINARY LOG STATUS or PURGE BINARY LOGS meanwhile: each hangs and leaves a connection behind");
        result.NextStep("If there is no room to be had: fail over to a replica that is at the same position");
    }
}
