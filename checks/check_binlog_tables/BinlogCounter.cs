using MySql.Binlog;
using MySql.BinlogFiles;

namespace NagiosChecks.BinlogTables;

/// <summary>
/// Counts whose bytes a binlog holds. Every byte of what is read belongs to exactly one part: a table, a statement, or one of the kinds
/// of overhead; together they are the bytes of the file.
/// </summary>
internal sealed class BinlogCounter(bool columns) : IEventCounter, IDisposable
{
    private const int MostTables = 5000;
    private readonly Dictionary<(string Schema, string Table), TableCount> _tables = [];
    private readonly TableMaps _maps = new();
    private readonly TableMaps _payloadMaps = new();
    private readonly RowsReader _rows = new() { Detail = columns ? RowDetail.Hashes : RowDetail.Lengths };
    private readonly RewriteChains? _chains = columns ? new RewriteChains() : null;
    private readonly PayloadShares _shares = new();
    private readonly StatementCounter _statements = new();

    // Where the event stands in the file; rows in a payload have no place of their own there.
    private long _offset;

    public IReadOnlyCollection<TableCount> Tables => _tables.Values;

    /// <summary>Bytes that belong to no table and no statement, by kind.</summary>
    public OverheadCount Overhead { get; } = new();

    public StatementCounter Statements => _statements;

    public long Events { get; private set; }

    public long Transactions { get; private set; }

    public LargestTransaction Largest { get; private set; }

    public uint FirstTimestamp { get; private set; }

    public uint LastTimestamp { get; private set; }

    /// <summary>Rows that the table of rewrites had to forget.</summary>
    public long ForgottenRows => _chains?.Forgotten ?? 0;

    public void Dispose() => _rows.Dispose();

    /// <summary>Begins another file: its server may use the same table ids for other tables.</summary>
    public void BeginFile() => _maps.Clear();

    /// <summary>Counts the magic of a file.</summary>
    public void AddMagic() => Overhead.FileFrame += BinlogFileStart.MagicLength;

    /// <summary>Counts the event that a reader stands on.</summary>
    public void Add(BinlogReader reader, TransactionStep step, TransactionTracker tracker)
    {
        Events++;
        _offset = reader.Offset;
        if (reader.Timestamp != 0)
        {
            LastTimestamp = Math.Max(LastTimestamp, reader.Timestamp);
            if (FirstTimestamp == 0 || reader.Timestamp < FirstTimestamp)
                FirstTimestamp = reader.Timestamp;
        }

        if (reader.Type == BinlogEventType.TransactionPayload)
            AddPayload(reader);
        else
            Add(reader, _maps, shares: null);
        if (step == TransactionStep.End)
            EndTransaction(reader, tracker);
    }

    private void EndTransaction(BinlogReader reader, TransactionTracker tracker)
    {
        Transactions++;
        if (_chains is not null)
            _chains.Transaction++;
        var bytes = reader.NextOffset - tracker.Start;
        if (bytes > Largest.Bytes)
            Largest = new LargestTransaction(bytes, reader.FileName, tracker.Start, tracker.LastWhole.ToString(), reader.Timestamp);
    }

    // The parts inside a payload share its bytes in the file in proportion to their bytes before compression.
    private void AddPayload(BinlogReader reader)
    {
        var payload = reader.OpenPayload();
        _payloadMaps.Clear();
        _shares.Begin();
        while (payload.Events.Read())
            Add(payload.Events, _payloadMaps, _shares);
        _shares.End(reader.EventLength, reader.Timestamp, Overhead);
    }

    private void Add(BinlogReader reader, TableMaps maps, PayloadShares? shares)
    {
        var type = reader.Type;
        var bytes = reader.EventLength;
        if (type == BinlogEventType.TableMap)
        {
            var map = maps.Read(reader);
            AddTo((map.Tag as TableCount) ?? Of(map), bytes, bytes, reader.Timestamp, shares);
        }
        else if (type.IsRows())
        {
            AddRows(reader, maps, shares);
        }
        else if (StatementCounter.IsStatement(reader))
        {
            if (shares is null)
                _statements.Add(reader);
            else
                shares.Add(OverheadKind.Other, bytes);
        }
        else if (shares is null)
        {
            Overhead.Add(OverheadCount.KindOf(reader), bytes);
        }
        else
        {
            shares.Add(OverheadCount.KindOf(reader), bytes);
        }
    }

    private static void AddTo(TableCount table, long bytes, long logged, uint timestamp, PayloadShares? shares)
    {
        table.Events++;
        table.LoggedBytes += logged;
        if (shares is null)
            table.Add(bytes, timestamp);
        else
            shares.Add(table, logged);
    }

    private void AddRows(BinlogReader reader, TableMaps maps, PayloadShares? shares)
    {
        _rows.Open(reader, maps);
        if (_rows.Table is not { } map)
        {
            // Only a dummy that ends a statement has no table.
            if (shares is null)
                Overhead.Add(OverheadKind.Other, reader.EventLength);
            else
                shares.Add(OverheadKind.Other, reader.EventLength);
            return;
        }

        var table = (map.Tag as TableCount) ?? Of(map);
        AddTo(table, reader.EventLength, _rows.LoggedBytes, reader.Timestamp, shares);
        if (!_rows.HasRows)
        {
            table.IsUntold = true;
            return;
        }

        try
        {
            if (columns)
                ReadRows(table);
            else
                CountRows(table);
        }
        catch (BinlogFormatException) when (map.HasOldTimes || (shares is null && reader.VerifyChecksum()))
        {
            // The bytes are as the server wrote them: these rows cannot be split, because the map does not tell the length of old times.
            table.IsUntold = true;
        }
    }

    private void CountRows(TableCount table)
    {
        var rows = _rows.Count(out var largest);
        table.AddRows(_rows.Kind, rows);
        if (largest > table.LargestRow)
            table.LargestRow = largest;
    }

    private void ReadRows(TableCount table)
    {
        _chains!.BeginEvent(table, _rows.Kind);
        while (_rows.Read())
        {
            table.AddRows(_rows.Kind, 1);
            table.LargestRow = Math.Max(table.LargestRow, _rows.Before.Bytes + _rows.After.Bytes);
            CountColumns(table);
            _chains.Follow(table, _rows, _offset);
        }

        _chains.EndEvent(_rows.EndsStatement);
    }

    private void CountColumns(TableCount table)
    {
        var (before, after) = (_rows.Before, _rows.After);
        for (var index = 0; index < before.ColumnCount; index++)
        {
            var column = table.Columns[index];
            var (left, right) = (before.StoredBytes(index), after.StoredBytes(index));
            column.Before += left;
            column.After += right;
            if (before.State(index) == ColumnState.Absent || after.State(index) == ColumnState.Absent)
                continue;
            column.Pairs++;
            if (!_rows.IsUnchanged(index))
                continue;
            column.UnchangedPairs++;
            column.Unchanged += left + right;
            column.UnchangedAfter += right;
        }
    }

    private TableCount Of(TableMap map)
    {
        var name = (map.Schema, map.Table);
        if (!_tables.TryGetValue(name, out var table))
        {
            // A server of more tables than this is counted in one for the rest.
            if (_tables.Count >= MostTables)
                name = ("", "(other tables)");
            if (!_tables.TryGetValue(name, out table))
                _tables.Add(name, table = new TableCount(name.Item1, name.Item2, _tables.Count));
        }

        Describe(table, map);
        map.Tag = table;
        return table;
    }

    // The newest map counts: columns may have been added or renamed since the last one.
    private void Describe(TableCount table, TableMap map)
    {
        if (!columns)
            return;
        for (var index = 0; index < map.Columns.Count; index++)
        {
            if (table.Columns.Count == index)
                table.Columns.Add(new ColumnCount());
            var (column, from) = (table.Columns[index], map.Columns[index]);
            column.Name = from.Name ?? column.Name;
            column.Type = from.TypeName;
            column.IsBlob = from.IsBlob;
            column.IsKey = from.IsPrimaryKey == true;
            if (from.IsPrimaryKey is { } known)
                table.HasPrimaryKey = known || table.HasPrimaryKey == true;
        }
    }
}
