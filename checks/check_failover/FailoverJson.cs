using System.Text.Json;
using MySql.ReplicationTree;

namespace NagiosChecks.Failover;

/// <summary>The check's own part of the JSON output.</summary>
internal static class FailoverJson
{
    /// <summary>Writes the tree, the candidates and the plan.</summary>
    public static void Write(Utf8JsonWriter json, FailoverMeasurement measurement, FailoverVerdict verdict, FailoverPlan plan)
    {
        var tree = verdict.Tree;
        json.WriteStartObject();
        json.WriteString("source", tree.Source?.Name);
        json.WriteString("source_condition", tree.Condition switch
        {
            SourceCondition.Serving => "serving",
            SourceCondition.Wedged => "wedged",
            SourceCondition.Gone => "gone",
            _ => "not_asked",
        });
        json.WriteBoolean("same_position", verdict.IsSamePosition);
        json.WriteStartArray("servers");
        foreach (var server in measurement.Tree.Servers)
            WriteServer(json, server, verdict);
        json.WriteEndArray();
        WriteTexts(json, "not_asked", tree.NotAsked);
        WriteTexts(json, "candidates", verdict.Candidates.Select(candidate => candidate.Name));
        json.WriteString("plan_missing", plan.Missing?.Text);
        json.WriteStartArray("plan");
        foreach (var step in plan.Steps)
        {
            json.WriteStartObject();
            json.WriteString("host", step.Host);
            json.WriteString("kind", step.Kind);
            json.WriteString("statement", step.Text);
            json.WriteString("expect", step.Expect?.Text ?? "");
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteServer(Utf8JsonWriter json, TreeServer server, FailoverVerdict verdict)
    {
        FailoverReplica? replica = null;
        foreach (var one in verdict.Tree.Replicas)
            replica = one.Server == server ? one : replica;
        json.WriteStartObject();
        json.WriteString("name", server.Name);
        json.WriteString("address", ServerPlace.Of(server.Answers));
        json.WriteString("role", server.Answers.Down is not null ? "down" : replica is null && server.Channels.Count == 0 ? "source"
            : server == verdict.Tree.Source ? "source" : "replica");
        json.WriteBoolean("ready", replica is { IsReady: true });
        json.WriteString("version", server.Answers.Version?.ToString());
        WriteTexts(json, "reasons", server.Answers.Down is { } why ? [why] : replica?.Reasons.Select(reason => reason.Text) ?? []);
        json.WriteStartArray("channels");
        foreach (var channel in server.Channels)
            WriteChannel(json, channel);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteChannel(Utf8JsonWriter json, ReplicaChannel channel)
    {
        json.WriteStartObject();
        json.WriteString("name", channel.Name);
        json.WriteString("source", channel.Source);
        json.WriteString("io", channel.Io.ToString());
        json.WriteString("sql", channel.Sql.ToString());
        json.WriteNumber("io_errno", channel.IoErrno);
        json.WriteNumber("sql_errno", channel.SqlErrno);
        json.WriteString("received_file", channel.Received.File);
        json.WriteNumber("received_position", channel.Received.Offset);
        json.WriteString("executed_file", channel.Executed.File);
        json.WriteNumber("executed_position", channel.Executed.Offset);
        json.WriteString("received_gtids", channel.ReceivedGtids);
        json.WriteBoolean("by_gtid", channel.UsesGtid);
        json.WriteNumber("delay", channel.Delay);
        json.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }
}
