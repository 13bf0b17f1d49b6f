using System.Text.Json;
using MySql.Session;

namespace NagiosChecks.ReplicationIo;

/// <summary>The check's own part of the JSON output.</summary>
internal static class ReplicationIoJson
{
    /// <summary>Writes every channel.</summary>
    public static void Write(Utf8JsonWriter writer, List<ObservedChannel> channels)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("channels");
        foreach (var channel in channels)
            Write(writer, channel);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, ObservedChannel channel)
    {
        var status = channel.Status;
        writer.WriteStartObject();
        if (channel.Label.Length > 0)
            writer.WriteString("replica", channel.Label);
        writer.WriteString("channel", status.Channel);
        writer.WriteString("source", status.Source);
        writer.WriteString("io", status.Io.ToString());
        writer.WriteString("sql", status.Sql.ToString());
        writer.WriteString("class", channel.Incident?.Kind.Name);
        writer.WriteBoolean("given_up", channel.Incident is { HasGivenUp: true });
        writer.WriteNumber("io_errno", status.IoErrno);
        writer.WriteString("io_error", ServerText.WithoutSecrets(status.IoError));
        writer.WriteNumber("sql_errno", status.SqlErrno);
        writer.WriteString("sql_error", ServerText.WithoutSecrets(status.SqlError));
        writer.WriteString("read_file", status.ReadFile);
        writer.WriteNumber("read_position", status.ReadPosition);
        writer.WriteString("executed_file", status.ExecutedFile);
        writer.WriteNumber("executed_position", status.ExecutedPosition);
        writer.WriteBoolean("all_applied", status.IsAllApplied);
        if (channel.Incident is { Kind.IsInTheBinlog: true, Place: var place })
        {
            writer.WriteString("fault_file", place.File);
            writer.WriteNumber("fault_position", place.Position);
        }

        writer.WriteEndObject();
    }
}
