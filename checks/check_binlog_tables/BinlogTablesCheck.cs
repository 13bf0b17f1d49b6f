using Linux.Host;
using MySql.BinlogFiles;
using Nagios.Plugin;

namespace NagiosChecks.BinlogTables;

/// <summary>Which tables and columns do the binlog bytes belong to, and how often is a row rewritten?</summary>
internal sealed class BinlogTablesCheck : Check<BinlogTablesOptions, BinlogTablesLimits, BinlogTablesMeasurement, BinlogTablesHistory>
{
    private bool _followsDirectory;

    public override CheckDescription Description { get; } = new(
        "check_binlog_tables",
        "which tables and columns do the binlog bytes belong to, and how often is a row rewritten?",
        """
        Counts whose bytes MySQL and MariaDB binlogs hold: by table, with --columns by column, and how often the same row was written
        again. It reads the files themselves and jumps over what it does not need, so that a run every minute costs next to nothing on a
        busy primary; no server is asked, and nothing stops a commit.

        Without files it counts what was written since the last run. The parts add up: tables, statements and overhead are the
        bytes of the file. Compressed rows and transactions count what they take on disk.

        With files it is the tool for afterwards: a table of all tables, as text, CSV or JSON, up to the offset where a damaged file
        can be read no further.
        """)
    {
        States =
        [
            "OK no table writes more than --warning.",
            "WARNING, CRITICAL a table, its share, its rewritten rows or a transaction is outside of its range.",
            "CRITICAL also: a file named on the command line is damaged; WARNING when one of the directory is, "
                + "or when the place where to go on cannot be kept.",
            "UNKNOWN a file could not be read, or not within --timeout, or it is encrypted.",
        ],
        Examples =
        [
            ("check_binlog_tables --dir /var/log/mysql", "what was written since the last run, every minute"),
            ("check_binlog_tables --columns --since 30m --dir /var/lib/mysql -t 60",
                "the last half hour, by column, with rows that were written again"),
            ("check_binlog_tables --columns -t 1h mysql-bin.000042 mysql-bin.000043", "two files, by hand"),
        ],
    };

    public override IReadOnlyList<DeclaredSeries> Series => BinlogTablesSeries.All;

    public override StateFormat<BinlogTablesHistory> State => BinlogTablesHistory.Format;

    /// <inheritdoc/>
    /// <remarks>Without the place where the last run stopped, only the last minute is read; files that are named are read whole.</remarks>
    public override NagiosState WithoutState => _followsDirectory ? NagiosState.Warning : NagiosState.Ok;

    public override BinlogTablesLimits Limits(BinlogTablesOptions options) => BinlogTablesLimits.Of(options);

    public override string StateKey(BinlogTablesOptions options, BinlogTablesLimits limits) => limits.Directory ?? "";

    public override BinlogTablesMeasurement Probe(BinlogTablesOptions options, BinlogTablesLimits limits, CheckRun run)
    {
        var probe = new BinlogTablesProbe(limits, run);
        if (limits.Files.Count > 0)
            return probe.ReadNamed();
        _followsDirectory = true;
        run.Stage = "looking for the binlogs";
        var directory = limits.Directory ?? BinlogPlace.OfThisHost(new HostFiles("/"));
        return probe.ReadDirectory(directory, Recall(options, limits, run));
    }

    public override Verdict<BinlogTablesHistory> Evaluate(
        BinlogTablesMeasurement measurement, BinlogTablesLimits limits, BinlogTablesHistory history, ClockReading now) =>
        new(
            new BinlogTablesEvaluation(measurement, limits).Judge(),
            measurement.Next is { } next ? new BinlogTablesHistory(next, now) : null);
}
