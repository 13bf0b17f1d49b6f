using Linux.Host;
using Nagios.Plugin;

namespace NagiosChecks.ConfigDrift;

/// <summary>The check in its parts.</summary>
internal sealed class ConfigDriftCheck : Check<ConfigDriftOptions, ConfigDriftLimits, ConfigDriftMeasurement>
{
    /// <summary>The check's name as it begins the first line.</summary>
    public const string ResultName = "CONFIG_DRIFT";

    /// <inheritdoc/>
    public override CheckDescription Description { get; } = new(
        "check_config_drift",
        "which settings differ between a source and its replicas, and what breaks because of it?",
        """
        Compares the variables, plugins and time-zone tables of all servers of a replication tree, each replica with its source, and
        judges every difference by what it does: it breaks replication, now or at the next statement of some kind; statements give other
        results; applications notice when the replica becomes the source; the replica would be slower; or nothing. Different spellings of
        one value, old and new names, values that a server computes, and what must differ (names, ids, paths) are not reported.

        It also compares what runs with what a restart would bring: values that somebody set while a server ran, values that SET PERSIST
        keeps, and option files that were changed, where they can be read (on this host). One server alone is judged by that.

        No data is read and nothing is changed; the statements answer at once also on a source whose binlog disk is full.
        """)
    {
        States =
        [
            "CRITICAL: a difference that stops replication or lets rows differ without an error (--if-breaks), or that changes what "
                + "statements result in while a server has binlog_format STATEMENT or MIXED (--if-statements); a server is down",
            "WARNING: a difference that applications notice after a promotion, or that makes a server slower; a server will differ more "
                + "after a restart; a value is not as expected",
            "OK: none of these",
            "UNKNOWN: no server, or not the source of a replica, could be asked; the right to see who follows whom is missing; the "
                + "recording or the command line is wrong",
        ],
        Examples =
        [
            ("check_config_drift --hosts db1,db2,db3 --defaults-file /etc/nagios/tree.cnf", "compare three servers; roles are found"),
            ("check_config_drift --hosts db1,db2,db3 --ignore 'innodb_io_*,plugin *'", "leave out what differs on purpose"),
            ("check_config_drift --expect innodb_buffer_pool_size=64G,sync_binlog=1", "also judge values that every server must have"),
            ("check_config_drift --hosts db1,db2 --accounts --all", "by hand: compare accounts too, and print everything that differs"),
            ("check_config_drift --replay tree-before-failover", "judge what --record kept"),
        ],
    };

    /// <inheritdoc/>
    public override IReadOnlyList<DeclaredSeries> Series => ConfigDriftSeries.All;

    /// <inheritdoc/>
    public override ConfigDriftLimits Limits(ConfigDriftOptions options) => ConfigDriftLimits.Parse(options);

    /// <inheritdoc/>
    public override ConfigDriftMeasurement Probe(ConfigDriftOptions options, ConfigDriftLimits limits, CheckRun run) =>
        new ConfigDriftProbe(options, limits, run).Read();

    /// <inheritdoc/>
    public override NagiosCheckResult Evaluate(ConfigDriftMeasurement measurement, ConfigDriftLimits limits, ClockReading now) =>
        ConfigDriftEvaluation.Judge(measurement, limits);
}
