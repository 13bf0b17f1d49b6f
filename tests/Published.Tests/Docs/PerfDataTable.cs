using System.Text.RegularExpressions;

namespace Docs.Tests;

/// <summary>The rows of a page's Perfdata table: | Label | Unit | Meaning |, the item of a per-item label in capitals.</summary>
internal sealed class PerfDataTable
{
    private readonly string _name;

    private PerfDataTable(string name, IReadOnlyList<Row> rows) => (_name, Rows) = (name, rows);

    public IReadOnlyList<Row> Rows { get; }

    public static PerfDataTable Of(string name)
    {
        var lines = Document.OfCheck(name).Section("Perfdata").Split('\n').Where(line => line.StartsWith('|')).ToList();
        Assert.True(lines.Count > 2, $"docs/checks/{name}.md: the section Perfdata holds no table");
        Assert.Equal("| Label | Unit | Meaning |", lines[0]);
        return new PerfDataTable(name, [.. lines.Skip(2).SelectMany(Row.Of)]);
    }

    /// <summary>The row about a label: the same, or the same up to the item; null when there is none.</summary>
    public Row? Find(string label) => Rows.FirstOrDefault(row => row.Label == label) ?? Rows.FirstOrDefault(row => row.Covers(label));

    public override string ToString() => $"the Perfdata table of docs/checks/{_name}.md";

    /// <param name="Label">The label, such as entries_NAME.</param>
    /// <param name="Unit">The unit as perfdata has it; empty for none.</param>
    internal sealed record Row(string Label, string Unit)
    {
        /// <summary>The part that no item changes.</summary>
        public string Beginning => Regex.Match(Label, "^[a-z0-9_]*[a-z0-9]").Value;

        public bool Covers(string label) =>
            Regex.IsMatch(label, $"^{Regex.Replace(Regex.Escape(Label), "[A-Z]+", ".+")}$", RegexOptions.Singleline);

        // One row may be about several labels that mean the same for different things.
        public static IEnumerable<Row> Of(string line)
        {
            var cells = line.Split('|');
            Assert.True(cells.Length >= 4, $"not a row of three cells: {line}");
            return cells[1].Replace("`", "", StringComparison.Ordinal).Split(',', StringSplitOptions.TrimEntries)
                .Select(label => new Row(label, cells[2].Trim(' ', '`')));
        }
    }
}
