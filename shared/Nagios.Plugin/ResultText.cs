using System.Text;

namespace Nagios.Plugin;

/// <summary>
/// The text that engines and people read: <c>NAME STATE - text | perfdata</c>, then the long output. The one place that knows
/// '|', newlines and the engines' limits: the first line stays below 1 KB (NRPE v2 and v3 packets carry 1,023 bytes), the whole
/// below 4 KB, with -vv below 8,000 bytes (Nagios 4.4 loses the tail of more than 8,192), with -vvv below 64 KB (NRPE v4).
/// </summary>
public static class ResultText
{
    private const int FirstLineBytes = 1000;
    private const int HeadlineBytes = 420;
    private const int HeadlineBytesAlone = 900;
    private const int FragmentLength = 300;

    /// <summary>The whole output, ending in a newline.</summary>
    /// <param name="result">What the check found.</param>
    /// <param name="verbosity">0 to 3: causes and next steps; every finding and note; longer limits; longest limits.</param>
    /// <param name="terminal">True when it goes to a terminal: a check's own screen may then be long and coloured.</param>
    public static string Render(NagiosCheckResult result, int verbosity = 0, bool terminal = false)
    {
        ArgumentNullException.ThrowIfNull(result);
        var ranked = result.Findings.OrderByDescending(finding => finding.State.Severity()).ToList();
        var headline = Headline(result, ranked, out var shown);
        var perfdata = PerfDataField(result.PerfData, (verbosity > 1 ? Limit(verbosity) / 2 : FirstLineBytes) - Encoding.UTF8.GetByteCount(headline), out var left);

        var output = new StringBuilder(headline).Append(perfdata).Append('\n');
        var budget = Limit(terminal ? 3 : verbosity) - Encoding.UTF8.GetByteCount(output.ToString());
        foreach (var line in result.Screen?.Invoke(terminal) ?? LongOutput(result, ranked, shown, left, verbosity))
        {
            var bytes = Encoding.UTF8.GetByteCount(line) + 1;
            if (bytes > budget - 60)
            {
                output.Append(verbosity < 3 ? "(output shortened; run with -vvv for all of it)\n" : "(output shortened; --output json has all of it)\n");
                break;
            }

            budget -= bytes;
            output.Append(line).Append('\n');
        }

        return output.ToString();
    }

    private static int Limit(int verbosity) => verbosity switch { < 2 => 4000, 2 => 7900, _ => 64000 };

    // The findings that are not OK, worst first, as many as fit; the summary when all is well.
    private static string Headline(NagiosCheckResult result, List<Finding> ranked, out int shown)
    {
        var prefix = $"{result.Name} {result.State.Word()} - ";
        var room = result.PerfData.Count == 0 ? HeadlineBytesAlone : HeadlineBytes;
        var bad = ranked.TakeWhile(finding => finding.State != NagiosState.Ok).ToList();
        shown = 0;
        if (bad.Count == 0)
            return prefix + UntrustedText.FitBytes(UntrustedText.Clean(result.Summary, room), room);
        if (result.Headline is { } whole)
            return prefix + UntrustedText.FitBytes(UntrustedText.Clean(whole, room), room);

        var text = new StringBuilder();
        foreach (var finding in bad)
        {
            var fragment = UntrustedText.Clean(finding.Text, bad.Count == 1 ? room : FragmentLength);
            if (shown > 0 && Encoding.UTF8.GetByteCount(text.ToString()) + Encoding.UTF8.GetByteCount(fragment) > room - 40)
                break;
            text.Append(shown > 0 ? ", " : "").Append(fragment);
            shown++;
        }

        var headline = UntrustedText.FitBytes(text.ToString(), room);
        return prefix + headline + (shown < bad.Count ? $" (+{bad.Count - shown} more below)" : "");
    }

    private static string PerfDataField(IReadOnlyList<PerfDatum> items, int budget, out int left)
    {
        var field = new StringBuilder();
        var kept = 0;
        foreach (var item in items.Select(item => item.ToString()))
        {
            if (Encoding.UTF8.GetByteCount(item) + 4 > budget - Encoding.UTF8.GetByteCount(field.ToString()))
                break;
            field.Append(kept++ == 0 ? " | " : " ").Append(item);
        }

        left = items.Count - kept;
        return field.ToString();
    }

    private static IEnumerable<string> LongOutput(NagiosCheckResult result, List<Finding> ranked, int shown, int perfDataLeft, int verbosity)
    {
        for (var index = 0; index < ranked.Count; index++)
        {
            var (state, text, cause) = ranked[index];
            var news = index >= shown || cause is not null;
            if (verbosity > 0 || (news && state != NagiosState.Ok))
                yield return $"[{state.Word()}] {UntrustedText.Clean(text, FragmentLength)}{(cause is null ? "" : ": " + UntrustedText.Clean(cause))}";
        }

        if (result.NextSteps.Count > 0)
            yield return "Next steps:";
        for (var index = 0; index < result.NextSteps.Count; index++)
            yield return $"{index + 1}. {UntrustedText.Clean(result.NextSteps[index])}";
        foreach (var note in result.Notes)
            yield return $"Note: {UntrustedText.Clean(note)}";
        if (perfDataLeft > 0)
            yield return $"Note: {perfDataLeft} perfdata item{(perfDataLeft == 1 ? "" : "s")} left out to keep the first line below 1 KB; -vv prints more, --output json all";
    }
}
