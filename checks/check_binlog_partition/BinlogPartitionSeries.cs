using Nagios.Plugin;

namespace NagiosChecks.BinlogPartition;

/// <summary>What the check graphs.</summary>
internal static class BinlogPartitionSeries
{
    public static Series TimeToFull { get; } =
        new("time_to_full", "s",
        "time until the partition is full; its maximum means: not within any time that the growth so far lets anybody say");

    public static Series Used { get; } = new("used", "%", "in use, as df counts: of what users can have") { Maximum = 100 };

    public static Series Free { get; } =
        new("free", "B", "room that is left to the server, without what is reserved for root; the maximum is the size of the file system");

    public static Series Growth { get; } =
        new("growth", "B", "room that is lost in a second: the growth that decides, else the average of the last five minutes");

    public static Series Binlogs { get; } = new("binlogs", "B", "all binlogs together");

    public static Series BinlogFiles { get; } = new("binlog_files", "", "number of binlogs");

    public static Series Inodes { get; } = new("inodes", "%", "inodes in use, where they can run out") { Maximum = 100 };

    public static Series Trend { get; } =
        new("trend", "s",
        "time until the partition is full at the pace of the last day, purges counted, at most 10 days; unknown while the room does not "
        + "shrink all day long");

    public static IReadOnlyList<DeclaredSeries> All { get; } = [TimeToFull, Used, Free, Growth, Binlogs, BinlogFiles, Inodes, Trend];
}
