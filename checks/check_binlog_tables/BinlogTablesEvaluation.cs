using MySql.BinlogFiles;
using Nagios.Plugin;

namespace NagiosChecks.BinlogTables;

/// <summary>Judges what was counted.</summary>
internal sealed class BinlogTablesEvaluation(BinlogTablesMeasurement measurement, BinlogTablesLimits limits)
{
    private const double Mostly = 50;
    private readonly NagiosCheckResult _result = new("BINLOG_TABLES", BinlogTablesSeries.All);

    public NagiosCheckResult Judge()
    {
        JudgeTop();
        JudgeTransaction();
        Graph();
        foreach (var file in measurement.Files)
            JudgeFile(file);
        foreach (var unseen in measurement.Unseen)
            _result.CouldNotSee(unseen, NagiosState.Unknown);
        if (measurement.Unseen.FirstOrDefault(unseen => unseen.Why == UnseenReason.Denied) is { } denied)
        {
            foreach (var step in MySql.BinlogFiles.BinlogRights.Steps(
                System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(denied.What)) ?? "/"))
                _result.Advise(step);
        }

        AddNotes();
        _result.Summary = Summary();
        _result.Data = json => BinlogTablesJson.Write(json, measurement);
        if (limits.Csv)
            _result.Screen = _ => BinlogTablesCsv.Lines(measurement);
        else if (limits.IsByHand && _result.State == NagiosState.Ok)
            _result.Screen = _ => new BinlogTablesScreen(measurement, limits).Lines();
        return _result;
    }

    private static string Size(double bytes) => Quantity.Human(bytes, Dimension.Size);

    private static string Percent(double percent) => Quantity.Human(percent, Dimension.Percent);

    private TableCount? Top => measurement.Tables.Count > 0 ? measurement.Tables[0] : null;

    private void JudgeTop()
    {
        if (Top is not { } top)
        {
            _result.Graph(BinlogTablesSeries.Rate, measurement.Seconds is null ? null : 0).Graph(BinlogTablesSeries.Share, 0);
            return;
        }

        var rate = measurement.Rate(top);
        var told = Told(top);
        var thresholds = limits.IsByHand ? Thresholds.None : limits.Rate;
        var state = _result.Measure(BinlogTablesSeries.Rate, rate, thresholds, told, WhyFast(top));
        if (state != NagiosState.Ok)
            BinlogTablesAdvice.ForTable(_result, top, Columns(top), measurement.Counter.Largest);
        var busy = !limits.IsByHand && rate >= limits.Busy;
        _result.Measure(
            BinlogTablesSeries.Share, measurement.Share(top), busy ? limits.Share : Thresholds.None,
            $"{top.Name} has {Percent(measurement.Share(top))} of all bytes");
        if (measurement.HasColumns)
            JudgeRewrites(top, busy);
    }

    private void JudgeRewrites(TableCount top, bool busy)
    {
        var share = top.LoggedBytes == 0 ? 0 : 100.0 * top.Rewrites.BytesInTransaction / top.LoggedBytes;
        var state = _result.Measure(
            BinlogTablesSeries.Rewrites, Math.Min(100, share), busy ? limits.Rewrites : Thresholds.None,
            $"{Percent(share)} of the bytes of {top.Name} are rows written again in the same transaction "
                + $"({top.Rewrites.UpdatesInTransaction} updates)",
            Worst(top));
        if (state != NagiosState.Ok)
            _result.Advise($"Find what updates the same row of {top.Name} again and again in one transaction: an ORM that saves a parent "
                + $"after every child, or a counter that a callback or a trigger keeps");
    }

    // "app.groups takes 98 % of 3.1 GB in the last 60 s (52 MB/s), 99.7 % of it in column description, unchanged in 99 % of its updates"
    private string Told(TableCount top)
    {
        var rate = measurement.Rate(top) is { } bytes ? $" ({Size(bytes)}/s)" : "";
        var text = $"{top.Name} takes {Percent(measurement.Share(top))} of {Size(measurement.Bytes)} {measurement.Part}{rate}";
        return Columns(top) is { } counted && Largest(counted) is { } column ? $"{text}, {Column(counted, column)}" : text;
    }

    private TableCount? Columns(TableCount top) => measurement.HasColumns ? top : measurement.Sample;

    private static ColumnCount? Largest(TableCount table)
    {
        var column = table.Columns.MaxBy(column => column.Bytes);
        return column is not null && column.Bytes * 100.0 >= Mostly * table.Columns.Sum(each => each.Bytes) && column.Bytes > 0 ? column
            : null;
    }

    private static string Column(TableCount table, ColumnCount column)
    {
        var name = column.Name ?? $"{table.Columns.IndexOf(column) + 1} ({column.Type})";
        var share = 100.0 * column.Bytes / Math.Max(1, table.Columns.Sum(each => each.Bytes));
        var unchanged = column.Pairs == 0 ? "" : $", unchanged in {Percent(100.0 * column.UnchangedPairs / column.Pairs)} of its updates";
        return $"{Percent(share)} of that in column {name}{unchanged}";
    }

    private string? WhyFast(TableCount top)
    {
        var rows = $"{top.Inserts} rows inserted, {top.Updates} updated, {top.Deletes} deleted, "
            + $"{Size(top.Rows == 0 ? 0 : (double)top.LoggedBytes / top.Rows)} a row, the largest {Size(top.LargestRow)}";
        return Columns(top) is { Rewrites.Updates: > 0 } counted ? $"{rows}; {Worst(counted)}" : rows;
    }

    private static string? Worst(TableCount table) =>
        table.Rewrites.Worst.Count == 0 ? null : table.Rewrites.Worst.MaxBy(row => row.Writes) is var worst
        ? $"one row was written {worst.Writes} times, {Size(worst.Bytes)} where one write takes {Size(worst.OneWrite)}"
        : null;

    private void JudgeTransaction()
    {
        var largest = measurement.Counter.Largest;
        if (largest.Bytes == 0)
        {
            _result.Graph(BinlogTablesSeries.Transaction, 0);
            return;
        }

        var where = $"{System.IO.Path.GetFileName(largest.File)}:"
            + $"{largest.Offset}{(string.IsNullOrEmpty(largest.Gtid) ? "" : $", GTID {largest.Gtid}")}";
        var state = _result.Measure(
            BinlogTablesSeries.Transaction, largest.Bytes, limits.IsByHand ? Thresholds.None : limits.Transaction,
            $"the largest transaction has {Size(largest.Bytes)} ({where})",
            "a transaction is never split over files: it delays every replica, and its binlog file grows past max_binlog_size");
        if (state != NagiosState.Ok)
            BinlogTablesAdvice.ForTransaction(_result, largest);
    }

    private void Graph()
    {
        var counter = measurement.Counter;
        _result.Graph(BinlogTablesSeries.Written, measurement.Seconds is { } seconds && seconds > 0 ? measurement.Bytes / seconds : null);
        _result.Graph(BinlogTablesSeries.Bytes, measurement.Bytes);
        _result.Graph(BinlogTablesSeries.Statements, counter.Statements.Bytes);
        _result.Graph(BinlogTablesSeries.Overhead, counter.Overhead.Total);
        _result.Graph(BinlogTablesSeries.Transactions, counter.Transactions);
        _result.Graph(BinlogTablesSeries.Tables, measurement.Tables.Count);
    }

    private void JudgeFile(CountedFile file)
    {
        if (file.Damage is { } damage)
        {
            _result.Report(
                limits.IsByHand ? NagiosState.Critical : NagiosState.Warning,
                $"{file.Name} is damaged at offset {damage.Offset}: {damage.Reason}; counted up to there");
            _result.Advise($"Verify the file, and read what replicas will say: "
                + $"{ShellCommand.Of($"check_binlog_integrity -- {file.Path}")}");
        }
        else if (file.IsEncrypted)
        {
            _result.CouldNotSee(
                new Unseen($"whose bytes {file.Name} holds", UnseenReason.Hidden, "the server encrypted it"), NagiosState.Unknown);
        }
        else if (file.IsCutShort && limits.IsByHand)
        {
            _result.Report(NagiosState.Unknown,
                $"the time was up in {file.Name}: {Size(file.Size - file.Bytes)} were not read; raise --timeout");
        }
        else if (file.IsCutShort)
        {
            _result.Note($"the time was up in {file.Name} with {Size(file.Size - file.Bytes)} left; the next run goes on there");
        }
    }

    private void AddNotes()
    {
        if (measurement.HasGap)
            _result.Note("the binlog where the last run stopped is gone (purged or reset): what was written between is not counted");
        if (measurement.Tables.FirstOrDefault(table => table.IsUntold) is { } untold)
            _result.Note($"rows of {untold.Name} cannot be split: its table map does not tell the length of old TIME, DATETIME or "
                + $"TIMESTAMP columns; its bytes are right");
        if (measurement.Counter.ForgottenRows > 0)
            _result.Note("more rows were written than are remembered at once: rewrites are a lower bound");
        if (measurement.Sample is not null)
            _result.Note($"the column is from a sample of the newest {Size(measurement.SampleBytes)}; --columns counts all");
    }

    private string Summary()
    {
        if (measurement.Bytes == 0)
            return $"nothing was written {measurement.Part}";
        var counter = measurement.Counter;
        var text = Top is { } top ? Told(top) : $"{Size(measurement.Bytes)} {measurement.Part}, no rows";
        return counter.Statements.Bytes > measurement.Bytes / 2
            ? $"{text}; {Percent(100.0 * counter.Statements.Bytes / measurement.Bytes)} in statement format" : text;
    }
}
