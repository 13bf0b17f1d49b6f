using System.Globalization;
using MySql.ReplicationTree;

namespace NagiosChecks.Failover;

/// <summary>A candidate has received everything that any replica has, and receives what comes.</summary>
internal static class ReceiverRules
{
    public static void Judge(FailoverReplica replica, FailoverTree tree)
    {
        if (!replica.IsDirect)
            return;
        if (tree.Condition == SourceCondition.Serving)
            JudgeThread(replica);
        if (replica.Behind.Count > 0)
        {
            var more = string.Join(", ", replica.Behind.Select(other => other.Name));
            replica.Add(tree.SourceServes && IsWillingToRead(replica)
                ? Reason.ActFirst($"it has received less than {more}, and can still fetch it from {tree.SourceName}")
                : Reason.Blocker($"it has received less than {more}"));
        }
        else if (IsBehindSource(replica, tree))
        {
            replica.Add(Reason.ActFirst($"it has not received all that {tree.SourceName} has"));
        }

        foreach (var other in replica.Incomparable)
        {
            if (other.IsDirect)
                replica.Add(Reason.Blocker($"what it has received cannot be compared with what {other.Name} has"));
        }
    }

    // An error that the IO thread stopped with does not go away by itself.
    private static bool IsWillingToRead(FailoverReplica replica) => replica.Channel.IoErrno == 0 || IsConnection(replica.Channel.IoErrno);

    private static bool IsConnection(long errno) => errno is 2003 or 2002 or 2005 or 2006 or 2013;

    private static void JudgeThread(FailoverReplica replica)
    {
        var channel = replica.Channel;
        if (channel.Io == ChannelThread.Running)
            return;
        var errno = channel.IoErrno == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" (error {channel.IoErrno})");
        replica.Add(channel.Io == ChannelThread.Connecting ? Reason.ActFirst($"it is not connected to its source{errno}")
            : channel.IoErrno == 0 ? Reason.ActFirst("it was told to stop receiving (STOP, or not started)")
            : IsConnection(channel.IoErrno) ? Reason.ActFirst($"it has given up connecting{errno}")
            : Reason.Broken($"it stopped receiving{errno}"));
    }

    // Only what the source had at the first look and the replica has not at the second: a full MariaDB is ahead of its own file.
    private static bool IsBehindSource(FailoverReplica replica, FailoverTree tree) =>
        tree.Condition == SourceCondition.Serving && tree.Source is { } source && !tree.IsRing
        && replica.Last.Lacks(Holding.Of(source, null, last: false)) == true
        && replica.Channel.Io == ChannelThread.Running;
}
