using Nagios.Plugin;

namespace NagiosChecks.Triage;

/// <summary>Makes one result of what all checks said. Pure.</summary>
internal static class TriageEvaluation
{
    /// <summary>The result of all reports.</summary>
    /// <param name="run">What the checks said, in any order, and the servers that run here.</param>
    /// <param name="useColor">Whether the screen is coloured, given whether it goes to a terminal.</param>
    public static NagiosCheckResult Evaluate(TriageRun run, Func<bool, bool> useColor)
    {
        var ranked = run.Reports.Where(report => report.NotApplicable is null).ToList();
        ranked.Sort((left, right) => right.State != left.State
            ? right.State.Severity() - left.State.Severity()
            : string.CompareOrdinal(left.Check, right.Check));
        var absent = run.Reports.Where(report => report.NotApplicable is not null)
            .OrderBy(report => report.Check, StringComparer.Ordinal).ToList();
        if (ranked.Count == 0)
            throw new CheckNotApplicableException($"none of the {absent.Count} checks beside triage applies to this host");

        var result = new NagiosCheckResult("TRIAGE", TriageSeries.All) { Summary = Summary(ranked, absent) };
        foreach (var report in ranked)
        {
            result.Report(report.State, $"{report.ShortName}: {report.Summary}");
            foreach (var step in report.State == NagiosState.Ok ? [] : report.NextSteps)
                result.Advise(NextStep.Printed($"{report.ShortName}: {step}"));
        }

        // Without its options a check may judge by other limits than the site's.
        if (run.SectionProblem is { } problem)
            result.Report(NagiosState.Unknown, $"the checks ran without the site's options: {problem}");
        AddNotes(result, run, ranked, absent);
        Count(result, TriageSeries.Ok, ranked, NagiosState.Ok);
        Count(result, TriageSeries.Warning, ranked, NagiosState.Warning);
        Count(result, TriageSeries.Critical, ranked, NagiosState.Critical);
        Count(result, TriageSeries.Unknown, ranked, NagiosState.Unknown);
        result.Graph(TriageSeries.NotApplicable with { Maximum = run.Reports.Count }, absent.Count);
        result.Screen = terminal => TriageScreen.Lines(ranked, absent, Remarks(run), useColor(terminal));
        return result;
    }

    private static List<string> Remarks(TriageRun run) =>
    [
        .. run.SectionProblem is { } problem ? [$"the checks ran without the site's options: {problem}"] : (IEnumerable<string>)[],
        .. ServerNote(run) is { } servers ? [servers] : (IEnumerable<string>)[],
    ];

    private static string Summary(List<CheckReport> ranked, List<CheckReport> absent) =>
        (ranked.Count == 1 ? "1 check OK" : $"{ranked.Count} checks OK") + (absent.Count > 0 ? $", {absent.Count} not applicable "
            + $"here" : "");

    private static void AddNotes(NagiosCheckResult result, TriageRun run, List<CheckReport> ranked, List<CheckReport> absent)
    {
        foreach (var report in ranked)
        {
            foreach (var note in report.Notes)
                result.Note($"{report.ShortName}: {note}");
        }

        foreach (var report in absent)
            result.Note($"{report.ShortName} does not apply: {report.NotApplicable}");
        if (ServerNote(run) is { } servers)
            result.Note(servers);
    }

    // A check of a server judges the one that it logged in to.
    private static string? ServerNote(TriageRun run) =>
        run.Servers.Count > 1 && run.Reports.Any(report => SuiteChecks.WithLogin.Contains(report.Check))
            ? $"{run.Servers.Count} database servers run here ({string.Join("; ", run.Servers)}), and the checks judged only the one "
                + $"that they "
              + "logged in to: run triage again for each of the others, with --socket, --port or --defaults-file"
            : null;

    private static void Count(NagiosCheckResult result, Series series, List<CheckReport> ranked, NagiosState state) =>
        result.Graph(series with { Maximum = ranked.Count }, ranked.FindAll(report => report.State == state).Count);
}
