namespace MySql.Binlog;

/// <summary>
/// The events inside a TRANSACTION_PAYLOAD event (MySQL 8.0.20 and later, binlog_transaction_compression=ON): BEGIN, table maps, rows
/// and the commit, without checksums. Source: libs/mysql/binlog/event/compression of MySQL.
/// </summary>
public sealed class TransactionPayload
{
    private const int FieldsAtMost = 128;
    private const int EndOfFields = 0, PayloadSizeField = 1, CompressionField = 2, UncompressedSizeField = 3;
    private const ulong Zstd = 0, None = 255;

    private readonly BinlogReader _outer;
    private readonly PayloadWindow _window;

    internal TransactionPayload(BinlogReader outer)
    {
        _outer = outer;
        _window = new PayloadWindow(outer, outer.Window.Capacity, outer.Options.LargestRead);
        Events = new BinlogReader(_window, outer);
    }

    /// <summary>The events, to be read once; offsets count from the first of them.</summary>
    public BinlogReader Events { get; }

    /// <summary>Bytes of the events as they are in the file.</summary>
    public long CompressedLength { get; private set; }

    /// <summary>Bytes of the events after decompression.</summary>
    public long UncompressedLength { get; private set; }

    internal void Open()
    {
        var fields = _outer.Start(FieldsAtMost);
        var at = 0;
        ulong size = 0, compression = None, uncompressed = ulong.MaxValue;
        while (true)
        {
            var type = Packed(fields, ref at);
            if (type == EndOfFields)
                break;
            var end = Packed(fields, ref at) + (ulong)at;
            if (end > (ulong)fields.Length)
                throw Wrong("a field that is longer than the fields can be");
            switch (type)
            {
                case PayloadSizeField:
                    size = Packed(fields, ref at);
                    break;
                case CompressionField:
                    compression = Packed(fields, ref at);
                    break;
                case UncompressedSizeField:
                    uncompressed = Packed(fields, ref at);
                    break;
            }

            at = (int)end;
        }

        if (compression is not (Zstd or None))
            throw Wrong($"the unknown compression {compression}");
        if (uncompressed == ulong.MaxValue)
            uncompressed = size;
        if (size != (ulong)(_outer.BodyLength - at))
            throw Wrong($"a payload of {size} bytes and {_outer.BodyLength - at} bytes of room for it");
        if (uncompressed > long.MaxValue)
            throw Wrong($"an uncompressed size of {uncompressed} bytes");

        (CompressedLength, UncompressedLength) = ((long)size, (long)uncompressed);
        _outer.Window.Advance(_outer.HeaderLength + at);
        _window.Begin(CompressedLength, compression == Zstd);
        Events.BeginPayload(_outer.Format, UncompressedLength);
    }

    private ulong Packed(ReadOnlySpan<byte> fields, ref int at)
    {
        if (!PackedInteger.TryRead(fields, ref at, out var value))
            throw Wrong("fields that do not end");
        return value;
    }

    private BinlogFormatException Wrong(string what) => _outer.Fail(_outer.Offset, $"{_outer.Described()} has {what}");
}
