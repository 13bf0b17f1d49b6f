using MySql.ReplicationTree;
using Nagios.Plugin;

namespace NagiosChecks.Failover;

/// <summary>A tree after all rules: who can take over.</summary>
/// <param name="Tree">The tree.</param>
/// <param name="Candidates">Replicas whose promotion by a plan loses nothing, best first; none while somebody who may hold more was not
/// asked.</param>
internal sealed record FailoverVerdict(FailoverTree Tree, IReadOnlyList<FailoverReplica> Candidates)
{
    /// <summary>How many can be promoted as they are.</summary>
    public int Ready
    {
        get
        {
            var ready = 0;
            foreach (var replica in Tree.Replicas)
                ready += replica.IsReady ? 1 : 0;
            return ready;
        }
    }

    /// <summary>True when all replicas have received the same, and have applied it.</summary>
    public bool IsSamePosition
    {
        get
        {
            foreach (var replica in Tree.Replicas)
            {
                if (replica.Behind.Count > 0 || replica.Incomparable.Count > 0 || replica.HasUnapplied)
                    return false;
            }

            return true;
        }
    }

    /// <summary>Judges a tree.</summary>
    public static FailoverVerdict Of(ServerTree servers, FailoverLimits limits)
    {
        var tree = FailoverTree.Of(servers);
        ReplicaRules.Apply(tree, limits);
        if (tree.NotAsked.Count > 0)
        {
            foreach (var replica in tree.Replicas)
                replica.Add(new Reason(ReasonClass.Blocker, "a server that may hold more was not asked", NagiosState.Ok));
        }

        return new FailoverVerdict(tree, CandidateOrder.Of(tree));
    }
}
