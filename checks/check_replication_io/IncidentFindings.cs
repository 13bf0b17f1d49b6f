using System.Globalization;
using MySql.Session;
using Nagios.Plugin;

namespace NagiosChecks.ReplicationIo;

/// <summary>The findings of IO threads. Channels with one trouble at one place are one finding: then it is the source, or its
/// binlog.</summary>
internal static class IncidentFindings
{
    // More causes than these in one output help nobody.
    private const int MostIncidentsWithSteps = 3;

    /// <summary>Reports every trouble of an IO thread.</summary>
    public static void Report(NagiosCheckResult result, List<ObservedChannel> channels, IReadOnlyList<SourceReading> sources,
        ReplicationIoLimits limits)
    {
        var explained = 0;
        var states = channels.ToDictionary(channel => channel, channel => StateOf(result, channel, limits));
        var groups = channels.Where(channel => channel.Incident is not null).GroupBy(Shared).ToList();
        foreach (var group in groups)
        {
            var members = group.ToList();
            var spot = sources.Select(source => source.SpotAt(members[0].Incident!.Place)).FirstOrDefault(found => found is not null);
            var incident = members[0].Incident!.Seen(spot);
            var state = members.Select(member => states[member]).Aggregate(NagiosStates.Worst);
            var where = members.Count == 1 ? Alone(members[0]) : Together(members, channels, incident);
            var cause = spot is null ? incident.Cause : $"{incident.Cause}; {spot.Text}";
            if (members.Count > 1)
                cause = $"{UntrustedText.Clean(string.Join(", ", members.Select(member => member.Name)), 120)}: {cause}";
            result.Report(state, where + incident.Headline, cause);
            if (state != NagiosState.Ok && ++explained <= MostIncidentsWithSteps)
                Explain(result, members[0], incident, groups.Count > 1);
        }
    }

    private static void Explain(NagiosCheckResult result, ObservedChannel channel, Incident incident, bool named)
    {
        foreach (var step in incident.Steps)
            result.Advise(named ? For(channel, step) : step);
        if (channel.Status is { IoError.Length: > 0 } status)
            result.Note(string.Create(CultureInfo.InvariantCulture, $"{channel.Name} says ({status.IoErrno}): "
                + $"{ServerText.WithoutSecrets(status.IoError)}"));
        if (channel.Status.Until.Length > 0)
            result.Note($"{channel.Name} was started UNTIL {channel.Status.Until}: it stops there by itself");
    }

    /// <summary>A step with the channel that it is for.</summary>
    public static NextStep For(ObservedChannel channel, NextStep step) =>
        (channel.Status.Channel.Length > 0, channel.Label.Length > 0) switch
    {
        (true, true) => NextStep.Of($"Channel {channel.Status.Channel} on {channel.Label}: {step}"),
        (true, false) => NextStep.Of($"Channel {channel.Status.Channel}: {step}"),
        (false, true) => NextStep.Of($"Replica {channel.Label}: {step}"),
        _ => step,
    };

    // One server's channels have one trouble only if they have one source; several replicas may name one source differently.
    private static string Shared(ObservedChannel channel) =>
        channel.Incident!.Kind == IncidentCatalogue.StoppedByHand
            || channel.Incident.Kind == IncidentCatalogue.Unknown ? $"{channel.Label}/{channel.Status.Channel}"
        : channel.Label.Length == 0 ? $"{channel.Incident.Key} {channel.Status.Source}"
        : channel.Incident.Key;

    private static string Alone(ObservedChannel channel)
    {
        var status = channel.Status;
        if (status.Io == ReplicaThreadState.Stopped)
        {
            var both = channel.Incident!.Kind == IncidentCatalogue.StoppedByHand
                && status.Sql == ReplicaThreadState.Stopped && status.SqlErrno == 0;
            return $"{channel.Thread(both ? "IO and SQL" : "IO")} stopped, ";
        }

        var seconds = channel.SecondsNotConnected;
        return seconds > 0
            ? $"{channel.Thread("IO")} not connected for {Quantity.Human(seconds, Dimension.Duration)}, "
            : $"{channel.Thread("IO")} is not connected, ";
    }

    private static string Together(List<ObservedChannel> members, List<ObservedChannel> all, Incident incident)
    {
        var one = members.TrueForAll(member => member.Label == members[0].Label) ? "channel" : "replica";
        var count = string.Create(CultureInfo.InvariantCulture, $"{members.Count} of {all.Count} {one}s");
        return incident.Kind.IsInTheBinlog ? $"{count} stopped at one place, so it is the source's binlog: "
            : $"{count} have one trouble: ";
    }

    // The time without a connection is judged and graphed here, so that the graph and the finding cannot disagree.
    private static NagiosState StateOf(NagiosCheckResult result, ObservedChannel channel, ReplicationIoLimits limits)
    {
        var unconnected = result.Judge(ReplicationIoSeries.NotConnected.Of(channel.Item), channel.SecondsNotConnected, limits.NotConnected);
        if (channel.Incident is not { } incident)
            return NagiosState.Ok;
        if (incident.Kind == IncidentCatalogue.StoppedByHand)
            return limits.StateOfStopped(channel.Label, channel.Status.Channel);
        return channel.Status.Io == ReplicaThreadState.Stopped || !incident.Kind.MayPass
            ? NagiosState.Critical
            : NagiosStates.Worst(NagiosState.Warning, unconnected);
    }
}
