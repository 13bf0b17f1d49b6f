using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Nagios.Plugin;

/// <summary>The machine-readable form of <c>--output json</c>: one object on one line; the exit code is the same as in text.</summary>
public static class ResultJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The object, ending in a newline.</summary>
    /// <param name="result">What the check found.</param>
    /// <param name="check">The executable's name, such as <c>check_conntrack</c>.</param>
    /// <param name="version">The suite's version.</param>
    public static string Render(NagiosCheckResult result, string check, string version)
    {
        ArgumentNullException.ThrowIfNull(result);
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var json = new Utf8JsonWriter(buffer, Options))
            Write(json, result, check, version);
        return Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }

    private static void Write(Utf8JsonWriter json, NagiosCheckResult result, string check, string version)
    {
        var ranked = result.Findings.OrderByDescending(finding => finding.State.Severity()).ToList();
        json.WriteStartObject();
        json.WriteString("check", check);
        json.WriteString("version", version);
        json.WriteString("state", result.State.Word());
        json.WriteNumber("exit_code", result.ExitCode);
        json.WriteString("summary", Summary(result, ranked));
        WriteTexts(json, "details", ranked.Select(Detail).Concat(result.Notes.Select(note => $"Note: {UntrustedText.Clean(note, 2000)}")));
        WriteTexts(json, "next_steps", result.NextSteps.Select(step => UntrustedText.Clean(step, 2000)));
        json.WriteStartArray("perfdata");
        foreach (var datum in result.PerfData)
            Write(json, datum);
        json.WriteEndArray();
        json.WritePropertyName("data");
        if (result.Data is null)
        {
            json.WriteStartObject();
            json.WriteEndObject();
        }
        else
            result.Data(json);
        json.WriteString("not_applicable", result.NotApplicable);
        json.WriteEndObject();
    }

    private static string Summary(NagiosCheckResult result, List<Finding> ranked) =>
        result.State == NagiosState.Ok
            ? UntrustedText.Clean(result.Summary, 2000)
            : result.Headline is { } headline ? UntrustedText.Clean(headline, 2000)
            : string.Join(", ", ranked.TakeWhile(finding => finding.State != NagiosState.Ok).Take(20).Select(finding => UntrustedText.Clean(finding.Text, 300)));

    private static string Detail(Finding finding) =>
        $"[{finding.State.Word()}] {UntrustedText.Clean(finding.Text, 2000)}{(finding.Cause is null ? "" : ": " + UntrustedText.Clean(finding.Cause, 2000))}";

    private static void WriteTexts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, PerfDatum datum)
    {
        json.WriteStartObject();
        json.WriteString("label", datum.Label);
        WriteNumber(json, "value", datum.Value);
        json.WriteString("uom", datum.Uom);
        json.WriteString("warning", datum.Thresholds.Warning?.ToString());
        json.WriteString("critical", datum.Thresholds.Critical?.ToString());
        WriteNumber(json, "minimum", datum.Minimum);
        WriteNumber(json, "maximum", datum.Maximum);
        json.WriteEndObject();
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, double? value)
    {
        json.WritePropertyName(name);
        if (value is { } number)
            json.WriteRawValue(Quantity.Plain(number), skipInputValidation: true);
        else
            json.WriteNullValue();
    }
}
