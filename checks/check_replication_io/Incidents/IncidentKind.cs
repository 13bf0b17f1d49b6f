using Nagios.Plugin;

namespace NagiosChecks.ReplicationIo;

/// <summary>
/// A kind of trouble of an IO thread: how it is recognised, why it happens and what to do. Each kind stands in one place of
/// <see cref="IncidentCatalogue"/>; a new one needs nothing but its entry there and its test.
/// </summary>
/// <param name="Name">The class in JSON output and in the docs; kinds that differ only in the cure share one.</param>
internal sealed record IncidentKind(string Name)
{
    /// <summary>Parts of the server's text, lower case, in the words source and replica. The longest one that occurs decides.</summary>
    public IReadOnlyList<string> Texts { get; init; } = [];

    /// <summary>Error numbers that mean this kind when no text decides.</summary>
    public IReadOnlyList<int> Numbers { get; init; } = [];

    /// <summary>What is wrong, in a few words, for the first line.</summary>
    public required Func<IncidentSite, string> Headline { get; init; }

    /// <summary>Why, one sentence.</summary>
    public required Func<IncidentSite, string> Cause { get; init; }

    /// <summary>What not to do, with the reason; begins with "do not".</summary>
    public required NextStep NotThis { get; init; }

    /// <summary>What to do, in order.</summary>
    public required Func<IncidentSite, IEnumerable<NextStep>> Steps { get; init; }

    /// <summary>The part of the not-to-do that belongs in the first line; null when the headline says enough.</summary>
    public string? Warning { get; init; }

    /// <summary>True when the fault is in the source's binlog, so that another replica of that source fails at the same place.</summary>
    public bool IsInTheBinlog { get; init; }

    /// <summary>True when trying again can help: the source may come back by itself.</summary>
    public bool MayPass { get; init; }
}
