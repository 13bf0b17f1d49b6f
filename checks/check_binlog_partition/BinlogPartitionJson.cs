using System.Text.Json;

namespace NagiosChecks.BinlogPartition;

/// <summary>The check's own part of <c>--output json</c>.</summary>
internal static class BinlogPartitionJson
{
    public static void Write(Utf8JsonWriter json, PartitionFinding finding)
    {
        var measurement = finding.Measurement;
        json.WriteStartObject();
        json.WriteString("directory", measurement.Directory);
        json.WriteString("found_by", measurement.FoundBy);
        json.WriteString("mount", measurement.Mount?.ToString());
        json.WriteNumber("total_bytes", measurement.Usage.TotalBytes);
        json.WriteNumber("available_bytes", measurement.Usage.AvailableBytes);
        json.WriteNumber("used_bytes", measurement.Usage.UsedBytes);
        WriteNumber(json, "quota_room_bytes", measurement.QuotaRoom);
        json.WriteNumber("samples", finding.Room.Samples);
        json.WriteBoolean("times_are_trusted", finding.Room.Binlogs.TimesAreTrusted);
        json.WriteNumber("room_per_binlog_byte", Math.Round(finding.Room.RoomPerByte, 3));
        json.WriteString("shares_disk_with", measurement.Shared.Kind is SharedDiskKind.OneDisk or SharedDiskKind.OneFileSystem
            ? $"the data in {measurement.Shared.DataDirectory}" : null);
        json.WriteString("shared_disk", measurement.Shared.Kind.ToString());
        WriteUse(json, finding);
        WriteFiles(json, finding);
        WriteForecast(json, finding.Forecast);
        WriteServer(json, measurement.Server);
        json.WriteEndObject();
    }

    private static void WriteUse(Utf8JsonWriter json, PartitionFinding finding)
    {
        json.WriteString("filled_by", finding.Culprit is { } user ? SpaceUse.Word(user) : finding.IsFilledByOthers ? "others" : "binlogs");
        json.WriteStartObject("use_bytes");
        if (finding.Measurement.Use is { } use)
        {
            foreach (var known in Enum.GetValues<SpaceUser>())
                json.WriteNumber(SpaceUse.Word(known), use[known]);
        }

        json.WriteEndObject();
    }

    private static void WriteFiles(Utf8JsonWriter json, PartitionFinding finding)
    {
        json.WriteStartObject("binlogs");
        json.WriteBoolean("listed", finding.Measurement.Files is not null);
        if (finding.Measurement.Files is { Count: > 0 } files)
        {
            json.WriteNumber("files", files.Count);
            json.WriteNumber("bytes", finding.Measurement.BinlogBytes);
            json.WriteString("oldest", files[0].Name.Text);
            json.WriteString("newest", files[^1].Name.Text);
            if (PurgeAdvice.For(files, double.PositiveInfinity) is { } purge)
            {
                json.WriteNumber("purgeable_bytes", (long)purge.Bytes);
                json.WriteString("purge_statement", PurgeAdvice.Statement(purge.Portions[^1]).Text);
            }
        }

        json.WriteEndObject();
    }

    private static void WriteForecast(Utf8JsonWriter json, FillForecast forecast)
    {
        json.WriteNumber("seconds_to_full", Math.Round(forecast.TimeToFull));
        WriteNumber(json, "trend_seconds", forecast.Trend is { } trend && double.IsFinite(trend.TimeToFull) ? Math.Round(trend.TimeToFull)
            : null);
        json.WriteString("held_back_as", forecast.Learnt?.Kind.ToString());
        json.WriteStartArray("windows");
        foreach (var window in forecast.Windows)
        {
            json.WriteStartObject();
            json.WriteNumber("seconds", Math.Round(window.Window));
            json.WriteNumber("bytes_per_second", Math.Round(window.BytesPerSecond));
            json.WriteNumber("binlog_bytes_per_second", Math.Round(window.BinlogBytesPerSecond));
            json.WriteBoolean("decides", window == forecast.Deciding);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteServer(Utf8JsonWriter json, ServerFacts? server)
    {
        json.WritePropertyName("server");
        if (server is null)
        {
            json.WriteNullValue();
            return;
        }

        json.WriteStartObject();
        json.WriteString("version", server.Version);
        WriteNumber(json, "expire_seconds", server.ExpireSeconds);
        json.WriteNumber("space_limit_bytes", server.SpaceLimit);
        WriteNumber(json, "connected_replicas", server.ConnectedReplicas);
        json.WriteNumber("replicas_behind", server.ReplicasBehind);
        json.WriteNumber("sessions_waiting", server.SessionsWaiting);
        json.WriteNumber("sessions_killed", server.SessionsKilled);
        if (server.BinlogIsClosed is { } closed)
            json.WriteBoolean("binlog_is_closed", closed);
        else
            json.WriteNull("binlog_is_closed");
        json.WriteEndObject();
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number)
            json.WriteNumber(name, number);
        else
            json.WriteNull(name);
    }
}
