using System.Text.Json;
using Nagios.Plugin;

namespace NagiosChecks.BinlogTables;

/// <summary>The tables of check_binlog_tables for scripts.</summary>
internal static class BinlogTablesJson
{
    public static void Write(Utf8JsonWriter json, BinlogTablesMeasurement measurement)
    {
        var counter = measurement.Counter;
        json.WriteStartObject();
        WriteFiles(json, measurement);
        json.WriteNumber("bytes", measurement.Bytes);
        json.WriteNumber("overhead_bytes", counter.Overhead.Total);
        json.WriteNumber("statement_bytes", counter.Statements.Bytes);
        WriteNumber(json, "seconds", measurement.Seconds);
        json.WriteNumber("events", counter.Events);
        json.WriteNumber("transactions", counter.Transactions);
        WriteLargest(json, counter.Largest);
        WriteOverhead(json, counter.Overhead);
        WriteStatements(json, counter.Statements);
        json.WriteStartArray("tables");
        foreach (var table in measurement.Tables)
            WriteTable(json, table, measurement);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static string Clean(string text) => UntrustedText.Clean(text, 500);

    private static void WriteFiles(Utf8JsonWriter json, BinlogTablesMeasurement measurement)
    {
        json.WriteStartArray("files");
        foreach (var file in measurement.Files)
        {
            json.WriteStartObject();
            json.WriteString("file", file.Path);
            json.WriteNumber("bytes", file.Bytes);
            json.WriteNumber("events", file.Events);
            if (file.Damage is { } damage)
            {
                json.WriteNumber("damaged_at", damage.Offset);
                json.WriteString("damage", Clean(damage.Reason));
            }
            else
            {
                json.WriteNull("damaged_at");
            }

            json.WriteNumber("size", file.Size);
            json.WriteBoolean("encrypted", file.IsEncrypted);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteLargest(Utf8JsonWriter json, LargestTransaction largest)
    {
        if (largest.Bytes == 0)
        {
            json.WriteNull("largest_transaction");
            return;
        }

        json.WriteStartObject("largest_transaction");
        json.WriteNumber("bytes", largest.Bytes);
        json.WriteString("file", largest.File);
        json.WriteNumber("offset", largest.Offset);
        json.WriteString("gtid", string.IsNullOrEmpty(largest.Gtid) ? null : largest.Gtid);
        json.WriteNumber("time", largest.Timestamp);
        json.WriteEndObject();
    }

    private static void WriteOverhead(Utf8JsonWriter json, OverheadCount overhead)
    {
        json.WriteStartObject("overhead");
        json.WriteNumber("transaction_frame", overhead.TransactionFrame);
        json.WriteNumber("sql_text", overhead.SqlText);
        json.WriteNumber("file_frame", overhead.FileFrame);
        json.WriteNumber("other", overhead.Other);
        json.WriteEndObject();
    }

    private static void WriteStatements(Utf8JsonWriter json, StatementCounter statements)
    {
        json.WriteStartArray("statements_by_first_table");
        foreach (var (target, count, bytes) in statements.Targets)
        {
            json.WriteStartObject();
            json.WriteString("table", Clean(target));
            json.WriteNumber("statements", count);
            json.WriteNumber("bytes", bytes);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteTable(Utf8JsonWriter json, TableCount table, BinlogTablesMeasurement measurement)
    {
        json.WriteStartObject();
        json.WriteString("schema", Clean(table.Schema));
        json.WriteString("table", Clean(table.Table));
        json.WriteNumber("bytes", table.Bytes);
        json.WriteNumber("logged_bytes", table.LoggedBytes);
        json.WriteNumber("share", Math.Round(measurement.Share(table), 3));
        WriteNumber(json, "bytes_per_second", measurement.Rate(table) is { } rate ? Math.Round(rate) : null);
        json.WriteNumber("inserts", table.Inserts);
        json.WriteNumber("updates", table.Updates);
        json.WriteNumber("deletes", table.Deletes);
        json.WriteNumber("largest_row", table.LargestRow);
        json.WriteBoolean("rows_untold", table.IsUntold);
        json.WriteStartArray("columns");
        for (var index = 0; index < table.Columns.Count; index++)
            WriteColumn(json, table.Columns[index], index + 1);
        json.WriteEndArray();
        WriteRewrites(json, table, measurement.HasColumns);
        json.WriteStartObject("minutes");
        foreach (var (minute, bytes) in table.Minutes)
            json.WriteNumber((minute * 60).ToString(System.Globalization.CultureInfo.InvariantCulture), bytes);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteColumn(Utf8JsonWriter json, ColumnCount column, int position)
    {
        json.WriteStartObject();
        json.WriteNumber("position", position);
        json.WriteString("name", column.Name is null ? null : Clean(column.Name));
        json.WriteString("type", Clean(column.Type));
        json.WriteNumber("bytes", column.Bytes);
        json.WriteNumber("unchanged_bytes", column.Unchanged);
        json.WriteNumber("before_bytes", column.Before);
        json.WriteNumber("after_bytes", column.After);
        json.WriteNumber("updates", column.Pairs);
        json.WriteNumber("unchanged_updates", column.UnchangedPairs);
        json.WriteNumber("noblob_saves_at_most", column.NoBlobSaves);
        json.WriteEndObject();
    }

    private static void WriteRewrites(Utf8JsonWriter json, TableCount table, bool counted)
    {
        if (!counted)
        {
            json.WriteNull("rewrites");
            return;
        }

        var rewrites = table.Rewrites;
        json.WriteStartObject("rewrites");
        json.WriteNumber("rows", rewrites.Rows);
        json.WriteNumber("updates", rewrites.Updates);
        json.WriteNumber("bytes", rewrites.Bytes);
        json.WriteNumber("updates_in_transaction", rewrites.UpdatesInTransaction);
        json.WriteNumber("bytes_in_transaction", rewrites.BytesInTransaction);
        json.WriteStartArray("worst");
        foreach (var row in rewrites.Worst.OrderByDescending(row => row.Writes))
        {
            json.WriteStartObject();
            json.WriteNumber("writes", row.Writes);
            json.WriteNumber("bytes", row.Bytes);
            json.WriteNumber("one_write_bytes", row.OneWrite);
            json.WriteNumber("last_offset", row.Offset);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number)
            json.WriteNumber(name, number);
        else
            json.WriteNull(name);
    }
}
