using System.Globalization;
using Nagios.Plugin;

namespace NagiosChecks.KilledQueries;

/// <summary>Judges the sessions that were killed and are still there, and those that hang in a commit.</summary>
internal static class KilledQueriesEvaluation
{
    /// <summary>The verdict. Pure.</summary>
    /// <param name="look">What the server showed.</param>
    /// <param name="sightings">The sessions in trouble, with their ages.</param>
    /// <param name="limits">What the operator decides.</param>
    public static NagiosCheckResult Judge(KilledQueriesMeasurement look, IReadOnlyList<Sighting> sightings, KilledQueriesLimits limits)
    {
        var result = new NagiosCheckResult("KILLED_QUERIES", KilledQueriesSeries.All) { Data = json =>
            KilledQueriesJson.Write(json, look, sightings) };
        var groups = SessionGroups.Of(look, sightings);
        if (groups.IsDiskFull)
            ReportDisk(result, look, groups, limits);
        if (look.Hidden is { } hidden)
            result.CouldNotSee(hidden, NagiosState.Unknown);
        foreach (var unseen in look.Unseen)
            result.CouldNotSee(unseen);
        ReportStuck(result, groups, limits);
        ReportRollback(result, groups, limits);
        ReportCommits(result, groups, limits);
        foreach (var note in look.Notes)
            result.Note(note);

        result.Summary = groups.Killed.Count == 0
            ? string.Create(CultureInfo.InvariantCulture, $"no killed session among {look.Count} on {look.Server}")
            : string.Create(CultureInfo.InvariantCulture, $"{groups.Killed.Count} killed, none for long, among {look.Count} sessions "
                + $"on {look.Server}");
        KilledQueriesAdvice.Give(result, look, groups);
        // Zeros that nobody saw would be a graph of lies.
        if (look.Hidden is null)
            Graph(result, look, groups);
        return result;
    }

    private static void Graph(NagiosCheckResult result, KilledQueriesMeasurement look, SessionGroups groups)
    {
        result.Graph(KilledQueriesSeries.Killed, groups.Killed.Count);
        result.Graph(KilledQueriesSeries.RollingBack, groups.Rolling.Count);
        result.Graph(KilledQueriesSeries.RollbackRows, groups.Rolling.Sum(one => (double)(one.RowsLeft ?? 0)));
        result.Graph(KilledQueriesSeries.Committing, groups.Committing.Count);
        result.Graph(KilledQueriesSeries.DiskFull, groups.IsDiskFull ? 1 : 0);
        result.Graph(KilledQueriesSeries.Sessions, look.Count);
    }

    private static void ReportDisk(NagiosCheckResult result, KilledQueriesMeasurement look, SessionGroups groups,
        KilledQueriesLimits limits)
    {
        var where = look.Room is { IsFull: true } room
            ? $"binlog disk full: {Quantity.Human(room.FreeBytes, Dimension.Size)} free at {room.Directory}"
            : "a disk of the server is full";
        var killed = groups.Committing.Count(one => one.Session.IsKilled);
        var age = groups.Committing.Count == 0 ? "an unknown time" : AgeText(Eldest(groups.Committing));
        result.Report(
            limits.IfDiskFull,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{where}, {Sessions(groups.Committing.Count)} cannot commit for {age}{(killed > 0 ? $", {killed} of them killed" : "")}"),
            "the server waits until there is room and looks again every minute; whatever writes hangs until then, and replicas show "
                + "nothing of it");
    }

    // Killed sessions that wait for the full disk are part of that finding already.
    private static void ReportStuck(NagiosCheckResult result, SessionGroups groups, KilledQueriesLimits limits)
    {
        var state = Ages(result, (KilledQueriesSeries.KilledAge, KilledQueriesSeries.KilledAgeMost), groups.Stuck,
            limits.Stuck, isSure: true, groups.None);
        if (groups.Stuck.Count == 0)
            return;
        var oldest = Eldest(groups.Stuck);
        var one = groups.Stuck.Count == 1;
        result.Report(
            state,
            $"{Sessions(groups.Stuck.Count, "killed ")} {(one ? "does not die:" : "do not die, the oldest:")} {oldest.Session.Name}, "
                + $"{AgeText(oldest)}, state '{Shown(oldest.Session.State)}'",
            oldest.RowsLeft is { } rows
                ? string.Create(CultureInfo.InvariantCulture, $"its rollback stands still at {rows} rows to undo")
                : KilledQueriesAdvice.Cause(oldest.Session));
    }

    private static void ReportRollback(NagiosCheckResult result, SessionGroups groups, KilledQueriesLimits limits)
    {
        var rolling = groups.Rolling;
        var state = Ages(result, (KilledQueriesSeries.RollbackAge, KilledQueriesSeries.RollbackAgeMost), rolling,
            limits.Rollback, isSure: true, groups.None);
        if (rolling.Count == 0)
            return;
        var oldest = Eldest(rolling);
        var rows = oldest.RowsLeft ?? 0;
        var left = oldest.RowsPerSecond is > 0 and var speed ? $", about {Quantity.Human(rows / speed, Dimension.Duration)} more" : "";
        result.Report(
            state,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Sessions(rolling.Count, "killed ")} rolling back{(rolling.Count == 1 ? ":" : ", the oldest:")} {oldest.Session.Name}, "
                    + $"{AgeText(oldest)}, {rows} {(rows == 1 ? "row" : "rows")} to undo{left}"),
            "a killed transaction keeps its locks until all that it changed is undone");
    }

    private static void ReportCommits(NagiosCheckResult result, SessionGroups groups, KilledQueriesLimits limits)
    {
        // One alone, seen for the first time, may well be a large transaction that takes its time to reach the binlog.
        var isSure = groups.Committing.Count > 1 || groups.WaitsForReplica;
        var ages = (KilledQueriesSeries.CommitAge, KilledQueriesSeries.CommitAgeMost);
        var waiting = groups.IsDiskFull ? [] : groups.Committing;
        var state = Ages(result, ages, waiting, limits.Commit, isSure, groups.None);
        if (waiting.Count == 0)
            return;
        var oldest = Eldest(waiting);
        result.Report(
            state,
            groups.WaitsForReplica
                ? $"{Sessions(waiting.Count)} waiting to commit, for a semi-synchronous replica, the oldest: {oldest.Session.Name}, "
                    + $"{AgeText(oldest)}"
                : $"{Sessions(waiting.Count)} waiting to commit, the oldest: {oldest.Session.Name}, {AgeText(oldest)}",
            groups.WaitsForReplica
                ? "no semi-synchronous replica acknowledges: it is down, frozen or not connected; the others queue behind the commit "
                    + "that waits"
                : "a commit waits for the binlog to be written, for a semi-synchronous replica, or for a disk");
    }

    // Found for the first time, a session may be much older than what was seen of it: that is worth a WARNING, but is no reason to page.
    private static NagiosState Ages(
        NagiosCheckResult result, (Series Least, Series Most) series, List<Sighting> sightings, Thresholds thresholds, bool isSure,
            double? none)
    {
        var oldest = sightings.Count == 0 ? null : Eldest(sightings);
        var least = result.Judge(series.Least, Rounded(oldest?.AtLeast) ?? none, thresholds);
        var attention = isSure ? new Thresholds(thresholds.Warning ?? thresholds.Critical, null) : Thresholds.None;
        return NagiosStates.Worst(least, result.Judge(series.Most, Rounded(oldest?.AtMost) ?? none, attention));
    }

    private static double? Rounded(double? seconds) => seconds is { } known ? Math.Round(known, 1) : null;

    private static string AgeText(Sighting sighting) => sighting.AtMost - sighting.AtLeast <= Math.Max(5, sighting.AtLeast / 2)
        ? Quantity.Human(Math.Round(sighting.AtLeast), Dimension.Duration)
        : $"between {Quantity.Human(Math.Round(sighting.AtLeast), Dimension.Duration)} and "
            + $"{Quantity.Human(Math.Round(sighting.AtMost), Dimension.Duration)}";

    private static Sighting Eldest(List<Sighting> sightings) =>
        sightings.OrderByDescending(one => one.AtLeast).ThenByDescending(one => one.AtMost).First();

    private static string Sessions(int count, string kind = "") =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {kind}session{(count == 1 ? "" : "s")}");

    private static string Shown(string state) => state.Length == 0 ? "none" : UntrustedText.Clean(state, 60);
}
