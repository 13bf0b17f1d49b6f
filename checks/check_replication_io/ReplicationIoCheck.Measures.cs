using System.Globalization;
using System.Text.Json;
using Nagios.Plugin;

namespace NagiosChecks.ReplicationIo;

/// <summary>The figures of each channel, the source's side, and the tables for JSON.</summary>
internal static partial class ReplicationIoCheck
{
    private static void Measure(NagiosCheckResult result, List<ChannelReading> channels, ReplicationIoSettings settings)
    {
        foreach (var channel in channels)
        {
            var (status, suffix) = (channel.Status, channel.Suffix);
            if (status.Lag is { } lag)
            {
                var delay = status.Delay > 0 ? $" beyond its delay of {Quantity.Human(status.Delay, Dimension.Duration)}" : "";
                result.Measure(
                    new PerfDatum("lag" + suffix, lag, "s") { Thresholds = settings.Lag, Minimum = 0 },
                    $"{channel.Name} is {Quantity.Human(lag, Dimension.Duration)} behind {status.Source}{delay}");
            }

            result.Graph(new PerfDatum("errno" + suffix, channel.Incident?.Errno ?? 0) { Minimum = 0 });
            result.Graph(new PerfDatum("io_running" + suffix, status.Io == ReplicaThreadState.Running ? 1 : 0) { Minimum = 0, Maximum = 1 });
            result.Graph(new PerfDatum("sql_running" + suffix, status.Sql == ReplicaThreadState.Running ? 1 : 0) { Minimum = 0, Maximum = 1 });
            if (status.RelaySpace is { } space)
                result.Graph(new PerfDatum("relay_space" + suffix, space, "B") { Minimum = 0 });
            result.Graph(new PerfDatum("not_connected" + suffix, status.Io == ReplicaThreadState.Running ? 0 : SecondsDown(channel), "s") { Thresholds = settings.Connecting, Minimum = 0 });
            result.Measure(
                new PerfDatum("flaps" + suffix, channel.Past.Falls) { Thresholds = settings.Flaps, Minimum = 0 },
                string.Create(CultureInfo.InvariantCulture, $"{channel.Thread("IO")} lost {status.Source} {channel.Past.Falls} times within an hour"),
                channel.Past.Falls == 0 ? null : "network, restarts of the source, or two replicas with one server_id that throw each other out: the source's error log tells");
        }
    }

    private static void JudgeSource(NagiosCheckResult result, SourceReading source, List<ChannelReading> channels, ReplicationIoSettings settings, double now)
    {
        foreach (var note in source.Notes)
            result.Note(note);
        if (source.Failure is { } failure)
            result.Report(NagiosState.Unknown, $"the source could not be looked at: {failure}");
        if (source.WritesNoBinlog)
        {
            result.Report(
                NagiosState.Critical,
                $"{source.Address} has written no binlog since a write error, and its replicas miss everything since",
                "log_bin is 1 but no binlog is open (error 1381): binlog_error_action=IGNORE_ERROR turned it off at a write error, mostly a full disk; replicas go on showing IO=Yes and no error");
            Advise(result, "do not trust the replicas: what was written since is missing there; do not fail over to one");
            Advise(result, "make room on the binlog file system, then restart the source's mysqld: only that opens a binlog again");
            Advise(result, "set all its replicas up again from a new backup or clone, and set binlog_error_action=ABORT_SERVER");
        }

        if (source.SessionsWaitingForDisk > 0)
        {
            result.Report(
                NagiosState.Critical,
                string.Create(CultureInfo.InvariantCulture, $"{source.SessionsWaitingForDisk} sessions of {source.Address} wait for room on its binlog disk"),
                "the source's binlog file system is full: nothing commits there, replicas show no error, and the last event may be written half: the next thing is error 1236");
            Advise(result, "do not KILL the waiting sessions and do not run SHOW BINARY LOGS or FLUSH there: they hang, and a killed leader leaves half an event in the binlog");
            Advise(result, "make room on the source's binlog file system; the server goes on by itself within a minute");
        }

        foreach (var channel in channels)
        {
            if (IsSourceOf(source, channel, channels) && PurgeDistance.Of(channel.Status, source, channel.Past.SecondsDown, now) is { } distance)
                JudgeDistance(result, channel, distance, settings);
        }
    }

    // A directory does not know its server's name; with a single source there is no doubt.
    private static bool IsSourceOf(SourceReading source, ChannelReading channel, List<ChannelReading> all) =>
        channel.Status.Source == source.Address || all.TrueForAll(other => other.Status.Source == channel.Status.Source);

    private static void JudgeDistance(NagiosCheckResult result, ChannelReading channel, PurgeDistance distance, ReplicationIoSettings settings)
    {
        var (file, suffix) = (channel.Status.ReadFile, channel.Suffix);
        if (distance.IsGone)
        {
            if (channel.Incident?.Errno == 1236)
                return;
            result.Report(
                NagiosState.Critical,
                $"the source has purged {file}, which {channel.Name} still needs: error 1236 is certain",
                "the replica has not noticed yet because its IO thread is not reading; when it connects it is told that the file does not exist");
            Advise(result, "set the replica up again from a backup or a clone of the source; let the source keep binlogs longer");
            return;
        }

        result.Graph(new PerfDatum("read_behind" + suffix, distance.BytesBehind, "B") { Minimum = 0 });
        var before = new PerfDatum("purge_files" + suffix, distance.FilesBefore) { Minimum = 0 };
        if (distance.SecondsLeft is { } left)
        {
            var text = left > 0
                ? $"{file}, which {channel.Name} still needs, expires on the source in {Quantity.Human(left, Dimension.Duration)}"
                : $"{file}, which {channel.Name} still needs, has expired on the source and goes at its next rotation";
            result.Measure(new PerfDatum("purge_left" + suffix, Math.Round(left), "s") { Thresholds = settings.PurgeTime }, text, $"{distance.Text}; once it is purged the replica gets error 1236 and must be set up again");
            AdvisePurge(settings.PurgeTime.Judge(Math.Round(left)));
            result.Graph(before);
        }
        else if (distance is { FilesBehind: >= 2, Purges: true })
        {
            result.Measure(
                before with { Thresholds = settings.PurgeFiles },
                string.Create(CultureInfo.InvariantCulture, $"{channel.Name} still needs {file}: {distance.FilesBefore} binlogs of the source are older and {distance.FilesBehind} newer"),
                "the next purges of the source reach it; then the replica gets error 1236 and must be set up again");
            AdvisePurge(settings.PurgeFiles.Judge(distance.FilesBefore));
        }
        else
        {
            result.Graph(before);
        }

        void AdvisePurge(NagiosState state)
        {
            if (state == NagiosState.Ok)
                return;
            Advise(result, "on the source, keep binlogs longer at once: SET GLOBAL binlog_expire_logs_seconds=... (MariaDB before 10.6: expire_logs_days); no PURGE BINARY LOGS");
            Advise(result, "find out why the replica is behind and bring it to read again; copy the binlogs away if that takes long");
        }
    }

    private static void WriteData(Utf8JsonWriter writer, List<ChannelReading> channels)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("channels");
        foreach (var channel in channels)
        {
            var status = channel.Status;
            writer.WriteStartObject();
            if (channel.Label.Length > 0)
                writer.WriteString("replica", channel.Label);
            writer.WriteString("channel", status.Channel);
            writer.WriteString("source", status.Source);
            writer.WriteString("io", status.Io.ToString());
            writer.WriteString("sql", status.Sql.ToString());
            writer.WriteString("class", channel.Incident?.Kind.Class.ToString());
            writer.WriteNumber("io_errno", status.IoErrno);
            writer.WriteString("io_error", status.IoError);
            writer.WriteNumber("sql_errno", status.SqlErrno);
            writer.WriteString("sql_error", status.SqlError);
            writer.WriteString("read_file", status.ReadFile);
            writer.WriteNumber("read_position", status.ReadPosition);
            writer.WriteString("executed_file", status.ExecutedFile);
            writer.WriteNumber("executed_position", status.ExecutedPosition);
            if (channel.Incident is { Kind.IsInTheBinlog: true, Place: var place })
            {
                writer.WriteString("fault_file", place.File);
                writer.WriteNumber("fault_position", place.Position);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
