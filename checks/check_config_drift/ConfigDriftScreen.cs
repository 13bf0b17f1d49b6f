using Nagios.Plugin;

namespace NagiosChecks.ConfigDrift;

/// <summary>The table for people: every difference by class, a column for each server, then what a restart changes and the steps.</summary>
internal sealed class ConfigDriftScreen(DriftVerdict verdict, NagiosCheckResult result)
{
    private const int NameWidth = 40;
    private const int LongestValue = 26;
    private const int MostColumns = 8;

    /// <summary>The lines.</summary>
    public IEnumerable<string> Lines()
    {
        foreach (var found in new[]
            {
                DriftClass.Breaks, DriftClass.Statement, DriftClass.AfterPromotion, DriftClass.Slower, DriftClass.Cosmetic,
                DriftClass.Unclassified, DriftClass.Derived, DriftClass.Legitimate,
            })
        {
            foreach (var line in Table(found))
                yield return line;
        }

        foreach (var drift in verdict.Restarts.Where(drift => drift.Next.Setting is not null))
            yield return $"{DriftText.Line(drift)}: {DriftText.Cause(drift)}";
        foreach (var finding in result.Findings.Where(finding => finding.Text.StartsWith("not as expected", StringComparison.Ordinal)))
            yield return finding.Text;
        if (result.NextSteps.Count > 0)
            yield return "Next steps:";
        for (var index = 0; index < result.NextSteps.Count; index++)
            yield return $"{index + 1}. {UntrustedText.Clean(result.NextSteps[index], 4000)}";
        foreach (var note in result.Notes)
            yield return $"Note: {UntrustedText.Clean(note, 1000)}";
    }

    private IEnumerable<string> Table(DriftClass found)
    {
        var rows = verdict.Differences.Where(difference => difference.Class == found).ToList();
        if (rows.Count == 0)
            yield break;
        var servers = verdict.Tree.Servers.Take(MostColumns).ToList();
        var width = Math.Clamp(rows.Max(row => row.Values.Take(MostColumns).Max(value => Shown(value.Text).Length)),
            Math.Min(LongestValue, servers.Max(server => server.Name.Length)), LongestValue);
        yield return "";
        yield return $"{DriftText.Of(found),-NameWidth} {string.Join(' ', servers.Select(server => Fit(server.Name, width)))}".TrimEnd()
            + (verdict.Tree.Servers.Count > MostColumns ? $" ({verdict.Tree.Servers.Count - MostColumns} more in --output json)" : "");
        foreach (var row in rows)
        {
            yield return $"  {Fit(row.Name, NameWidth - 2)} "
                + $"{string.Join(' ', row.Values.Take(MostColumns).Select(value => Fit(Shown(value.Text), width)))}".TrimEnd();
            if (found >= DriftClass.Slower)
                yield return $"      {UntrustedText.Clean(DriftText.Cause(row), 400)}";
        }
    }

    private static string Shown(string? text) => text is null ? "-" : UntrustedText.Clean(text, LongestValue);

    private static string Fit(string text, int width) => UntrustedText.Clean(text, width).PadRight(width);
}
