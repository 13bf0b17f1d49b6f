using System.Text.Json;

namespace NagiosChecks.KilledQueries;

/// <summary>The check's own part of the JSON output.</summary>
internal static class KilledQueriesJson
{
    public static void Write(Utf8JsonWriter json, KilledQueriesMeasurement look, IReadOnlyList<Sighting> sightings)
    {
        json.WriteStartObject();
        json.WriteString("server", look.Server.ToString());
        json.WriteString("place", look.Place);
        json.WriteNumber("sessions", look.Count);
        if (look.Room is { } room)
        {
            json.WriteStartObject("binlog_room");
            json.WriteString("directory", room.Directory);
            json.WriteNumber("free_bytes", room.FreeBytes);
            json.WriteNumber("total_bytes", room.TotalBytes);
            json.WriteEndObject();
        }

        json.WriteStartArray("in_trouble");
        foreach (var one in sightings)
            Write(json, one);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Sighting one)
    {
        json.WriteStartObject();
        json.WriteNumber("id", one.Session.Id);
        json.WriteString("user", one.Session.User);
        json.WriteString("host", one.Session.Host);
        json.WriteBoolean("killed", one.Session.IsKilled);
        json.WriteString("state", one.Session.State);
        json.WriteNumber("command_seconds", one.Session.Seconds);
        json.WriteNumber("seconds_at_least", Math.Round(one.AtLeast, 1));
        json.WriteNumber("seconds_at_most", Math.Round(one.AtMost, 1));
        if (one.RowsLeft is { } rows)
            json.WriteNumber("rows_to_undo", rows);
        if (one.RowsPerSecond is { } speed)
            json.WriteNumber("rows_per_second", Math.Round(speed));
        json.WriteString("statement", one.Session.StatementWithoutSecrets);
        json.WriteEndObject();
    }
}
