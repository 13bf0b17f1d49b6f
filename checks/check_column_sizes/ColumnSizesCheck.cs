using Linux.Host;
using MySql.BinlogFiles;
using Nagios.Plugin;

namespace NagiosChecks.ColumnSizes;

/// <summary>Is anything written that is larger than anyone expected?</summary>
internal sealed class ColumnSizesCheck : Check<ColumnSizesOptions, ColumnSizesLimits, ColumnSizesMeasurement, ColumnSizesHistory>
{
    private bool _followsDirectory;

    public override CheckDescription Description { get; } = new(
        "check_column_sizes",
        "is anything written that is larger than anyone expected?",
        """
        Measures every value that INSERT and UPDATE wrote to the binlog since the last run, and compares it with what was expected of its
        column: no table is ever scanned, and no server is asked.

        Without expectations it says how large the values are, what comes near its declaration and what grows; --propose writes a
        file of expectations from that.
        """)
    {
        States =
        [
            "OK every value is as expected, or nothing is expected.",
            "WARNING a value is larger than expected; it is reported for --hold, so that one large value is not missed; "
                + "or the place where to go on cannot be kept.",
            "CRITICAL a value is more than --factor times as large as expected.",
            "UNKNOWN a file could not be read, or it is encrypted.",
        ],
        Examples =
        [
            ("check_column_sizes --expect app.groups.description=2K --dir /var/log/mysql", "one expectation, every minute"),
            ("check_column_sizes --expectations /etc/nagios/column-sizes", "many, from a file"),
            ("check_column_sizes --propose /tmp/column-sizes -t 1h mysql-bin.0000*", "a proposal from old binlogs"),
        ],
    };

    public override IReadOnlyList<DeclaredSeries> Series => ColumnSizesSeries.All;

    public override StateFormat<ColumnSizesHistory> State => ColumnSizesHistory.Format;

    /// <inheritdoc/>
    /// <remarks>Without the place where the last run stopped, only the last minute is read; files that are named are read whole.</remarks>
    public override NagiosState WithoutState => _followsDirectory ? NagiosState.Warning : NagiosState.Ok;

    public override ColumnSizesLimits Limits(ColumnSizesOptions options) => ColumnSizesLimits.Of(options);

    public override string StateKey(ColumnSizesOptions options, ColumnSizesLimits limits) => limits.Directory ?? "";

    public override ColumnSizesMeasurement Probe(ColumnSizesOptions options, ColumnSizesLimits limits, CheckRun run)
    {
        var probe = new ColumnSizesProbe(limits, run);
        if (limits.Files.Count > 0)
            return probe.ReadNamed();
        _followsDirectory = true;
        run.Stage = "looking for the binlogs";
        var directory = limits.Directory ?? BinlogPlace.OfThisHost(new HostFiles("/"));
        return probe.ReadDirectory(directory, Recall(options, limits, run));
    }

    public override Verdict<ColumnSizesHistory> Evaluate(
        ColumnSizesMeasurement measurement, ColumnSizesLimits limits, ColumnSizesHistory history, ClockReading now) =>
        new ColumnSizesEvaluation(measurement, limits, history, now).Judge();
}
