using Nagios.Plugin;

namespace NagiosChecks.BinlogIntegrity;

/// <summary>What check_binlog_integrity graphs.</summary>
internal static class BinlogIntegritySeries
{
    public static readonly Series Damaged = new("damaged", "", "files with damage");

    public static readonly Series NotClosed = new("not_closed", "", "files that are not the newest and were never closed");

    public static readonly Series Missing = new("missing", "", "files that the index lists and the directory lacks");

    public static readonly Series Extra = new("extra", "", "files that the directory holds and the index lacks, and gaps in the index");

    public static readonly Series Files = new("files", "", "files that are watched");

    public static readonly Series Read = new("read", "B", "bytes verified in this run");

    public static readonly Series Left = new("left", "B", "bytes that are left to later runs because the time was up");

    public static readonly Series LargestEvent = new("largest_event", "B", "the largest event that this run read");

    public static IReadOnlyList<DeclaredSeries> All { get; } = [Damaged, NotClosed, Missing, Extra, Files, Read, Left, LargestEvent];
}
