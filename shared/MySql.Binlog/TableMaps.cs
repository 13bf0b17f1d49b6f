namespace MySql.Binlog;

/// <summary>
/// The table maps in force while a file is read. Servers send a map again with every statement; one that has not changed is found
/// again and not made anew, so that nothing is allocated for it.
/// </summary>
public sealed class TableMaps
{
    private const int Slots = 64;
    private const int MostMaps = 4096;
    private const long MostBytes = 4 * 1024 * 1024;

    private readonly Dictionary<ulong, TableMap> _maps = [];
    private readonly TableMap?[] _recent = new TableMap?[Slots];
    private long _bytes;

    /// <summary>Reads the TABLE_MAP event that a reader stands on.</summary>
    /// <param name="reader">Stands on the event.</param>
    /// <returns>The map: the same object as long as the same id means the same table laid out in the same way.</returns>
    /// <exception cref="BinlogFormatException">The event is not what a server writes, or larger than the reader's largest
    /// piece.</exception>
    public TableMap Read(BinlogReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var length = reader.BodyLength;
        if (length > reader.Window.Capacity - reader.HeaderLength)
        {
            throw reader.Fail(
                reader.Offset, $"{reader.Described()}", $"a table map of at most {reader.Window.Capacity} bytes", BinlogDamage.TooLarge);
        }

        var idBytes = reader.TableIdBytes(BinlogEventType.TableMap);
        var body = reader.Start((int)length);
        if (body.Length < idBytes)
            throw reader.Fail(reader.Offset, $"{reader.Described()} is too short for a table id");
        var id = TableMap.ReadId(body, idBytes);
        return Find(id) is { } known && known.IsOf(body) ? known : Add(reader, body, id, idBytes);
    }

    /// <summary>The map of an id; null when no table map has named it.</summary>
    public TableMap? Find(ulong id)
    {
        var slot = (int)(id % Slots);
        if (_recent[slot] is { } recent && recent.Id == id)
            return recent;
        if (!_maps.TryGetValue(id, out var map))
            return null;
        _recent[slot] = map;
        return map;
    }

    /// <summary>Forgets all maps: at the start of another file, whose server may use the same ids for other tables.</summary>
    public void Clear()
    {
        _maps.Clear();
        Array.Clear(_recent);
        _bytes = 0;
    }

    private TableMap Add(BinlogReader reader, ReadOnlySpan<byte> body, ulong id, int idBytes)
    {
        TableMap map;
        try
        {
            map = TableMap.Parse(body, reader.Offset + reader.HeaderLength, idBytes);
        }
        catch (BinlogFormatException failure)
        {
            throw reader.Fail(failure.Offset, failure.Found, failure.Expected);
        }

        // Maps are valid only within their statement and come again with the next one. A statement of more tables than this is none.
        if (_maps.Count >= MostMaps || _bytes + body.Length > MostBytes)
            Clear();
        if (_maps.TryGetValue(id, out var old))
            _bytes -= old.BodyLength;
        _bytes += body.Length;
        _maps[id] = map;
        _recent[(int)(id % Slots)] = map;
        return map;
    }
}
