namespace NagiosChecks.ReplicationIo;

/// <summary>
/// A class of incident in words. Words in braces are filled in for the channel: {file}, {position}, {source}, {host},
/// {port}, {user}, {limit}, {stop}, {start}, {go-on} (the statement that goes on with the next file).
/// </summary>
/// <param name="Class">The class.</param>
/// <param name="Headline">What is wrong, in a few words, for the first line.</param>
/// <param name="Cause">Why, one sentence.</param>
/// <param name="NotThis">What not to do, with the reason.</param>
/// <param name="Steps">What to do, in order.</param>
internal sealed record IncidentKind(IncidentClass Class, string Headline, string Cause, string NotThis, string[] Steps)
{
    /// <summary>The part of the not-to-do that belongs in the first line; null when the headline says enough.</summary>
    public string? Warning { get; init; }

    /// <summary>True when the fault is in the source's binlog, so that another replica of that source fails at the same place.</summary>
    public bool IsInTheBinlog { get; init; }

    /// <summary>True when trying again can help: the source may come back by itself.</summary>
    public bool MayPass { get; init; }
}
