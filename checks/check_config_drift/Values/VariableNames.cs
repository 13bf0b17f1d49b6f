namespace NagiosChecks.ConfigDrift;

/// <summary>
/// One name for a variable that has had several (MySQL manual, "Server and Status Variables ... Added, Deprecated, or Removed";
/// the name lists of MariaDB 10.5 to 11.8 and MySQL 9.7). MySQL 8.0.26 and later list old and new name side by side.
/// </summary>
internal static class VariableNames
{
    private static readonly Dictionary<string, string> Renamed = new(StringComparer.Ordinal)
    {
        ["log_slave_updates"] = "log_replica_updates",
        ["log_slow_slave_statements"] = "log_slow_replica_statements",
        ["master_verify_checksum"] = "source_verify_checksum",
        ["sync_master_info"] = "sync_source_info",
        ["init_slave"] = "init_replica",
        ["skip_slave_start"] = "skip_replica_start",
        ["rpl_stop_slave_timeout"] = "rpl_stop_replica_timeout",
        ["sql_slave_skip_counter"] = "sql_replica_skip_counter",
        ["tx_isolation"] = "transaction_isolation",
        ["tx_read_only"] = "transaction_read_only",
        // Of MariaDB: the number of threads; slave_parallel_workers repeats it.
        ["slave_parallel_threads"] = "replica_parallel_workers",
        ["rpl_semi_sync_master_wait_for_slave_count"] = "rpl_semi_sync_source_wait_for_replica_count",
        ["rpl_semi_sync_master_wait_no_slave"] = "rpl_semi_sync_source_wait_no_replica",
        ["log_slow_query"] = "slow_query_log",
        ["log_slow_query_file"] = "slow_query_log_file",
        ["log_slow_query_time"] = "long_query_time",
        ["log_slow_min_examined_row_limit"] = "min_examined_row_limit",
        ["default_time_zone"] = "time_zone",
        ["storage_engine"] = "default_storage_engine",
    };

    /// <summary>The newest name.</summary>
    /// <param name="name">As a server or an option file writes it.</param>
    public static string Newest(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var plain = name.ToLowerInvariant().Replace('-', '_');
        if (Renamed.TryGetValue(plain, out var renamed))
            return renamed;
        if (plain.StartsWith("slave_", StringComparison.Ordinal))
            return "replica_" + plain["slave_".Length..];
        if (plain.StartsWith("rpl_semi_sync_master_", StringComparison.Ordinal))
            return "rpl_semi_sync_source_" + plain["rpl_semi_sync_master_".Length..];
        return plain.StartsWith("rpl_semi_sync_slave_", StringComparison.Ordinal)
            ? "rpl_semi_sync_replica_" + plain["rpl_semi_sync_slave_".Length..] : plain;
    }
}
