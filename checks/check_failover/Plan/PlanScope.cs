using Nagios.Plugin;

namespace NagiosChecks.Failover;

/// <summary>
/// For which trees a plan is printed: those whose plan a test has executed on real servers. For the others it is said what a person must
/// look at.
/// </summary>
internal static class PlanScope
{
    /// <summary>Why there is no plan; null where there is one.</summary>
    public static NextStep? Missing(FailoverVerdict verdict)
    {
        var tree = verdict.Tree;
        if (tree.NotAsked.Count > 0)
            return NextStep.Of($"a server that may hold more was not asked: see that every server of the tree answers, and look again");
        if (!tree.IsFailoverDue)
            return NextStep.Of($"the source {tree.SourceName} serves, so no failover is due: a planned change begins with read_only there, "
                + $"and the status of each replica tells when nothing is missing");
        if (verdict.Candidates is not [var best, ..])
            return NextStep.Of($"no replica can take over without loss: read the reasons of each, and mend the smallest one");
        foreach (var replica in tree.Replicas)
        {
            if ((OfPlace(replica, tree) ?? OfThreads(replica) ?? (replica.IsDirect ? OfFollowing(replica, best) : null)) is { } why)
                return why;
        }

        return OfPositions(tree, best);
    }

    private static NextStep? OfPlace(FailoverReplica replica, FailoverTree tree)
    {
        var name = replica.Name;
        if (tree.IsRing || !(replica.IsDirect || IsTail(replica, tree)))
            return NextStep.Of(
                $"{name} does not follow {tree.SourceName} by its only channel, or the source follows a replica: see the status of "
                + $"{name} ({new ReplicaWords(replica).Status}) and decide whom it is to follow");
        if (replica.Channel.Name.Length > 0)
            return NextStep.Of($"the channel of {name} has a name, {replica.Channel.Name}, which every statement would have to repeat");
        return new ReplicaWords(replica).AreKnown ? null
            : NextStep.Of($"the statements of {name}, {replica.Answers.Version?.ToString() ?? "of unknown version"}, were not tried: see "
                + $"its manual");
    }

    // It follows another replica of the tree by GTID, and goes on doing so.
    private static bool IsTail(FailoverReplica replica, FailoverTree tree)
    {
        if (!replica.Channel.UsesGtid || replica.Server.Sources is not [{ } source])
            return false;
        foreach (var other in tree.Replicas)
        {
            if (other.Server == source)
                return true;
        }

        return false;
    }

    private static NextStep? OfThreads(FailoverReplica replica)
    {
        var words = new ReplicaWords(replica);
        if (replica.Channel.SqlErrno != 0)
            return NextStep.Of(
                $"the SQL thread of {replica.Name} stopped with error {replica.Channel.SqlErrno}: see {words.Status} there, and "
                + $"mend it, or leave {replica.Name} out and clone it anew afterwards");
        if (replica.Channel.Delay > 0)
            return NextStep.Of($"{replica.Name} is delayed on purpose, and dropping the delay in the wrong way deletes its relay log: see "
                + $"{words.Status} there");
        return replica.Channel.LosesRelayLogAtStart && replica.Behind.Count > 0
            ? NextStep.Of($"{replica.Name} holds relay log that the next START deletes, and lacks what others have: see {words.Status} "
                + $"there")
            : null;
    }

    private static NextStep? OfFollowing(FailoverReplica replica, FailoverReplica best)
    {
        if (replica.Channel.UsesGtid != best.Channel.UsesGtid)
            return NextStep.Of($"of {replica.Name} and {best.Name} only one follows by GTID");
        foreach (var reason in replica.Reasons)
        {
            if (replica != best && reason.Class == ReasonClass.Blocker && replica.Behind.Count == 0 && !replica.IsNever)
                return NextStep.Of($"whether {replica.Name} can follow {best.Name} is not sure: {reason.Text}");
            if (reason.Text.Contains("purged", StringComparison.Ordinal))
                return NextStep.Of($"{replica.Name} cannot follow: {reason.Text}");
        }

        return null;
    }

    private static NextStep? OfPositions(FailoverTree tree, FailoverReplica best)
    {
        if (tree.Condition == SourceCondition.Wedged)
        {
            return best.Behind.Count == 0 ? null
                : NextStep.Of($"{best.Name} has not received all: let it, there: {new ReplicaWords(best).StartIo}; "
                + $"and look again when it has what {best.Behind[0].Name} has");
        }

        foreach (var replica in tree.Replicas)
        {
            if (replica.Behind.Count == 0 || !replica.IsDirect)
                continue;
            if (!replica.IsMariaDb && !replica.Channel.UsesGtid && FailoverPlan.BinlogDirectory(best.Answers) is null)
                return NextStep.Of(
                    $"{replica.Name} has received less than {best.Name}, and where the binlogs of {best.Name} are is not known "
                    + $"(log_bin_basename)");
            if (best.Answers.Variable("log_replica_updates", "log_slave_updates") == "OFF")
                return NextStep.Of($"{replica.Name} lacks what {best.Name} has not logged");
        }

        return null;
    }
}
