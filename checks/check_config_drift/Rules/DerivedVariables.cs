namespace NagiosChecks.ConfigDrift;

/// <summary>Variables that a server computes from others when nobody sets them: only the cause is reported.</summary>
internal static class DerivedVariables
{
    private static readonly (string Name, string[] Causes)[] Table =
    [
        ("back_log", ["max_connections"]),
        ("host_cache_size", ["max_connections"]),
        ("thread_cache_size", ["max_connections"]),
        ("open_files_limit", ["max_connections", "table_open_cache"]),
        ("table_open_cache", ["max_connections", "open_files_limit"]),
        ("table_definition_cache", ["table_open_cache"]),
        ("innodb_open_files", ["table_open_cache"]),
        ("tmp_memory_table_size", ["tmp_table_size"]),
        ("collation_server", ["character_set_server"]),
        ("character_set_client", ["character_set_server"]),
        ("character_set_connection", ["character_set_server"]),
        ("character_set_database", ["character_set_server"]),
        ("character_set_results", ["character_set_server"]),
        ("collation_connection", ["collation_server", "character_set_server"]),
        ("collation_database", ["collation_server", "character_set_server"]),
        ("innodb_buffer_pool_chunk_size", ["innodb_buffer_pool_size"]),
        ("innodb_buffer_pool_size_max", ["innodb_buffer_pool_size"]),
        ("innodb_buffer_pool_instances", ["innodb_buffer_pool_size"]),
        ("innodb_io_capacity_max", ["innodb_io_capacity"]),
        ("innodb_lru_scan_depth", ["innodb_io_capacity"]),
        ("rpl_semi_sync_source_wait_no_replica", ["rpl_semi_sync_source_enabled"]),
    ];

    /// <summary>The variables from which a server computes this one; empty where it computes nothing.</summary>
    /// <param name="name">Its newest name.</param>
    public static IReadOnlyList<string> CausesOf(string name)
    {
        foreach (var (derived, causes) in Table)
        {
            if (derived == name)
                return causes;
        }

        return [];
    }
}
