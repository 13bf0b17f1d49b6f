using Linux.Host;
using Nagios.Plugin;

namespace NagiosChecks.ColumnSizes;

/// <summary>The expectations of <c>--expect</c> and <c>--expectations</c>, in this order; of several that are about one column the first
/// counts.</summary>
internal static class ExpectationList
{
    private const int MostBytes = 4 * 1024 * 1024;

    /// <exception cref="CheckException">An expectation or the file cannot be read.</exception>
    public static IReadOnlyList<Expectation> Of(string? given, string? path)
    {
        var list = new List<Expectation>();
        foreach (var word in given?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [])
            list.Add(Expectation.Parse("--expect", word));
        if (path is null)
            return list;
        var content = new HostFiles("/").Read(Path.GetFullPath(path), MostBytes);
        if (content.Outcome != FileOutcome.Read)
            throw new CheckException($"--expectations: {content.Explanation()}");
        foreach (var line in content.Text.Split('\n'))
        {
            var text = line.Split('#')[0].Trim();
            if (text.Length > 0)
                list.Add(Expectation.Parse("--expectations", text));
        }

        return list;
    }
}
