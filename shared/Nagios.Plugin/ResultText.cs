using System.Text;

namespace Nagios.Plugin;

/// <summary>
/// The text that engines and people read: <c>NAME STATE - text | perfdata</c>, then the long output. Only this class
/// knows '|', newlines and the engines' limits: the first line stays below 1 KB (NRPE v2 and v3 packets carry 1,023 bytes), the whole
/// below 4 KB, with -vv below 8,000 bytes (Nagios 4.4 loses the tail of more than 8,192), with -vvv below 64 KB (NRPE v4). Only a screen
/// that a person asked for (<see cref="NagiosCheckResult.IsScreenWhole"/>) is as long as it must be.
/// </summary>
public static class ResultText
{
    private const int FirstLineBytes = 1000;
    private const int HeadlineBytes = 420;
    private const int HeadlineBytesAlone = 900;
    private const int FragmentLength = 300;
    private const int LineLength = 1000;
    private const int RoomToSayWhatIsMissing = 80;

    /// <summary>The whole output, ending in a newline.</summary>
    /// <param name="result">What the check found.</param>
    /// <param name="verbosity">0 to 3: causes and next steps; every finding and note; longer limits; longest limits.</param>
    /// <param name="terminal">True when it goes to a terminal: a check's own screen may then be long and coloured.</param>
    public static string Render(NagiosCheckResult result, int verbosity = 0, bool terminal = false)
    {
        ArgumentNullException.ThrowIfNull(result);
        var ranked = result.Findings.OrderByDescending(finding => finding.State.Severity()).ToList();
        var headline = Headline(result, ranked);
        var output = new StringBuilder(headline);
        var perfDataLeft =
            AppendPerfData(output, result.PerfData, (verbosity > 1 ? Limit(verbosity) / 2 : FirstLineBytes) - Bytes(headline));
        output.Append('\n');

        // Up to half of the room is kept for next steps, however many findings there are.
        var findings = result.Screen is { } screen ? screen(terminal).ToList() : null;
        var told = findings is null ? Told(ranked, headline, verbosity) : [];
        var length = terminal || result.IsPrintedWhole ? 3 : verbosity;
        var limit = findings is not null && result.IsScreenWhole ? int.MaxValue : Limit(length);
        var budget = limit - Bytes(output.ToString()) - 2 * RoomToSayWhatIsMissing;
        var advice = result.Screen is null ? AdviceLines(result, perfDataLeft, budget / 2) : [];
        var reserved = Math.Min(budget / 2, advice.Sum(line => Bytes(line) + 1));
        var used = AppendLines(output, findings ?? told.Select(FindingLine), findings?.Count ?? told.Count, budget - reserved, length);
        AppendLines(output, advice, advice.Count, budget - used, length);
        return output.ToString();
    }

    /// <summary>The findings that are not OK in one line, worst first, as many as fit; the summary when all is well.</summary>
    internal static string Essence(NagiosCheckResult result, List<Finding> ranked, int room)
    {
        var own = UntrustedText.Clean(result.State == NagiosState.Ok ? result.Summary : result.Headline, room);
        if (own.Length > 0)
            return UntrustedText.FitBytes(own, room);

        var told = result.State == NagiosState.Ok ? ranked : ranked.FindAll(finding => finding.State != NagiosState.Ok);
        var text = new StringBuilder();
        var free = room;
        for (var index = 0; index < told.Count; index++)
        {
            var fragment = UntrustedText.Clean(told[index].Text, told.Count == 1 ? room : Math.Min(room, FragmentLength));
            if (text.Length > 0 && Bytes(fragment) + 2 > free - (index + 1 < told.Count ? " (+1000000 more below)".Length : 0))
                return $"{text} (+{told.Count - index} more {(result.State == NagiosState.Ok ? "with -v" : "below")})";
            if (fragment.Length == 0)
                continue;
            fragment = (text.Length > 0 ? ", " : "") + UntrustedText.FitBytes(fragment, free);
            text.Append(fragment);
            free -= Bytes(fragment);
        }

        return text.Length > 0 ? text.ToString() : result.State == NagiosState.Ok ? "nothing to report" : "no text";
    }

    private static int Limit(int verbosity) => verbosity switch { < 2 => 4000, 2 => 7900, _ => 64000 };

    private static int Bytes(string text) => Encoding.UTF8.GetByteCount(text);

    private static string Headline(NagiosCheckResult result, List<Finding> ranked) =>
        $"{result.Name} {result.State.Word()} - {Essence(result, ranked, result.PerfData.Count == 0 ? HeadlineBytesAlone : HeadlineBytes)}";

    // When the line is full the last items are left out, because a check declares what matters most first.
    private static int AppendPerfData(StringBuilder output, IReadOnlyList<PerfDatum> items, int budget)
    {
        for (var kept = 0; kept < items.Count; kept++)
        {
            var field = (kept == 0 ? " | " : " ") + items[kept];
            budget -= Bytes(field);
            if (budget < 0)
                return items.Count - kept;
            output.Append(field);
        }

        return 0;
    }

    // A finding that the first line names in full is not repeated, unless there is a cause to add.
    private static List<Finding> Told(List<Finding> ranked, string headline, int verbosity) =>
        verbosity > 0 ? ranked : ranked.FindAll(finding => finding.State != NagiosState.Ok
            && (finding.HasOwnLine || !headline.Contains(UntrustedText.Clean(finding.Text, LineLength), StringComparison.Ordinal)));

    private static string FindingLine(Finding finding) => $"[{finding.State.Word()}] {UntrustedText.Clean(finding.Text, LineLength)}"
        + (finding.Cause is null ? "" : ": " + UntrustedText.Clean(finding.Cause, LineLength));

    // A command is never cut: a step that is too long is left out, and words in its place say so.
    private static string StepLine(NextStep step, int room)
    {
        var line = step.Line();
        return Bytes(line) <= room ? line : $"(left out here, since its command takes {Bytes(line)} bytes; -vvv or --output json has it)";
    }

    private static List<string> AdviceLines(NagiosCheckResult result, int perfDataLeft, int room)
    {
        var lines = new List<string>();
        if (result.Steps.Count > 0)
            lines.Add("Next steps:");
        for (var index = 0; index < result.Steps.Count; index++)
            lines.Add($"{index + 1}. {StepLine(result.Steps[index], room)}");
        lines.AddRange(result.Notes.Select(note => $"Note: {UntrustedText.Clean(note, LineLength)}"));
        if (perfDataLeft > 0)
            lines.Add($"Note: {perfDataLeft} perfdata item{(perfDataLeft == 1 ? "" : "s")} left out to keep the first line short; -vv "
                + $"prints more, --output json all");
        return lines;
    }

    // Lines that there is no room for are not even made.
    private static int AppendLines(StringBuilder output, IEnumerable<string> lines, int count, int budget, int verbosity)
    {
        var (used, index) = (0, 0);
        foreach (var line in lines)
        {
            var bytes = Bytes(line) + 1;
            if (used + bytes > budget)
            {
                output.Append($"({count - index} more lines left out; "
                    + $"{(verbosity < 3 ? "-vvv shows more" : "--output json has all")})\n");
                break;
            }

            used += bytes;
            index++;
            output.Append(line).Append('\n');
        }

        return used;
    }
}
