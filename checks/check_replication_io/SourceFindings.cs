using System.Globalization;
using Nagios.Plugin;

namespace NagiosChecks.ReplicationIo;

/// <summary>Findings of a look at a source.</summary>
internal static class SourceFindings
{
    // Commits that have waited for so long for a replica's acknowledgement are a finding, seconds.
    private const long LongSemiSyncWait = 5;

    /// <summary>Reports them.</summary>
    public static void Report(NagiosCheckResult result, SourceReading source, List<ObservedChannel> channels, ReplicationIoLimits limits)
    {
        foreach (var note in source.Notes)
            result.Note(note);
        foreach (var unseen in source.Unseen)
            result.CouldNotSee(unseen);
        // That a source is down is said by its replicas already.
        if (source.Failure is MySql.Session.MySqlSessionException { IsServerDown: true } down
            && channels.Exists(channel => channel.Incident is not null))
            result.Note($"the source could not be asked: {down.Message}");
        else if (source.Failure is { } failure)
            result.Report(NagiosState.Unknown, $"the source could not be looked at: {failure.Message}");
        if (source.WritesNoBinlog)
            WritesNoBinlog(result, source);
        if (source.SessionsWaitingForDisk > 0)
            WaitsForDisk(result, source);
        if (source.SecondsWaitingForReplica >= LongSemiSyncWait)
            WaitsForReplica(result, source);
        if (source.Logs.Count == 0)
            return;
        foreach (var channel in channels)
        {
            if (channel.Distance is { } distance)
                Distance(result, channel, distance, limits);
        }
    }

    private static void WritesNoBinlog(NagiosCheckResult result, SourceReading source)
    {
        result.Report(
            NagiosState.Critical,
            $"{source.Address} has written no binlog since a write error, and its replicas miss everything since",
            "log_bin is 1 but no binlog is open (error 1381): binlog_error_action=IGNORE_ERROR turned it off at a write error, mostly "
                + "a full disk; "
                + "replicas go on showing IO=Yes and no error");
        result.Advise($"Do not trust the replicas: what was written since is missing there; do not fail over to one");
        result.Advise($"Make room on the binlog file system, then restart the source's mysqld: only that opens a binlog again");
        result.Advise($"Set all its replicas up again from a new backup or clone, and set binlog_error_action=ABORT_SERVER");
    }

    private static void WaitsForDisk(NagiosCheckResult result, SourceReading source)
    {
        var sessions = source.SessionsWaitingForDisk == 1 ? "1 session"
            : string.Create(CultureInfo.InvariantCulture, $"{source.SessionsWaitingForDisk} sessions");
        result.Report(
            NagiosState.Critical,
            $"{sessions} of {source.Address} {(source.SessionsWaitingForDisk == 1 ? "waits" : "wait")} for room on its binlog disk",
            "the source's binlog file system is full: nothing commits there, replicas show no error, and the last event may be "
                + "written half: the next thing is error 1236");
        result.Advise($"Do not KILL the waiting sessions and do not ask the source SHOW BINARY LOGS or FLUSH: they hang, and a killed "
            + $"leader leaves half an event in the binlog");
        result.Advise($"If a failover has begun, or a replica was pointed elsewhere: make no room before this server is fenced; it "
            + $"would go on by itself with writes that no replica has");
        result.Advise($"Else make room on the source's binlog file system: the server goes on by itself within a minute, and nothing "
            + $"is lost");
    }

    private static void WaitsForReplica(NagiosCheckResult result, SourceReading source)
    {
        var sessions = source.SessionsWaitingForReplica == 1 ? "1 commit"
            : string.Create(CultureInfo.InvariantCulture, $"{source.SessionsWaitingForReplica} commits");
        result.Report(
            NagiosState.Warning,
            $"{sessions} on {source.Address} {(source.SessionsWaitingForReplica == 1 ? "has" : "have")} waited for a semi-synchronous "
                + $"replica for "
                + Quantity.Human(source.SecondsWaitingForReplica, Dimension.Duration),
            "no semi-synchronous replica acknowledges: it is down, frozen or not connected; commits wait for each other until "
                + "rpl_semi_sync_*_timeout");
        result.Advise($"Mend the semi-synchronous replica; run check_killed_queries on the source for the way to let commits go on "
            + $"without it");
    }

    private static void Distance(NagiosCheckResult result, ObservedChannel channel, PurgeDistance distance, ReplicationIoLimits limits)
    {
        if (distance.IsGone)
        {
            if (channel.Incident?.Errno == 1236)
                return;
            result.Report(
                NagiosState.Critical,
                $"the source has purged {channel.Status.ReadFile}, which {channel.Name} still needs: error 1236 is certain",
                "the replica has not noticed yet because its IO thread is not reading; when it connects it is told that the file does "
                    + "not exist");
            result.Advise($"Set the replica up again from a backup or a clone of the source; let the source keep its binlogs for longer");
            return;
        }

        if (ChannelFigures.JudgePurge(result, channel, distance, limits) == NagiosState.Ok)
            return;
        result.Advise($"On the source, keep binlogs for longer at once (binlog_expire_logs_seconds; MariaDB before 10.6: "
            + $"expire_logs_days), and purge none by hand");
        result.Advise($"Find out why the replica is behind and bring it to read again; copy the binlogs away if that takes long");
    }
}
