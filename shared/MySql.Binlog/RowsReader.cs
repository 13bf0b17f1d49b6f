using System.Buffers.Binary;
using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace MySql.Binlog;

/// <summary>How much is read of each row.</summary>
public enum RowDetail
{
    /// <summary>Which columns are there and how long: of long values only the length is read.</summary>
    Lengths,

    /// <summary>The same with a hash of every value: every byte is read.</summary>
    Hashes,
}

/// <summary>
/// Reads the rows of a rows event, of every version that MySQL 5.1.18 and MariaDB 5.5 or later write, compressed ones included. No row is
/// ever held as a whole, and nothing is allocated per event (a compressed event costs one zlib stream).
/// </summary>
/// <example><code>
/// rows.Open(reader, maps);
/// while (rows.Read())
///     bytes += rows.Before.Bytes + rows.After.Bytes;
/// </code></example>
public sealed class RowsReader : IDisposable
{
    private const int HeadBytes = 64;
    private const int SmallEvent = 16 * 1024;
    private const int MostColumns = 4096 + 64;

    private readonly byte[] _nulls = new byte[(MostColumns + 7) / 8];
    private readonly byte[] _partial = new byte[(MostColumns + 7) / 8];
    private readonly XxHash3 _hash = new();
    private BinlogReader _reader = null!;
    private InflateWindow? _inflate;
    private BinlogReader? _inflateOwner;
    private ByteWindow _window = null!;
    private long _end;
    private ImageLayout? _before;
    private ImageLayout? _after;
    private int _generation;

    /// <summary>How much <see cref="Read"/> reads of each row.</summary>
    public RowDetail Detail { get; set; }

    /// <summary>Says of which columns the characters are to be counted, and how: bytes a character, or 0 for UTF-8; -1 for none.
    /// Null counts none. Only after images are counted.</summary>
    public Func<TableMap, int[]?>? CountCharactersOf { get; set; }

    /// <summary>The table id of the event.</summary>
    public ulong TableId { get; private set; }

    /// <summary>The table; null when no table map named the id before: a dummy event that only ends a statement.</summary>
    public TableMap? Table { get; private set; }

    /// <summary>What was done to the rows.</summary>
    public RowsKind Kind { get; private set; }

    /// <summary>True on the last rows event of a statement.</summary>
    public bool EndsStatement { get; private set; }

    /// <summary>Bytes of the event before MariaDB compressed it: as many as it has where it did not.</summary>
    public long LoggedBytes { get; private set; }

    /// <summary>The row before; all columns absent for an INSERT.</summary>
    public RowImage Before { get; } = new();

    /// <summary>The row after; all columns absent for a DELETE.</summary>
    public RowImage After { get; } = new();

    /// <summary>True when rows can be read: the table is known, and its columns are.</summary>
    public bool HasRows { get; private set; }

    /// <summary>True when both images of the event have all columns (or the one that there is).</summary>
    public bool HasFullImages => _before is not { IsFull: false } && _after is not { IsFull: false };

    /// <summary>Opens the rows event that a reader stands on.</summary>
    /// <param name="reader">Stands on the event; must not move until the rows are read.</param>
    /// <param name="maps">The table maps read so far.</param>
    /// <exception cref="BinlogFormatException">The event is not what a server writes.</exception>
    public void Open(BinlogReader reader, TableMaps maps)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(maps);
        _reader = reader;
        Kind = reader.Type.KindOfRows();
        if (Kind == RowsKind.None)
            throw new InvalidOperationException($"an event of type {(int)reader.Type} holds no rows");
        HasRows = false;
        LoggedBytes = reader.EventLength;
        var idBytes = reader.TableIdBytes(reader.Type);
        var head = reader.Start(HeadBytes);
        if (head.Length < idBytes + 2)
            throw Fail($"{reader.Described()} is too short for a table id");
        TableId = TableMap.ReadId(head, idBytes);
        EndsStatement = (head[idBytes] & 1) != 0;
        Table = maps.Find(TableId);
        if (Table is not { HasColumns: true } table)
            return;

        var at = idBytes + 2;
        if (reader.Type.HasExtraData())
            at += ExtraBytes(head, at);
        OpenColumns(table, at);
        HasRows = true;

        // Rows that fit into memory are read in one piece: their values are compared in place.
        if (Detail == RowDetail.Hashes && _end - _window.Offset <= _window.Capacity)
            Take((int)(_end - _window.Offset));
    }

    /// <summary>Reads the next row into <see cref="Before"/> and <see cref="After"/>.</summary>
    /// <returns>False when there is none.</returns>
    /// <exception cref="BinlogFormatException">The rows do not end where the event ends.</exception>
    public bool Read()
    {
        if (!HasRows || _window.Offset >= _end)
            return false;
        _generation = _window.Generation;
        Before.Clear();
        After.Clear();
        if (_before is { } before)
            ReadImage(Before, before, null);
        if (_after is { } after)
        {
            if (_reader.Type.HasPartialJson())
                ReadPartialBits();
            ReadImage(After, after, CountCharactersOf?.Invoke(Table!));
        }

        return true;
    }

    /// <summary>Counts the rows that are left, and reads no more of them than it takes.</summary>
    /// <param name="largest">Bytes of the largest row, both images together.</param>
    /// <returns>How many rows.</returns>
    /// <exception cref="BinlogFormatException">The rows do not end where the event ends.</exception>
    public long Count(out long largest)
    {
        largest = 0;
        if (!HasRows)
            return 0;
        var left = _end - _window.Offset;
        if (left <= SmallEvent && !_reader.Type.HasPartialJson() && _window.Ensure((int)left))
            return CountSmall(_window.Bytes[..(int)left], out largest);
        var rows = 0L;
        var detail = Detail;
        Detail = RowDetail.Lengths;
        while (Read())
        {
            rows++;
            largest = Math.Max(largest, Before.Bytes + After.Bytes);
        }

        Detail = detail;
        return rows;
    }

    /// <summary>Whether a column is in both images with the same value.</summary>
    public bool IsUnchanged(int column) => Before.States[column] switch
    {
        ColumnState.Null => After.States[column] == ColumnState.Null,
        ColumnState.Value => After.States[column] == ColumnState.Value && Before.Lengths[column] == After.Lengths[column]
            && Before.Hashes[column] == After.Hashes[column],
        _ => false,
    };

    /// <summary>Frees what decompression needed.</summary>
    public void Dispose() => _inflate?.Dispose();

    private BinlogFormatException Fail(string found) => _reader.Fail(_reader.Offset, found);

    private int ExtraBytes(ReadOnlySpan<byte> head, int at)
    {
        if (head.Length < at + 2)
            throw Fail($"{_reader.Described()} is too short for the length of its extra data");
        var length = BinaryPrimitives.ReadUInt16LittleEndian(head[at..]);
        return length >= 2 ? length
            : throw Fail($"{_reader.Described()} has extra data of {length} bytes, which do not hold their own length");
    }

    // Width and bitmaps, then the rows. The window is left standing at the first row.
    private void OpenColumns(TableMap table, int at)
    {
        var columns = table.Columns.Count;
        var images = Kind == RowsKind.Update ? 2 : 1;
        var bitmapBytes = (columns + 7) / 8;
        if (columns > MostColumns)
            throw Fail($"{_reader.Described()} of a table with {columns} columns");
        var head = _reader.Start(at + 9 + images * bitmapBytes);
        if (at > head.Length || !PackedInteger.TryRead(head, ref at, out var width) || at + images * bitmapBytes > head.Length)
            throw Fail($"{_reader.Described()} ends before its rows begin");
        if (width != (ulong)columns)
            throw Fail($"{_reader.Described()} has {width} columns and its table map has {columns}");

        var bitmaps = head.Slice(at, images * bitmapBytes);
        _before = Kind == RowsKind.Insert ? null : table.Layout(Kind, after: false, bitmaps[..bitmapBytes]);
        _after = Kind == RowsKind.Delete ? null : table.Layout(Kind, after: true, bitmaps[^bitmapBytes..]);
        Before.Prepare(columns);
        After.Prepare(columns);
        at += images * bitmapBytes;
        _reader.Window.Advance(_reader.HeaderLength + at);
        (_window, _end) = (_reader.Window, _reader.Offset + _reader.HeaderLength + _reader.BodyLength);
        if (_reader.Type.HasCompressedRows())
            OpenCompressed();
        if (_end > _window.Offset && (_before?.PresentCount ?? 0) + (_after?.PresentCount ?? 0) == 0 && !_reader.Type.HasPartialJson())
            throw Fail($"{_reader.Described()} has rows and no columns");
    }

    // One byte 0x80, method << 4, n; n bytes of the original length, big-endian; a zlib stream.
    private void OpenCompressed()
    {
        var end = _end;
        var room = (int)Math.Min(16, end - _window.Offset);
        if (!_window.Ensure(room))
            throw _reader.Cut();
        if (!MariaDbCompression.TryReadHeader(_window.Bytes[..room], out var original, out var header))
            throw Fail($"{_reader.Described()} is not compressed as MariaDB does it");
        LoggedBytes += original - (end - _window.Offset);
        _window.Advance(header);
        if (_inflateOwner != _reader)
        {
            _inflate?.Dispose();
            _inflate = new InflateWindow(_reader, _reader.Window.Capacity, _reader.Options.LargestRead);
            _inflateOwner = _reader;
        }

        _inflate!.Begin(end);
        (_window, _end) = (_inflate, original);
    }

    private long CountSmall(ReadOnlySpan<byte> rows, out long largest)
    {
        largest = 0;
        var count = 0L;
        var at = 0;
        while (at < rows.Length)
        {
            var start = at;
            if (_before is { } before)
                at = before.Skip(rows, at);
            if (_after is { } after && at >= 0)
                at = after.Skip(rows, at);
            if (at <= start)
                throw RowsDoNotFit();
            largest = Math.Max(largest, at - start);
            count++;
        }

        _window.Advance(rows.Length);
        return count;
    }

    private BinlogFormatException RowsDoNotFit() => Fail($"the rows of {_reader.Described()} do not end where the event ends");

    // Bytes of the rows in one piece, within the event.
    private ReadOnlySpan<byte> Take(int length)
    {
        if (length > _end - _window.Offset)
            throw RowsDoNotFit();
        if (!_window.Ensure(length))
            throw _window == _reader.Window ? _reader.Cut() : Fail($"{_reader.Described()} holds fewer bytes than it says");
        return _window.Bytes[..length];
    }

    private void ReadPartialBits()
    {
        var jsonBytes = (Table!.JsonColumns + 7) / 8;
        var room = (int)Math.Min(9 + jsonBytes, _end - _window.Offset);
        var head = Take(room);
        var at = 0;
        if (!PackedInteger.TryRead(head, ref at, out var options))
            throw RowsDoNotFit();
        Array.Clear(_partial, 0, jsonBytes);
        if ((options & 1) != 0)
        {
            if (at + jsonBytes > head.Length)
                throw RowsDoNotFit();
            head.Slice(at, jsonBytes).CopyTo(_partial);
            at += jsonBytes;
        }

        _window.Advance(at);
    }

    private void ReadImage(RowImage image, ImageLayout layout, int[]? characters)
    {
        var start = _window.Offset;
        var nullBytes = layout.NullBytes;
        Take(nullBytes).CopyTo(_nulls);
        _window.Advance(nullBytes);
        var partial = ReferenceEquals(image, After) && _reader.Type.HasPartialJson();
        var json = partial ? 0 : -1;
        var seen = 0;
        var present = layout.Present;
        var columns = (TableColumn[])Table!.Columns;
        for (var index = 0; index < present.Length; index++)
        {
            var column = present[index];
            ref var type = ref columns[column];
            if (partial)
                json = JsonPlace(columns, ref seen, column, json);
            if ((_nulls[index >> 3] >> (index & 7) & 1) != 0)
            {
                (image.States[column], image.Hashes[column], image.Contents[column]) = (ColumnState.Null, ValueHash.Null, 0);
                continue;
            }

            image.States[column] = partial && type.Type == ColumnType.Json && (_partial[(json - 1) >> 3] >> ((json - 1) & 7) & 1) != 0
                ? ColumnState.Partial
                : ColumnState.Value;
            ReadValue(image, column, ref type, characters?[column] ?? -1);
        }

        image.Bytes = _window.Offset - start;
    }

    // How many JSON columns there are up to and with this one: the bits of partial values count all of them, present or not.
    private static int JsonPlace(TableColumn[] columns, ref int seen, int column, int json)
    {
        for (; seen <= column; seen++)
            json += columns[seen].Type == ColumnType.Json ? 1 : 0;
        return json;
    }

    private void ReadValue(RowImage image, int column, ref TableColumn type, int characters)
    {
        long length = type.FixedBytes;
        if (type.PrefixBytes > 0)
        {
            length = ImageLayout.ReadLength(ref MemoryMarshal.GetReference(Take(type.PrefixBytes)), type.PrefixBytes);
            _window.Advance(type.PrefixBytes);
        }

        if (length > _end - _window.Offset)
            throw RowsDoNotFit();
        image.Lengths[column] = type.PrefixBytes + length;
        image.CharacterCounts[column] = -1;
        image.Contents[column] = type.IsCompressed && length > 0
            ? MariaDbCompression.ContentLength(Take((int)Math.Min(length, 8)), length)
            : length;
        if (Detail == RowDetail.Lengths && characters < 0)
        {
            _window.Advance(length);
            return;
        }

        if (length <= _window.Available)
            ReadHeldValue(image, column, (int)length, characters);
        else
            ReadLongValue(image, column, length, characters);
    }

    private void ReadHeldValue(RowImage image, int column, int length, int characters)
    {
        var value = _window.Bytes[..length];
        image.Places[column] = _window.Position;

        // A long value that stands unchanged in the before image need not be hashed again.
        var held = _generation == _window.Generation;
        if (length > 64 && held && ReferenceEquals(image, After) && Before.States[column] == ColumnState.Value
            && Before.Lengths[column] == image.Lengths[column]
            && value.SequenceEqual(_window.Buffer.AsSpan(Before.Places[column], length)))
        {
            image.Hashes[column] = Before.Hashes[column];
        }
        else
        {
            image.Hashes[column] = ValueHash.Of(value);
        }

        if (characters >= 0)
            image.CharacterCounts[column] = CharacterCount.Of(value, characters);
        _window.Advance(length);
    }

    private void ReadLongValue(RowImage image, int column, long length, int characters)
    {
        _hash.Reset();
        var end = _window.Offset + length;
        var count = 0L;
        var first = true;
        while (_window.Offset < end)
        {
            // The first bytes in one piece, where the value is short: its hash is that of the same value held in one piece.
            var piece = Take(first ? (int)Math.Min(16, length) : 1);
            piece = _window.Bytes[..(int)Math.Min(_window.Available, end - _window.Offset)];
            if (piece.Length == length)
            {
                ReadHeldValue(image, column, (int)length, characters);
                return;
            }

            first = false;
            _hash.Append(piece);
            count += characters == 0 ? CharacterCount.Of(piece, 0) : 0;
            _window.Advance(piece.Length);
        }

        image.Hashes[column] = _hash.GetCurrentHashAsUInt64();
        image.Places[column] = -1;
        if (characters >= 0)
            image.CharacterCounts[column] = characters == 0 ? count : length / characters;
    }
}
