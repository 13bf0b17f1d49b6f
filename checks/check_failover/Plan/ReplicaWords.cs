using Nagios.Plugin;

namespace NagiosChecks.Failover;

/// <summary>Statements in the words of one replica's family. MySQL knows these words since 8.0.23.</summary>
/// <param name="replica">The replica.</param>
internal sealed class ReplicaWords(FailoverReplica replica)
{
    private const int Patience = 60;

    /// <summary>True when its version knows the words that are used here.</summary>
    public bool AreKnown => replica.Answers.Version is { } version && (version.IsMariaDbSince(10, 5) || version.IsMySqlSince(8, 0, 26));

    public SqlStatement StartIo => Of($"START {Word} IO_THREAD");

    public SqlStatement StopIo => Of($"STOP {Word} IO_THREAD");

    public SqlStatement StartSql => Of($"START {Word} SQL_THREAD");

    /// <summary>Ends its life as a replica; its own transactions and GTIDs stay.</summary>
    public SqlStatement Forget => Of($"STOP {Word}; RESET {Word} ALL");

    /// <summary>The status of its channel.</summary>
    public SqlStatement Status => replica.IsMariaDb ? SqlStatement.Of($"SHOW ALL SLAVES STATUS") : SqlStatement.Of($"SHOW REPLICA STATUS");

    /// <summary>What Status must show.</summary>
    public NextStep IsRunning => replica.IsMariaDb ? NextStep.Of($"Slave_IO_Running: Yes, Slave_SQL_Running: Yes")
        : NextStep.Of($"Replica_IO_Running: Yes, Replica_SQL_Running: Yes");

    /// <summary>Its own end.</summary>
    public SqlStatement OwnEnd => replica.IsMariaDb ? SqlStatement.Of($"SHOW MASTER STATUS") : SqlStatement.Of($"SHOW BINARY LOG STATUS");

    /// <summary>Makes it writable, also after a restart where the server can remember it.</summary>
    public SqlStatement Open => replica.IsMariaDb ? SqlStatement.Of($"SET GLOBAL read_only=OFF")
        : SqlStatement.Of($"SET PERSIST super_read_only=OFF; SET PERSIST read_only=OFF");

    private SqlStatement Word => replica.IsMariaDb ? SqlStatement.Of($"SLAVE") : SqlStatement.Of($"REPLICA");

    /// <summary>
    /// MariaDB with GTIDs and both threads stopped: the one form of CHANGE that keeps the relay log, and then its application.
    /// </summary>
    public SqlStatement Rescue =>
        SqlStatement.Of(
        $"CHANGE MASTER TO MASTER_USE_GTID=no, RELAY_LOG_FILE={replica.Channel.RelayLog.File}, "
        + $"RELAY_LOG_POS={replica.Channel.RelayLog.Offset}; START SLAVE SQL_THREAD");

    /// <summary>Waits until it has applied all that another one has received.</summary>
    /// <param name="target">The other one, or itself.</param>
    public SqlStatement WaitFor(FailoverReplica target)
    {
        if (target.Last.Received is { } set && replica.Channel.UsesGtid)
            return SqlStatement.Of($"SELECT WAIT_FOR_EXECUTED_GTID_SET({set.ToString()}, {Patience})");
        if (IsMariaDbByGtid(target))
            return SqlStatement.Of($"SELECT MASTER_GTID_WAIT({target.Channel.ReceivedGtids}, {Patience})");
        var (file, offset) = target.Channel.Received;
        return replica.IsMariaDb ? SqlStatement.Of($"SELECT MASTER_POS_WAIT({file}, {offset}, {Patience})")
            : SqlStatement.Of($"SELECT SOURCE_POS_WAIT({file}, {offset}, {Patience})");
    }

    /// <summary>What WaitFor must answer.</summary>
    public NextStep IsApplied(FailoverReplica target) =>
        target.Last.Received is not null && replica.Channel.UsesGtid ? NextStep.Of($"0; 1 means not yet")
        : IsMariaDbByGtid(target) ? NextStep.Of($"0; -1 means not yet")
        : NextStep.Of($"0 or more; -1 means not yet, NULL that the SQL thread does not run");

    /// <summary>Shows whether it has all that another one has received.</summary>
    /// <param name="target">The other one, or itself.</param>
    public SqlStatement Place(FailoverReplica target) => target.Last.Received is { } set && replica.Channel.UsesGtid
        ? SqlStatement.Of($"SELECT GTID_SUBSET({set.ToString()}, @@GLOBAL.gtid_executed) AS holds_all")
        : IsMariaDbByGtid(target) ? SqlStatement.Of($"SELECT @@GLOBAL.gtid_slave_pos AS gtid_slave_pos") : Status;

    /// <summary>What Place must show for one that has applied all that a target has received.</summary>
    public NextStep IsAt(FailoverReplica target)
    {
        var (file, offset) = target.Channel.Received;
        return target.Last.Received is not null && replica.Channel.UsesGtid ? NextStep.Of($"holds_all: 1")
            : IsMariaDbByGtid(target) ? NextStep.Of($"gtid_slave_pos: {target.Channel.ReceivedGtids}")
            : replica.IsMariaDb ? NextStep.Of($"Relay_Master_Log_File: {file}, Exec_Master_Log_Pos: {(long)offset}")
            : NextStep.Of($"Relay_Source_Log_File: {file}, Exec_Source_Log_Pos: {(long)offset}");
    }

    /// <summary>Follows another server by GTID; account, password and TLS stay as they are.</summary>
    public SqlStatement FollowByGtid(string host, int port) => replica.IsMariaDb
        ? SqlStatement.Of($"STOP SLAVE; CHANGE MASTER TO MASTER_HOST={host}, MASTER_PORT={port}, MASTER_USE_GTID=slave_pos; START SLAVE")
        : SqlStatement.Of(
            $"STOP REPLICA; CHANGE REPLICATION SOURCE TO SOURCE_HOST={host}, SOURCE_PORT={port}, SOURCE_AUTO_POSITION=1; START REPLICA");

    /// <summary>Follows another server from the place that earlier steps have shown; it cannot be pasted before it is filled in.</summary>
    /// <param name="host">The other server.</param>
    /// <param name="port">Its port.</param>
    /// <param name="fileStep">The step that shows the file.</param>
    /// <param name="place">The words for the place, such as Position of step 14.</param>
    public static SqlStatement FollowByPlace(string host, int port, long fileStep, SqlStatement place) =>
        SqlStatement.Of($"STOP REPLICA; CHANGE REPLICATION SOURCE TO SOURCE_HOST={host}, SOURCE_PORT={port}, "
            + $"SOURCE_LOG_FILE=<File of step {fileStep}>, SOURCE_LOG_POS={place}; START REPLICA");

    /// <summary>
    /// MySQL without GTIDs: when the last transaction that it applied was committed at the source, in microseconds. Every server keeps that
    /// time in its own binlog.
    /// </summary>
    public static SqlStatement LastStamp => SqlStatement.Of($"SELECT CAST(UNIX_TIMESTAMP(MAX("
        + $"LAST_APPLIED_TRANSACTION_ORIGINAL_COMMIT_TIMESTAMP)) * 1000000 AS UNSIGNED) AS Stamp FROM "
        + $"performance_schema.replication_applier_status_by_worker");

    /// <summary>Prints where in the candidate's own binlog the transaction begins that follows the one of a stamp.</summary>
    /// <param name="directory">The directory of the candidate's binlogs.</param>
    /// <param name="fileStep">The step that shows the file.</param>
    /// <param name="stampStep">The step that shows the stamp.</param>
    public static ShellCommand FindPlace(string directory, long fileStep, long stampStep) => ShellCommand.Of(
        $"out=$(mktemp) && mysqlbinlog --result-file=\"$out\" {directory}/<File of step {fileStep}> && awk -v stamp=<Stamp of step "
            + $"{stampStep}> "
            + $"'/^# at /{{at=$3}} /original_committed_timestamp=/{{if (found) {{print at; exit}} "
            + $"if (index($0, \"original_committed_timestamp=\" stamp \"\\t\")) found=1}}' \"$out\"");

    private bool IsMariaDbByGtid(FailoverReplica target) =>
        replica.IsMariaDb && target.Channel.UsesGtid && target.Channel.ReceivedGtids.Length > 0;

    private static SqlStatement Of(SqlStatement statement) => SqlStatement.Of(statement);
}
