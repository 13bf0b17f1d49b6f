using System.Text.Json;
using Nagios.Plugin;

namespace NagiosChecks.StaleAcks;

/// <summary>The table in <c>data</c> of the JSON output: every acknowledgement, stale or not.</summary>
internal static class StaleAcksJson
{
    private const int TextLength = 2000;

    /// <summary>Writes the value of <c>data</c>.</summary>
    public static void Write(Utf8JsonWriter json, StaleAcksMeasurement measurement, StaleAcksJudgement judgement, double now)
    {
        var (source, report) = (measurement.Source, measurement.Report);
        json.WriteStartObject();
        json.WriteString("engine", UntrustedText.Clean(report.Engine));
        json.WriteString("source", source.Where);
        json.WriteNumber("judged_at", Math.Round(now));
        json.WriteStartArray("acknowledgements");
        foreach (var verdict in judgement.Own.Concat(judgement.Verdicts))
            Write(json, verdict, source);
        json.WriteEndArray();
        json.WriteStartArray("leftover_comments");
        foreach (var leftover in report.Leftovers)
            Write(json, leftover);
        json.WriteEndArray();
        json.WriteStartArray("memories");
        foreach (var other in measurement.Others)
        {
            json.WriteStartObject();
            Write(json, "directory", other.Directory);
            Write(json, "owner", other.Owner);
            json.WriteBoolean("readable", other.History is not null);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("done");
        foreach (var deed in measurement.Deeds)
            Write(json, deed);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, LeftoverComment leftover)
    {
        json.WriteStartObject();
        Write(json, "host", leftover.About.Host);
        Write(json, "service", leftover.About.Service);
        Write(json, "author", leftover.Author);
        Write(json, "comment", leftover.Comment);
        json.WriteNumber("written_at", leftover.WrittenAt);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, EngineDeed deed)
    {
        json.WriteStartObject();
        json.WriteString("kind", deed.Kind switch
        {
            DeedKind.Clear => "clear",
            DeedKind.Notify => "notify",
            DeedKind.Submit => "submit",
            _ => "remove",
        });
        Write(json, "host", deed.About.Host);
        Write(json, "service", deed.About.Service);
        Write(json, "why", deed.Why);
        json.WriteBoolean("dry_run", deed.IsDryRun);
        Write(json, "failure", deed.Failed.Count > 0 ? deed.Failed[0].Reason : null);
        WriteArray(json, "failed", deed.Failed.Select(failed => failed.Kind.Label()));
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, AcknowledgementVerdict verdict, AcknowledgementSource source)
    {
        var problem = verdict.Problem;
        json.WriteStartObject();
        Write(json, "host", problem.Host);
        Write(json, "service", problem.Service);
        json.WriteString("problem_state", problem.State.Word());
        json.WriteString("state", verdict.State.Word());
        json.WriteStartArray("stale");
        foreach (var found in verdict.Classes)
            json.WriteStringValue(found.Class.Label());
        json.WriteEndArray();
        json.WriteBoolean("sticky", problem.Sticky);
        Write(json, "acknowledged_at", problem.AcknowledgedAt);
        json.WriteNumber("age", Math.Round(verdict.Age));
        Write(json, "expires", problem.Expires);
        Write(json, "author", problem.Author);
        Write(json, "comment", problem.Comment);
        Write(json, "output", problem.Output);
        json.WriteNumber("first_seen", verdict.First.SeenAt);
        Write(json, "remembered_in", verdict.First.KeptIn);
        json.WriteString("state_at_first_sight", verdict.First.State.Word());
        WriteArray(json, "failing_at_first_sight", verdict.First.Image.Failing.Select(item => item.Label));
        WriteArray(json, "failing", FailingItem.Parse(problem.PerfData).Select(item => item.Label));
        WriteArray(json, "newly_failing", verdict.Comparison?.NewItems ?? []);
        WriteArray(json, "new_statements", verdict.Comparison?.NewClauses ?? []);
        Write(json, "cannot_compare", verdict.Comparison?.CannotCompare);
        json.WriteBoolean("seen_now", verdict.Comparison is not null || problem.State == NagiosState.Ok);
        json.WriteBoolean("in_downtime", problem.InDowntime);
        json.WriteBoolean("baseline", verdict.First.IsBaseline);
        json.WriteNumber("changed_since", verdict.Next.FoundAt);
        json.WriteString("clear", source.ClearCommand(problem) is { Problem: null } clear ? clear.Text : null);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, string? text) => json.WriteString(name,
        text is null ? null : UntrustedText.Clean(text, TextLength));

    private static void Write(Utf8JsonWriter json, string name, double? number)
    {
        if (number is { } value)
            json.WriteNumber(name, value);
        else
            json.WriteNull(name);
    }

    private static void WriteArray(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
            json.WriteStringValue(UntrustedText.Clean(text, TextLength));
        json.WriteEndArray();
    }
}
