using System.Globalization;
using Nagios.Plugin;

namespace NagiosChecks.ReplicationIo;

/// <summary>The figures of each channel: judged where they have a range, and graphed.</summary>
internal static class ChannelFigures
{
    /// <summary>Measures every channel.</summary>
    public static void Measure(NagiosCheckResult result, List<ObservedChannel> channels, ReplicationIoLimits limits)
    {
        foreach (var channel in channels)
        {
            var (status, item) = (channel.Status, channel.Item);
            var lag = result.Measure(ReplicationIoSeries.Lag.Of(item), status.Lag, limits.Lag, LagText(channel), LagCause(status));
            if (lag != NagiosState.Ok)
            {
                result.Advise(IncidentFindings.For(channel, NextStep.Of(
                    $"See what the SQL thread waits for, on the replica: {SqlStatement.Of($"SHOW PROCESSLIST")}; mostly a long "
                        + $"transaction, a table without a primary key, or locks of readers")));
            }

            result.Graph(ReplicationIoSeries.Errno.Of(item), channel.Incident?.Errno ?? 0);
            result.Graph(ReplicationIoSeries.IoRunning.Of(item), status.Io == ReplicaThreadState.Running ? 1 : 0);
            result.Graph(ReplicationIoSeries.SqlRunning.Of(item), status.Sql == ReplicaThreadState.Running ? 1 : 0);
            result.Graph(ReplicationIoSeries.RelaySpace.Of(item), status.RelaySpace);
            result.Measure(
                ReplicationIoSeries.Flaps.Of(item),
                channel.Past.FallCount,
                limits.Flaps,
                $"{channel.Thread("IO")} lost {status.Source} {(channel.Past.FallCount == 1 ? "once" : $"{channel.Past.FallCount} times")} "
                    + "within an hour",
                "network, restarts of the source, or two replicas with one server_id that throw each other out: the source's error "
                    + "log tells");
        }
    }

    /// <summary>Judges how far the source's purge is from the binlog that a channel reads.</summary>
    public static NagiosState JudgePurge(NagiosCheckResult result, ObservedChannel channel, PurgeDistance distance,
        ReplicationIoLimits limits)
    {
        var (file, item) = (channel.Status.ReadFile, channel.Item);
        var before = ReplicationIoSeries.PurgeFiles.Of(item);
        result.Graph(ReplicationIoSeries.ReadBehind.Of(item), distance.BytesBehind);
        if (distance.SecondsLeft is { } left)
        {
            result.Graph(before, distance.FilesBefore);
            var text = left > 0
                ? $"{file}, which {channel.Name} still needs, expires on the source in {Quantity.Human(left, Dimension.Duration)}"
                : $"{file}, which {channel.Name} still needs, has expired on the source and goes at its next rotation";
            return result.Measure(
                ReplicationIoSeries.PurgeLeft.Of(item),
                Math.Round(left),
                limits.PurgeLeft,
                text,
                $"{distance.Text}; once it is purged the replica gets error 1236 and must be set up again");
        }

        if (distance is { FilesBehind: >= 2, Purges: true })
        {
            return result.Measure(
                before,
                distance.FilesBefore,
                limits.PurgeFiles,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{channel.Name} still needs {file}: {distance.FilesBefore} binlogs of the source are older and "
                        + $"{distance.FilesBehind} newer"),
                "the next purges of the source reach it; then the replica gets error 1236 and must be set up again");
        }

        result.Graph(before, distance.FilesBefore);
        return NagiosState.Ok;
    }

    private static string LagText(ObservedChannel channel)
    {
        var delay = channel.Status.Delay > 0 ? $" beyond its delay of {Quantity.Human(channel.Status.Delay, Dimension.Duration)}" : "";
        return $"{channel.Name} is {Quantity.Human(channel.Status.Lag ?? 0, Dimension.Duration)} behind {channel.Status.Source}{delay}";
    }

    private static string? LagCause(ReplicaStatus status) =>
        status.SqlDoing.Length == 0 ? null : $"the SQL thread: {UntrustedText.Clean(status.SqlDoing, 120)}";
}
