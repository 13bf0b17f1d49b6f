using System.Globalization;
using System.Runtime.CompilerServices;
using Nagios.Plugin;

namespace NagiosChecks.BinlogTables;

/// <summary>The table for people: sorted, with bars and units.</summary>
internal sealed class BinlogTablesScreen(BinlogTablesMeasurement measurement, BinlogTablesLimits limits)
{
    private const int Bar = 20;
    private const int NameWidth = 32;
    private const int MostMinutes = 60;
    private const int TimelineTables = 4;

    public IEnumerable<string> Lines()
    {
        foreach (var line in TableLines())
            yield return line;
        foreach (var line in PartLines())
            yield return line;
        if (measurement.HasColumns)
        {
            foreach (var line in ColumnLines())
                yield return line;
        }

        if (limits.Timeline)
        {
            foreach (var line in TimelineLines())
                yield return line;
        }

        foreach (var file in measurement.Files.Where(file => file.Damage is not null))
            yield return $"{Clean(file.Name)} is damaged at offset {file.Damage!.Offset}; counted up to there";
    }

    private static string Clean(string text) => UntrustedText.Clean(text, 200);

    private static string Size(double bytes) => Quantity.Human(bytes, Dimension.Size);

    private static string Line(ref DefaultInterpolatedStringHandler text) => text.ToStringAndClear();

    private static string Bars(double percent) => new string('#', (int)Math.Round(percent * Bar / 100)).PadRight(Bar);

    private IEnumerable<string> TableLines()
    {
        yield return Line(
            $"{"table",-NameWidth} {"",Bar}  share      bytes     rate/s   inserted    updated    deleted  bytes/row    largest");
        foreach (var table in measurement.Tables.Take(limits.Top))
        {
            var share = measurement.Share(table);
            var rate = measurement.Rate(table) is { } each ? Size(each) : "-";
            var rows = table.IsUntold ? "         ?          ?          ?"
                : Line($"{table.Inserts,10} {table.Updates,10} {table.Deletes,10}");
            var row = table.Rows == 0 ? "-" : Size((double)table.LoggedBytes / table.Rows);
            yield return Line(
                $"{Clean(table.Name),-NameWidth} {Bars(share)} {share,5:0.0}% {Size(table.Bytes),10} {rate,10} {rows} {row,10} "
                + $"{Size(table.LargestRow),10}");
            if (table.LoggedBytes != table.Bytes)
                yield return $"  before compression {Size(table.LoggedBytes)}";
        }

        if (measurement.Tables.Count > limits.Top)
            yield return $"({measurement.Tables.Count - limits.Top} more tables, "
                + $"{Size(measurement.Tables.Skip(limits.Top).Sum(table => table.Bytes))}; --top shows more)";
    }

    private IEnumerable<string> PartLines()
    {
        var counter = measurement.Counter;
        foreach (var (target, count, bytes) in counter.Statements.Targets.Take(5))
            yield return $"statements, by the first table named (an estimate): {Clean(target)}  {count} statements, {Size(bytes)}";
        var overhead = counter.Overhead;
        yield return $"all {measurement.Bytes} bytes: tables {measurement.Tables.Sum(table => table.Bytes)}, statements "
            + $"{counter.Statements.Bytes}, "
            + $"transaction frame {overhead.TransactionFrame}, SQL text of rows {overhead.SqlText}, file frame {overhead.FileFrame}, "
                + $"other {overhead.Other}";
        if (counter.Largest.Bytes > 0)
        {
            yield return $"{counter.Transactions} transactions, the largest {Size(counter.Largest.Bytes)} at "
                + $"{Clean(Path.GetFileName(counter.Largest.File!))}:{counter.Largest.Offset}"
                + (string.IsNullOrEmpty(counter.Largest.Gtid) ? "" : $", GTID {counter.Largest.Gtid}");
        }
    }

    private IEnumerable<string> ColumnLines()
    {
        foreach (var table in measurement.Tables.Take(limits.Top))
        {
            var all = table.Columns.Sum(column => column.Bytes);
            if (all == 0)
                continue;
            yield return "";
            yield return $"{Clean(table.Name)}: {Size(all)} in columns";
            foreach (var column in table.Columns.OrderByDescending(column => column.Bytes).Take(limits.Top)
                .Where(column => column.Bytes > 0))
            {
                var name = column.Name ?? Line($"{table.Columns.IndexOf(column) + 1}");
                var unchanged = column.Pairs == 0 ? ""
                    : Line($"  unchanged in {100.0 * column.UnchangedPairs / column.Pairs:0.0}% of {column.Pairs} updates");
                yield return Line(
                    $"  {Clean(name),-NameWidth} {Clean(column.Type),-22} {100.0 * column.Bytes / all,5:0.0}%  before "
                    + $"{Size(column.Before),8}  after {Size(column.After),8}{unchanged}");
            }

            foreach (var line in RewriteLines(table, all))
                yield return line;
        }
    }

    private static IEnumerable<string> RewriteLines(TableCount table, long all)
    {
        var rewrites = table.Rewrites;
        if (rewrites.Updates > 0)
        {
            yield return $"  written again: {Quantity.Count(rewrites.Rows, "row")} in {Quantity.Count(rewrites.Updates, "update")} "
                + $"({Size(rewrites.Bytes)}), "
                + $"{rewrites.UpdatesInTransaction} of them within one transaction ({Size(rewrites.BytesInTransaction)})";
            foreach (var row in rewrites.Worst.OrderByDescending(row => row.Writes))
                yield return $"    one row {row.Writes} times: {Size(row.Bytes)} where one write takes {Size(row.OneWrite)}; last at "
                    + $"offset {row.Offset}";
        }

        var saves = table.Columns.Sum(column => column.NoBlobSaves);
        if (saves > 0)
        {
            yield return Line(
                $"  binlog_row_image=NOBLOB would have saved at most {Size(saves)} "
                + $"({100.0 * saves / all:0}%)"
                + $"{(table.HasPrimaryKey == false ? ", and nothing of before images: the table has no primary key" : "")}");
        }
    }

    private IEnumerable<string> TimelineLines()
    {
        var tables = measurement.Tables.Take(TimelineTables).ToList();
        var minutes = tables.SelectMany(table => table.Minutes.Keys).Distinct().Order().TakeLast(MostMinutes).ToList();
        yield return "";
        yield return "bytes a minute (UTC)  " + string.Join("", tables.Select(table => Line($"{Clean(table.Name),24}")));
        foreach (var minute in minutes)
        {
            var time = DateTimeOffset.FromUnixTimeSeconds(minute * 60).UtcDateTime.ToString(
                "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
            yield return $"{time}      "
                + string.Join("", tables.Select(table => Line($"{Size(table.Minutes.GetValueOrDefault(minute)),24}")));
        }
    }
}
