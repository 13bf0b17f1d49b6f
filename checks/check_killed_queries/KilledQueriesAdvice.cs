using Nagios.Plugin;

namespace NagiosChecks.KilledQueries;

/// <summary>What holds a session, and what the person who is paged should and must not do.</summary>
internal static class KilledQueriesAdvice
{
    // Beginnings of the states that a killed session has been seen to hang in, both families' spelling.
    private static readonly (string State, string Cause)[] Causes =
    [
        ("Waiting for semi-sync ACK", "it waits for a semi-synchronous replica to acknowledge; it ends when one does or after "
            + "rpl_semi_sync_*_timeout"),
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
    public static void Give(NagiosCheckResult result, KilledQueriesMeasurement look, SessionGroups groups)
    {
        if (result.State == NagiosState.Ok)
            return;
        if (look.Hidden is not null && Account(look.Account) is { } account)
            result.Advise($"As an administrator of the server: "
                + $"{SqlStatement.Of($"GRANT PROCESS ON *.* TO {account.User}@{account.Host}")}");
        if (groups.IsDiskFull)
            DiskSteps(result, look, groups.Committing);
        else if (groups.WaitsForReplica)
            SemiSyncSteps(result, look, groups.Committing);
        else if (groups.Committing.Count > 0 && look.Room is null)
        {
            result.Advise($"See whether the disk of the binlogs is full: {ShellCommand.Of($"df -h")} on the server's host, for the "
                + $"directory that {SqlStatement.Of($"SELECT @@global.log_bin_basename")} names; never by SHOW BINARY LOGS, which "
                + $"would hang as well");
        }

        if (groups.Rolling.Count > 0)
            result.Advise($"Let the rollback run: killing again changes nothing, and after a restart of the server it goes on from "
                + $"where it was, with the tables locked");
        if (groups.Stuck.Count > 0 && !groups.IsDiskFull)
            StuckSteps(result, look, groups.Stuck);
    }

    // 'nagios'@'localhost', as the session has it: a quote inside of a name is doubled.
    private static (string User, string Host)? Account(string quoted)
    {
        var at = quoted.LastIndexOf("'@'", StringComparison.Ordinal);
        return at > 0 && quoted.Length > at + 3 ? (Unquoted(quoted[1..at]), Unquoted(quoted[(at + 3)..^1])) : null;
    }

    private static string Unquoted(string name) => name.Replace("''", "'", StringComparison.Ordinal);

    private static void StuckSteps(NagiosCheckResult result, KilledQueriesMeasurement look, List<Sighting> stuck)
    {
        var oldest = stuck.OrderByDescending(one => one.AtLeast).First().Session;
        var locks = look.Server.IsMariaDb ? SqlStatement.Of($"SELECT * FROM information_schema.INNODB_LOCK_WAITS")
            : SqlStatement.Of($"SELECT * FROM sys.innodb_lock_waits");
        result.Advise($"See what session {oldest.Id} waits for: {SqlStatement.Of($"SHOW ENGINE INNODB STATUS")}, {locks}, and the "
            + $"disks of the server's host ({ShellCommand.Of($"iostat -x 1 5")})");
        result.Advise($"Do not kill it again, which changes nothing: only what it waits for, or a restart of the server (which may "
            + $"roll back for as long), ends it");
    }

    private static void SemiSyncSteps(NagiosCheckResult result, KilledQueriesMeasurement look, List<Sighting> waiting)
    {
        // The plugin of MySQL 8.0.26 and later says replica; the old one, and MariaDB, say slave.
        var isNew = !look.Server.IsMariaDb && waiting.Exists(one => one.Session.State.EndsWith("replica", StringComparison.Ordinal));
        var status = isNew ? SqlStatement.Of($"SHOW GLOBAL STATUS LIKE 'Rpl_semi_sync_source%'")
            : SqlStatement.Of($"SHOW GLOBAL STATUS LIKE 'Rpl_semi_sync_master%'");
        var off = isNew ? SqlStatement.Of($"SET GLOBAL rpl_semi_sync_source_enabled=OFF")
            : SqlStatement.Of($"SET GLOBAL rpl_semi_sync_master_enabled=OFF");
        var on = isNew ? SqlStatement.Of($"SET GLOBAL rpl_semi_sync_source_enabled=ON")
            : SqlStatement.Of($"SET GLOBAL rpl_semi_sync_master_enabled=ON");
        result.Advise($"Do not kill the waiting sessions: they have written their transactions, and only the answer is missing");
        result.Advise($"See how many replicas acknowledge: {status}; mend the semi-synchronous replica (is it up, connected, "
            + $"frozen?): all commits go on at once");
        result.Advise($"If it cannot be mended now, let commits go on without it: {off}; from then on no replica is sure to have a "
            + $"commit, so do not fail over; afterwards {on}");
    }

    private static void DiskSteps(NagiosCheckResult result, KilledQueriesMeasurement look, List<Sighting> waiting)
    {
        var leader = waiting.Find(one => one.Session.Plight == Plight.WaitsForDisk)?.Session;
        var who = leader is null ? NextStep.Of($"the session that waits for the disk (the one that is not yet killed)")
            : NextStep.Of($"session {leader.Id}, which waits for the disk");
        result.Advise(look.Server.IsMariaDb
            ? NextStep.Of($"Do not KILL {who}: half an event stays in the binlog and stops every replica with error 1236")
            : NextStep.Of($"Do not KILL {who}: mysqld aborts (binlog_error_action=ABORT_SERVER), or goes on without a binlog "
                + $"(IGNORE_ERROR)"));
        result.Advise($"Do not ask SHOW BINARY LOGS, SHOW MASTER STATUS or SHOW BINARY LOG STATUS meanwhile, and do not SET GLOBAL "
            + $"read_only: each hangs and leaves a connection behind");
        result.Advise($"If a failover has begun, or a replica was pointed elsewhere: make no room before this server is fenced (its "
            + $"host or mysqld off); it would go on by itself with writes that no replica has");
        result.Advise(look.Room is { } room
            ? NextStep.Of($"Else make room: see what fills the file system of {room.Directory} "
                + $"({ShellCommand.Of($"df -h -- {room.Directory}")}), extend it, or delete something else on it; the server goes on by "
                + $"itself within a minute, and nothing is lost")
            : NextStep.Of($"Else make room on the server's disk ({ShellCommand.Of($"df -h")} on its host): extend the file system, or "
                + $"delete something else on it; the server goes on by itself within a minute, and nothing is lost"));
        result.Advise($"If there is no room to be had: fence this server, then fail over to a replica that is at the same position; "
            + $"check_failover names it and prints the way (--plan)");
    }
}
