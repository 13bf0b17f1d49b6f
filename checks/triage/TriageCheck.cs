using Nagios.Plugin;

namespace NagiosChecks.Triage;

/// <summary>Makes one result, and one screen, of what all checks said.</summary>
internal static class TriageCheck
{
    public static CheckDescription Description { get; } = new(
        "triage",
        "what is wrong with this host, of all that this suite can see?",
        """
        Runs every check of the suite that stands beside it, all at once, each bounded by a timeout, and prints one screen: worst
        first, then the next steps of what is not OK. Checks that have nothing to look at here are one dim line with the reason.

        It runs the checks with their defaults and the rights of whoever starts it; as root it sees most. It is a Nagios check
        itself: the first line and the exit code are those of the worst.
        """)
    {
        States =
        [
            "CRITICAL, UNKNOWN, WARNING: the worst state of any check, in this order",
            "OK: every check that applies is OK",
        ],
        Examples =
        [
            ("triage", "everything that applies to this host, on one screen"),
            ("triage --only conntrack,kernel_modules", "only these two"),
            ("triage --skip stale_acks --check-timeout 5", "all but one, five seconds for each"),
            ("triage --output json", "for a script"),
        ],
    };

    /// <summary>The result of all reports.</summary>
    /// <param name="reports">What each check said, in any order.</param>
    /// <param name="useColor">Whether the screen is coloured, given whether it goes to a terminal.</param>
    public static NagiosCheckResult Evaluate(IReadOnlyList<CheckReport> reports, Func<bool, bool> useColor)
    {
        var ranked = reports.Where(report => report.NotApplicable is null).ToList();
        ranked.Sort((left, right) => right.State != left.State
            ? right.State.Severity() - left.State.Severity()
            : string.CompareOrdinal(left.Check, right.Check));
        var absent = reports.Where(report => report.NotApplicable is not null).OrderBy(report => report.Check, StringComparer.Ordinal).ToList();
        if (ranked.Count == 0)
            throw new CheckNotApplicableException($"none of the {absent.Count} checks beside triage applies to this host");

        var result = new NagiosCheckResult(Description.Name) { Summary = $"{Checks(ranked.Count)} OK" };
        foreach (var report in ranked)
        {
            result.Report(report.State, $"{report.ShortName}: {report.Summary}");
            foreach (var step in report.State == NagiosState.Ok ? [] : report.NextSteps)
                result.NextStep($"{report.ShortName}: {step}");
        }

        foreach (var report in absent)
            result.Note($"{report.ShortName} does not apply: {report.NotApplicable}");
        Count(result, "ok", ranked, NagiosState.Ok);
        Count(result, "warning", ranked, NagiosState.Warning);
        Count(result, "critical", ranked, NagiosState.Critical);
        Count(result, "unknown", ranked, NagiosState.Unknown);
        result.Graph(new PerfDatum("not_applicable", absent.Count) { Minimum = 0, Maximum = reports.Count });
        if (absent.Count > 0)
            result.Summary += $", {absent.Count} not applicable here";
        result.Screen = terminal => TriageScreen.Lines(ranked, absent, useColor(terminal));
        return result;
    }

    private static void Count(NagiosCheckResult result, string label, List<CheckReport> reports, NagiosState state) =>
        result.Graph(new PerfDatum(label, reports.FindAll(report => report.State == state).Count) { Minimum = 0, Maximum = reports.Count });

    private static string Checks(int number) => number == 1 ? "1 check" : $"{number} checks";
}
