using MySql.ReplicationTree;
using MySql.Session;

namespace NagiosChecks.Failover;

/// <summary>A tree while it is judged: its source, the replicas, and who was not asked.</summary>
internal sealed class FailoverTree
{
    // A commit takes moments; on a full disk it takes for ever.
    private const double LongestCommit = 3;

    private FailoverTree(TreeServer? source, SourceCondition condition, List<FailoverReplica> replicas)
    {
        Source = source;
        Condition = condition;
        Replicas = replicas;
    }

    /// <summary>The server at the top; null where it was not among those that were asked.</summary>
    public TreeServer? Source { get; }

    public SourceCondition Condition { get; }

    /// <summary>Everybody that follows somebody, without the source of a ring.</summary>
    public IReadOnlyList<FailoverReplica> Replicas { get; }

    /// <summary>Why the reading is not whole: who was not asked that may hold more.</summary>
    public List<string> NotAsked { get; } = [];

    /// <summary>Servers that are down and that nobody follows, in a tree whose source serves.</summary>
    public List<string> DownBeside { get; } = [];

    /// <summary>True when the source follows a replica of its own.</summary>
    public bool IsRing => Source is { Role: TreeRole.RingMember };

    /// <summary>True when the source is dead or wedged: a failover is due.</summary>
    public bool IsFailoverDue => Condition is SourceCondition.Gone or SourceCondition.Wedged;

    /// <summary>True when replicas can still read from the source.</summary>
    public bool SourceServes => Condition is SourceCondition.Serving or SourceCondition.Wedged;

    /// <summary>The source's name for texts.</summary>
    public string SourceName => Source?.Name ?? (Replicas.Count > 0 ? Replicas[0].Channel.Source : "the source");

    /// <summary>Finds the roles.</summary>
    public static FailoverTree Of(ServerTree tree)
    {
        var top = tree.Top;
        var replicas = new List<FailoverReplica>();
        foreach (var server in tree.Servers)
        {
            if (server != top && server.Channels.Count > 0)
                replicas.Add(new FailoverReplica(server, server.Sources is [var source] && source is not null && source == top));
        }

        var found = new FailoverTree(top, ConditionOf(top, replicas), replicas);
        UnaskedServers.Find(tree, found);
        return found;
    }

    private static SourceCondition ConditionOf(TreeServer? top, List<FailoverReplica> replicas)
    {
        if (top is null)
            return SourceCondition.NotAsked;
        if (top.Answers.Down is not null)
        {
            var isRead = replicas.Exists(replica => replica.IsDirect && replica.Channel.Io == ChannelThread.Running);
            return top.Answers.IsNotRunning && !isRead ? SourceCondition.Gone : SourceCondition.NotAsked;
        }

        return IsWedged(top.Answers) ? SourceCondition.Wedged : SourceCondition.Serving;
    }

    // MariaDB says it in a session's state; on MySQL a full disk shows in commits that do not end.
    private static bool IsWedged(ServerAnswers answers)
    {
        foreach (var session in answers.Sessions ?? [])
        {
            if (session.Wait == SessionWait.DiskSpace || (session.Wait == SessionWait.Commit && session.Seconds >= LongestCommit))
                return true;
        }

        return false;
    }
}
