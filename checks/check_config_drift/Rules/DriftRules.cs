namespace NagiosChecks.ConfigDrift;

/// <summary>All rules, by the variable's newest name.</summary>
internal static class DriftRules
{
    private static readonly Dictionary<string, DriftRule> ByName = Index();

    /// <summary>Variables without an influence on replication, results and speed as the source.</summary>
    private static readonly string[] Cosmetic =
    [
        "*slow_query_log*", "log_slow_*", "long_query_time", "min_examined_row_limit", "log_queries_not_using_indexes",
        "log_throttle_queries*", "general_log", "log_output", "log_warnings", "log_error_*", "log_timestamps", "log_raw", "log_disabled_*",
        "performance_schema*", "report_*", "innodb_monitor_*", "innodb_print_*", "innodb_status_output*", "userstat", "profiling*",
        "core_file", "innodb_buffer_pool_dump_*", "innodb_buf_dump_*", "relay_log_purge", "relay_log_space_limit", "max_relay_log_size",
        "max_binlog_size", "binlog_annotate_row_events", "binlog_rows_query_log_events", "lc_messages", "lc_time_names",
        "slow_launch_time", "innodb_log_file_buffering", "replica_checkpoint_*", "replica_net_timeout", "relay_log_recovery",
        "sync_relay_log*", "sync_source_info", "plugin_maturity", "feedback_*", "server_audit_*",
    ];

    /// <summary>Settings of password checks, which are plugins or components under names of their own.</summary>
    private static readonly string[] PasswordPolicies = ["validate_password*", "simple_password_check_*", "cracklib_password_check_*"];

    /// <summary>Every rule.</summary>
    public static IEnumerable<DriftRule> All => ByName.Values;

    /// <summary>The rule of a variable; null where no consequence is known.</summary>
    /// <param name="name">Its newest name.</param>
    public static DriftRule? Of(string name)
    {
        if (ByName.TryGetValue(name, out var rule))
            return rule;
        if (NamePattern.MatchesAny(PasswordPolicies, name))
            return new DriftRule(name, DriftClass.AfterPromotion, "new passwords are judged differently");
        return NamePattern.MatchesAny(Cosmetic, name) ? new DriftRule(name, DriftClass.Cosmetic, "no influence on replication or results")
            : null;
    }

    private static Dictionary<string, DriftRule> Index()
    {
        var rules = new Dictionary<string, DriftRule>(StringComparer.Ordinal);
        foreach (var rule in BreakingRules.All)
            rules.Add(rule.Name, rule);
        foreach (var rule in StatementRules.All)
            rules.Add(rule.Name, rule);
        foreach (var rule in PromotionRules.All)
            rules.Add(rule.Name, rule);
        foreach (var rule in SpeedRules.All)
            rules.Add(rule.Name, rule);
        return rules;
    }
}
