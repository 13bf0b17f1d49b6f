using System.Text.Json;
using Nagios.Plugin;

namespace NagiosChecks.ColumnSizes;

/// <summary>The tables of check_column_sizes for scripts.</summary>
internal static class ColumnSizesJson
{
    public static void Write(Utf8JsonWriter json, ColumnSizesMeasurement measurement, IReadOnlyList<Violation> broken)
    {
        json.WriteStartObject();
        json.WriteStartArray("broken");
        foreach (var violation in broken)
            Write(json, violation);
        json.WriteEndArray();
        json.WriteStartArray("columns");
        foreach (var column in measurement.Columns)
            Write(json, column);
        json.WriteEndArray();
        json.WriteNumber("values", measurement.Values);
        json.WriteNumber("bytes", measurement.Bytes);
        json.WriteEndObject();
    }

    private static string Clean(string text) => UntrustedText.Clean(text, 500);

    private static void Write(Utf8JsonWriter json, Violation violation)
    {
        json.WriteStartObject();
        json.WriteString("column", Clean(violation.Column));
        json.WriteString("expected", Clean(violation.Expected));
        json.WriteNumber("values", violation.Count);
        json.WriteNumber("first_size", violation.Size);
        json.WriteNumber("largest_size", violation.Largest);
        json.WriteString("file", violation.File);
        json.WriteNumber("offset", violation.Offset);
        json.WriteString("gtid", violation.Gtid.Length > 0 ? violation.Gtid : null);
        json.WriteNumber("time", violation.Timestamp);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ColumnSize column)
    {
        json.WriteStartObject();
        json.WriteString("schema", Clean(column.Schema));
        json.WriteString("table", Clean(column.Table));
        json.WriteNumber("position", column.Position);
        json.WriteString("name", column.ColumnName is { } name ? Clean(name) : null);
        json.WriteString("type", Clean(column.Type));
        json.WriteNumber("values", column.Values);
        json.WriteNumber("bytes", column.Bytes);
        json.WriteNumber("largest_bytes", column.LargestBytes);
        WriteNumber(json, "largest_characters", column.LargestCharacters < 0 ? null : column.LargestCharacters);
        json.WriteNumber("half_below", column.Quantile(0.5));
        json.WriteNumber("ninety_nine_percent_below", column.Quantile(0.99));
        WriteNumber(json, "declared_bytes", column.DeclaredBytes);
        json.WriteString("expected", column.Expected is { } expected ? Clean(expected.Text) : null);
        json.WriteEndObject();
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, long? value)
    {
        if (value is { } number)
            json.WriteNumber(name, number);
        else
            json.WriteNull(name);
    }
}
