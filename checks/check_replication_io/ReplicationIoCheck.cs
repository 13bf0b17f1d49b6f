using System.Globalization;
using Linux.Host;
using Nagios.Plugin;

namespace NagiosChecks.ReplicationIo;

/// <summary>The check in its parts.</summary>
internal sealed class ReplicationIoCheck : Check<ReplicationIoOptions, ReplicationIoLimits, ReplicationIoMeasurement, ReplicationIoHistory>
{
    /// <summary>The check's name as it begins the first line.</summary>
    public const string ResultName = "REPLICATION_IO";

    /// <inheritdoc/>
    public override CheckDescription Description { get; } = new(
        "check_replication_io",
        "is a replica's IO thread stopped (error 1236 and its family), why, and what must be done?",
        """
        Judges every channel (MySQL) or connection (MariaDB) of a replica in one run: IO and SQL thread, lag, and a connection
        that is not there or breaks again and again. Errors are judged by their text as well as by their number, since MySQL
        8.0 and later reports 13114 for what is still called error 1236. For each kind of error the check says the cause, what
        not to do, and what to do next, with file and position.

        "Increase max_allowed_packet" is hardly ever the way out of error 1236: the binlog is damaged at that place. With
        --source-defaults-file or --source-binlog-dir the check looks there. It then also warns before the source purges what
        a replica still needs, and finds a connection that is dead although the server says Yes. Run against a source, it
        finds a MySQL that has silently stopped writing its binlog.
        """)
    {
        States =
        [
            "CRITICAL: a thread stopped with an error; the IO thread cannot connect and trying again cannot help (password, rights, "
                + "TLS), or has given up; "
                + "lag or time without connection above its range; the source has purged what a replica needs, waits for room on its "
                + "binlog disk, or writes no binlog",
            "WARNING: the IO thread is not connected but may come back, loses its source again and again, or reads nothing although "
                + "the source went on; "
                + "lag in the warning range; the source's purge comes near; received events would be lost at the next START; "
                + "what was seen cannot be kept for the next run",
            "OK: none of these",
            "UNKNOWN: the server could not be asked (rights, time limit), or is no replica (--if-not-replica), or the command line is "
                + "wrong",
        ],
        Examples =
        [
            ("check_replication_io --defaults-file /etc/nagios/replica.cnf", "the replica on this host or the one named in the file"),
            ("check_replication_io --hosts db2,db3,db4:3307 --defaults-file /etc/nagios/replica.cnf",
                "three replicas; one finding if they fail at one place"),
            ("check_replication_io --source-defaults-file /etc/nagios/source.cnf", "also ask the source how far its purge is away"),
            ("check_replication_io --without-channels group_replication_applier --expect-stopped dc2",
                "leave one channel out; another is stopped on purpose"),
        ],
    };

    /// <inheritdoc/>
    public override IReadOnlyList<DeclaredSeries> Series => ReplicationIoSeries.All;

    /// <inheritdoc/>
    public override StateFormat<ReplicationIoHistory> State => ReplicationIoHistory.Format;

    /// <inheritdoc/>
    public override NagiosState WithoutState => NagiosState.Warning;

    /// <inheritdoc/>
    public override ReplicationIoLimits Limits(ReplicationIoOptions options) => ReplicationIoLimits.Parse(options);

    /// <inheritdoc/>
    public override string StateKey(ReplicationIoOptions options, ReplicationIoLimits limits) =>
        options.Hosts is { } hosts ? $"channels of {hosts}"
        : options.Socket is { } socket ? $"channels of socket {socket}"
        : options.Host is { } host && host != "localhost"
            ? string.Create(CultureInfo.InvariantCulture, $"channels of {host}:{options.Port ?? "3306"}")
        : $"channels of {options.DefaultsFile ?? options.DefaultsExtraFile ?? "this host"} {options.DefaultsGroup} {options.Port}".TrimEnd(
            );

    /// <inheritdoc/>
    public override ReplicationIoMeasurement Probe(ReplicationIoOptions options, ReplicationIoLimits limits, CheckRun run) =>
        new ReplicationIoProbe(options, limits, run,
            new QuestionGuard(() => Recall(options, limits, run), history => SaveNow(history, run))).Read();

    /// <inheritdoc/>
    public override Verdict<ReplicationIoHistory> Evaluate(ReplicationIoMeasurement measurement, ReplicationIoLimits limits,
        ReplicationIoHistory history, ClockReading now) =>
        ReplicationIoEvaluation.Judge(measurement, limits, history, now);

    /// <inheritdoc/>
    protected override void ReportStateProblem(NagiosCheckResult result, string problem, ReplicationIoHistory? unsaved) =>
        result.Report(WithoutState, $"{problem}; so a dead connection, and how long a connection is lost, cannot be seen");
}
