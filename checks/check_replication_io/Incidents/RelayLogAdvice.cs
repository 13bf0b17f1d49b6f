using Nagios.Plugin;

namespace NagiosChecks.ReplicationIo;

/// <summary>
/// Steps that apply what a replica has received before anything deletes its relay log. Measured on MariaDB 10.5, 10.11, 11.8 and
/// MySQL 9.7: RELAY_LOG_FILE with RELAY_LOG_POS is the one form of CHANGE that keeps the relay log.
/// </summary>
internal static class RelayLogAdvice
{
    /// <summary>MariaDB with GTIDs and both threads stopped: the way that applies the relay log, and back to GTIDs.</summary>
    public static IEnumerable<NextStep> Rescue(IncidentSite site)
    {
        var (sql, replica) = (site.Sql, site.Replica);
        var keep = SqlStatement.Of($"MASTER_USE_GTID=no, RELAY_LOG_FILE={replica.RelayFile}, RELAY_LOG_POS={replica.RelayPosition}");
        yield return NextStep.Of($"Do not START SLAVE and do not restart the server: either deletes {NotApplied(replica)}, and "
            + $"fetches it again only if the source still has it");
        if (replica.SqlErrno != 0)
            yield return NextStep.Of($"First mend what stopped the SQL thread (error {replica.SqlErrno})");
        yield return NextStep.Of($"Apply what was received, on the replica: {SqlStatement.Of($"{sql.Change(keep)}; {sql.StartSql}")}");
        yield return Wait(site);
        yield return NextStep.Of($"Then go back to GTIDs, on the replica: {site.BackToGtid}");
    }

    /// <summary>Starts the SQL thread, so that what was received is applied before the relay log goes.</summary>
    public static IEnumerable<NextStep> ApplyFirst(IncidentSite site)
    {
        if (site.Replica.LosesRelayLogAtStart)
        {
            foreach (var step in Rescue(site))
                yield return step;
        }
        else if (site.Replica.SqlErrno != 0)
        {
            yield return NextStep.Of(
                $"Do not CHANGE the source while the SQL thread is stopped: that deletes {NotApplied(site.Replica)}; first mend what "
                    + $"stopped the SQL thread");
        }
        else
        {
            yield return NextStep.Of($"Apply what was received before it is deleted, on the replica: {site.Sql.StartSql}");
            yield return Wait(site);
        }
    }

    /// <summary>
    /// What to do when a START was refused because the replica's state cannot be read: its relay log is of no more use then, and the
    /// place up to which was executed is where it must go on.
    /// </summary>
    public static IEnumerable<NextStep> AfterRefusedStart(IncidentSite site)
    {
        var (sql, replica) = (site.Sql, site.Replica);
        yield return NextStep.Of($"Note the position: executed up to {replica.ExecutedFile} {(long)replica.ExecutedPosition} of the "
            + $"source's binlogs; all of {sql.Status}");
        if (replica.IsManaged)
            yield break;
        yield return NextStep.Of($"See in the replica's error log which file or table cannot be read; if a relay log was moved, put "
            + $"it back and {sql.Start}");
        foreach (var step in FetchAgain(site, $"Else"))
            yield return step;
    }

    /// <summary>Forgets a relay log that cannot be read, and fetches everything after the executed place from the source again.</summary>
    /// <param name="site">The channel.</param>
    /// <param name="when">The condition; begins the step.</param>
    public static IEnumerable<NextStep> FetchAgain(IncidentSite site, NextStep when)
    {
        var (sql, replica) = (site.Sql, site.Replica);
        if (replica.UsesGtid)
        {
            yield return NextStep.Of($"{when} fetch everything after the last executed GTID from the source again, on the replica: "
                + $"{SqlStatement.Of($"{sql.Reset}; {sql.Start}")}");
        }
        else if (replica.ExecutedFile.Length > 0)
        {
            var change = sql.Change(sql.AtPlace(replica.ExecutedFile, replica.ExecutedPosition));
            yield return NextStep.Of(
                $"{when} fetch everything after that place from the source again, on the replica: "
                    + $"{SqlStatement.Of($"{sql.Reset}; {change}; {sql.Start}")}");
        }
    }

    /// <summary>Waits until everything received is applied.</summary>
    public static NextStep Wait(IncidentSite site) => NextStep.Of(
        $"Wait on the replica until what was received is applied: {site.Sql.WaitUntilApplied}; 0 or more means done, -1 not yet, NULL "
            + $"that the SQL thread is stopped");

    /// <summary>What would be lost, in words.</summary>
    public static NextStep NotApplied(ReplicaStatus replica) => replica.BytesNotApplied is { } bytes
        ? NextStep.Of($"{(long)bytes} bytes of relay log that are received and not applied")
        : NextStep.Of($"relay log that is received and not applied");
}
