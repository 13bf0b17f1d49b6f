using Linux.Host;
using Nagios.Plugin;

namespace NagiosChecks.BinlogPartition;

/// <summary>How long the partition of the binlogs will last: the check's parts.</summary>
internal sealed class BinlogPartitionCheck : Check<BinlogPartitionOptions, BinlogPartitionLimits, BinlogPartitionMeasurement,
    BinlogPartitionHistory>
{
    /// <summary>What <c>--help</c> says.</summary>
    public static CheckDescription Text { get; } = new(
        "check_binlog_partition",
        "how long until the partition that holds the binlogs is full?",
        """
        The sizes and times of the binlogs tell how much was written when, so the first run knows their growth already, and purges do not
        disturb it. Between runs the check keeps the room that is left, so that whatever others write there counts as well.

        A rate counts only while it lasts through a whole window (from --short-window to --long-window), and is trusted six times as far
        ahead as it has lasted. A single file, commit or purge is a step and no rate. Growth that ended by itself at this time of day on two
        earlier days, or that something cuts again and again, raises no alarm while the rest of it leaves room. Slow growth is judged by the
        pace of the last day (--trend-warning).

        Needs the right to list the directory; reads the first kilobyte of a few binlogs at most, no row data. Run it on the database host.
        With a login it also knows what will be purged in time and why something is not, sessions that wait for room, and a binlog that
        went off. It never asks anything that hangs on a full disk.
        """)
    {
        States =
        [
            "CRITICAL: time to full, use, free bytes, growth, trend or inodes in a critical range; the partition is full or read-only; "
                + "sessions wait for room; the binlog went off (--if-binlog-off); the server is down (--if-server-down)",
            "WARNING: the same with the warning ranges; or the samples that a forecast needs cannot be kept",
            "OK: none of these; binlogs on the disk of the data are noted (--if-same-device)",
            "UNKNOWN: the directory was not found, may not be listed (--if-unlisted), or its file system does not answer",
        ],
        Examples =
        [
            ("check_binlog_partition", "finds the server that runs here, judges with the defaults"),
            ("check_binlog_partition --path /var/lib/mysql-binlog -v", "no login; shows the growth of the last hours"),
            ("check_binlog_partition --defaults-extra-file /etc/nagios/mysql.cnf -w 4h: -c 1h:",
                "with a login, which knows what will be purged; earlier alarms"),
            ("check_binlog_partition --free-critical 20G: --if-same-device warning",
                "a floor under the free space; binlogs belong on a disk of their own"),
        ],
    };

    /// <inheritdoc/>
    public override CheckDescription Description => Text;

    /// <inheritdoc/>
    public override IReadOnlyList<DeclaredSeries> Series => BinlogPartitionSeries.All;

    /// <inheritdoc/>
    public override StateFormat<BinlogPartitionHistory> State => BinlogPartitionHistory.Format;

    /// <inheritdoc/>
    /// <remarks>Without earlier samples there is no growth and no forecast: a partition that fills would be OK to the last.</remarks>
    public override NagiosState WithoutState => NagiosState.Warning;

    /// <inheritdoc/>
    public override BinlogPartitionLimits Limits(BinlogPartitionOptions options) => BinlogPartitionLimits.Parse(options);

    /// <summary>The binlogs that the options name, not those that a run finds: a full disk is still judged when its server is
    /// gone.</summary>
    public override string StateKey(BinlogPartitionOptions options, BinlogPartitionLimits limits) => options.Path is { } path
        ? $"path {BinlogLocation.Absolute(path)}"
        : $"server {options.Host ?? "here"} {options.Port} {options.Socket} {options.DefaultsFile} {options.DefaultsExtraFile} "
            + $"{options.DefaultsGroup}";

    /// <inheritdoc/>
    public override BinlogPartitionMeasurement Probe(BinlogPartitionOptions options, BinlogPartitionLimits limits, CheckRun run) =>
        BinlogPartitionProbe.Read(options, limits, () => Recall(options, limits, run).Place, run);

    /// <inheritdoc/>
    public override Verdict<BinlogPartitionHistory> Evaluate(
        BinlogPartitionMeasurement measurement, BinlogPartitionLimits limits, BinlogPartitionHistory history, ClockReading now) =>
        BinlogPartitionEvaluation.Judge(measurement, limits, history, now);
}
