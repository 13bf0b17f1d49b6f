using MySql.ReplicationTree;
using Nagios.Plugin;

namespace NagiosChecks.Failover;

/// <summary>Asks the tree's servers, those that move twice.</summary>
internal static class FailoverProbe
{
    /// <summary>One run's measurement.</summary>
    /// <exception cref="CheckException">No server could be asked, or a recording is none.</exception>
    public static FailoverMeasurement Read(FailoverOptions options, FailoverLimits limits, CheckRun run)
    {
        var reader = new TreeReader(options, limits.Choice, run) { IsSecondLookWanted = DoesMove };
        return FailoverMeasurement.Of(reader.Read());
    }

    // Positions that differ may be those of replicas at work, looked at one after the other.
    private static bool DoesMove(IReadOnlyList<ServerAnswers> servers)
    {
        var tree = FailoverTree.Of(ServerTree.Of(servers));
        var holdings = new List<Holding>();
        foreach (var replica in tree.Replicas)
        {
            if (replica.HasUnapplied && replica.Channel.Sql == ChannelThread.Running)
                return true;
            holdings.Add(replica.First);
        }

        if (tree.Source is { Answers.Down: null } source)
            holdings.Add(Holding.Of(source, null, last: false));
        foreach (var one in holdings)
        {
            foreach (var other in holdings)
            {
                if (one.Lacks(other) == true)
                    return true;
            }
        }

        return false;
    }
}
