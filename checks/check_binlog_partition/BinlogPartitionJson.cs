using System.Text.Json;

namespace NagiosChecks.BinlogPartition;

/// <summary>The check's own part of <c>--output json</c>.</summary>
internal static class BinlogPartitionJson
{
    public static void Write(Utf8JsonWriter json, PartitionView view, FillForecast forecast)
    {
        json.WriteStartObject();
        json.WriteString("directory", view.Directory);
        json.WriteString("found_by", view.FoundBy);
        json.WriteString("mount", view.Mount?.ToString());
        json.WriteNumber("total_bytes", view.Usage.TotalBytes);
        json.WriteNumber("available_bytes", view.Usage.AvailableBytes);
        json.WriteNumber("used_bytes", view.Usage.UsedBytes);
        json.WriteNumber("samples", view.History.Samples);
        json.WriteBoolean("times_are_trusted", view.History.TimesAreTrusted);
        json.WriteString("shares_disk_with", view.SharesDiskWith);
        WriteFiles(json, view);
        WriteForecast(json, forecast);
        WriteServer(json, view.Server);
        json.WriteEndObject();
    }

    private static void WriteFiles(Utf8JsonWriter json, PartitionView view)
    {
        json.WriteStartObject("binlogs");
        json.WriteBoolean("listed", view.Files is not null);
        if (view.Files is { Count: > 0 } files)
        {
            json.WriteNumber("files", files.Count);
            json.WriteNumber("bytes", view.BinlogBytes);
            json.WriteString("oldest", files[0].Name.Text);
            json.WriteString("newest", files[^1].Name.Text);
            if (PurgeAdvice.For(files) is { } purge)
            {
                json.WriteNumber("purgeable_bytes", (long)purge.Bytes);
                json.WriteString("purge_statement", purge.Statement);
            }
        }

        json.WriteEndObject();
    }

    private static void WriteForecast(Utf8JsonWriter json, FillForecast forecast)
    {
        json.WriteNumber("seconds_to_full", Math.Round(forecast.TimeToFull));
        json.WriteBoolean("held_back_as_ordinary", forecast.Ordinary is not null);
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
