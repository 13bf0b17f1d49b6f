using System.Globalization;
using MySql.Session;
using Nagios.Plugin;

namespace NagiosChecks.KilledQueries;

/// <summary>The check in its parts.</summary>
internal sealed class KilledQueriesCheck : Check<KilledQueriesOptions, KilledQueriesLimits, KilledQueriesMeasurement, KilledQueriesHistory>
{
    /// <inheritdoc/>
    public override CheckDescription Description { get; } = new(
        "check_killed_queries",
        "are there killed sessions that do not die?",
        """
        KILL only asks a session to end. One that undoes a large transaction, or that waits for a disk with no room left, goes on as
        "Killed" for minutes or for ever, with its locks. This check says how long each has been so, whether it rolls back and gets
        on, and what holds it. A full binlog disk and commits that wait for a semi-synchronous replica are named as such, killed
        sessions or not.

        It asks only what a server answers at once even then: the process list, InnoDB's transactions and a few variables. A server
        keeps no time of a kill: it is told from the runs of this check that saw the session, so the first run looks twice, one
        second apart.
        """)
    {
        States =
        [
            "CRITICAL: a killed session has not died for longer than --critical; sessions have waited to commit for longer than "
                + "--commit-critical; "
                + "the binlog disk is full (--if-disk-full); the server is down (--if-server-down)",
            "WARNING: the same with the warning ranges; a killed session was found for the first time and may have been so for longer "
                + "than that; "
                + "a rollback takes longer than --rollback-warning; what was seen cannot be kept for the next run",
            "OK: no killed session, or none for long",
            "UNKNOWN: the server could not be asked, or the account may not see the sessions of others (GRANT PROCESS)",
        ],
        Examples =
        [
            ("check_killed_queries", "the server of this host, account and password from ~/.my.cnf"),
            ("check_killed_queries --defaults-extra-file /etc/nagios/mysql.cnf -w 30s -c 2m", "with an option file and shorter patience"),
            ("check_killed_queries -H db1 -u nagios --ssl-mode VERIFY_IDENTITY --ssl-ca /etc/ssl/db-ca.pem",
                "a server elsewhere, over verified TLS; password from ~/.my.cnf or $MYSQL_PWD"),
            ("check_killed_queries --rollback-critical 1h", "page when a rollback takes longer than an hour"),
        ],
    };

    /// <inheritdoc/>
    public override IReadOnlyList<DeclaredSeries> Series => KilledQueriesSeries.All;

    /// <inheritdoc/>
    public override StateFormat<KilledQueriesHistory> State => KilledQueriesHistory.Format;

    /// <inheritdoc/>
    /// <remarks>Without an earlier sighting the age of a killed session is a lower bound, and never CRITICAL.</remarks>
    public override NagiosState WithoutState => NagiosState.Warning;

    /// <inheritdoc/>
    public override KilledQueriesLimits Limits(KilledQueriesOptions options) => KilledQueriesLimits.Parse(options);

    /// <inheritdoc/>
    public override string StateKey(KilledQueriesOptions options, KilledQueriesLimits limits) =>
        options.Socket is { } socket ? $"socket {socket}"
        : options.Host is { } host && host != "localhost" ? string.Create(CultureInfo.InvariantCulture, $"{host}:{options.Port ?? "3306"}")
        : $"{options.DefaultsFile ?? options.DefaultsExtraFile ?? "this host"} {options.DefaultsGroup} {options.Port}".TrimEnd();

    /// <inheritdoc/>
    public override KilledQueriesMeasurement Probe(KilledQueriesOptions options, KilledQueriesLimits limits, CheckRun run) =>
        ServerCheck.Ask(options, run, session => KilledQueriesProbe.Look(session, Recall(options, limits, run), run));

    /// <inheritdoc/>
    public override Verdict<KilledQueriesHistory> Evaluate(
        KilledQueriesMeasurement measurement, KilledQueriesLimits limits, KilledQueriesHistory history, Linux.Host.ClockReading now)
    {
        var sightings = history.Follow(measurement);
        return new Verdict<KilledQueriesHistory>(
            KilledQueriesEvaluation.Judge(measurement, sightings, limits), KilledQueriesHistory.Of(measurement, sightings));
    }
}
