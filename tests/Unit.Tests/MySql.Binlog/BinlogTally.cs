namespace MySql.Binlog.Tests;

/// <summary>Counts what the library reads of a file, table by table and column by column, as simply as can be.</summary>
internal sealed class BinlogTally
{
    public Dictionary<string, TableTally> Tables { get; } = new(StringComparer.Ordinal);

    public sealed class TableTally
    {
        public long Maps, MapBytes, Events, EventBytes, Inserted, Updated, Deleted, LoggedBytes;
        public bool Untold;
        public List<ColumnTally> Columns { get; } = [];
    }

    public sealed class ColumnTally
    {
        public long Before, After, Unchanged, Pairs, UnchangedPairs;
    }

    /// <summary>Everything that a file holds.</summary>
    public static BinlogTally Of(BinlogReader reader)
    {
        var tally = new BinlogTally();
        using var rows = new RowsReader { Detail = RowDetail.Hashes };
        tally.Add(reader, new TableMaps(), rows);
        return tally;
    }

    private void Add(BinlogReader reader, TableMaps maps, RowsReader rows)
    {
        while (reader.Read())
        {
            if (reader.Type == BinlogEventType.TransactionPayload)
                Add(reader.OpenPayload().Events, new TableMaps(), rows);
            else if (reader.Type == BinlogEventType.TableMap)
                AddMap(reader, maps.Read(reader));
            else if (reader.Type.IsRows())
                AddRows(reader, maps, rows);
        }
    }

    private void AddMap(BinlogReader reader, TableMap map)
    {
        var table = Of(map);
        table.Maps++;
        table.MapBytes += reader.EventLength;
    }

    private void AddRows(BinlogReader reader, TableMaps maps, RowsReader rows)
    {
        rows.Open(reader, maps);
        var table = Of(rows.Table!);
        table.Events++;
        table.EventBytes += reader.EventLength;
        table.LoggedBytes += rows.LoggedBytes;
        try
        {
            while (rows.Read())
                AddRow(table, rows);
        }
        catch (BinlogFormatException) when (rows.Table!.HasOldTimes)
        {
            table.Untold = true;
        }
    }

    private static void AddRow(TableTally table, RowsReader rows)
    {
        switch (rows.Kind)
        {
            case RowsKind.Insert:
                table.Inserted++;
                break;
            case RowsKind.Update:
                table.Updated++;
                break;
            default:
                table.Deleted++;
                break;
        }

        for (var index = 0; index < rows.Before.ColumnCount; index++)
        {
            if (table.Columns.Count == index)
                table.Columns.Add(new ColumnTally());
            var column = table.Columns[index];
            column.Before += rows.Before.StoredBytes(index);
            column.After += rows.After.StoredBytes(index);
            if (rows.Before.State(index) == ColumnState.Absent || rows.After.State(index) == ColumnState.Absent)
                continue;
            column.Pairs++;
            if (!rows.IsUnchanged(index))
                continue;
            column.UnchangedPairs++;
            column.Unchanged += rows.Before.StoredBytes(index) + rows.After.StoredBytes(index);
        }
    }

    private TableTally Of(TableMap map)
    {
        var name = $"{map.Schema}.{map.Table}";
        if (!Tables.TryGetValue(name, out var table))
            Tables.Add(name, table = new TableTally());
        return table;
    }
}
