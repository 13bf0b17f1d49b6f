using Nagios.Plugin;

namespace NagiosChecks.BinlogPartition;

/// <summary>What the person who is paged should do, in this order.</summary>
internal static class PartitionAdvice
{
    /// <summary>Adds the steps.</summary>
    /// <param name="result">The verdict so far.</param>
    /// <param name="view">What was seen.</param>
    /// <param name="full">True when nothing can be written any more.</param>
    /// <param name="filling">True when time, use, room or growth alerts.</param>
    /// <param name="inodes">True when the inodes alert.</param>
    public static void Give(NagiosCheckResult result, PartitionView view, bool full, bool filling, bool inodes)
    {
        if (view.Server is { BinlogIsClosed: true })
        {
            result.NextStep("See the server's error log (\"Turning logging off\") for what stopped the binlog, remove that, then restart the server: nothing else brings the binlog back");
            result.NextStep("Rebuild every replica afterwards: the changes since then are in no binlog, and replication shows no error");
        }

        if (view.IsReadOnly)
        {
            result.NextStep($"See dmesg for the error that made the kernel mount {view.Mount?.Point ?? view.Directory} read-only, and have the disk looked at");
            result.NextStep($"Let a replica take over; then stop the server, run fsck on the unmounted file system and mount it again (mount -o remount,rw alone only hides the error)");
        }
        else if (full)
            FullSteps(result, view);
        else if (filling)
            FillingSteps(result, view);
        else if (view.Server is { SaysNoRoom: true })
        {
            result.NextStep($"Wait a minute: {view.Directory} has room, and a server that waits looks only once a minute");
            result.NextStep("If the sessions still wait then, they wait for another file system: look at the data directory's and tmpdir's");
        }

        if (inodes)
        {
            result.NextStep($"Find what makes so many files: du --inodes -x -d 2 {view.Mount?.Point ?? view.Directory}; binlogs are few, so it is another writer");
            result.NextStep("Remove or move those files; more inodes need another file system (mkfs -i) or, on XFS, xfs_growfs -m");
        }
    }

    private static void FillingSteps(NagiosCheckResult result, PartitionView view)
    {
        result.NextStep("Find the writer: SHOW FULL PROCESSLIST on the server (long UPDATE, DELETE, INSERT); mysqlbinlog -v --base64-output=decode-rows on the newest file names the tables");
        result.NextStep("Stop it where it starts (job, deployment, queue), then KILL its session while there is still room: on a full disk killed sessions hang");
        Purge(result, view);
        result.NextStep($"Or make room: grow {view.Mount?.Point ?? view.Directory} (lvextend -r), or remove what is no binlog from it; never rm a binlog");
        result.NextStep("Make a replica at the same position ready to take over before the disk is full");
    }

    private static void FullSteps(NagiosCheckResult result, PartitionView view)
    {
        result.NextStep("Do not restart or kill -9 the server and do not KILL the session that waits: the last event is half written (MySQL with binlog_error_action=ABORT_SERVER stops altogether)");
        result.NextStep("Do not run SHOW BINARY LOGS, SHOW MASTER STATUS, SHOW BINARY LOG STATUS, FLUSH LOGS or PURGE BINARY LOGS: they hang, and their sessions stay");
        result.NextStep($"Make room on {view.Mount?.Point ?? view.Directory}: remove what is no binlog, grow it (lvextend -r), or lower what ext4 reserves (tune2fs -m 0); the server goes on within a minute");
        if (PurgeAdvice.For(view.Files ?? []) is { } purge)
            result.NextStep($"If there is no other way: move the oldest binlogs to another file system, never the newest and none that a replica still reads; once the server goes on, {purge.Statement} puts its index right (all but the newest hold {Quantity.Human(purge.Bytes, Dimension.Size)})");
        result.NextStep("Stop the writer where it starts, or it fills the new room as well");
        result.NextStep("Afterwards run mysqlbinlog --verify-binlog-checksum on the newest binlogs and check_replication_io on the replicas: a half event stops them with error 1236");
    }

    private static void Purge(NagiosCheckResult result, PartitionView view)
    {
        if (PurgeAdvice.For(view.Files ?? []) is not { } purge)
            return;
        var replicas = view.Server switch
        {
            { ConnectedReplicas: { } connected, ReplicasBehind: 0 } => $"({connected} connected replicas have been sent everything; think of those that are not connected)",
            { ReplicasBehind: var behind and > 0 } => $"({behind} connected replicas are behind: name their Source_Log_File instead)",
            _ => "(name the oldest Source_Log_File, Relay_Master_Log_File on MariaDB, of all replicas instead if it is older)",
        };
        result.NextStep($"Purge on the server: {purge.Statement}; frees {Quantity.Human(purge.Bytes, Dimension.Size)} in {purge.Files} files {replicas}");
    }
}
