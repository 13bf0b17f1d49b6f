namespace NagiosChecks.ConfigDrift;

/// <summary>
/// Variables that a statement's result depends on and that do not travel with it in the binlog (MySQL manual, "Replication and
/// Variables", "Replication and Time Zones", "Replication and System Functions"). With ROW on every server only what is
/// computed after a promotion changes.
/// </summary>
internal static class StatementRules
{
    /// <summary>The rules.</summary>
    public static IReadOnlyList<DriftRule> All { get; } =
    [
        new("group_concat_max_len", DriftClass.Statement,
            "GROUP_CONCAT cuts its result at another length: values differ, or the SQL thread stops with 1260")
        { TakenOver = TakenOver.BySqlThread },
        new("system_time_zone", DriftClass.Statement,
            "with time_zone=SYSTEM, NOW() and conversions of TIMESTAMP give other times, without an error")
        { IsSilent = true, Change = Change.Restart },
        new("div_precision_increment", DriftClass.Statement, "divisions give another number of digits, without an error")
        { IsSilent = true, TakenOver = TakenOver.BySqlThread },
        new("default_week_format", DriftClass.Statement, "WEEK() gives another number, without an error") { IsSilent = true,
            TakenOver = TakenOver.BySqlThread },
        new("max_sort_length", DriftClass.Statement, "ORDER BY of long values gives another order, without an error") { IsSilent = true,
            TakenOver = TakenOver.BySqlThread },
        new("ft_min_word_len", DriftClass.Statement, "full-text searches in MyISAM and Aria tables find other rows")
        { Change = Change.Restart },
        new("innodb_ft_min_token_size", DriftClass.Statement, "full-text searches find other rows") { Change = Change.Restart },
    ];
}
