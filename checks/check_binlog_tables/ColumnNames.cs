using System.Globalization;
using Linux.Host;
using Nagios.Plugin;

namespace NagiosChecks.BinlogTables;

/// <summary>Names of columns from a file, for binlogs that carry none: schema, table, position, column, separated by tabs, as
/// information_schema.COLUMNS has them now.</summary>
internal static class ColumnNames
{
    /// <summary>Gives names to the columns that have none. Tables whose number of columns differs are left alone: they were altered
    /// since.</summary>
    /// <exception cref="CheckException">The file cannot be read, or a line is not as said.</exception>
    public static void Apply(string path, IEnumerable<TableCount> tables)
    {
        var names = Parse(new HostFiles("/").Read(Path.GetFullPath(path), 64 * 1024 * 1024).RequiredText(), path);
        foreach (var table in tables)
        {
            if (!names.TryGetValue((table.Schema, table.Table), out var columns) || columns.Count != table.Columns.Count)
                continue;
            for (var index = 0; index < columns.Count; index++)
                table.Columns[index].Name ??= columns.GetValueOrDefault(index + 1);
        }
    }

    private static Dictionary<(string, string), SortedDictionary<int, string>> Parse(string text, string path)
    {
        var names = new Dictionary<(string, string), SortedDictionary<int, string>>();
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
            if (!names.TryGetValue((fields[0], fields[1]), out var columns))
                names.Add((fields[0], fields[1]), columns = []);
            columns[position] = fields[3];
        }

        return names;
    }
}
