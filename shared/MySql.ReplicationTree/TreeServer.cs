namespace MySql.ReplicationTree;

/// <summary>One server of a tree.</summary>
/// <param name="answers">What it answered.</param>
/// <param name="channels">Its channels, those to a source.</param>
public sealed class TreeServer(ServerAnswers answers, IReadOnlyList<ReplicaChannel> channels)
{
    /// <summary>What it answered.</summary>
    public ServerAnswers Answers { get; } = answers;

    /// <summary>Its channels, those to a source.</summary>
    public IReadOnlyList<ReplicaChannel> Channels { get; } = channels;

    /// <summary>The server's name, as the operator knows it.</summary>
    public string Name => Answers.Server;

    /// <summary>What it is in the tree.</summary>
    public TreeRole Role { get; internal set; }

    /// <summary>
    /// The server that each channel follows, in the order of the channels; null where none of the tree's servers is known to be the one.
    /// </summary>
    public IReadOnlyList<TreeServer?> Sources { get; internal set; } = [];

    /// <summary>The servers that follow this one.</summary>
    public IReadOnlyList<TreeServer> Replicas { get; internal set; } = [];
}
