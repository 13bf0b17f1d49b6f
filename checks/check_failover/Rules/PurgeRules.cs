using MySql.ReplicationTree;

namespace NagiosChecks.Failover;

/// <summary>A replica that lacks what every candidate has purged cannot follow any of them.</summary>
internal static class PurgeRules
{
    public static void Judge(FailoverTree tree)
    {
        foreach (var candidate in tree.Replicas)
        {
            if (!candidate.IsCandidate
                || MySqlGtidSet.Parse(candidate.Answers.Variable("gtid_purged") ?? "") is not { IsEmpty: false } purged)
                continue;
            foreach (var replica in tree.Replicas)
            {
                if (replica != candidate && replica.First.Received is { } has && !has.Contains(purged))
                {
                    replica.Add(tree.IsFailoverDue
                        ? Reason.Blocker($"it needs what {candidate.Name} has purged, and cannot follow it: re-clone it")
                        : Reason.Warning($"it needs what {candidate.Name} has purged, and could not follow it"));
                }
            }
        }
    }
}
