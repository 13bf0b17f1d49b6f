using System.Globalization;
using Linux.Host;
using Nagios.Plugin;

namespace MySql.BinlogFiles;

/// <summary>Names of columns from a file, for binlogs that carry none: schema, table, position, column, separated by tabs, as
/// information_schema.COLUMNS has them now.</summary>
public sealed class ColumnNames
{
    private const int MostBytes = 64 * 1024 * 1024;
    private readonly Dictionary<(string Schema, string Table), SortedDictionary<int, string>> _names = [];

    private ColumnNames()
    {
    }

    /// <summary>Reads the file of <c>--names</c>.</summary>
    /// <exception cref="CheckException">The file cannot be read, or a line is not as said.</exception>
    public static ColumnNames Read(string path)
    {
        var content = new HostFiles("/").Read(Path.GetFullPath(path), MostBytes);
        if (content.Outcome != FileOutcome.Read)
            throw new CheckException(content.Explanation());
        return Parse(content.Text, path);
    }

    /// <summary>The name of a column; null where the file has none, or another number of columns: the table was altered since.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="table">The table.</param>
    /// <param name="position">From 1.</param>
    /// <param name="columns">How many columns the binlog has.</param>
    public string? Find(string schema, string table, int position, int columns) =>
        _names.TryGetValue((schema, table), out var names) && names.Count == columns ? names.GetValueOrDefault(position) : null;

    private static ColumnNames Parse(string text, string path)
    {
        var all = new ColumnNames();
        var number = 0;
        foreach (var line in text.Split('\n'))
        {
            number++;
            if (line.Length == 0)
                continue;
            var fields = line.Split('\t');
            if (fields.Length < 4 || !int.TryParse(fields[2], NumberStyles.None, CultureInfo.InvariantCulture, out var position)
                || position < 1)
                throw CheckException.Usage(
                    "--names", path, $"has a line {number} that is not schema, table, position and column, separated by tabs");
            if (!all._names.TryGetValue((fields[0], fields[1]), out var columns))
                all._names.Add((fields[0], fields[1]), columns = []);
            columns[position] = fields[3];
        }

        return all;
    }
}
