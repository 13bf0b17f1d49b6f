namespace NagiosChecks.Conntrack;

/// <summary>The perfdata of check_conntrack, in the order in which it is printed.</summary>
internal static class ConntrackSeries
{
    public const string Fill = "fill";
    public const string Entries = "entries";
    public const string TimeToFull = "time_to_full";
    public const string DropRate = "drop_rate";
    public const string ClashRate = "clash_rate";
    public const string ChainRate = "chain_rate";
    public const string EarlyDropRate = "early_drop_rate";
    public const string InsertFailedRate = "insert_failed_rate";
    public const string BucketLoad = "bucket_load";
    public const string ExpectFill = "expect_fill";
    public const string Namespaces = "namespaces";
}
