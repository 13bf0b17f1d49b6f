using MySql.Binlog;
using MySql.BinlogFiles;

namespace NagiosChecks.ColumnSizes;

/// <summary>Measures every value that INSERT and UPDATE wrote: the after images. Bytes of values are only read where their characters are
/// counted.</summary>
internal sealed class SizeCounter : IEventCounter, IDisposable
{
    private const int MostColumns = 20_000;
    private readonly IReadOnlyList<Expectation> _expectations;
    private readonly ColumnNames? _names;
    private readonly Dictionary<(string Schema, string Table), List<ColumnSize>> _tables = [];
    private readonly TableMaps _maps = new();
    private readonly TableMaps _payloadMaps = new();
    private readonly RowsReader _rows;
    private readonly double _now;
    private int _columns;

    public SizeCounter(IReadOnlyList<Expectation> expectations, ColumnNames? names, double now)
    {
        (_expectations, _names, _now) = (expectations, names, now);
        _rows = new RowsReader { CountCharactersOf = map => (map.Tag as MeasuredTable)?.ReadCharacters };
    }

    /// <summary>What was measured of a table under one table map.</summary>
    private sealed record MeasuredTable(List<ColumnSize> Columns, int[]? ReadCharacters);

    /// <summary>All columns of which a value was written.</summary>
    public IEnumerable<ColumnSize> Columns => _tables.Values.SelectMany(columns => columns).Where(column => column.Values > 0);

    public long Values { get; private set; }

    /// <summary>True when there were more columns than are remembered.</summary>
    public bool IsFull { get; private set; }

    /// <summary>True when rows of some table could not be split.</summary>
    public bool HasUntold { get; private set; }

    public void Dispose() => _rows.Dispose();

    public void BeginFile() => _maps.Clear();

    public void AddMagic()
    {
    }

    public void Add(BinlogReader reader, TransactionStep step, TransactionTracker tracker)
    {
        if (reader.Type == BinlogEventType.TransactionPayload)
        {
            var payload = reader.OpenPayload();
            _payloadMaps.Clear();
            while (payload.Events.Read())
                Add(payload.Events, _payloadMaps, reader, tracker);
        }
        else
        {
            Add(reader, _maps, reader, tracker);
        }
    }

    private void Add(BinlogReader events, TableMaps maps, BinlogReader file, TransactionTracker tracker)
    {
        if (events.Type == BinlogEventType.TableMap)
        {
            var map = maps.Read(events);
            map.Tag ??= Measured(map);
        }
        else if (events.Type.IsRows() && events.Type.KindOfRows() != RowsKind.Delete)
        {
            AddRows(events, maps, file, tracker);
        }
    }

    private void AddRows(BinlogReader events, TableMaps maps, BinlogReader file, TransactionTracker tracker)
    {
        _rows.Open(events, maps);
        if (!_rows.HasRows || _rows.Table?.Tag is not MeasuredTable table)
            return;
        try
        {
            while (_rows.Read())
                AddRow(table, file, tracker);
        }
        catch (BinlogFormatException) when (_rows.Table.HasOldTimes || (events == file && file.VerifyChecksum()))
        {
            HasUntold = true;
        }
    }

    private void AddRow(MeasuredTable table, BinlogReader file, TransactionTracker tracker)
    {
        var row = _rows.After;
        for (var index = 0; index < row.ColumnCount && index < table.Columns.Count; index++)
        {
            if (row.State(index) != ColumnState.Value)
                continue;
            var column = table.Columns[index];
            var bytes = row.ContentBytes(index);
            var characters = column.BytesPerCharacter is > 0 and var width ? bytes / width : row.Characters(index);
            column.Add(bytes, characters);
            Values++;
            if (column.Expected is { } expected && (expected.InCharacters ? characters : bytes) is var size && size > expected.Limit)
                Note(column, expected, size, file, tracker);
        }
    }

    private void Note(ColumnSize column, Expectation expected, long size, BinlogReader file, TransactionTracker tracker)
    {
        var violation = column.Violation
            ?? new Violation(
                column.Name, expected.Text, size, file.FileName, tracker.Start, tracker.Current.ToString(),
                file.Timestamp) { LastSeen = _now };
        column.Violation = violation with { Largest = Math.Max(violation.Largest, size), Count = violation.Count + 1 };
    }

    private MeasuredTable? Measured(TableMap map)
    {
        if (!map.HasColumns)
            return null;
        if (!_tables.TryGetValue((map.Schema, map.Table), out var columns))
            _tables.Add((map.Schema, map.Table), columns = []);
        int[]? read = null;
        for (var index = 0; index < map.Columns.Count; index++)
        {
            if (columns.Count == index)
            {
                IsFull |= ++_columns > MostColumns;
                if (IsFull)
                    break;
                columns.Add(new ColumnSize(map.Schema, map.Table, index + 1));
            }

            Describe(columns[index], map, index);
            if (columns[index] is { Expected.InCharacters: true, BytesPerCharacter: 0 })
                (read ??= Nothing(map.Columns.Count))[index] = 0;
        }

        return new MeasuredTable(columns, read);
    }

    private void Describe(ColumnSize column, TableMap map, int index)
    {
        var from = map.Columns[index];
        column.ColumnName = from.Name ?? _names?.Find(map.Schema, map.Table, index + 1, map.Columns.Count) ?? column.ColumnName;
        (column.Type, column.DeclaredBytes, column.BytesPerCharacter) =
            (from.TypeName, from.DeclaredBytes, CharacterWidth.Of(from.Collation));
        column.Expected =
            _expectations.FirstOrDefault(expectation => expectation.IsAbout(map.Schema, map.Table, column.ColumnName, index + 1));
    }

    private static int[] Nothing(int count)
    {
        var none = new int[count];
        Array.Fill(none, -1);
        return none;
    }
}
