using MySql.ReplicationTree;

namespace NagiosChecks.Failover;

/// <summary>Two servers of a tree with one server_id or one UUID throw each other out at the source.</summary>
internal static class IdentityRules
{
    private static readonly string[] Identities = ["server_id", "server_uuid"];

    public static void Judge(FailoverReplica replica, FailoverTree tree)
    {
        foreach (var name in Identities)
        {
            if (replica.Answers.Variable(name) is not { Length: > 0 } value)
                continue;
            foreach (var other in Others(replica, tree))
            {
                if (other.Answers.Variable(name) == value)
                    replica.Add(Reason.Broken($"it has the {name} of {other.Name}: they throw each other out at the source"));
            }
        }

        JudgeVersion(replica, tree);
    }

    private static IEnumerable<TreeServer> Others(FailoverReplica replica, FailoverTree tree)
    {
        if (tree.Source is { } source)
            yield return source;
        foreach (var other in tree.Replicas)
        {
            if (other != replica)
                yield return other.Server;
        }
    }

    // A replica reads the binlogs of an older source, not always those of a newer one.
    private static void JudgeVersion(FailoverReplica replica, FailoverTree tree)
    {
        if (replica.Answers.Version is not { } mine)
            return;
        foreach (var other in tree.Replicas)
        {
            if (other.Answers.Version is not { } theirs)
                continue;
            if (mine.IsMariaDb != theirs.IsMariaDb)
            {
                replica.Add(Reason.Blocker($"it is {mine}, and {other.Name}, which would follow it, is {theirs}"));
                return;
            }

            if ((mine.Number.Major, mine.Number.Minor).CompareTo((theirs.Number.Major, theirs.Number.Minor)) > 0)
            {
                replica.Add(Reason.Blocker($"it is {mine}, and {other.Name}, which would follow it, is the older {theirs}"));
                return;
            }
        }
    }
}
