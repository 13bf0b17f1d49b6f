namespace NagiosChecks.ConfigDrift;

/// <summary>Variables that decide how fast the server is as the source. More than the source has does no harm.</summary>
internal static class SpeedRules
{
    /// <summary>The rules.</summary>
    public static IReadOnlyList<DriftRule> All { get; } =
    [
        Less("innodb_buffer_pool_size", "less of the data stays in memory, and reads go to the disk", ValueKind.Size),
        Less("innodb_redo_log_capacity", "a smaller redo log makes writes wait for pages to be flushed", ValueKind.Size),
        Less("innodb_log_buffer_size", "large transactions write the redo log more often", ValueKind.Size)
            with { MariaDbChange = Change.Restart },
        Less("innodb_io_capacity", "pages are flushed more slowly in the background"),
        Less("innodb_io_capacity_max", "pages are flushed more slowly under load"),
        Less("innodb_read_io_threads", "fewer reads run side by side") with { Change = Change.Restart, MariaDbChange = Change.Running },
        Less("innodb_write_io_threads", "fewer writes run side by side") with { Change = Change.Restart, MariaDbChange = Change.Running },
        Less("innodb_purge_threads", "old row versions are removed more slowly") with { Change = Change.Restart,
            MariaDbChange = Change.Running },
        Less("innodb_buffer_pool_instances", "threads wait more for the buffer pool") with { Change = Change.Restart },
        Less("innodb_page_cleaners", "pages are flushed by fewer threads") with { Change = Change.Restart },
        Less("key_buffer_size", "indexes of MyISAM tables are read from the disk", ValueKind.Size),
        Less("aria_pagecache_buffer_size", "Aria tables and temporary tables on disk are read from the disk", ValueKind.Size)
            with { Change = Change.Restart },
        Less("tmp_table_size", "temporary tables go to the disk sooner", ValueKind.Size),
        Less("tmp_memory_table_size", "temporary tables go to the disk sooner", ValueKind.Size),
        Less("temptable_max_ram", "temporary tables go to the disk sooner", ValueKind.Size),
        Less("sort_buffer_size", "sorts go to the disk sooner", ValueKind.Size),
        Less("innodb_sort_buffer_size", "indexes are built more slowly", ValueKind.Size) with { Change = Change.Restart },
        Less("join_buffer_size", "joins without an index read a table more often", ValueKind.Size),
        Less("read_buffer_size", "scans read smaller pieces", ValueKind.Size),
        Less("read_rnd_buffer_size", "rows are read in smaller pieces after a sort", ValueKind.Size),
        Less("bulk_insert_buffer_size", "bulk inserts into MyISAM tables are slower", ValueKind.Size),
        Less("myisam_sort_buffer_size", "indexes of MyISAM tables are built more slowly", ValueKind.Size),
        Less("binlog_cache_size", "transactions go to a temporary file before they are logged", ValueKind.Size),
        Less("table_open_cache", "tables are opened and closed more often"),
        Less("table_definition_cache", "table definitions are read more often"),
        Less("table_open_cache_instances", "sessions wait more for the table cache") with { Change = Change.Restart },
        Less("thread_cache_size", "threads are made anew for each connection"),
        Less("thread_pool_size", "fewer statements run side by side"),
        Less("open_files_limit", "fewer files can be open at a time") with { Change = Change.Restart },
        Less("back_log", "fewer connections may wait to be accepted") with { Change = Change.Restart },
        Less("replica_parallel_workers", "the replica applies with fewer workers, and falls behind sooner")
            with { MariaDbChange = Change.Restart },
        Less("query_cache_size", "the query cache holds fewer results", ValueKind.Size),
        Differs("query_cache_type", "the query cache is used differently"),
        Differs("thread_handling", "connections get their threads in another way") with { Change = Change.Restart },
        Differs("optimizer_switch", "the optimizer makes other plans"),
        Differs("optimizer_search_depth", "the optimizer makes other plans"),
        Differs("optimizer_prune_level", "the optimizer makes other plans"),
        Differs("eq_range_index_dive_limit", "the optimizer makes other plans"),
        Differs("optimizer_use_condition_selectivity", "the optimizer makes other plans"),
        Differs("use_stat_tables", "the optimizer makes other plans"),
        Differs("join_cache_level", "joins use other buffers"),
        Differs("innodb_stats_persistent", "the optimizer works from other statistics"),
        Differs("innodb_stats_persistent_sample_pages", "the optimizer works from other statistics"),
        Differs("innodb_flush_method", "the disk is written in another way") with { Change = Change.Restart },
        Differs("innodb_flush_neighbors", "pages are flushed in another order"),
        Differs("innodb_use_native_aio", "the disk is used in another way") with { Change = Change.Restart },
        Differs("innodb_adaptive_hash_index", "lookups by index have another speed"),
        Differs("innodb_thread_concurrency", "another number of statements runs inside InnoDB"),
        Differs("innodb_change_buffering", "changes of secondary indexes are buffered differently"),
        Differs("innodb_buffer_pool_load_at_startup", "the buffer pool is cold, or warm, after a restart") with { Change = Change.Restart },
        Differs("innodb_numa_interleave", "memory is spread over the processors differently") with { Change = Change.Restart },
        Differs("large_pages", "memory is mapped differently") with { Change = Change.Restart },
        Differs("binlog_group_commit_sync_delay", "commits wait for others for another time"),
        Differs("binlog_commit_wait_count", "commits wait for others differently"),
    ];

    private static DriftRule Less(string name, string consequence, ValueKind kind = ValueKind.Plain) =>
        new(name, DriftClass.Slower, consequence) { Direction = Direction.ReplicaLess, Kind = kind };

    private static DriftRule Differs(string name, string consequence) => new(name, DriftClass.Slower, consequence);
}
