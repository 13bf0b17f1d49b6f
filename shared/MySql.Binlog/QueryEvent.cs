using System.Buffers.Binary;

namespace MySql.Binlog;

/// <summary>
/// Where the parts of a QUERY event are: default schema and SQL. https://mariadb.com/kb/en/query_event/; status variables before the schema
/// are
/// skipped by their length.
/// </summary>
public static class QueryEvent
{
    private const int FixedBytes = 13;

    /// <summary>Reads as much of the SQL of the event that a reader stands on as is asked for.</summary>
    /// <param name="reader">Stands on a QUERY event that is not compressed.</param>
    /// <param name="length">How many bytes of SQL are wanted; fewer are given where the text is shorter.</param>
    /// <param name="schema">The default schema; empty for none.</param>
    /// <returns>The beginning of the SQL text; empty for an event that does not hold what it should. Valid until the reader's next
    /// call.</returns>
    public static ReadOnlySpan<byte> Sql(BinlogReader reader, int length, out ReadOnlySpan<byte> schema)
    {
        ArgumentNullException.ThrowIfNull(reader);
        schema = default;
        var body = reader.Start(Math.Min(length, 256) + 128);
        if (!TryFind(body, out var schemaAt, out var schemaLength))
            return default;
        var at = schemaAt + schemaLength + 1;
        if (body.Length < at + length)
            body = reader.Start(at + length);
        if (body.Length < at)
            return default;
        schema = body.Slice(schemaAt, schemaLength);
        return body[at..Math.Min(body.Length, at + length)];
    }

    /// <summary>Finds the default schema in the body of a QUERY event, compressed or not.</summary>
    internal static bool TryFind(ReadOnlySpan<byte> body, out int schemaAt, out int schemaLength)
    {
        (schemaAt, schemaLength) = (0, 0);
        if (body.Length < FixedBytes)
            return false;
        schemaLength = body[8];
        schemaAt = FixedBytes + BinaryPrimitives.ReadUInt16LittleEndian(body[11..]);
        return true;
    }
}
