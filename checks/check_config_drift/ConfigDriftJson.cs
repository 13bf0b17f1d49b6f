using System.Text.Json;
using Nagios.Plugin;

namespace NagiosChecks.ConfigDrift;

/// <summary>The check's own part of the JSON output: the servers and everything that differs, also what is harmless.</summary>
internal static class ConfigDriftJson
{
    /// <summary>Writes the tables.</summary>
    public static void Write(Utf8JsonWriter writer, DriftVerdict verdict, ConfigDriftLimits limits)
    {
        writer.WriteStartObject();
        writer.WriteBoolean("statements_are_logged", verdict.Tree.StatementsAreLogged);
        WriteServers(writer, verdict.Tree);
        writer.WriteStartArray("differences");
        foreach (var difference in verdict.Differences)
            Write(writer, difference, limits);
        writer.WriteEndArray();
        WriteRestarts(writer, verdict.Restarts, limits);
        writer.WriteStartArray("unexpected");
        foreach (var (server, expected, setting) in verdict.Unexpected)
        {
            writer.WriteStartObject();
            writer.WriteString("server", server.Name);
            writer.WriteString("variable", expected.Name);
            writer.WriteString("expected", expected.Value);
            writer.WriteString("value", setting?.Raw);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteServers(Utf8JsonWriter writer, DriftTree tree)
    {
        writer.WriteStartArray("servers");
        foreach (var place in tree.Tree.Servers)
        {
            var server = tree.Servers.FirstOrDefault(one => ReferenceEquals(one.Place, place));
            writer.WriteStartObject();
            writer.WriteString("name", place.Name);
            writer.WriteString("role", place.Role.ToString().ToLowerInvariant());
            writer.WriteString("version", server?.Version.ToString());
            writer.WriteString("compared_with", server?.Source?.Name);
            writer.WriteString("why_not_asked", place.Answers.Down);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, Difference difference, ConfigDriftLimits limits)
    {
        writer.WriteStartObject();
        writer.WriteString("name", difference.Name);
        writer.WriteString("class", DriftText.Key(difference.Class));
        writer.WriteBoolean("silent", difference.IsSilent);
        writer.WriteString("state", limits.StateOf(difference.Class).Word());
        writer.WriteString("consequence", DriftText.Cause(difference));
        writer.WriteStartArray("affected");
        foreach (var server in difference.Affected)
            writer.WriteStringValue(server.Name);
        writer.WriteEndArray();
        writer.WriteStartObject("values");
        foreach (var (server, text) in difference.Values)
            writer.WriteString(server.Name, difference.Wanted is { } wanted ? server[wanted.Name]?.Raw : text);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteRestarts(Utf8JsonWriter writer, IReadOnlyList<RestartDrift> restarts, ConfigDriftLimits limits)
    {
        writer.WriteStartArray("after_restart");
        foreach (var drift in restarts)
        {
            writer.WriteStartObject();
            writer.WriteString("server", drift.Server.Name);
            writer.WriteString("variable", drift.Running.ServerName);
            writer.WriteString("running", drift.Running.Raw);
            writer.WriteString("after_restart", drift.Next.Setting?.Raw);
            writer.WriteString("from", drift.Next.From);
            writer.WriteString("set", drift.Server.Origins.Of(drift.Running.Name)?.SetBy);
            writer.WriteString("class", DriftText.Key(drift.After.Class));
            writer.WriteString("state", (drift.IsWorse ? limits.IfRestartChanges : NagiosState.Ok).Word());
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
