namespace NagiosChecks.ConfigDrift;

/// <summary>What was read of the tree.</summary>
/// <param name="Servers">Each server that was asked, also those that did not answer.</param>
internal sealed record ConfigDriftMeasurement(IReadOnlyList<ServerReading> Servers)
{
    /// <summary>When the answers were given, where a recording is judged and tells it; else null.</summary>
    public DateTimeOffset? RecordedAt { get; init; }

    /// <summary>True where nobody named the servers, and they were found from one of them.</summary>
    public bool IsDiscovered { get; init; }

    /// <summary>Remarks for the result.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
