namespace NagiosChecks.ReplicationIo;

/// <summary>One channel with everything that is known about it.</summary>
/// <param name="Label">Its host in --hosts; empty when only one server is asked.</param>
/// <param name="Status">Its status.</param>
/// <param name="Past">What is remembered of it, this run included.</param>
/// <param name="Incident">Its IO thread's trouble; null when there is none.</param>
/// <param name="Distance">How far it is from the end of what its source has; null when nobody looked at the source.</param>
internal sealed record ObservedChannel(string Label, ReplicaStatus Status, ChannelHistory Past, Incident? Incident, PurgeDistance? Distance)
{
    /// <summary>"IO thread", "IO thread of channel 'x'", "IO thread of channel 'x' on b".</summary>
    public string Thread(string kind) => $"{kind} thread{Of}{On}";

    /// <summary>The end of a perfdata label: "", "x", "b", "b_x".</summary>
    public string Item => Label.Length == 0 || Status.Channel.Length == 0 ? Label + Status.Channel : $"{Label}_{Status.Channel}";

    /// <summary>"channel 'x' on b", "replica b", "replica".</summary>
    public string Name => Status.Channel.Length > 0 ? $"channel '{Status.Channel}'{On}" : Label.Length > 0 ? $"replica {Label}" : "replica";

    /// <summary>
    /// For how long the IO thread has been without a connection, seconds: 0 while it runs or was stopped by hand. The server's own
    /// count of attempts knows of a time before this check's first look.
    /// </summary>
    public double SecondsNotConnected => Incident is null || Incident.Kind == IncidentCatalogue.StoppedByHand
        ? 0
        : Math.Round(Math.Max(Past.SecondsDown, Attempts.SecondsTried(Status.IoError)), 1);

    private string Of => Status.Channel.Length == 0 ? "" : $" of channel '{Status.Channel}'";

    private string On => Label.Length == 0 ? "" : $" on {Label}";
}
