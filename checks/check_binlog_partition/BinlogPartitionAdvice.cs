using Nagios.Plugin;

namespace NagiosChecks.BinlogPartition;

/// <summary>
/// What the person who is paged should do, in this order. Nothing but a purge is ever named for removal where the data is, or may
/// be, on the same file system.
/// </summary>
/// <param name="result">The verdict so far.</param>
/// <param name="finding">What follows from the measurement.</param>
internal sealed partial class BinlogPartitionAdvice(NagiosCheckResult result, PartitionFinding finding)
{
    private readonly BinlogPartitionMeasurement _seen = finding.Measurement;

    private string Point => _seen.Mount?.Point ?? _seen.Directory;

    private bool IsMariaDb => _seen.Server?.IsMariaDb ?? false;

    /// <summary>Adds the steps.</summary>
    /// <param name="isFilling">True when time, use, room, trend or growth alerts.</param>
    /// <param name="inodes">True when the inodes alert.</param>
    public void Give(bool isFilling, bool inodes)
    {
        if (_seen.Server is { BinlogIsClosed: true })
            GiveClosed();
        if (_seen.IsReadOnly)
            ReadOnlyAdvice.Add(result, _seen.Mount, _seen.Mount?.Point ?? _seen.Directory);
        else if (finding.IsFull)
            GiveFull();
        else if (isFilling)
            GiveFilling();
        else if (_seen.Server is { SaysNoRoom: true })
            GiveWaiting();
        if (inodes)
            GiveInodes();
        if (_seen.Unlisted is not null)
            GiveRights();
    }

    private void GiveClosed()
    {
        result.Advise($"See the server's error log (\"Turning logging off\") for what stopped the binlog, remove that, then restart the "
            + $"server: nothing else brings the binlog back");
        result.Advise($"Rebuild every replica afterwards: the changes since then are in no binlog, and replication shows no error");
    }

    // Room first: the server goes on by itself within a minute, and everything else waits for that.
    private void GiveFull()
    {
        result.Advise($"Make room now: {GrowAdvice.For(_seen.Mount, _seen.Volume, _seen.Usage)}; the server goes on within a minute. "
            + $"Only if a failover has begun, fence it first (its host or mysqld off): else it goes on with writes that no replica has");
        if (_seen.QuotaRoom < 1024 * 1024)
            result.Advise($"Raise the quota of {_seen.Directory}: the file system itself has room");
        WhatElse();
        result.Advise($"Do not restart or kill -9 the server and do not KILL the session that waits: the last event is half written "
            + $"(MySQL with binlog_error_action=ABORT_SERVER stops altogether)");
        result.Advise($"Do not run SHOW BINARY LOGS, SHOW MASTER STATUS, SHOW BINARY LOG STATUS, FLUSH LOGS or PURGE BINARY LOGS: they "
            + $"hang, and their sessions stay");
        if (_seen.Files is { Count: > 1 } files)
            result.Advise($"If there is no other way: move some of the oldest binlogs to another file system, from {files[0].Name.Text} "
                + $"on, never the newest and none that a replica still reads; once the server goes on, "
                + $"{PurgeAdvice.Statement(files[1].Name.Text)} (naming the oldest that is left) puts its index right");
        result.Advise($"Stop the writer where it starts, or it fills the new room as well");
        Verify();
    }

    private void Verify()
    {
        if (_seen.Files is { Count: > 0 } files)
        {
            var newest = Path.Combine(_seen.Directory, files[^1].Name.Text);
            var verify = ShellCommand.Of($"mysqlbinlog --verify-binlog-checksum -- {newest} > /dev/null");
            result.Advise($"Afterwards run {verify} and check_replication_io on the replicas: a half event stops them with error 1236");
        }
        else
            result.Advise($"Afterwards run check_replication_io on the replicas: a half event stops them with error 1236");
    }

    private void GiveFilling()
    {
        if (finding.IsFilledByOthers)
            GiveOthers();
        else if (finding.Forecast.Deciding is null && finding.Forecast.Trend is null)
            WhatElse();
        else
            GiveWriter();
        Purge();
        result.Advise($"Or make room: {GrowAdvice.For(_seen.Mount, _seen.Volume, _seen.Usage)}; never remove a binlog but by PURGE");
        result.Advise($"Make a replica at the same position ready to take over before the disk is full");
    }

    private void GiveWriter()
    {
        var newest = _seen.Files is { Count: > 0 } files ? Path.Combine(_seen.Directory, files[^1].Name.Text) : null;
        if (newest is null)
            result.Advise($"Find the writer: {SqlStatement.Of($"SHOW FULL PROCESSLIST")} on the server (long UPDATE, DELETE, INSERT)");
        else
            result.Advise($"Find the writer: {SqlStatement.Of($"SHOW FULL PROCESSLIST")} on the server (long UPDATE, DELETE, INSERT); "
                + $"{ShellCommand.Of($"mysqlbinlog -v --base64-output=decode-rows -- {newest}")} names the tables");
        result.Advise($"Stop it where it starts (job, deployment, queue), then KILL its session while there is still room: on a full disk "
            + $"killed sessions hang");
    }

    private void GiveWaiting()
    {
        if (finding.FullElsewhere is { } place)
        {
            result.Advise($"Make room on the file system of {place.What}: {ShellCommand.Of($"df -h -- {place.Directory}")} shows it; grow "
                + $"it, and remove nothing there that the server did not leave behind");
            result.Advise($"Do not KILL the sessions that wait and do not restart the server: it goes on by itself within a minute once "
                + $"there is room");
            return;
        }

        result.Advise($"Wait a minute: {_seen.Directory} has room, and a server that waits looks only once a minute");
        result.Advise($"If the sessions still wait then, they wait for another file system: look at the data directory's and tmpdir's");
    }

    private void GiveInodes()
    {
        result.Advise($"Find what makes so many files: {ShellCommand.Of($"du --inodes -x -d 2 -- {Point}")}; binlogs are few, so it is "
            + $"another writer");
        result.Advise($"Let that writer remove its files; more inodes need a larger file system, or on XFS "
            + $"{ShellCommand.Of($"xfs_growfs -m 50 -- {Point}")}");
    }

    private void GiveRights()
    {
        var user = _seen.Unlisted!.User;
        var file = $"u:{user}:rx";
        result.Advise($"Let {user} list the binlogs: {ShellCommand.Of($"setfacl -m {file} -- {_seen.Directory}")}, and pass (x) each "
            + $"directory "
            + $"above it that refuses that user: {ShellCommand.Of($"namei -l -- {_seen.Directory}")} shows their rights; or give the "
                + $"check a "
            + $"login with --defaults-extra-file");
    }

    private void Purge()
    {
        if (PurgeAdvice.For(_seen.Files ?? [], finding.NeededBytes) is not { } purge)
            return;
        var freed = Quantity.Human(finding.Room.RoomPerByte * purge.Bytes, Dimension.Size);
        var seconds = finding.NeededSeconds(finding.Room.RoomPerByte * purge.Bytes);
        var gives = double.IsFinite(seconds)
            ? NextStep.Of($", which gives {Quantity.Human(Math.Round(seconds), Dimension.Duration)} at this rate") : NextStep.Of($"");
        var least = purge.IsEnough ? NextStep.Of($"the least that helps") : NextStep.Of($"all but the newest");
        result.Advise($"Purge on the server, {least}: {Statements(purge)}; frees {freed} in "
            + $"{BinlogPartitionEvaluation.Plural(purge.Files, "file")}{gives} {Replicas()}");
    }

    private static NextStep Statements(PurgeAdvice purge)
    {
        var (first, last) = (PurgeAdvice.Statement(purge.Portions[0]), PurgeAdvice.Statement(purge.Portions[^1]));
        return purge.Portions.Count switch
        {
            1 => NextStep.Of($"{first}"),
            2 => NextStep.Of($"{first}, then {last}"),
            3 => NextStep.Of($"{first}, then {PurgeAdvice.Statement(purge.Portions[1])}, then {last}"),
            var count => NextStep.Of(
                $"{first} and so on in {count} portions, because a purge of very much at once holds up commits, up to {last}"),
        };
    }

    private NextStep Replicas() => _seen.Server switch
    {
        { ReplicasBehind: var behind and > 0 } =>
            NextStep.Of($"({BinlogPartitionEvaluation.Plural(behind, "connected replica")} still reading: purge no further than the "
                + $"oldest {FileColumn()} of {StatusStatement()} on all replicas)"),
        { ConnectedReplicas: { } connected } =>
            NextStep.Of($"({BinlogPartitionEvaluation.Plural(connected, "connected replica")} sent everything; for those that are not "
                + $"connected see {FileColumn()} of {StatusStatement()} there)"),
        _ => NextStep.Of($"(purge no further than the oldest {FileColumn()} of {StatusStatement()} on all replicas)"),
    };

    private NextStep FileColumn() => IsMariaDb ? NextStep.Of($"Master_Log_File")
        : NextStep.Of($"Source_Log_File (Master_Log_File on MariaDB)");

    private SqlStatement StatusStatement() => IsMariaDb ? SqlStatement.Of($"SHOW ALL SLAVES STATUS")
        : SqlStatement.Of($"SHOW REPLICA STATUS");
}
