namespace NagiosChecks.ConfigDrift;

/// <summary>
/// Variables whose difference stops replication or lets rows differ without an error, whatever the binlog format is. The error numbers
/// were seen on MariaDB 10.11 and MySQL 9.7; further causes stand in the MySQL manual, "Replication and Variables", "Replication and
/// max_allowed_packet", "Replication and MEMORY Tables".
/// </summary>
internal static class BreakingRules
{
    /// <summary>The rules.</summary>
    public static IReadOnlyList<DriftRule> All { get; } =
    [
        new("max_heap_table_size", DriftClass.Breaks,
            "a MEMORY table that fits at the source is full at the replica, and its SQL thread stops with 1114")
        { Direction = Direction.ReplicaLess, Kind = ValueKind.Size, TakenOver = TakenOver.BySqlThread },
        new("disabled_storage_engines", DriftClass.Breaks,
            "CREATE TABLE with an engine that only the replica refuses stops its SQL thread with 3161")
        {
            Direction = Direction.ReplicaNamesMore, Otherwise = DriftClass.AfterPromotion, Change = Change.Restart,
            OtherConsequence = "engines that the source refuses are accepted",
        },
        new("log_bin_trust_function_creators", DriftClass.Breaks,
            "CREATE FUNCTION without DETERMINISTIC is accepted at the source and stops the replica's SQL thread with 1418")
        {
            Direction = Direction.OnlySourceOn, Otherwise = DriftClass.AfterPromotion,
            OtherConsequence = "functions that the source refuses (1418) are accepted",
        },
        new("innodb_strict_mode", DriftClass.Breaks,
            "CREATE TABLE that the source accepts with a warning stops the replica's SQL thread with 1005 (MariaDB) or 1031 (MySQL)")
        {
            Direction = Direction.OnlyReplicaOn, Otherwise = DriftClass.AfterPromotion, TakenOver = TakenOver.BySqlThread,
            OtherConsequence = "CREATE TABLE that the source refuses is accepted with a warning",
        },
        new("lower_case_table_names", DriftClass.Breaks,
            "tables whose names differ in case alone become one, and rows are lost without an error; or tables are not found (1146)")
        { IsSilent = true, Change = Change.NewData },
        new("default_storage_engine", DriftClass.Breaks,
            "CREATE TABLE without ENGINE makes a table of another engine at the replica, without an error")
        { IsSilent = true, TakenOver = TakenOver.BySqlThread },
        new("gtid_mode", DriftClass.Breaks,
            "a channel between a server with GTIDs and one without stops (1236, 13116, 13117)")
        { Change = Change.Procedure },
        new("enforce_gtid_consistency", DriftClass.Breaks,
            "a statement that one server accepts is refused by the other with 1785 to 1787")
        { Change = Change.Procedure },
        new("innodb_page_size", DriftClass.Breaks,
            "rows and indexes may be longer at the source than the replica's pages hold, and CREATE TABLE stops its SQL thread (1071, "
                + "1118)")
        {
            Direction = Direction.ReplicaLess, Kind = ValueKind.Size, Change = Change.NewData, Otherwise = DriftClass.AfterPromotion,
            OtherConsequence = "it accepts tables that the other servers cannot hold",
        },
        new("replica_type_conversions", DriftClass.Breaks,
            "where column types differ, one server converts and the other stops with 1677 (MySQL: 13146)"),
        new("replica_exec_mode", DriftClass.Breaks,
            "IDEMPOTENT passes over missing and duplicate rows without an error, so that the data may differ already")
        { IsSilent = true },
        new("replica_ddl_exec_mode", DriftClass.Breaks,
            "IDEMPOTENT makes CREATE TABLE a CREATE OR REPLACE TABLE, which drops a table that only the replica had")
        { IsSilent = true },
        new("replica_skip_errors", DriftClass.Breaks,
            "errors of the SQL thread are passed over, so that the data may differ already")
        { IsSilent = true, Change = Change.Restart },
        new("max_binlog_cache_size", DriftClass.Breaks,
            "a transaction that fits at the source stops the replica's SQL thread with 1197")
        { Direction = Direction.ReplicaLess, Kind = ValueKind.Size, TakenOver = TakenOver.BySqlThread },
        new("max_binlog_stmt_cache_size", DriftClass.Breaks,
            "a statement on MyISAM tables that fits at the source stops the replica's SQL thread with 1197")
        { Direction = Direction.ReplicaLess, Kind = ValueKind.Size, TakenOver = TakenOver.BySqlThread },
        new("innodb_lock_wait_timeout", DriftClass.Breaks,
            "the replica's SQL thread gives up waiting for a lock sooner, and stops with 1205 after its retries")
        { Direction = Direction.ReplicaLess, Kind = ValueKind.Seconds, TakenOver = TakenOver.BySqlThread },
        new("replica_transaction_retries", DriftClass.Breaks,
            "the replica's SQL thread retries a transaction less often, and stops with 1205 or 1213")
        { Direction = Direction.ReplicaLess },
        new("require_secure_transport", DriftClass.Breaks,
            "replicas and clients without TLS cannot connect (3159) once it is the source")
        {
            Direction = Direction.OnlyReplicaOn, Otherwise = DriftClass.AfterPromotion,
            OtherConsequence = "connections without TLS, which the source refuses, are accepted",
        },
        new("replicate_do_db", DriftClass.Breaks, Filter),
        new("replicate_ignore_db", DriftClass.Breaks, Filter),
        new("replicate_rewrite_db", DriftClass.Breaks, Filter),
        new("replicate_do_table", DriftClass.AfterPromotion, TableFilter),
        new("replicate_ignore_table", DriftClass.AfterPromotion, TableFilter),
        new("replicate_wild_do_table", DriftClass.AfterPromotion, TableFilter),
        new("replicate_wild_ignore_table", DriftClass.AfterPromotion, TableFilter),
    ];

    private const string Filter =
        "what it filters is missing there; a statement that names a schema (CREATE TABLE a.t) passes or fails by the default schema, and "
        + "later rows stop its SQL thread with 1146";

    private const string TableFilter = "what it filters is missing there when it becomes the source";
}
