using Nagios.Plugin;

namespace NagiosChecks.StaleAcks;

/// <summary>A table for the hand-over of a shift: one line for each acknowledgement, by author and age, within 100 columns where the names
/// are no longer than usual.</summary>
internal static class AcknowledgementList
{
    private const int AuthorWidth = 14, AgeWidth = 8, StateWidth = 11, StaleWidth = 17, NameLength = 300;

    /// <summary>The lines under the first one.</summary>
    public static IEnumerable<string> Lines(StaleAcksJudgement judgement)
    {
        yield return $"{"AUTHOR",-AuthorWidth} {"AGE",AgeWidth}  {"STATE",-StateWidth} {"STALE",-StaleWidth} HOST/SERVICE";
        foreach (var verdict in judgement.Verdicts.OrderBy(verdict => AcknowledgementText.Author(verdict.Problem.Author),
            StringComparer.OrdinalIgnoreCase).ThenByDescending(verdict => verdict.Age))
        {
            var stale = verdict.IsIntended ? "in downtime" : verdict.Worst is { } worst ? worst.Label() : verdict.IsNew
                ? "first seen now" : "-";
            yield return $"{Fit(AcknowledgementText.Author(verdict.Problem.Author), AuthorWidth)} "
                + $"{Quantity.Human(verdict.Age, Dimension.Duration),AgeWidth}  "
                + $"{Fit(AcknowledgementText.Word(verdict.Problem, verdict.Problem.State), StateWidth)} {Fit(stale, StaleWidth)} "
                    + $"{EngineText.Clean(verdict.Problem.Name, NameLength)}";
        }

        if (judgement.LeftOut > 0)
            yield return $"({AcknowledgementText.Count(judgement.LeftOut, "acknowledgement")} left out by the filters)";
    }

    private static string Fit(string text, int width) => UntrustedText.Clean(text, width).PadRight(width);
}
