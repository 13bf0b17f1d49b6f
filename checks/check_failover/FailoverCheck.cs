using Linux.Host;
using Nagios.Plugin;

namespace NagiosChecks.Failover;

/// <summary>The check in its parts.</summary>
internal sealed class FailoverCheck : Check<FailoverOptions, FailoverLimits, FailoverMeasurement>
{
    /// <summary>The check's name as it begins the first line.</summary>
    public const string ResultName = "FAILOVER";

    /// <inheritdoc/>
    public override CheckDescription Description { get; } = new(
        "check_failover",
        "would a failover work right now, which replica would take over, and by which statements?",
        """
        Looks at all servers of a replication tree in one run, and says whether a replica can take over now without losing
        anything that any replica has received. It names the best one, and for each other one why not. Which server is the
        source is found, not given: after a failover the same definition goes on working.

        A source that is gone, or whose writers wait for room on a full binlog disk, is CRITICAL, and the first line says who
        can take over. --plan prints the runbook for this tree in this moment; the check executes nothing. A source with a
        full disk is asked nothing that hangs there.
        """)
    {
        States =
        [
            "CRITICAL: no replica can take over; the source is gone, or wedged on a full binlog disk; a replica's SQL thread stopped with "
                + "an "
                + "error, two servers have one server_id, or a replica would stop at the next large row",
            "WARNING: fewer replicas than --ready can take over, or something small is in the way of one; a replica can be written to "
                + "(--if-writable)",
            "OK: at least --ready replicas can take over now, and nothing is in the way of the others",
            "UNKNOWN: a server that may hold more than the others was not asked (--if-not-asked), a right is missing, or the command line "
                + "is wrong",
        ],
        Examples =
        [
            ("check_failover --hosts db1,db2,db3:3307 --defaults-file /etc/nagios/tree.cnf", "three servers, whoever is the source"),
            ("check_failover -H db1 --ready 2 --never db9", "the tree that db1 belongs to; two must be ready, db9 does not count"),
            ("check_failover --hosts db1,db2,db3 --defaults-file /etc/nagios/tree.cnf --plan", "the runbook for this moment, for a person"),
            ("check_failover --replay /var/tmp/tree --output json", "judge what --record has kept"),
        ],
    };

    /// <inheritdoc/>
    public override IReadOnlyList<DeclaredSeries> Series => FailoverSeries.All;

    /// <inheritdoc/>
    public override FailoverLimits Limits(FailoverOptions options) => FailoverLimits.Of(options);

    /// <inheritdoc/>
    public override FailoverMeasurement Probe(FailoverOptions options, FailoverLimits limits, CheckRun run) =>
        FailoverProbe.Read(options, limits, run);

    /// <inheritdoc/>
    public override NagiosCheckResult Evaluate(FailoverMeasurement measurement, FailoverLimits limits, ClockReading now) =>
        FailoverEvaluation.Judge(measurement, limits, now);
}
