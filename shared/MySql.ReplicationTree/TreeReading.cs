namespace MySql.ReplicationTree;

/// <summary>What the servers of a tree answered in one run.</summary>
/// <param name="Servers">Each server's answers, in the order of --hosts, of their being found, or of their files' names.</param>
/// <param name="At">When the last one was asked; of a recording, the time that stands in it; null where none does.</param>
/// <param name="IsReplay">True for a recording.</param>
public sealed record TreeReading(IReadOnlyList<ServerAnswers> Servers, DateTimeOffset? At, bool IsReplay)
{
    /// <summary>True where the servers were found from one of them, so that nobody can have forgotten one of --hosts.</summary>
    public bool IsDiscovered { get; init; }

    /// <summary>Remarks for the result: option files that were ignored, where the recording was written.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
