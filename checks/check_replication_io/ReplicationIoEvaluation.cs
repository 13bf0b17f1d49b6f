using System.Globalization;
using Linux.Host;
using Nagios.Plugin;

namespace NagiosChecks.ReplicationIo;

/// <summary>The verdict over all channels of one replica or several. Pure: the clock and what earlier runs saw are arguments.</summary>
internal static class ReplicationIoEvaluation
{
    /// <summary>Judges everything that was read.</summary>
    public static Verdict<ReplicationIoHistory> Judge(ReplicationIoMeasurement measurement, ReplicationIoLimits limits,
        ReplicationIoHistory history, ClockReading now)
    {
        var channels = Observe(measurement, limits, history, now.WallSeconds);
        var series = limits.LooksAtSource ? ReplicationIoSeries.All : ReplicationIoSeries.OfReplicas;
        var result = new NagiosCheckResult(ReplicationIoCheck.ResultName, series) { NotApplicable = NothingToJudge(measurement, channels)
            ? "this server is no replica" : null };
        JudgeServers(result, measurement, channels, limits);
        IncidentFindings.Report(result, channels, measurement.Sources, limits);
        foreach (var channel in channels)
            ThreadFindings.Report(result, channel, limits);
        ChannelFigures.Measure(result, channels, limits);
        foreach (var source in measurement.Sources)
            SourceFindings.Report(result, source, channels, limits);
        foreach (var note in measurement.Notes)
            result.Note(note);
        result.Summary = Summary(channels, limits);
        result.Data = writer => ReplicationIoJson.Write(writer, channels);

        var next = new ReplicationIoHistory(
            channels.ToDictionary(Key, channel => channel.Past, StringComparer.Ordinal), history.Unanswered);
        return new Verdict<ReplicationIoHistory>(result, channels.Count > 0 && next.IsNewsAfter(history) ? next : null);
    }

    private static List<ObservedChannel> Observe(ReplicationIoMeasurement measurement, ReplicationIoLimits limits,
        ReplicationIoHistory history, double now)
    {
        var all = measurement.Replicas.SelectMany(replica =>
            replica.Channels.Where(channel => limits.Selects(replica.Label, channel.Channel)).Select(channel =>
                (replica.Label, Status: channel))).ToList();
        var channels = new List<ObservedChannel>();
        foreach (var (label, status) in all)
        {
            var before = history.Of($"{label}/{UntrustedText.Clean(status.Channel, 150)}");
            var source = measurement.Sources.LastOrDefault(one =>
                one.Logs.Count > 0 && (status.Source == one.Address || all.TrueForAll(other => other.Status.Source == status.Source)));
            var distance = source is null ? null : PurgeDistance.Of(status, source, before?.SecondsDown ?? 0, now);
            var behind = distance is { IsGone: false } measured ? measured.BytesBehind : (long?)null;
            channels.Add(new ObservedChannel(label, status, ChannelHistory.After(before, status, behind, history.SecondsAgo ?? 0),
                Incident.Of(status), distance));
        }

        return channels;
    }

    private static string Key(ObservedChannel channel) => $"{channel.Label}/{UntrustedText.Clean(channel.Status.Channel, 150)}";

    private static bool NothingToJudge(ReplicationIoMeasurement measurement, List<ObservedChannel> channels) =>
        channels.Count == 0
        && measurement.Replicas.All(replica => replica.Failure is null && replica.Channels.Count == 0)
        && measurement.Sources.All(source => !source.WritesNoBinlog && source.SessionsWaitingForDisk == 0);

    private static void JudgeServers(NagiosCheckResult result, ReplicationIoMeasurement measurement, List<ObservedChannel> channels,
        ReplicationIoLimits limits)
    {
        foreach (var replica in measurement.Replicas)
        {
            if (replica.Failure is { } failure)
            {
                result.Report(replica.IsServerDown ? limits.IfServerDown : NagiosState.Unknown,
                    failure.Message.StartsWith(replica.Label, StringComparison.Ordinal) ? failure.Message
                        : $"{replica.Label}: {failure.Message}");
                foreach (var step in (failure as CheckException)?.Steps ?? [])
                    result.Advise(NextStep.Of($"{replica.Label}: {step}"));
            }
            else if (replica.Channels.Count == 0)
            {
                result.Report(limits.IfNotReplica, $"{(replica.Label.Length == 0 ? "this server" : replica.Label)} is no replica",
                    "it has no channel at all: never set up, or RESET REPLICA ALL; --if-not-replica chooses this state");
            }
        }

        if (measurement.Replicas.All(replica => replica.Failure is null))
        {
            foreach (var name in limits.Channels.Without(channels.Select(channel => (channel.Label, channel.Status.Channel))))
                result.Report(limits.IfNotReplica, $"there is no channel {name} (--channels)", "it was never set up, or RESET REPLICA "
                    + "ALL forgot it; --if-not-replica chooses this state");
        }
    }

    private static string Summary(List<ObservedChannel> channels, ReplicationIoLimits limits)
    {
        if (channels.Count == 0)
            return "this server is no replica";
        var stopped = channels.Count(channel =>
            channel.Status.Io != ReplicaThreadState.Running || channel.Status.Sql != ReplicaThreadState.Running);
        if (channels.Count == 1)
        {
            var channel = channels[0];
            var status = channel.Status;
            var delay = status.Delay > 0 ? $" beyond the delay of {Quantity.Human(status.Delay, Dimension.Duration)}" : "";
            return stopped == 0 ? $"IO and SQL thread run, {Behind(channels)} {status.Source}{delay}"
                : $"{ThreadFindings.Stopped(status)} stopped "
                    + $"({(limits.ExpectedStopped.Has(channel.Label, status.Channel) ? "--expect-stopped" : "--if-stopped")})";
        }

        return stopped == 0
            ? string.Create(CultureInfo.InvariantCulture, $"IO and SQL threads of all {channels.Count} channels run, {Behind(channels)}")
            : string.Create(CultureInfo.InvariantCulture, $"{channels.Count - stopped} of {channels.Count} channels run, {stopped} "
                + $"stopped on purpose, {Behind(channels)}");
    }

    private static string Behind(List<ObservedChannel> channels)
    {
        long? most = null;
        foreach (var channel in channels)
            most = channel.Status.Lag is { } lag ? Math.Max(lag, most ?? 0) : most;
        var behind = most is { } seconds ? Quantity.Human(seconds, Dimension.Duration) : "an unknown time";
        return channels.Count > 1 ? $"at most {behind} behind" : $"{behind} behind";
    }
}
