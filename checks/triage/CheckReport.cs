using System.Text;
using System.Text.Json;
using Nagios.Plugin;

namespace NagiosChecks.Triage;

/// <summary>What one check said: the object that every check of the suite prints with <c>--output json</c> (docs/conventions.md).</summary>
/// <param name="Check">The executable's name.</param>
/// <param name="State">Its state.</param>
/// <param name="Summary">Its first line without name, state and perfdata.</param>
/// <param name="NextSteps">What it tells the operator to do.</param>
/// <param name="NotApplicable">Why it has nothing to look at here; null when it has.</param>
internal sealed record CheckReport(string Check, NagiosState State, string Summary, IReadOnlyList<string> NextSteps, string? NotApplicable)
{
    private const string NoteMark = "Note: ";

    /// <summary>What it could not see, and other remarks that change no state.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The name without "check_".</summary>
    public string ShortName => Check.StartsWith("check_", StringComparison.Ordinal) ? Check[6..] : Check;

    /// <summary>A check that gave no report: its own fault or the system's, so it is UNKNOWN.</summary>
    public static CheckReport Broken(string check, string reason) => new(check, NagiosState.Unknown, reason, [], null);

    /// <summary>Reads the object.</summary>
    /// <param name="check">The executable that printed it.</param>
    /// <param name="output">What it printed on standard output.</param>
    /// <param name="errors">What it, or the system's loader in its place, printed on standard error.</param>
    /// <param name="exitCode">The code it ended with.</param>
    public static CheckReport Parse(string check, string output, string errors, int exitCode)
    {
        try
        {
            return Parse(check, output, exitCode);
        }
        catch (Exception damage) when (damage is JsonException or InvalidOperationException or FormatException)
        {
            var said = output.Length > 0 ? $"'{UntrustedText.Clean(output, 100)}'" : "it printed nothing";
            var complaint = errors.Split('\n').Select(line => line.Trim()).LastOrDefault(line => line.Length > 0);
            return Broken(check, $"gave no report (exit code {exitCode}): {said}"
                + (complaint is null ? "" : $"; on standard error: '{UntrustedText.Clean(complaint, 200)}'"));
        }
    }

    private static CheckReport Parse(string check, string output, int exitCode)
    {
        var summary = "";
        string? notApplicable = null;
        var exitCodeInside = -1;
        var steps = new List<string>();
        var details = new List<string>();
        var json = new Utf8JsonReader(Encoding.UTF8.GetBytes(output));
        Expect(json.Read() && json.TokenType == JsonTokenType.StartObject);
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = json.GetString();
            Expect(json.Read());
            if (name == "summary")
                summary = json.GetString() ?? "";
            else if (name == "exit_code")
                exitCodeInside = json.GetInt32();
            else if (name == "not_applicable")
                notApplicable = json.GetString();
            else if (name == "next_steps" && json.TokenType == JsonTokenType.StartArray)
                ReadTexts(ref json, steps);
            else if (name == "details" && json.TokenType == JsonTokenType.StartArray)
                ReadTexts(ref json, details);
            else
                json.Skip();
        }

        Expect(json.TokenType == JsonTokenType.EndObject && exitCodeInside == exitCode && exitCode is >= 0 and <= 3);
        return new CheckReport(check, (NagiosState)exitCode, summary, steps, notApplicable)
        {
            Notes = [.. details.Where(line => line.StartsWith(NoteMark, StringComparison.Ordinal)).Select(line => line[NoteMark.Length..])],
        };
    }

    private static void ReadTexts(ref Utf8JsonReader json, List<string> texts)
    {
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
            texts.Add(json.GetString() ?? "");
    }

    private static void Expect(bool condition)
    {
        if (!condition)
            throw new FormatException();
    }
}
