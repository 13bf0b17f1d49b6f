namespace NagiosChecks.Failover;

/// <summary>The rules that a replica is judged by before it may be promoted, in the order in which their reasons are told.</summary>
internal static class ReplicaRules
{
    /// <summary>Judges all replicas of a tree.</summary>
    public static void Apply(FailoverTree tree, FailoverLimits limits)
    {
        foreach (var replica in tree.Replicas)
            ErrantRules.Find(replica, tree);
        Compare(tree);
        foreach (var replica in tree.Replicas)
        {
            replica.IsSemiSync = Setting(replica, "Rpl_semi_sync_replica_status", "Rpl_semi_sync_slave_status") == "ON";
            ChoiceRules.Judge(replica, limits);
            PlaceRules.Judge(replica, tree);
            IdentityRules.Judge(replica, tree);
            ErrantRules.Judge(replica);
            ReceiverRules.Judge(replica, tree);
            ApplierRules.Judge(replica, tree);
            BinlogRules.Judge(replica, tree);
            SettingRules.Judge(replica, tree, limits);
            AccountRules.Judge(replica, tree);
        }

        PurgeRules.Judge(tree);
    }

    /// <summary>A counter of SHOW GLOBAL STATUS; null where it was not told.</summary>
    public static string? Setting(FailoverReplica replica, params ReadOnlySpan<string> names)
    {
        foreach (var answer in replica.Answers.Answers)
        {
            if (!answer.Statement.StartsWith("SHOW GLOBAL STATUS", StringComparison.Ordinal))
                continue;
            foreach (var row in answer.Rows)
            {
                if (row.Text("Variable_name") is { } name && names.Contains(name))
                    return row.Text("Value");
            }
        }

        return null;
    }

    // A replica is level with another when it has at the second look what the other had at the first: so those that move count as level
    // as long as they keep up.
    private static void Compare(FailoverTree tree)
    {
        foreach (var replica in tree.Replicas)
        {
            replica.IsAloneAhead = tree.Replicas.Count > 1;
            foreach (var other in tree.Replicas)
            {
                if (other == replica)
                    continue;
                if (replica.Last.Lacks(other.FirstOfSource) is not { } lacks)
                    replica.Incomparable.Add(other);
                else if (lacks)
                    replica.Behind.Add(other);
                if (other.Last.Lacks(replica.FirstOfSource) != true)
                    replica.IsAloneAhead = false;
            }
        }
    }
}
