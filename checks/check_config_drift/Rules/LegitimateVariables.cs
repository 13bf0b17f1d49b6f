namespace NagiosChecks.ConfigDrift;

/// <summary>Variables that name one server, its files and its place, or that its role decides.</summary>
internal static class LegitimateVariables
{
    private static readonly string[] Patterns =
    [
        "server_id", "server_uuid", "server_uid", "hostname", "port", "extra_port", "socket", "pid_file", "report_host", "report_port",
        "report_user", "report_password", "bind_address", "admin_*", "mysqlx_*", "datadir", "basedir", "tmpdir", "innodb_tmpdir",
        "plugin_dir", "lc_messages_dir", "character_sets_dir", "*_log_file", "*_query_file", "log_error", "log_bin_basename",
        "log_bin_index", "relay_log", "relay_log_basename", "relay_log_index", "relay_log_info_file", "master_info_file",
        "replica_load_tmpdir", "aria_log_dir_path", "innodb_data_home_dir", "innodb_log_group_home_dir", "innodb_undo_directory",
        "innodb_temp_tablespaces_dir", "innodb_doublewrite_dir", "innodb_directories", "innodb_redo_log_archive_dirs",
        "wsrep_node_name", "wsrep_node_address", "wsrep_node_incoming_address", "wsrep_data_home_dir", "wsrep_start_position",
        "wsrep_sst_receive_address", "gtid_executed", "gtid_purged", "gtid_owned", "gtid_*_pos", "gtid_binlog_state", "gtid_pos",
        "gtid_next", "timestamp", "last_insert_id", "last_gtid", "rand_seed*", "pseudo_*", "in_transaction", "insert_id", "identity",
        "error_count", "warning_count", "read_only", "super_read_only", "transaction_read_only", "event_scheduler", "offline_mode",
        "skip_replica_start", "rpl_semi_sync_replica_*", "version*", "innodb_version", "license", "*_compile_*", "protocol_version",
        "ssl_*", "have_ssl", "have_openssl", "sha256_password_*_key_path", "caching_sha2_password_*_key_path", "tls_ca*",
        "external_user", "proxy_user", "sql_replica_skip_counter", "statement_id", "innodb_buffer_pool_filename", "init_file",
        "innodb_data_file_path", "innodb_temp_data_file_path", "system_user", "lower_case_file_system", "ft_stopword_file",
    ];

    /// <summary>True when a variable may differ on every server.</summary>
    /// <param name="name">Its newest name.</param>
    public static bool Has(string name) => NamePattern.MatchesAny(Patterns, name);
}
