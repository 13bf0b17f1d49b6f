using Nagios.Plugin;

namespace NagiosChecks.ReplicationIo;

/// <summary>A kind of trouble of an SQL thread: how it is recognised, why it happens and what to do.</summary>
internal sealed record SqlTroubleKind
{
    /// <summary>Error numbers that mean this kind.</summary>
    public required IReadOnlyList<int> Numbers { get; init; }

    /// <summary>What is wrong, in a few words.</summary>
    public required string Headline { get; init; }

    /// <summary>Why, one sentence.</summary>
    public required string Cause { get; init; }

    /// <summary>What not to do, with the reason; begins with "do not".</summary>
    public required NextStep NotThis { get; init; }

    /// <summary>What to do, in order.</summary>
    public required Func<IncidentSite, IEnumerable<NextStep>> Steps { get; init; }
}
