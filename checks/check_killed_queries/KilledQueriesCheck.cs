using System.Globalization;
using Nagios.Plugin;

namespace NagiosChecks.KilledQueries;

/// <summary>Judges the sessions that were killed and are still there, and those that hang in a commit.</summary>
internal static class KilledQueriesCheck
{
    public static CheckDescription Description { get; } = new(
        "check_killed_queries",
        "are there killed sessions that do not die?",
        """
        KILL only asks a session to end. One that undoes a large transaction, or that waits for a disk with no room left, goes on as
        "Killed" for minutes or for ever, with its locks. This check says how long each has been so, whether it rolls back and gets
        on, and what holds it. A full binlog disk is named as such, killed sessions or not.

        It asks only what a server answers at once even then: the process list, InnoDB's transactions and a few variables. A server
        keeps no time of a kill: it is told from the runs of this check that saw the session, so the first run looks twice, one
        second apart.
        """)
    {
        States =
        [
            "CRITICAL: a killed session has not died for longer than --critical; sessions have waited to commit for longer than --commit-critical; the binlog disk is full (--if-disk-full); the server is down (--if-server-down)",
            "WARNING: the same with the warning ranges; a killed session was found for the first time and may have been so for longer than that; a rollback takes longer than --rollback-warning",
            "OK: no killed session, or none for long",
            "UNKNOWN: the server could not be asked, or the account may not see the sessions of others (GRANT PROCESS)",
        ],
        Examples =
        [
            ("check_killed_queries", "the server of this host, account and password from ~/.my.cnf"),
            ("check_killed_queries --defaults-extra-file /etc/nagios/mysql.cnf -w 30s -c 2m", "with an option file and shorter patience"),
            ("check_killed_queries -H db1 -u nagios --ssl-mode VERIFY_IDENTITY --ssl-ca /etc/ssl/db-ca.pem", "a server elsewhere, over verified TLS; password from ~/.my.cnf or $MYSQL_PWD"),
            ("check_killed_queries --rollback-critical 1h", "page when a rollback takes longer than an hour"),
        ],
    };

    /// <summary>The verdict.</summary>
    /// <param name="look">What the server showed.</param>
    /// <param name="sightings">The sessions in trouble, with their ages.</param>
    /// <param name="limits">What the operator decides.</param>
    public static NagiosCheckResult Evaluate(ServerLook look, IReadOnlyList<Sighting> sightings, KilledQueriesLimits limits)
    {
        var result = new NagiosCheckResult(Description.Name) { Data = json => KilledQueriesJson.Write(json, look, sightings) };
        var full = IsDiskFull(look, sightings);
        var killed = sightings.Where(one => one.Session.IsKilled).ToList();
        var rolling = killed.FindAll(one => one.RollsBack);
        var stuck = killed.FindAll(one => !one.RollsBack);
        var committing = sightings.Where(one => one.Session.Plight is Plight.Committing or Plight.KilledCommitting or Plight.WaitsForDisk).ToList();

        if (full)
            ReportDisk(result, look, committing, limits);
        if (look.Blindness is { } grant)
            result.Report(NagiosState.Unknown, $"cannot see the sessions of other accounts: {grant}").NextStep($"As an administrator of the server: {grant}");
        // Those that are killed in the queue for a full disk are told with it.
        ReportStuck(result, full ? stuck.FindAll(one => one.Session.Plight == Plight.Killed) : stuck, limits);
        ReportRollback(result, rolling, limits);
        if (!full)
            ReportCommits(result, committing, limits);

        result.Summary = killed.Count == 0
            ? string.Create(CultureInfo.InvariantCulture, $"no killed session among {look.Count} on {look.Server}")
            : string.Create(CultureInfo.InvariantCulture, $"{killed.Count} killed, none for long, among {look.Count} sessions on {look.Server}");
        KilledQueriesAdvice.Give(result, look, full, stuck, rolling, committing);
        return result
            .Graph(new PerfDatum("killed", killed.Count) { Minimum = 0 })
            .Graph(new PerfDatum("killed_age", Oldest(stuck), "s") { Minimum = 0, Thresholds = limits.Stuck })
            .Graph(new PerfDatum("rolling_back", rolling.Count) { Minimum = 0 })
            .Graph(new PerfDatum("rollback_age", Oldest(rolling), "s") { Minimum = 0, Thresholds = limits.Rollback })
            .Graph(new PerfDatum("rollback_rows", rolling.Sum(one => (double)(one.RowsLeft ?? 0))) { Minimum = 0 })
            .Graph(new PerfDatum("committing", committing.Count) { Minimum = 0 })
            .Graph(new PerfDatum("commit_age", Oldest(committing), "s") { Minimum = 0, Thresholds = limits.Commit })
            .Graph(new PerfDatum("disk_full", full ? 1 : 0) { Minimum = 0, Maximum = 1 })
            .Graph(new PerfDatum("sessions", look.Count) { Minimum = 0 });
    }

    private static bool IsDiskFull(ServerLook look, IReadOnlyList<Sighting> sightings) =>
        sightings.Any(one => one.Session.Plight == Plight.WaitsForDisk)
        || (look.Room is { IsFull: true } && sightings.Any(one => one.Session.Plight is Plight.Committing or Plight.KilledCommitting));

    private static void ReportDisk(NagiosCheckResult result, ServerLook look, List<Sighting> waiting, KilledQueriesLimits limits)
    {
        var where = look.Room is { IsFull: true } room
            ? $"binlog disk full: {Quantity.Human(room.FreeBytes, Dimension.Size)} free at {room.Folder}"
            : "a disk of the server is full";
        var killed = waiting.Count(one => one.Session.IsKilled);
        result.Report(
            limits.IfDiskFull,
            string.Create(CultureInfo.InvariantCulture, $"{where}, {Sessions(waiting.Count)} cannot commit for {Age(waiting)}{(killed > 0 ? $", {killed} of them killed" : "")}"),
            "the server waits until there is room and looks again every minute; whatever writes hangs until then, and replicas show nothing of it");
    }

    private static void ReportStuck(NagiosCheckResult result, List<Sighting> stuck, KilledQueriesLimits limits)
    {
        if (stuck.Count == 0)
            return;
        var oldest = Eldest(stuck);
        var state = State(oldest, limits.Stuck, isSure: true);
        result.Report(
            state,
            string.Create(CultureInfo.InvariantCulture, $"{Sessions(stuck.Count, "killed ")} {(stuck.Count == 1 ? "does" : "do")} not die{(stuck.Count == 1 ? ":" : ", the oldest:")} {oldest.Session.Name}, {AgeText(oldest)}, state '{Shown(oldest.Session.State)}'"),
            oldest.RowsLeft is { } rows ? string.Create(CultureInfo.InvariantCulture, $"its rollback stands still at {rows} rows to undo") : KilledQueriesAdvice.Cause(oldest.Session));
    }

    private static void ReportRollback(NagiosCheckResult result, List<Sighting> rolling, KilledQueriesLimits limits)
    {
        if (rolling.Count == 0)
            return;
        var oldest = Eldest(rolling);
        var rows = oldest.RowsLeft ?? 0;
        var left = oldest.RowsPerSecond is > 0 and var speed ? $", about {Quantity.Human(rows / speed, Dimension.Duration)} more" : "";
        result.Report(
            State(oldest, limits.Rollback, isSure: true),
            string.Create(CultureInfo.InvariantCulture, $"{Sessions(rolling.Count, "killed ")} rolling back{(rolling.Count == 1 ? ":" : ", the oldest:")} {oldest.Session.Name}, {AgeText(oldest)}, {rows} rows to undo{left}"),
            "a killed transaction keeps its locks until all that it changed is undone");
    }

    private static void ReportCommits(NagiosCheckResult result, List<Sighting> committing, KilledQueriesLimits limits)
    {
        if (committing.Count == 0)
            return;
        var oldest = Eldest(committing);
        // One alone, seen for the first time, may well be a large transaction that takes its time to reach the binlog.
        result.Report(
            State(oldest, limits.Commit, isSure: committing.Count > 1),
            string.Create(CultureInfo.InvariantCulture, $"{Sessions(committing.Count)} waiting to commit, the oldest: {oldest.Session.Name}, {AgeText(oldest)}"),
            "a commit waits for the binlog to be written, for a semi-synchronous replica, or for a disk");
    }

    // Found for the first time, it may be much older than what was seen of it: that wants attention, but is no reason to page.
    private static NagiosState State(Sighting sighting, Thresholds thresholds, bool isSure)
    {
        var state = thresholds.Judge(sighting.AtLeast);
        return state == NagiosState.Ok && isSure && thresholds.Judge(sighting.AtMost) != NagiosState.Ok ? NagiosState.Warning : state;
    }

    private static string AgeText(Sighting sighting) => sighting.AtMost - sighting.AtLeast <= Math.Max(5, sighting.AtLeast / 2)
        ? Quantity.Human(Math.Round(sighting.AtLeast), Dimension.Duration)
        : $"between {Quantity.Human(Math.Round(sighting.AtLeast), Dimension.Duration)} and {Quantity.Human(Math.Round(sighting.AtMost), Dimension.Duration)}";

    private static string Age(List<Sighting> sightings) => sightings.Count == 0 ? "an unknown time" : AgeText(Eldest(sightings));

    private static Sighting Eldest(List<Sighting> sightings) => sightings.OrderByDescending(one => one.AtLeast).ThenByDescending(one => one.AtMost).First();

    private static double Oldest(List<Sighting> sightings) => sightings.Count == 0 ? 0 : Math.Round(sightings.Max(one => one.AtLeast), 1);

    private static string Sessions(int count, string kind = "") => string.Create(CultureInfo.InvariantCulture, $"{count} {kind}session{(count == 1 ? "" : "s")}");

    private static string Shown(string state) => state.Length == 0 ? "none" : UntrustedText.Clean(state, 60);
}
