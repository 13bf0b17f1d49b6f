namespace MonitoringEngines;

/// <summary>One item of a perfdata field, cut as the plugin guidelines say.</summary>
/// <param name="Label">The label without quotes.</param>
/// <param name="Rest">What follows the equals sign: value, unit, warn, crit, min and max.</param>
public sealed record PerfDataItem(string Label, string Rest)
{
    /// <summary>Cuts a perfdata field into its items; fails the test where it is malformed.</summary>
    public static IReadOnlyList<PerfDataItem> Split(string perfdata)
    {
        ArgumentNullException.ThrowIfNull(perfdata);
        var items = new List<PerfDataItem>();
        for (var rest = perfdata.Trim(); rest.Length > 0;)
        {
            var quoted = rest[0] == '\'';
            var end = quoted ? rest.IndexOf("'=", 1, StringComparison.Ordinal) : rest.IndexOf('=', StringComparison.Ordinal);
            Assert.True(end > 0, $"no label begins at '{rest}'");
            var label = quoted ? rest[1..end] : rest[..end];
            rest = rest[(end + (quoted ? 2 : 1))..];
            var blank = rest.IndexOf(' ', StringComparison.Ordinal);
            items.Add(new PerfDataItem(label, blank < 0 ? rest : rest[..blank]));
            rest = blank < 0 ? "" : rest[(blank + 1)..];
        }

        return items;
    }

    /// <summary>The item as Icinga stores it: with quotes only around a label that has a blank.</summary>
    public override string ToString() => Label.Contains(' ', StringComparison.Ordinal) ? $"'{Label}'={Rest}" : $"{Label}={Rest}";
}
