using Nagios.Plugin;

namespace NagiosChecks.ReplicationIo;

/// <summary>What stops SQL threads: the neighbours of the IO thread's family. Numbers from both servers' error lists.</summary>
internal static class SqlTroubleCatalogue
{
    private static NextStep NoSkipping { get; } = NextStep.Of($"Do not skip the event: the difference that it found stays and grows");

    private static readonly SqlTroubleKind Other = new()
    {
        Numbers = [],
        Headline = "an event cannot be applied",
        Cause = "the server's own text, below, says why",
        NotThis = NoSkipping,
        Steps = site => [.. Where(site), .. Start(site, $"Mend the cause, then")],
    };

    /// <summary>All kinds; no number stands at two of them.</summary>
    public static readonly IReadOnlyList<SqlTroubleKind> All =
    [
        new()
        {
            Numbers = [1022, 1062, 1586],
            Headline = "a row is there already",
            Cause = "the replica has a row that the source inserts: somebody wrote to the replica, or it went on from an older position",
            NotThis = NoSkipping,
            Steps = site =>
            [
                .. Where(site),
                NextStep.Of($"Compare the row on both servers, make the replica's as it was on the source before the event, and set "
                    + $"read_only (MySQL: super_read_only) on the replica"),
                .. Start(site, $"Then"),
            ],
        },
        new()
        {
            Numbers = [1032],
            Headline = "a row is missing",
            Cause = "the source changes a row that the replica has not: somebody deleted it there, or events were skipped",
            NotThis = NoSkipping,
            Steps = site =>
            [
                .. Where(site),
                NextStep.Of($"Compare the table on both servers (pt-table-checksum), and put the row back as it was on the source "
                    + $"before the event"),
                .. Start(site, $"Then"),
            ],
        },
        new()
        {
            Numbers = [1594, 13121],
            Headline = "its relay log cannot be read",
            Cause = "the relay log is damaged (disk full, crash of the replica), the event came damaged from the source's binlog, "
                + "or it is larger than the limit (replica_max_allowed_packet) that the thread started with",
            NotThis = NextStep.Of($"Do not delete relay logs by hand"),
            Steps = FetchAgain,
        },
        new()
        {
            Numbers = [1201, 1872, 13123, 13124],
            Headline = "START is refused, since the replica cannot read its own state",
            Cause = "the table or file that holds its position, or a relay log, is damaged or missing; nobody stopped it",
            NotThis = NextStep.Of($"Do not reset the replica before its position is noted"),
            Steps = RelayLogAdvice.AfterRefusedStart,
        },
        new()
        {
            Numbers = [1756],
            Headline = "its workers were stopped in the middle",
            Cause = "a worker was killed or the server went down while several transactions were applied at once; a restart of the "
                + "thread mends it, "
                + "unless tables without transactions or DDL were among them",
            NotThis = NextStep.Of($"Do not reset the replica: nothing is known to be wrong with its rows"),
            Steps = site => Start(site, $"Let it repair itself,"),
        },
        new()
        {
            Numbers = [1047],
            Headline = "this node of a cluster is not ready",
            Cause = "the replica is a Galera node that is not in sync with its cluster: it is starting, receives a state transfer, or "
                + "its part has no majority",
            NotThis = NextStep.Of($"Do not skip the event: nothing is wrong with it"),
            Steps = site =>
            [
                NextStep.Of($"Wait on the replica until this says Synced: "
                    + $"{SqlStatement.Of($"SHOW GLOBAL STATUS LIKE 'wsrep_local_state_comment'")}"),
                .. Start(site, $"Then"),
            ],
        },
        new()
        {
            Numbers = [1205, 1213],
            Headline = "a lock was not to be had",
            Cause = "somebody's transaction on the replica holds the rows for longer than the thread tries (replica_transaction_retries)",
            NotThis = NextStep.Of($"Do not skip the event: nothing is wrong with it"),
            Steps = site =>
                [NextStep.Of($"See who holds locks, on the replica: {SqlStatement.Of($"SHOW ENGINE INNODB STATUS")}"),
                    .. Start(site, $"Then")],
        },
        new()
        {
            Numbers = [1590, 13119],
            Headline = "the source has lost events",
            Cause = "the source wrote into its binlog that what follows is incomplete (LOST_EVENTS), mostly after a write error on "
                + "its disk",
            NotThis = NextStep.Of($"Do not skip the event: what is lost cannot be fetched"),
            Steps = _ => [NextStep.Of($"Set the replica up again from a backup or a clone of the source, and find the write error in "
                + $"the source's error log")],
        },
        new()
        {
            Numbers = [1396, 1410, 1133, 1141],
            Headline = "a statement about accounts cannot be applied",
            Cause = "the account is there already, or is not there: accounts were made by hand on one of the two servers",
            NotThis = NextStep.Of($"Do not skip the event before you have made the replica's account as the source's"),
            Steps = site => [NextStep.Of($"Compare the accounts of both servers (SELECT user, host FROM mysql.user), and make the "
                + $"replica's as the source's"), .. Start(site, $"Then")],
        },
        new()
        {
            Numbers = [1007, 1008, 1049, 1050, 1051, 1054, 1060, 1061, 1091, 1136, 1146, 1677, 13146],
            Headline = "a table or column is not as on the source",
            Cause = "the schemas of the two servers differ: somebody changed one by hand, or a filter left a statement out",
            NotThis = NoSkipping,
            Steps = site => [.. Where(site), NextStep.Of($"Compare SHOW CREATE TABLE on both servers, and make the replica's as it "
                + $"was on the source before the event"), .. Start(site, $"Then")],
        },
        new()
        {
            Numbers = [1021, 1026, 1030, 1114, 3],
            Headline = "the replica has no room for the event",
            Cause = "its disk is full, or a table that lives in memory has reached max_heap_table_size or tmp_table_size",
            NotThis = NextStep.Of($"Do not skip the event: its rows would be missing"),
            Steps = site =>
                [NextStep.Of($"On the replica's host, see how much room there is ({ShellCommand.Of($"df -h")}), and make some"),
                    .. Start(site, $"Then")],
        },
        new()
        {
            Numbers = [1153, 13125, 1864],
            Headline = "an event is larger than the replica takes",
            Cause = "the event is sound and larger than replica_max_allowed_packet (slave_max_allowed_packet) or "
                + "replica_pending_jobs_size_max here",
            NotThis = NextStep.Of($"Do not skip the event: its rows would be missing"),
            Steps = IncidentCatalogue.RaiseLimit,
        },
    ];

    /// <summary>The trouble of a stopped SQL thread.</summary>
    public static SqlTroubleKind Of(ReplicaStatus replica) => All.FirstOrDefault(kind => kind.Numbers.Contains(replica.SqlErrno)) ?? Other;

    // MySQL's SHOW REPLICA STATUS says no more than "Coordinator stopped".
    private static IEnumerable<NextStep> Where(IncidentSite site)
    {
        if (site.IsMariaDb)
            yield break;
        var workers = SqlStatement.Of($"SELECT LAST_ERROR_MESSAGE FROM performance_schema.replication_applier_status_by_worker "
            + $"WHERE LAST_ERROR_NUMBER <> 0");
        yield return NextStep.Of($"See which row and event, on the replica: {workers}");
    }

    private static IEnumerable<NextStep> Start(IncidentSite site, NextStep when)
    {
        if (site.Replica.IsManaged)
            return [NextStep.Of($"{when} start replication with the provider's procedure (Amazon RDS: mysql.rds_start_replication)")];
        return site.Replica.LosesRelayLogAtStart ? RelayLogAdvice.Rescue(site)
            : [NextStep.Of($"{when} on the replica: {site.Sql.StartSql}")];
    }

    private static IEnumerable<NextStep> FetchAgain(IncidentSite site)
    {
        var (sql, replica) = (site.Sql, site.Replica);
        if (replica is { IsManaged: false, LosesRelayLogAtStart: false })
            yield return NextStep.Of($"If {site.PacketLimit} was raised just now, it is enough to start the thread, on the replica: "
                + $"{sql.StartSql}");
        if (!replica.IsManaged && replica.ExecutedFile.Length > 0)
        {
            var change = replica.UsesGtid
                ? SqlStatement.Of($"{sql.Stop}; {sql.Reset}; {sql.Start}")
                : SqlStatement.Of($"{sql.Stop}; {sql.Change(sql.AtPlace(replica.ExecutedFile, replica.ExecutedPosition))}; {sql.Start}");
            yield return NextStep.Of(
                $"See that the source is alive and still has {replica.ExecutedFile}: {IncidentSite.LogDirectory} on the source names "
                    + $"its directory");
            yield return NextStep.Of($"Then fetch the relay log again from where the SQL thread is, on the replica: {change}");
        }

        yield return NextStep.Of($"If it stops at the same place again, the source's binlog is damaged there: look at it with "
            + $"mysqlbinlog --verify-binlog-checksum");
    }
}
