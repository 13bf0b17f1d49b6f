using Linux.Host;
using MySql.BinlogFiles;
using Nagios.Plugin;

namespace NagiosChecks.BinlogIntegrity;

/// <summary>Is every binlog whole to its last event, before a replica finds out?</summary>
internal sealed class BinlogIntegrityCheck
    : Check<BinlogIntegrityOptions, BinlogIntegrityLimits, BinlogIntegrityMeasurement, BinlogIntegrityHistory>
{
    private bool _followsDirectory;

    public override CheckDescription Description { get; } = new(
        "check_binlog_integrity",
        "is every binlog whole to its last event, before a replica finds out?",
        """
        Reads MySQL and MariaDB binlogs as they are on disk and verifies every event: magic, chain of headers, lengths,
        positions, CRC32, the end of the last transaction and of the file. A server that damages its own binlog does not notice;
        its replicas stop with error 1236 when they get there, perhaps days later.

        Without files it watches the newest files of a directory and compares the directory with its index. Each run reads only what was
        written since the last one. A file that is being written is never taken for damaged: what looks so at its end is read again.

        It asks no server anything and changes nothing. Files that MariaDB encrypted are checked by the lengths of their events; of those
        that MySQL encrypted nothing but the size can be told.
        """)
    {
        States =
        [
            "OK every event that was read is whole.",
            "WARNING a file was not closed (--if-not-closed), is not in the index (--if-extra), or holds an event larger than "
                + "--max-allowed-packet; or the place where to go on cannot be kept.",
            "CRITICAL a file is damaged (--if-damaged), or the index lists one that is not there (--if-missing).",
            "UNKNOWN a file could not be read, or not within --timeout, or MySQL encrypted it (--if-encrypted).",
        ],
        Examples =
        [
            ("check_binlog_integrity --dir /var/log/mysql", "what is new in the three newest files, every minute"),
            ("check_binlog_integrity --dir /var/lib/mysql --all -t 50", "every file, as far as 50 seconds reach; the next run goes on"),
            ("check_binlog_integrity -t 1h /backup/binlogs/mysql-bin.0001*",
                "copies of binlogs, by hand, from their first byte to their last"),
        ],
    };

    public override IReadOnlyList<DeclaredSeries> Series => BinlogIntegritySeries.All;

    public override StateFormat<BinlogIntegrityHistory> State => BinlogIntegrityHistory.Format;

    /// <inheritdoc/>
    /// <remarks>What one run has no time for is read by the next ones, which must know where to go on.</remarks>
    public override NagiosState WithoutState => _followsDirectory ? NagiosState.Warning : NagiosState.Ok;

    public override BinlogIntegrityLimits Limits(BinlogIntegrityOptions options) => BinlogIntegrityLimits.Of(options);

    public override string StateKey(BinlogIntegrityOptions options, BinlogIntegrityLimits limits) => limits.Directory ?? "";

    public override BinlogIntegrityMeasurement Probe(BinlogIntegrityOptions options, BinlogIntegrityLimits limits, CheckRun run)
    {
        var probe = new BinlogIntegrityProbe(limits, run);
        if (limits.Files.Count > 0)
            return probe.ReadNamed();
        _followsDirectory = true;
        run.Stage = "looking for the binlogs";
        var directory = limits.Directory ?? BinlogPlace.OfThisHost(new HostFiles("/"));
        return probe.ReadDirectory(directory, Recall(options, limits, run));
    }

    public override Verdict<BinlogIntegrityHistory> Evaluate(
        BinlogIntegrityMeasurement measurement, BinlogIntegrityLimits limits, BinlogIntegrityHistory history, ClockReading now) =>
        new(
            new BinlogIntegrityEvaluation(measurement, limits).Judge(),
            measurement.Directory is null ? null : new BinlogIntegrityHistory(measurement.Files));
}
