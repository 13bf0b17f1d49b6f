using MySql.Session;

namespace NagiosChecks.ReplicationIo;

/// <summary>What the probe saw.</summary>
/// <param name="Place">Where the server is, or the text of --hosts.</param>
/// <param name="Replicas">What each server said.</param>
/// <param name="Sources">What looks at a source brought; the server itself, where it is one, comes first.</param>
internal sealed record ReplicationIoMeasurement(string Place, IReadOnlyList<ReplicaReading> Replicas, IReadOnlyList<SourceReading> Sources)
{
    /// <summary>Remarks about option files and the like.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}

/// <summary>What one server said about its replication.</summary>
/// <param name="Label">The host as the operator named it in --hosts; empty when only one server is asked.</param>
/// <param name="Channels">Its channels; empty when it is no replica.</param>
/// <param name="Failure">Why it could not be asked; null when it could.</param>
internal sealed record ReplicaReading(string Label, IReadOnlyList<ReplicaStatus> Channels, Exception? Failure = null)
{
    /// <summary>True when the server itself is what failed, and not the look at it.</summary>
    public bool IsServerDown => Failure is MySqlSessionException { IsServerDown: true };
}
