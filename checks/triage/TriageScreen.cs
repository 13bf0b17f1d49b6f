using Nagios.Plugin;

namespace NagiosChecks.Triage;

/// <summary>The screen under the first line: a row per check, worst first, then the next steps of what is not OK, then what the checks
/// could not see.</summary>
internal static class TriageScreen
{
    // Select Graphic Rendition, ECMA-48 8.3.117: bold red, bold magenta, bold yellow, green, faint, and back to normal.
    private const string Red = "\u001b[1;31m", Magenta = "\u001b[1;35m", Yellow = "\u001b[1;33m";
    private const string Green = "\u001b[32m", Dim = "\u001b[2m", Normal = "\u001b[0m";

    // As long as a check prints one itself: a command must not lose its end.
    private const int StepLength = 2000;

    /// <summary>The lines, coloured or plain; every text in them is cleaned.</summary>
    /// <param name="ranked">The reports of checks that apply, worst first.</param>
    /// <param name="absent">Those that do not.</param>
    /// <param name="remarks">What triage itself has to say.</param>
    /// <param name="color">Whether to colour.</param>
    public static IEnumerable<string> Lines(
        IReadOnlyList<CheckReport> ranked, IReadOnlyList<CheckReport> absent, IReadOnlyList<string> remarks, bool color)
    {
        var width = ranked.Concat(absent).Max(report => report.ShortName.Length);
        foreach (var report in ranked)
            yield return $"{Paint(report.State, color)}  {report.ShortName.PadRight(width)}  {UntrustedText.Clean(report.Summary, 300)}";
        foreach (var report in absent)
        {
            var reason = UntrustedText.Clean(report.NotApplicable, 200);
            yield return $"{(color ? Dim : "")}{"-",-8}  {report.ShortName.PadRight(width)}  {reason}{(color ? Normal : "")}";
        }

        foreach (var line in Steps(ranked).Concat(Notes(ranked, remarks)))
            yield return line;
    }

    private static IEnumerable<string> Steps(IReadOnlyList<CheckReport> ranked)
    {
        foreach (var report in ranked.Where(report => report.State != NagiosState.Ok && report.NextSteps.Count > 0))
        {
            yield return "";
            yield return $"{report.ShortName}, next steps:";
            for (var index = 0; index < report.NextSteps.Count; index++)
                yield return $"  {index + 1}. {Exact(report.NextSteps[index])}";
        }
    }

    private static IEnumerable<string> Notes(IReadOnlyList<CheckReport> ranked, IReadOnlyList<string> remarks)
    {
        var notes = ranked.SelectMany(report => report.Notes.Select(note => $"{report.ShortName}: {note}")).ToList();
        notes.AddRange(remarks);
        if (notes.Count == 0)
            yield break;
        yield return "";
        yield return "Not seen, and other notes:";
        foreach (var note in notes)
            yield return $"  {UntrustedText.Clean(note, 500)}";
    }

    // A step of a check of this suite holds commands that must stay as they are; cleaning changes only what no step of one holds.
    private static string Exact(string step)
    {
        foreach (var character in step)
        {
            if (character is < ' ' or > '~' or '|')
                return UntrustedText.Clean(step, StepLength);
        }

        return step.Length <= StepLength ? step : UntrustedText.Clean(step, StepLength);
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
