using System.Buffers.Binary;
using System.Text;

namespace MySql.Binlog;

/// <summary>
/// What a TABLE_MAP event says: which table a table id means, and how its rows are laid out.
/// https://dev.mysql.com/doc/dev/mysql-server/latest/classmysql_1_1binlog_1_1event_1_1Table__map__event.html,
/// https://mariadb.com/kb/en/table_map_event/
/// </summary>
public sealed class TableMap
{
    private readonly byte[] _body;
    private readonly ImageLayout?[] _layouts = new ImageLayout?[5];

    private TableMap(ulong id, byte[] body, string schema, string table, TableColumn[]? columns)
    {
        (Id, _body, Schema, Table) = (id, body, schema, table);
        Columns = columns ?? [];
        HasColumns = columns is not null;
    }

    /// <summary>The id that rows events name; valid until the statement ends.</summary>
    public ulong Id { get; }

    /// <summary>The schema (database).</summary>
    public string Schema { get; }

    /// <summary>The table.</summary>
    public string Table { get; }

    /// <summary>The columns in their order; empty where they could not be understood.</summary>
    public IReadOnlyList<TableColumn> Columns { get; }

    /// <summary>False where the map holds a type that this reader does not know, or, before MySQL 5.1.18, no metadata: then the
    /// bytes of its rows are known and nothing more.</summary>
    public bool HasColumns { get; }

    /// <summary>True where the length of some column is not told by the map, so that rows perhaps cannot be split.</summary>
    public bool HasOldTimes { get; private init; }

    /// <summary>How many of its columns are MySQL's JSON: these can be logged in part.</summary>
    internal int JsonColumns { get; private init; }

    /// <summary>A place for whoever counts by table to keep what belongs to it.</summary>
    public object? Tag { get; set; }

    internal bool IsOf(ReadOnlySpan<byte> body) => body.SequenceEqual(_body);

    internal int BodyLength => _body.Length;

    // One for every kind of image, so that each changes only when its own columns do: insert, update before and after, delete.
    internal ImageLayout Layout(RowsKind kind, bool after, ReadOnlySpan<byte> bitmap)
    {
        var layout = _layouts[(int)kind + (kind == RowsKind.Update && after ? 2 : 0)] ??= new ImageLayout((TableColumn[])Columns);
        layout.Choose(bitmap);
        return layout;
    }

    /// <summary>Reads the id of a table map or rows event.</summary>
    internal static ulong ReadId(ReadOnlySpan<byte> body, int bytes) => bytes == 4
        ? BinaryPrimitives.ReadUInt32LittleEndian(body)
        : BinaryPrimitives.ReadUInt32LittleEndian(body) | ((ulong)BinaryPrimitives.ReadUInt16LittleEndian(body[4..]) << 32);

    /// <summary>Reads a table map.</summary>
    /// <param name="body">The event's body without its checksum.</param>
    /// <param name="offset">Where the body begins, for errors.</param>
    /// <param name="idBytes">Bytes of the table id: 6, or 4 in the first versions of MySQL 5.1.</param>
    /// <exception cref="BinlogFormatException">Cut short, or not what a server writes.</exception>
    internal static TableMap Parse(ReadOnlySpan<byte> body, long offset, int idBytes)
    {
        var cursor = new EventCursor(body, offset);
        var id = ReadId(cursor.Take(idBytes, "the table id"), idBytes);
        cursor.ReadUInt16("the flags of the table map");
        var schema = ReadName(ref cursor, "the schema's name");
        var table = ReadName(ref cursor, "the table's name");
        var count = cursor.ReadPacked("the number of columns");
        if (count > (ulong)cursor.Remaining)
            throw new BinlogFormatException(cursor.Offset, $"a table of {count} columns in a table map with {cursor.Remaining} bytes left");
        var types = cursor.Take((int)count, "the types of the columns");
        if (cursor.Remaining <= (types.Length + 7) / 8)
            return new TableMap(id, body.ToArray(), schema, table, null);

        var metadataLength = cursor.ReadPacked("the length of the metadata");
        if (metadataLength > (ulong)cursor.Remaining)
            throw new BinlogFormatException(
                cursor.Offset, $"metadata of {metadataLength} bytes in a table map with {cursor.Remaining} bytes left");
        var metadata = cursor.Take((int)metadataLength, "the metadata of the columns");
        var nulls = cursor.Take((types.Length + 7) / 8, "the bits of nullable columns");
        var columns = ReadColumns(types, metadata, nulls);
        if (columns is not null)
            TableMapMetadata.Read(ref cursor, columns);
        return new TableMap(id, body.ToArray(), schema, table, columns)
        {
            HasOldTimes = columns is not null && Array.Exists(columns, column => column.IsOldTime),
            JsonColumns = columns?.Count(column => column.Type == ColumnType.Json) ?? 0,
        };
    }

    private static string ReadName(ref EventCursor cursor, string field)
    {
        var length = cursor.ReadByte(field);
        var name = Encoding.UTF8.GetString(cursor.Take(length, field));
        var end = cursor.Offset;
        return cursor.ReadByte(field) == 0 ? name : throw new BinlogFormatException(end, $"{field} does not end in a zero byte");
    }

    // That the metadata's length comes out exactly is the proof that every type was understood.
    private static TableColumn[]? ReadColumns(ReadOnlySpan<byte> types, ReadOnlySpan<byte> metadata, ReadOnlySpan<byte> nulls)
    {
        var columns = new TableColumn[types.Length];
        var at = 0;
        for (var index = 0; index < types.Length; index++)
        {
            var length = TableColumn.MetadataLength(types[index]);
            if (length < 0 || at + length > metadata.Length)
                return null;
            var value = (ushort)(length switch { 0 => 0, 1 => metadata[at], _ => metadata[at] | (metadata[at + 1] << 8) });
            at += length;
            columns[index] = TableColumn.Of(types[index], value, (nulls[index >> 3] >> (index & 7) & 1) != 0);
            if (!columns[index].IsPlausible)
                return null;
        }

        return at == metadata.Length ? columns : null;
    }
}
