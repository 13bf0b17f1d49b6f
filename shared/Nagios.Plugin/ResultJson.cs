using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Nagios.Plugin;

/// <summary>The machine-readable form of <c>--output json</c>: one object on one line; the exit code is the same as in text.</summary>
public static class ResultJson
{
    private const int SummaryBytes = 2000;
    private const int TextLength = 2000;
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The object, ending in a newline.</summary>
    /// <param name="result">What the check found.</param>
    /// <param name="check">The executable's name, such as <c>check_conntrack</c>.</param>
    /// <param name="version">The suite's version.</param>
    public static string Render(NagiosCheckResult result, string check, string version)
    {
        ArgumentNullException.ThrowIfNull(result);
        var data = DataOf(result);
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var json = new Utf8JsonWriter(buffer, Options))
            Write(json, result, data, check, version);
        return EscapeInvisible(Encoding.UTF8.GetString(buffer.WrittenSpan)) + "\n";
    }

    // A terminal or a web page obeys bidirectional and other invisible controls; as \uXXXX they mean the same and do nothing.
    private static string EscapeInvisible(string json)
    {
        var start = 0;
        while (start < json.Length && json[start] is >= ' ' and <= '~')
            start++;
        if (start == json.Length)
            return json;
        var text = new StringBuilder(json.Length + 64).Append(json, 0, start);
        foreach (var rune in json.AsSpan(start).EnumerateRunes())
        {
            if (!UntrustedText.IsInvisible(rune) && !Rune.IsControl(rune) && rune.Value is not (0x2028 or 0x2029))
                text.Append(rune.ToString());
            else
            {
                foreach (var unit in rune.ToString())
                    text.Append("\\u").Append(((int)unit).ToString("X4", System.Globalization.CultureInfo.InvariantCulture));
            }
        }

        return text.ToString();
    }

    // The check's own data are written into a buffer of their own: if that fails, the rest of the object is still printed.
    private static ReadOnlySpan<byte> DataOf(NagiosCheckResult result)
    {
        if (result.Data is not { } write)
            return "{}"u8;
        var buffer = new ArrayBufferWriter<byte>(4096);
        try
        {
            using var json = new Utf8JsonWriter(buffer, Options);
            write(json);
            json.Flush();
            if (json.CurrentDepth == 0 && json.BytesCommitted > 0)
                return buffer.WrittenSpan;
            result.Note("internal error, please report it: the data are not one JSON value");
        }
        catch (Exception bug)
        {
            result.Note($"internal error while writing the data, please report it: {bug.GetType().Name}: {bug.Message}");
        }

        return "{}"u8;
    }

    private static void Write(Utf8JsonWriter json, NagiosCheckResult result, ReadOnlySpan<byte> data, string check, string version)
    {
        var ranked = result.Findings.OrderByDescending(finding => finding.State.Severity()).ToList();
        json.WriteStartObject();
        json.WriteString("check", check);
        json.WriteString("version", version);
        json.WriteString("state", result.State.Word());
        json.WriteNumber("exit_code", result.ExitCode);
        json.WriteString("summary", ResultText.Essence(result, ranked, SummaryBytes));
        WriteTexts(json, "details", ranked.Select(Detail)
            .Concat(result.Notes.Select(note => $"Note: {UntrustedText.Clean(note, TextLength)}")));
        WriteTexts(json, "next_steps", result.Steps.Select(step => step.Text));
        json.WriteStartArray("perfdata");
        foreach (var datum in result.PerfData)
            Write(json, datum);
        json.WriteEndArray();
        json.WritePropertyName("data");
        json.WriteRawValue(data, skipInputValidation: true);
        json.WriteStartArray("unseen");
        foreach (var unseen in result.Unseen)
            Write(json, unseen);
        json.WriteEndArray();
        json.WriteString("not_applicable", result.NotApplicable is { } reason ? UntrustedText.Clean(reason, TextLength) : null);
        json.WriteEndObject();
    }

    private static string Detail(Finding finding)
    {
        var cause = finding.Cause is null ? "" : ": " + UntrustedText.Clean(finding.Cause, TextLength);
        return $"[{finding.State.Word()}] {UntrustedText.Clean(finding.Text, TextLength)}{cause}";
    }

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
        WriteNumber(json, "value", datum.IsUnknown ? null : datum.Value);
        json.WriteString("uom", datum.Uom);
        json.WriteString("warning", datum.Thresholds.Warning?.ToString());
        json.WriteString("critical", datum.Thresholds.Critical?.ToString());
        WriteNumber(json, "minimum", datum.Minimum);
        WriteNumber(json, "maximum", datum.Maximum);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Unseen unseen)
    {
        json.WriteStartObject();
        json.WriteString("what", UntrustedText.Clean(unseen.What, TextLength));
        json.WriteString("why", unseen.Why.ToString().ToLowerInvariant());
        json.WriteString("detail", unseen.Detail is { } detail ? UntrustedText.Clean(detail, TextLength) : null);
        json.WriteString("remedy", unseen.Remedy is { } remedy ? UntrustedText.Clean(remedy, TextLength) : null);
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
