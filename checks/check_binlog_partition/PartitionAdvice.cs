using Nagios.Plugin;

namespace NagiosChecks.BinlogPartition;

/// <summary>What the person who is paged should do, in this order.</summary>
internal static class PartitionAdvice
{
    public static void Give(NagiosCheckResult result, PartitionView view, bool full)
    {
        if (result.State is NagiosState.Ok or NagiosState.Unknown)
            return;
        if (full)
            FullSteps(result, view);
        else
            FillingSteps(result, view);
    }

    private static void FillingSteps(NagiosCheckResult result, PartitionView view)
    {
        result.NextStep("Find the writer: SHOW FULL PROCESSLIST on the server (long UPDATE, DELETE, INSERT); check_binlog_tables says which tables the bytes belong to");
        result.NextStep("Stop it where it starts (job, deployment, queue), then KILL its session while there is still room: on a full disk killed sessions hang");
        Purge(result, view);
        result.NextStep($"Or make room: grow {view.Mount?.Point ?? view.Directory} (lvextend -r), or remove what is no binlog from it; never rm a binlog");
        result.NextStep("Make a replica at the same position ready to take over before the disk is full");
    }

    private static void FullSteps(NagiosCheckResult result, PartitionView view)
    {
        result.NextStep("Do not restart or kill -9 the server and do not KILL the session that waits: the last event is half written (MySQL with binlog_error_action=ABORT_SERVER stops altogether)");
        result.NextStep("Do not run SHOW BINARY LOGS, SHOW MASTER STATUS, SHOW BINARY LOG STATUS or FLUSH LOGS: they hang, and their sessions stay");
        result.NextStep($"Make room on {view.Mount?.Point ?? view.Directory}: remove what is no binlog, or grow it (lvextend -r); the server goes on within a minute");
        Purge(result, view);
        result.NextStep("Stop the writer where it starts, or it fills the new room as well");
        result.NextStep("Afterwards run check_binlog_integrity on the newest binlogs and check_replication_io on the replicas: a half event stops them with error 1236");
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
