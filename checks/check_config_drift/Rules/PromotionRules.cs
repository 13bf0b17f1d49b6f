namespace NagiosChecks.ConfigDrift;

/// <summary>Variables that replication does not care about and that applications meet when the replica becomes the source.</summary>
internal static class PromotionRules
{
    private const string Weaker = "a crash of the host loses transactions that applications were told are committed";
    private const string Semisync = "commits are not waited for by a replica: a failure of it then loses committed transactions";

    /// <summary>The rules.</summary>
    public static IReadOnlyList<DriftRule> All { get; } =
    [
        new("log_bin", DriftClass.AfterPromotion, "without a binlog it cannot be the source of any replica")
        {
            Direction = Direction.OnlySourceOn, Change = Change.Restart, Otherwise = DriftClass.Cosmetic,
            OtherConsequence = "it writes a binlog, and the source does not",
        },
        new("log_replica_updates", DriftClass.AfterPromotion,
            "what it replicated is not in its own binlog: replicas that are behind it at the moment of a failover are lost")
        { Change = Change.Restart },
        new("binlog_format", DriftClass.AfterPromotion, "the binlog's format changes for every replica and every reader")
        { TakenOver = TakenOver.WhileSqlThreadIsStopped },
        new("binlog_row_image", DriftClass.AfterPromotion,
            "readers of the binlog that need whole rows (change data capture, flashback) get another image"),
        new("binlog_row_metadata", DriftClass.AfterPromotion, "readers of the binlog get other column names and types"),
        new("binlog_row_value_options", DriftClass.AfterPromotion,
            "JSON columns are logged in another way, which replicas older than 8.0 cannot read"),
        new("binlog_checksum", DriftClass.AfterPromotion,
            "the checksums of the events change: without them damage on the way is not noticed, and an old reader may not know them"),
        new("binlog_transaction_compression", DriftClass.AfterPromotion,
            "the binlog is compressed in another way; replicas older than MySQL 8.0.20 and some readers cannot read it"),
        new("log_bin_compress", DriftClass.AfterPromotion,
            "the binlog is compressed in another way; replicas older than MariaDB 10.2 and some readers cannot read it"),
        new("binlog_expire_logs_seconds", DriftClass.AfterPromotion,
            "binlogs are kept for another time: replicas and backups lose what they still need, or the disk fills")
        { Kind = ValueKind.Seconds },
        new("binlog_space_limit", DriftClass.AfterPromotion, "binlogs are purged at another total size") { Kind = ValueKind.Size },
        new("max_allowed_packet", DriftClass.AfterPromotion,
            "clients that send or receive larger values fail with 1153 or 1301 once it is the source")
        { Direction = Direction.ReplicaLess, Kind = ValueKind.Size },
        new("max_connections", DriftClass.AfterPromotion, "the application's connections do not fit (1040)")
        { Direction = Direction.ReplicaLess },
        new("max_user_connections", DriftClass.AfterPromotion, "an account may open another number of connections (1203)")
        { MariaDbChange = Change.Restart },
        new("max_connect_errors", DriftClass.AfterPromotion, "clients are blocked after another number of failures (1129)")
        { Direction = Direction.ReplicaLess },
        new("sql_mode", DriftClass.AfterPromotion,
            "writes that the source accepts are refused (1264, 1364, 1406), or values that it refuses are cut and kept"),
        new("old_mode", DriftClass.AfterPromotion, "statements behave as in another version"),
        new("character_set_server", DriftClass.AfterPromotion, "new schemas get another character set"),
        new("collation_server", DriftClass.AfterPromotion, "new schemas get another collation: other orders, other duplicates"),
        new("time_zone", DriftClass.AfterPromotion, "applications see other times"),
        new("default_tmp_storage_engine", DriftClass.AfterPromotion, "temporary tables get another engine"),
        new("enforce_storage_engine", DriftClass.AfterPromotion, "tables get another engine than they ask for"),
        new("transaction_isolation", DriftClass.AfterPromotion, "applications see other rows of concurrent transactions, and lock others"),
        new("innodb_snapshot_isolation", DriftClass.AfterPromotion, "transactions fail with 1020 that did not before, or the other way"),
        new("innodb_rollback_on_timeout", DriftClass.AfterPromotion, "a lock wait that times out rolls back another part of a transaction")
        { Change = Change.Restart },
        new("innodb_autoinc_lock_mode", DriftClass.AfterPromotion,
            "AUTO_INCREMENT values are handed out in another way; 2 is unsafe with the format STATEMENT")
        { Change = Change.Restart },
        new("innodb_deadlock_detect", DriftClass.AfterPromotion, "deadlocks end in another way"),
        new("auto_increment_increment", DriftClass.AfterPromotion, "AUTO_INCREMENT values have other gaps"),
        new("auto_increment_offset", DriftClass.AfterPromotion, "AUTO_INCREMENT values begin elsewhere"),
        new("explicit_defaults_for_timestamp", DriftClass.AfterPromotion, "TIMESTAMP columns of new tables get other defaults"),
        new("sql_require_primary_key", DriftClass.AfterPromotion, "CREATE TABLE without a primary key is refused with 3750, or no more"),
        new("innodb_force_primary_key", DriftClass.AfterPromotion, "CREATE TABLE without a primary key is refused, or no more"),
        new("sql_generate_invisible_primary_key", DriftClass.AfterPromotion, "new tables get a hidden primary key, or none"),
        new("innodb_default_row_format", DriftClass.AfterPromotion, "new tables get another row format, with another limit for indexes"),
        new("foreign_key_checks", DriftClass.AfterPromotion, "foreign keys are checked differently"),
        new("unique_checks", DriftClass.AfterPromotion, "unique keys are checked differently"),
        new("local_infile", DriftClass.AfterPromotion, "LOAD DATA LOCAL is refused, or allowed"),
        new("secure_file_priv", DriftClass.AfterPromotion, "LOAD DATA and SELECT INTO OUTFILE are refused, or allowed, elsewhere")
        { Change = Change.Restart },
        new("init_connect", DriftClass.AfterPromotion, "sessions begin with other statements"),
        new("skip_name_resolve", DriftClass.AfterPromotion, "accounts that name a host by its name do not match, or do")
        { Change = Change.Restart },
        new("wait_timeout", DriftClass.AfterPromotion, "idle connections of the application's pool are ended sooner")
        { Direction = Direction.ReplicaLess, Kind = ValueKind.Seconds },
        new("interactive_timeout", DriftClass.AfterPromotion, "idle interactive sessions are ended sooner")
        { Direction = Direction.ReplicaLess, Kind = ValueKind.Seconds },
        new("lock_wait_timeout", DriftClass.AfterPromotion, "statements that wait for a table's lock give up sooner")
        { Direction = Direction.ReplicaLess, Kind = ValueKind.Seconds },
        new("max_statement_time", DriftClass.AfterPromotion, "statements are ended after another time"),
        new("max_execution_time", DriftClass.AfterPromotion, "SELECTs are ended after another time"),
        new("max_join_size", DriftClass.AfterPromotion, "large joins are refused (1104)") { Direction = Direction.ReplicaLess },
        new("sync_binlog", DriftClass.AfterPromotion, Weaker)
        { Direction = Direction.ReplicaLessDurable, OtherConsequence = "it is safer than the source, and writes are slower" },
        new("innodb_flush_log_at_trx_commit", DriftClass.AfterPromotion, Weaker)
        { Direction = Direction.ReplicaLessDurable, OtherConsequence = "it is safer than the source, and writes are slower" },
        new("innodb_doublewrite", DriftClass.AfterPromotion, "a crash of the host may leave a torn page, and the data is lost")
        {
            Direction = Direction.ReplicaLessDurable, Change = Change.Restart,
            OtherConsequence = "it is safer than the source, and writes are slower",
        },
        new("innodb_checksum_algorithm", DriftClass.AfterPromotion, "damaged pages are found in another way"),
        new("gtid_domain_id", DriftClass.AfterPromotion,
            "its writes get GTIDs of another domain, in which replicas apply them independently of the old ones"),
        new("gtid_strict_mode", DriftClass.AfterPromotion, "writes out of order are refused (1950), or accepted and let GTIDs diverge"),
        new("replica_preserve_commit_order", DriftClass.AfterPromotion, "parallel workers leave gaps when they stop")
        {
            Direction = Direction.OnlySourceOn, TakenOver = TakenOver.WhileSqlThreadIsStopped,
            OtherConsequence = "it keeps the order of commits, and the source would not",
        },
        new("replica_run_triggers_for_rbr", DriftClass.AfterPromotion, "triggers run for row events on one server and not on the other"),
        new("default_authentication_plugin", DriftClass.AfterPromotion, "new accounts get another login, which old clients may not know")
        { Change = Change.Restart },
        new("authentication_policy", DriftClass.AfterPromotion, "new accounts get another login, which old clients may not know"),
        new("default_password_lifetime", DriftClass.AfterPromotion, "passwords expire after another time"),
        new("password_history", DriftClass.AfterPromotion, "another number of old passwords is refused"),
        new("password_reuse_interval", DriftClass.AfterPromotion, "old passwords are refused for another time"),
        new("password_require_current", DriftClass.AfterPromotion, "changing a password asks for the old one, or no more"),
        new("strict_password_validation", DriftClass.AfterPromotion, "accounts with a password hash are refused, or accepted"),
        new("disconnect_on_expired_password", DriftClass.AfterPromotion, "clients with an expired password are disconnected, or not")
        { Change = Change.Restart, MariaDbChange = Change.Running },
        new("activate_all_roles_on_login", DriftClass.AfterPromotion, "sessions have other roles"),
        new("mandatory_roles", DriftClass.AfterPromotion, "accounts have other roles"),
        new("partial_revokes", DriftClass.AfterPromotion, "grants have other exceptions"),
        new("tls_version", DriftClass.AfterPromotion, "clients and replicas that know only the source's TLS versions cannot connect")
        { MariaDbChange = Change.Restart },
        new("rpl_semi_sync_source_enabled", DriftClass.AfterPromotion, Semisync)
        { Direction = Direction.OnlySourceOn, OtherConsequence = "it waits for replicas where the source does not" },
        new("rpl_semi_sync_source_timeout", DriftClass.AfterPromotion, "commits wait for a replica for another time"),
        new("rpl_semi_sync_source_wait_point", DriftClass.AfterPromotion,
            "AFTER_COMMIT shows others a transaction that no replica has yet"),
        new("rpl_semi_sync_source_wait_for_replica_count", DriftClass.AfterPromotion, "commits wait for another number of replicas"),
        new("rpl_semi_sync_source_wait_no_replica", DriftClass.AfterPromotion, "commits wait, or not, when too few replicas are there"),
        new("replica_allow_higher_version_source", DriftClass.AfterPromotion, "replicas refuse or accept a newer source"),
    ];
}
