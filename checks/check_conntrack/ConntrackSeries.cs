using Nagios.Plugin;

namespace NagiosChecks.Conntrack;

/// <summary>The perfdata of check_conntrack, in the order in which it is printed.</summary>
internal static class ConntrackSeries
{
    public static readonly Series Fill = new("fill", "%", "fill of the fullest table of those judged") { Maximum = 100 };

    public static readonly Series Entries = new("entries", "", "entries in that table; the maximum is nf_conntrack_max");

    public static readonly Series TimeToFull = new(
        "time_to_full", "s", "time until the first table is full at the growth of the last minute; unknown while none grows");

    public static readonly Series DropRate = new(
        "drop_rate", "", "packets per second dropped because a table was full, all namespaces together");

    public static readonly Series ClashRate = new(
        "clash_rate", "", "packets per second lost because their entries clashed, averaged over a minute or more, all namespaces together");

    public static readonly Series ChainRate = new(
        "chain_rate", "", "packets per second dropped because their hash chain was too long, Linux 5.15 and later, all namespaces "
            + "together");

    public static readonly Series EarlyDropRate = new(
        "early_drop_rate", "", "entries per second thrown out early to make room, all namespaces together");

    public static readonly Series InsertFailedRate = new(
        "insert_failed_rate", "", "entries per second not inserted, the kernel's counter as it is, all namespaces together");

    public static readonly Series BucketLoad = new("bucket_load", "", "entries of all namespaces per hash bucket");

    public static readonly Series ExpectFill = new("expect_fill", "%", "fill of the fullest expectation table") { Maximum = 100 };

    public static readonly Series Namespaces = new("namespaces", "", "network namespaces that were seen");

    public static readonly ItemSeries NamespaceEntries = new(
        "entries", "NAME", "", "entries in one namespace: own, and those named under /run/netns or by --graph-namespaces");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<DeclaredSeries> All { get; } =
    [
        Fill, Entries, TimeToFull, DropRate, ClashRate, ChainRate, EarlyDropRate, InsertFailedRate, BucketLoad, ExpectFill, Namespaces,
        NamespaceEntries,
    ];
}
