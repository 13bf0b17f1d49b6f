using Nagios.Plugin;

namespace NagiosChecks.ReplicationIo;

/// <summary>What one server said about its replication.</summary>
/// <param name="Label">The host as the operator named it in --hosts; empty when only one server is asked.</param>
/// <param name="Channels">Its channels; empty when it is no replica.</param>
/// <param name="Failure">Why it could not be asked; null when it could.</param>
/// <param name="FailureState">What that means: the state of --if-server-down, or UNKNOWN.</param>
internal sealed record ReplicaReading(string Label, IReadOnlyList<ReplicaStatus> Channels, string? Failure = null, NagiosState FailureState = NagiosState.Unknown);

/// <summary>One channel with everything that is known about it.</summary>
internal sealed record ChannelReading(string Label, ReplicaStatus Status, ChannelPast Past, Incident? Incident)
{
    /// <summary>"IO thread", "IO thread of channel 'x'", "IO thread of channel 'x' on b".</summary>
    public string Thread(string kind) => $"{kind} thread{Of}{On}";

    /// <summary>The end of a perfdata label: "", "_x", "_b", "_b_x".</summary>
    public string Suffix => (Label.Length == 0 ? "" : "_" + Label) + (Status.Channel.Length == 0 ? "" : "_" + Status.Channel);

    /// <summary>"channel 'x' on b", "replica b", "replica".</summary>
    public string Name => Status.Channel.Length > 0 ? $"channel '{Status.Channel}'{On}" : Label.Length > 0 ? $"replica {Label}" : "replica";

    private string Of => Status.Channel.Length == 0 ? "" : $" of channel '{Status.Channel}'";

    private string On => Label.Length == 0 ? "" : $" on {Label}";
}
