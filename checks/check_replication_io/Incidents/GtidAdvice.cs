using Nagios.Plugin;

namespace NagiosChecks.ReplicationIo;

/// <summary>What to do when the GTIDs of source and replica do not fit: which are missing, where, and on which side the cure
/// belongs.</summary>
internal static class GtidAdvice
{
    // Above this many, empty transactions one by one are no longer something to paste.
    private const int MostEmptyOnes = 8;

    /// <summary>The transactions that the replica lacks and the source has purged, where the server's text has them whole; else
    /// null.</summary>
    public static string? Missing(IncidentSite site)
    {
        const string Words = "missing transactions are '";
        var text = site.Replica.IoError;
        var start = text.IndexOf(Words, StringComparison.Ordinal);
        if (start < 0)
            return null;
        start += Words.Length;
        var end = text.IndexOf('\'', start);
        return end > start && GtidSet.IsSet(text[start..end]) ? text[start..end] : null;
    }

    /// <summary>Steps when the source has purged what the replica needs.</summary>
    public static IEnumerable<NextStep> ForPurged(IncidentSite site)
    {
        if (site.Replica.IsManaged)
            return [NextStep.Of($"Set the replica up again with the provider's means (a new read replica)")];
        return site.IsMariaDb ? PurgedOnMariaDb(site) : PurgedOnMySql(site);
    }

    /// <summary>Steps when the replica has what the source has not.</summary>
    public static IEnumerable<NextStep> ForDiverged(IncidentSite site) => site.IsMariaDb ? DivergedOnMariaDb(site) : DivergedOnMySql(site);

    private static IEnumerable<NextStep> PurgedOnMariaDb(IncidentSite site)
    {
        yield return NextStep.Of(
            $"Compare, on the replica: {SqlStatement.Of($"SELECT @@global.gtid_slave_pos, @@global.gtid_current_pos")}; on the "
                + $"source: {SqlStatement.Of($"SELECT @@global.gtid_binlog_pos")}");
        if (site.Replica.LosesRelayLogAtStart)
        {
            foreach (var step in RelayLogAdvice.Rescue(site))
                yield return step;
        }

        var take = SqlStatement.Of($"{site.Sql.Stop}; SET GLOBAL gtid_slave_pos=@@global.gtid_current_pos; {site.Sql.Start}");
        yield return NextStep.Of(
            $"A former source that joins again, whose rows are those of its own gtid_current_pos and nothing more, on the replica: {take}");
    }

    // Empty transactions belong on the side that lacks them: the replica. They go on to its own replicas, which gtid_purged does not.
    private static IEnumerable<NextStep> PurgedOnMySql(IncidentSite site)
    {
        var missing = Missing(site);
        if (missing is null)
        {
            yield return NextStep.Of(
                $"Name the missing ones, on the source: "
                    + $"{SqlStatement.Of($"SELECT GTID_SUBTRACT(@@global.gtid_purged, {site.Replica.ExecutedGtids})")}");
        }

        var condition = NextStep.Of($"Only if their rows are here already or are not wanted (they were written on the source alone), "
            + $"count them as executed, on the replica:");
        if (missing is not null && GtidSet.List(missing, MostEmptyOnes) is { } few)
        {
            var empty = few.Aggregate(SqlStatement.Of($"SET SESSION gtid_next='AUTOMATIC'"), (before, gtid) =>
                SqlStatement.Of($"SET SESSION gtid_next={gtid}; BEGIN; COMMIT; {before}"));
            yield return NextStep.Of($"{condition} {empty}");
        }
        else if (site.Replica.Dialect == ReplicaDialect.MySql)
        {
            yield return NextStep.Of($"{condition} {SqlStatement.Of($"SET GLOBAL gtid_purged={"+" + (missing ?? "MISSING")}")}");
        }
        else
        {
            yield break;
        }

        foreach (var step in site.Restart($"Then,"))
            yield return step;
    }

    private static IEnumerable<NextStep> DivergedOnMariaDb(IncidentSite site)
    {
        var positions = SqlStatement.Of($"SELECT @@global.gtid_slave_pos, @@global.gtid_binlog_pos, @@global.gtid_binlog_state");
        yield return NextStep.Of($"Compare, on both servers: {positions}");
        if (site.Replica.UsesCurrentPosition)
        {
            foreach (var step in site.Change($"If the replica's own writes are what the source lacks, leave them out of its position:",
                SqlStatement.Of($"MASTER_USE_GTID=slave_pos")))
                yield return step;
        }

        if (site.Replica.LosesRelayLogAtStart)
            yield break;
        var begin = SqlStatement.Of($"{site.Sql.Stop}; SET GLOBAL gtid_slave_pos={""}; {site.Sql.Start}");
        yield return NextStep.Of(
            $"If the source's binlog was only reset (RESET MASTER), and this replica had applied everything before that, begin with "
                + $"its new binlog, on the replica: {begin}");
    }

    private static IEnumerable<NextStep> DivergedOnMySql(IncidentSite site)
    {
        yield return NextStep.Of(
            $"Name what only the replica has, on the source: "
                + $"{SqlStatement.Of($"SELECT GTID_SUBTRACT({site.Replica.ExecutedGtids}, @@global.gtid_executed)")}");
        if (site.Replica.IsManaged)
            yield break;
        var send = ShellCommand.Of($"mysqlbinlog --include-gtids=GTIDS FILE > lost.sql");
        var take = ShellCommand.Of($"mysql --host={site.Replica.SourceHost} --port={site.Replica.SourcePort} --user=root --password < "
            + $"lost.sql");
        yield return NextStep.Of(
            $"If the replica has the right rows, give them to the source, on the replica's host, in the directory of its binlogs: "
                + $"{ShellCommand.Of($"{send} && {take}")}");
        foreach (var step in site.Restart($"Then,"))
            yield return step;
    }
}
