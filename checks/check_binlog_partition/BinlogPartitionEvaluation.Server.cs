using Nagios.Plugin;

namespace NagiosChecks.BinlogPartition;

/// <summary>What the server, its disks and what could not be seen add to the verdict.</summary>
internal static partial class BinlogPartitionEvaluation
{
    private static void JudgeShape(NagiosCheckResult result, PartitionFinding finding)
    {
        var measurement = finding.Measurement;
        if (measurement.IsReadOnly)
            result.Report(NagiosState.Critical,
                $"{measurement.Mount?.ToString() ?? measurement.Directory} is mounted read-only: no binlog can be written",
                    "the kernel remounts a file system so after an error: see dmesg");
        var (kind, data, detail) = measurement.Shared;
        var ifSame = finding.Limits.IfSameDevice;
        switch (kind)
        {
            case SharedDiskKind.OneFileSystem:
            case SharedDiskKind.OneDisk:
                var text = kind == SharedDiskKind.OneDisk ? $"the binlogs share a disk with the data in {data} (disk {detail})"
                    : $"the binlogs share a disk with the data in {data} (the same file system, {detail})";
                if (ifSame == NagiosState.Ok)
                    result.Note($"{text}: whatever fills the one stops the other (--if-same-device)");
                else
                    result.Report(ifSame, text, "whatever fills the one stops the other, and one disk's failure takes both");
                break;
            case SharedDiskKind.Unseen:
                result.CouldNotSee(new Unseen($"whether the binlogs share a disk with the data in {data} (--if-same-device)",
                    UnseenReason.Hidden, detail), ifSame == NagiosState.Ok ? NagiosState.Ok : NagiosState.Unknown);
                break;
            case SharedDiskKind.NotJudged when ifSame != NagiosState.Ok:
                result.Note("without a login it is not known where the data is: whether the binlogs share its disk was not judged "
                    + "(--if-same-device)");
                break;
            default:
                break;
        }
    }

    private static void JudgeServer(NagiosCheckResult result, PartitionFinding finding)
    {
        var measurement = finding.Measurement;
        if (measurement.IsRemembered)
            result.Note($"no MySQL or MariaDB server runs here now; {measurement.Directory} is where one had its binlogs in earlier runs");
        if (measurement.LoginFailure is { } failure)
        {
            result.Report(failure.IsServerDown ? finding.Limits.IfServerDown : NagiosState.Unknown, failure.Message);
            foreach (var step in failure.Steps)
                result.Advise(step);
        }

        if (measurement.Server is not { } server)
            return;
        if (server.SaysNoRoom && !finding.IsFull)
            JudgeWaiting(result, finding, server);
        if (server.BinlogIsClosed == true)
            result.Report(finding.Limits.IfBinlogOff,
                $"{server.Version} writes no binlog although log_bin is on",
                    "after an error it went on without one, until it is restarted; replicas show no error and lose every change");
        foreach (var blind in server.Blindness)
            result.Note(blind);
    }

    // The server says that it waits for room, and here is room: it waits for another file system, or has not looked again yet.
    private static void JudgeWaiting(NagiosCheckResult result, PartitionFinding finding, ServerFacts server)
    {
        var waiting = Sessions(Math.Max(1, server.SessionsWaiting));
        if (finding.FullElsewhere is { } place)
            result.Report(NagiosState.Critical,
                $"{waiting} for room on {place.What} {place.Directory}, which is full; {finding.Measurement.Directory} has room",
                    "the server looks again once a minute");
        else
            result.Report(NagiosState.Critical,
                $"{waiting} for room although {finding.Measurement.Directory} has some",
                    "the server looks again once a minute; if it goes on, it waits for another file system (tmpdir, data)");
    }

    private static void JudgeSight(NagiosCheckResult result, PartitionFinding finding)
    {
        var measurement = finding.Measurement;
        if (measurement.Unlisted is { } unlisted)
        {
            var known = finding.Room.Samples > 0 ? "its growth is known from samples of this check only" : "its growth is not known yet";
            var what = unlisted.IsLooking ? "may not be looked at" : "may not be listed";
            result.Report(finding.Limits.IfUnlisted,
                $"the binlogs in {measurement.Directory} {what} by user {unlisted.User}: the partition is judged, {known}");
        }
        else if (measurement.Files is { Count: 0 })
            result.Report(finding.Limits.IfUnlisted, $"no binlogs in {measurement.Directory}");
        if (!finding.Room.Binlogs.TimesAreTrusted)
            result.Note("the binlogs' times contradict each other or the clock (a step of the clock, or copied or touched files): what "
                + "was written before that counts only from samples of this check");
        foreach (var note in measurement.Notes)
            result.Note(note);
        if (finding.Forecast.Learnt is null && finding.Room is { Samples: 0 } && measurement.Files is { Count: > 0 })
            result.Note("first run on this file system: what others write to it is seen from the next run on");
        if (measurement.Volume == VolumeKind.ThinVolume)
            result.CouldNotSee(new Unseen("how full the pool below this thin volume is", UnseenReason.Denied,
                Remedy: "lvs -o lv_name,pool_lv,data_percent shows it to root"));
    }

    /// <summary>Why nothing is purged, while it matters.</summary>
    private static void ExplainPurges(NagiosCheckResult result, PartitionFinding finding)
    {
        if (finding.Measurement.Server is not { } server)
            return;
        if (server is { ExpireSeconds: 0, SpaceLimit: 0 })
            result.Note("nothing expires by itself: expiry is switched off (binlog_expire_logs_seconds and expire_logs_days are 0)");
        if (!server.PurgesByItself)
            result.Note("nothing expires by itself: binlog_expire_logs_auto_purge is OFF");
        if (server.ReplicasNeededForPurge > (server.ConnectedReplicas ?? 0) && server.ConnectedReplicas is { } connected)
            result.Note($"nothing is purged: slave_connections_needed_for_purge asks for {server.ReplicasNeededForPurge} connected "
                + $"replica(s) and {connected} {(connected == 1 ? "is" : "are")} connected, which switches expiry off");
        var files = finding.Measurement.Files ?? [];
        if (PurgePlan.Overdue(files, server.ExpireSeconds ?? 0, finding.Room.Now) is { } overdue)
            result.Note(OverdueText(finding, server, overdue));
        foreach (var held in finding.Measurement.Held)
            result.Note($"{held.Name} is open in {held.Holder}: it and what is younger cannot be purged");
    }

    private static string OverdueText(PartitionFinding finding, ServerFacts server, BinlogFile overdue)
    {
        var late = Quantity.Human(finding.Room.Now - overdue.Modified!.Value - server.ExpireSeconds!.Value, Dimension.Duration);
        var replicas = server.Replicas.Count > 0 ? $" (connected: {string.Join(", ", server.Replicas.Take(3))})" : "";
        return server.ReplicasBehind > 0
            ? $"{overdue.Name.Text} should have expired {late} ago: a connected replica still reads it or an older one{replicas}"
            : $"{overdue.Name.Text} should have expired {late} ago: files expire only when the log rotates or the server starts, and none "
                + $"goes that a replica or reader has open{replicas}";
    }
}
