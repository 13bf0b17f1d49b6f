using Nagios.Plugin;

namespace NagiosChecks.Triage;

/// <summary>The screen under the first line: a row per check, worst first, then the next steps of what is not OK.</summary>
internal static class TriageScreen
{
    // Select Graphic Rendition, ECMA-48 8.3.117: bold red, bold magenta, bold yellow, green, faint, and back to normal.
    private const string Red = "\u001b[1;31m", Magenta = "\u001b[1;35m", Yellow = "\u001b[1;33m", Green = "\u001b[32m", Dim = "\u001b[2m", Normal = "\u001b[0m";

    // As long as a check prints one itself: a command must not lose its end.
    private const int StepLength = 1000;

    /// <summary>The lines, coloured or plain; every text in them is cleaned.</summary>
    public static IEnumerable<string> Lines(IReadOnlyList<CheckReport> ranked, IReadOnlyList<CheckReport> absent, bool color)
    {
        var width = ranked.Concat(absent).Max(report => report.ShortName.Length);
        foreach (var report in ranked)
            yield return $"{Paint(report.State, color)}  {report.ShortName.PadRight(width)}  {UntrustedText.Clean(report.Summary, 300)}";
        foreach (var report in absent)
            yield return $"{(color ? Dim : "")}{"-",-8}  {report.ShortName.PadRight(width)}  {UntrustedText.Clean(report.NotApplicable, 200)}{(color ? Normal : "")}";

        foreach (var report in ranked.Where(report => report.State != NagiosState.Ok && report.NextSteps.Count > 0))
        {
            yield return "";
            yield return $"{report.ShortName}, next steps:";
            for (var index = 0; index < report.NextSteps.Count; index++)
                yield return $"  {index + 1}. {UntrustedText.Clean(report.NextSteps[index], StepLength)}";
        }
    }

    private static string Paint(NagiosState state, bool color)
    {
        var word = state.Word().PadRight(8);
        return !color ? word : state switch
        {
            NagiosState.Critical => Red,
            NagiosState.Unknown => Magenta,
            NagiosState.Warning => Yellow,
            _ => Green,
        } + word + Normal;
    }
}
