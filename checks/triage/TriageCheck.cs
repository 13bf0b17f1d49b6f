using Linux.Host;
using Nagios.Plugin;

namespace NagiosChecks.Triage;

/// <summary>Runs the checks of the suite and makes one result, and one screen, of what all of them said.</summary>
internal sealed class TriageCheck : Check<TriageOptions, TriageLimits, TriageRun>
{
    public override CheckDescription Description { get; } = new(
        "triage",
        "what is wrong with this host, of all that this suite can see?",
        """
        Runs every check of the suite that stands beside it, all at once, each bounded by a timeout, and prints one screen: worst
        first, then the next steps of what is not OK, then what the checks could not see. Checks that have nothing to look at here are
        one dim line with the reason.

        It runs the checks with their defaults and the rights of whoever starts it; as root it sees most. The options of a login are
        handed on to the checks of a MySQL or MariaDB server. It is a Nagios check itself: the first line and the exit code are those of
        the worst.
        """)
    {
        States =
        [
            "CRITICAL, UNKNOWN, WARNING: the worst state of any check, in this order",
            "OK: every check that applies is OK",
        ],
        Examples =
        [
            ("triage", "everything that applies to this host, on one screen"),
            ("triage --only conntrack,kernel_modules", "only these two"),
            ("triage --skip stale_acks --check-timeout 5", "all but one, five seconds for each"),
            ("triage --socket /run/mysqld/second.sock --user monitor", "log in to another server than the default one"),
            ("triage --output json", "for a script"),
        ],
    };

    public override IReadOnlyList<DeclaredSeries> Series => TriageSeries.All;

    public override TriageLimits Limits(TriageOptions options) => TriageLimits.Parse(options);

    public override TriageRun Probe(TriageOptions options, TriageLimits limits, CheckRun run) => TriageProbe.Run(options, limits, run);

    public override NagiosCheckResult Evaluate(TriageRun measurement, TriageLimits limits, ClockReading now) =>
        TriageEvaluation.Evaluate(measurement, limits.UseColor);
}
