using System.Globalization;
using Nagios.Plugin;

namespace NagiosChecks.BinlogTables;

/// <summary>The tables, or with --columns the columns, as comma separated values (RFC 4180).</summary>
internal static class BinlogTablesCsv
{
    public static IEnumerable<string> Lines(BinlogTablesMeasurement measurement)
    {
        if (!measurement.HasColumns)
        {
            yield return "schema,table,bytes,logged_bytes,share,inserts,updates,deletes,largest_row";
            foreach (var table in measurement.Tables)
            {
                yield return string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Field(table.Schema)},{Field(table.Table)},{table.Bytes},{table.LoggedBytes},{measurement.Share(table):0.###},"
                        + $"{table.Inserts},{table.Updates},{table.Deletes},{table.LargestRow}");
            }

            yield break;
        }

        yield return "schema,table,position,column,type,bytes,before_bytes,after_bytes,unchanged_bytes,updates,unchanged_updates";
        foreach (var table in measurement.Tables)
        {
            for (var index = 0; index < table.Columns.Count; index++)
            {
                var column = table.Columns[index];
                yield return string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Field(table.Schema)},{Field(table.Table)},{index + 1},{Field(column.Name ?? "")},{Field(column.Type)},"
                        + $"{column.Bytes},{column.Before},{column.After},{column.Unchanged},{column.Pairs},{column.UnchangedPairs}");
            }
        }
    }

    private static string Field(string text)
    {
        var clean = UntrustedText.Clean(text, 300);
        return clean.AsSpan().ContainsAny(',', '"') ? $"\"{clean.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : clean;
    }
}
