using System.Globalization;
using MySql.Session;
using Nagios.Plugin;

namespace NagiosChecks.ReplicationIo;

/// <summary>Findings of one channel besides its IO thread's error: the SQL thread, a connection that is dead, relay log that would be
/// lost.</summary>
internal static class ThreadFindings
{
    /// <summary>Reports them.</summary>
    public static void Report(NagiosCheckResult result, ObservedChannel channel, ReplicationIoLimits limits)
    {
        SqlThread(result, channel, limits);
        DeadConnection(result, channel);
        RelayLogAtRisk(result, channel);
        var status = channel.Status;
        if (limits.ExpectedStopped.Has(channel.Label, status.Channel) && status.Io != ReplicaThreadState.Stopped)
            result.Report(NagiosState.Warning, $"{channel.Thread("IO")} runs, and is expected to be stopped (--expect-stopped)");
    }

    /// <summary>Which threads are stopped: "IO and SQL thread", "IO thread", "SQL thread".</summary>
    public static string Stopped(ReplicaStatus status) =>
        (status.Io == ReplicaThreadState.Stopped, status.Sql == ReplicaThreadState.Stopped) switch
    {
        (true, true) => "IO and SQL thread",
        (true, false) => "IO thread",
        _ => "SQL thread",
    };

    private static void SqlThread(NagiosCheckResult result, ObservedChannel channel, ReplicationIoLimits limits)
    {
        var status = channel.Status;
        if (status.Sql == ReplicaThreadState.Running)
            return;
        if (status.SqlErrno != 0 || status.SqlError.Length > 0)
        {
            var trouble = SqlTroubleCatalogue.Of(status);
            result.Report(
                NagiosState.Critical,
                string.Create(CultureInfo.InvariantCulture, $"{channel.Thread("SQL")} stopped, {trouble.Headline} (error "
                    + $"{status.SqlErrno})"),
                trouble.Cause);
            var place = new BinlogPlace(status.ExecutedFile, status.ExecutedPosition);
            foreach (var step in trouble.Steps(new IncidentSite(status, place)).Prepend(trouble.NotThis))
                result.Advise(IncidentFindings.For(channel, step));
            result.Note(string.Create(CultureInfo.InvariantCulture, $"{channel.Name} says ({status.SqlErrno}): "
                + $"{ServerText.WithoutSecrets(status.SqlError)}"));
        }
        else if (channel.Incident?.Kind != IncidentCatalogue.StoppedByHand)
        {
            var state = limits.StateOfStopped(channel.Label, status.Channel);
            result.Report(state, $"{channel.Thread("SQL")} stopped, without an error: somebody stopped it", status.Until.Length > 0
                ? $"it was started UNTIL {status.Until}" : null);
            if (state == NagiosState.Ok)
                return;
            var site = new IncidentSite(status, new BinlogPlace(status.ExecutedFile, status.ExecutedPosition));
            result.Advise(IncidentFindings.For(channel, NextStep.Of($"Look at the replica's error log for who stopped it and when")));
            foreach (var step in status.LosesRelayLogAtStart ? RelayLogAdvice.Rescue(site)
                : [NextStep.Of($"If nothing speaks against it, on the replica: {site.Sql.StartSql}")])
                result.Advise(IncidentFindings.For(channel, step));
        }
    }

    private static void DeadConnection(NagiosCheckResult result, ObservedChannel channel)
    {
        if (channel.Past.SecondsStalled <= 0)
            return;
        var sql = new ReplicaStatements(channel.Status);
        var behind = channel.Distance is { } distance ? $" by {Quantity.Human(distance.BytesBehind, Dimension.Size)}" : "";
        result.Report(
            NagiosState.Warning,
            $"{channel.Thread("IO")} has read nothing for "
                + $"{Quantity.Human(Math.Round(channel.Past.SecondsStalled), Dimension.Duration)} although the source went on{behind}",
            "the server says that it runs, but its connection is dead: a firewall or proxy dropped it, and slave_net_timeout "
                + "(replica_net_timeout) has not passed");
        if (channel.Status.Sql == ReplicaThreadState.Running)
            result.Advise(IncidentFindings.For(channel, NextStep.Of($"Connect anew, on the replica: "
                + $"{SqlStatement.Of($"{sql.StopIo}; {sql.StartIo}")}")));
        result.Advise(IncidentFindings.For(channel, NextStep.Of($"Then find what drops idle connections, and let the server notice "
            + $"sooner: slave_net_timeout (replica_net_timeout) of 60 seconds")));
    }

    private static void RelayLogAtRisk(NagiosCheckResult result, ObservedChannel channel)
    {
        var status = channel.Status;
        if (!status.LosesRelayLogAtStart)
            return;
        var site = new IncidentSite(status, new BinlogPlace(status.ReadFile, status.ReadPosition));
        result.Report(
            NagiosState.Warning,
            $"{channel.Name} has {RelayLogAdvice.NotApplied(status).Text}: START SLAVE would delete them",
            "MariaDB with GTIDs empties the relay log at START when both threads are stopped, and fetches it again from the source; "
                + "if the source is dead or has purged them, they are lost");
        foreach (var step in RelayLogAdvice.Rescue(site))
            result.Advise(IncidentFindings.For(channel, step));
    }
}
