namespace NagiosChecks.ReplicationIo;

/// <summary>What stopped an SQL thread, in words: the neighbours of the IO thread's family, in short.</summary>
internal sealed record SqlTrouble(string Headline, string Cause, string[] Steps)
{
    private const string NoSkipping = "do not skip the event: the difference that it found stays and grows";
    private const string Where = "on MySQL, performance_schema.replication_applier_status_by_worker names the row and the event";

    /// <summary>The trouble of a stopped SQL thread.</summary>
    public static SqlTrouble Of(ReplicaStatus replica) => replica.SqlErrno switch
    {
        1062 => new(
            "a row is there already",
            "the replica has a row that the source inserts: somebody wrote to the replica, or it went on from an older position",
            [NoSkipping, Where, "compare the row on both servers; set read_only (super_read_only) on the replica", $"then {replica.Start()}, or set the replica up again"]),
        1032 => new(
            "a row is missing",
            "the source changes a row that the replica has not: somebody deleted it there, or events were skipped",
            [NoSkipping, Where, "compare the table on both servers (pt-table-checksum)", $"then {replica.Start()}, or set the replica up again"]),
        1594 or 13121 => new(
            "its relay log cannot be read",
            "the relay log is damaged (disk full, crash of the replica) the event came damaged from the source's binlog, or it is larger than the limit (replica_max_allowed_packet) that the thread started with",
            ["do not delete relay logs by hand", $"fetch the logs anew from where the SQL thread is: {replica.Stop()}; {replica.ChangeTo(replica.ExecutedFile, replica.ExecutedPosition)}; {replica.Start()}", "if it stops at the same place again, the source's binlog is damaged there: mysqlbinlog --verify-binlog-checksum on the source"]),
        1872 or 13124 => new(
            "it cannot read its own position",
            "the relay log info is damaged or missing",
            ["note the position from SHOW REPLICA STATUS first", "start with relay_log_recovery=1, or set the replica up again"]),
        _ => new(
            "an event cannot be applied",
            "the server's own text, below, says why",
            [NoSkipping, Where, $"mend the cause, then {replica.Start()}"]),
    };
}
