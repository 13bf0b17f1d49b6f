using System.Buffers.Binary;
using System.IO.Hashing;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MySql.Binlog;

/// <summary>
/// Walks a binlog or relay log event by event, from MySQL 5.0 and MariaDB 5.5 on. It touches no more of the file than it is asked
/// for: of an event only the header, unless <see cref="Start"/>, <see cref="VerifyChecksum"/> or a reader of rows wants more.
/// Nothing is allocated per event, and memory does not depend on the file. A cut or impossible event is an error that names the
/// offset; an event type that nobody knows is data. Not thread-safe.
/// </summary>
/// <example><code>
/// var reader = new BinlogReader(BinlogBytes.Of(handle, path));
/// while (reader.Read())
///     bytes[(int)reader.Type] += reader.EventLength;
/// </code></example>
public sealed class BinlogReader
{
    private const int LengthOffset = 9;
    private const int StartEncryptionBytes = 17;
    private const int ShortIdHeader = 6;

    // Servers refuse packets over 1 GiB, and a rows event holds two images at most; the rest is for headers and bitmaps.
    private const uint LargestEvent = 0x8800_0000;

    private readonly BinlogBytes? _file;
    private readonly Crc32 _crc = new();
    private readonly BinlogReaderOptions _options;
    private readonly BinlogReader? _outer;
    private long _next;
    private long _length;
    private long _encryptedFrom = long.MaxValue;

    // Header and checksum of an event with no body. Before the first event is read, every event is looked at twice.
    private uint _shortest = uint.MaxValue;
    private TransactionPayload? _payload;

    // Asked for at every event, so they are not worked out anew from the format description.
    private int _headerLength = BinlogEventHeader.Size;
    private int _trailerLength;
    private bool _hasShortIds;

    /// <summary>Opens a file: reads its magic and its first event.</summary>
    /// <param name="file">The file's bytes.</param>
    /// <param name="options">How to read; null for the defaults.</param>
    /// <exception cref="BinlogFormatException">It does not begin as a binlog does.</exception>
    public BinlogReader(BinlogBytes file, BinlogReaderOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(file);
        _file = file;
        _options = options ?? BinlogReaderOptions.Default;
        Window = new FileWindow(file, Math.Max(64 * 1024, _options.LargestPiece), _options.LargestRead);
        _length = file.Length;
        Begin();
    }

    // The events inside a transaction payload: no magic, no format description of their own, no checksums.
    internal BinlogReader(ByteWindow window, BinlogReader outer)
    {
        Window = window;
        _outer = outer;
        _options = outer._options;
    }

    /// <summary>How the file begins. Of an empty file or one that MySQL encrypted there are no events to read.</summary>
    public BinlogFileKind Kind { get; private set; }

    /// <summary>The format description in force; a relay log has several. Null while none was read.</summary>
    public FormatDescription? Format { get; private set; }

    /// <summary>True for a relay log: events keep the positions and server ids of the primary.</summary>
    public bool IsRelayLog { get; private set; }

    /// <summary>True when the file's writer has not closed it: the first event carries the flag.</summary>
    public bool IsInUse { get; private set; }

    /// <summary>True from MariaDB's START_ENCRYPTION event on: of every later event only the length can be told.</summary>
    public bool IsEncrypted => Offset >= _encryptedFrom;

    /// <summary>Where the event begins, in bytes from the start of the file; inside a payload from the start of its content.</summary>
    public long Offset { get; private set; }

    /// <summary>What the event is; <see cref="BinlogEventType.Unknown"/> for an encrypted one.</summary>
    public BinlogEventType Type { get; private set; }

    /// <summary>The event's length in bytes: header, body and checksum.</summary>
    public uint EventLength { get; private set; }

    /// <summary>When the event was written on its primary, seconds since 1970.</summary>
    public uint Timestamp { get; private set; }

    /// <summary>The server that first wrote the event.</summary>
    public uint ServerId { get; private set; }

    /// <summary>The event's end as it says itself; 0 inside transactions since MariaDB 11.4.</summary>
    public uint NextPosition { get; private set; }

    /// <summary>The header's flags.</summary>
    public BinlogEventFlags Flags { get; private set; }

    /// <summary>Where the next event begins.</summary>
    public long NextOffset => _next;

    /// <summary>Length of the file in bytes when it was last looked at.</summary>
    public long FileLength => _length;

    /// <summary>How errors name the file.</summary>
    public string FileName => _file?.Name ?? _outer?.FileName ?? "";

    internal ByteWindow Window { get; }

    internal BinlogReaderOptions Options => _options;

    /// <summary>True for the events inside a transaction payload.</summary>
    private bool IsInsidePayload => _outer is not null;

    /// <summary>Length of this event's body without the checksum that may follow it.</summary>
    internal long BodyLength => EventLength - HeaderLength - TrailerLength;

    internal int HeaderLength => Type != BinlogEventType.FormatDescription ? _headerLength : BinlogEventHeader.Size;

    internal int TrailerLength => _trailerLength;

    /// <summary>Bytes of a table id in events of a type: the first versions of MySQL 5.1 wrote four, and their format description says
    /// so.</summary>
    internal int TableIdBytes(BinlogEventType type) => _hasShortIds && Format?.PostHeaderLength(type) == ShortIdHeader ? 4 : 6;

    /// <summary>Moves to the next event.</summary>
    /// <returns>False at the file's end, when that is an event's end too.</returns>
    /// <exception cref="BinlogFormatException">The file is cut off or damaged there.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Read()
    {
        var window = Window;
        window.Advance(_next - window.Offset);
        if (window.Available < BinlogEventHeader.Size && !EnsureHeader())
            return false;

        ref var header = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(window.Buffer), window.Position);
        Offset = _next;
        Timestamp = Unsafe.ReadUnaligned<uint>(ref header);
        Type = (BinlogEventType)Unsafe.Add(ref header, 4);
        ServerId = Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref header, 5));
        EventLength = Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref header, LengthOffset));
        NextPosition = Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref header, 13));
        Flags = (BinlogEventFlags)Unsafe.ReadUnaligned<ushort>(ref Unsafe.Add(ref header, 17));
        _next = Offset + EventLength;
        if (EventLength < _shortest || _next > _length || EventLength > LargestEvent
            || (NextPosition != (uint)_next && NextPosition != 0) || Offset >= _encryptedFrom)
            Doubt();
        if (Type is BinlogEventType.FormatDescription or BinlogEventType.MariaDbStartEncryption)
            Apply();
        return true;
    }

    /// <summary>The header of the current event as one value.</summary>
    public BinlogEventHeader Header => new(Timestamp, Type, ServerId, EventLength, NextPosition, Flags);

    /// <summary>The beginning of the event's body, behind the header: at most so many bytes, fewer where the body ends before.</summary>
    /// <param name="length">At most <see cref="BinlogReaderOptions.LargestPiece"/> less the header.</param>
    /// <returns>Valid until the next call on this reader; the checksum is not part of it.</returns>
    /// <exception cref="BinlogFormatException">The file ends inside the event after all: it was cut while it was read.</exception>
    public ReadOnlySpan<byte> Start(int length)
    {
        var header = HeaderLength;
        var wanted = (int)Math.Min(Math.Min(length, Window.Capacity - header), Math.Max(0, BodyLength));
        Rewind();
        if (!Window.Ensure(header + wanted))
            throw Cut();
        return Window.Bytes.Slice(header, wanted);
    }

    /// <summary>Compares the event's checksum with its bytes; reads the whole event, in pieces if it is large.</summary>
    /// <returns>False when the file carries no checksums or the event is encrypted: then nothing was verified.</returns>
    /// <exception cref="BinlogFormatException">They differ.</exception>
    public bool VerifyChecksum()
    {
        if (TrailerLength == 0)
            return false;
        Rewind();
        var (found, stored) = EventLength <= Window.Capacity ? ChecksumAtOnce() : ChecksumInPieces();
        if (found != stored)
        {
            throw Fail(Offset, $"{Described()} carries the checksum {stored:x8} and its bytes give {found:x8}",
                damage: BinlogDamage.BadChecksum);
        }

        return true;
    }

    /// <summary>Opens the events inside a TRANSACTION_PAYLOAD event (MySQL 8.0.20 and later).</summary>
    /// <returns>A reader of these events; the same object at every call.</returns>
    /// <exception cref="BinlogFormatException">The payload's own fields are not what a server writes.</exception>
    public TransactionPayload OpenPayload()
    {
        if (Type != BinlogEventType.TransactionPayload)
            throw new InvalidOperationException($"an event of type {(int)Type} is no transaction payload");
        _payload ??= new TransactionPayload(this);
        _payload.Open();
        return _payload;
    }

    // The window may have moved on inside the event; everything that looks at the event from its start begins here.
    internal void Rewind()
    {
        if (Window.Offset == Offset)
            return;
        if (IsInsidePayload)
            throw new InvalidOperationException("an event inside a payload can be read only once");
        Window.Restart(Offset);
    }

    // What is wrong inside a payload is told at the payload's own offset in the file.
    internal BinlogFormatException Fail(long offset, string found, string expected = "", BinlogDamage damage = BinlogDamage.BadField) =>
        _outer is { } outer
            ? outer.Fail(outer.Offset, $"in the transaction payload at {offset}: {found}", expected)
            : new BinlogFormatException(offset, found, expected, damage) { File = FileName };

    internal BinlogFormatException Cut() =>
        Fail(Offset, $"the file ends inside an event of {EventLength} bytes", damage: BinlogDamage.TruncatedEvent);

    internal string Described() => $"the {Type.VendorName()} event of {EventLength} bytes";

    // A payload's events are read from their own start.
    internal void BeginPayload(FormatDescription? format, long length)
    {
        (Format, _next, _length) = (format, 0, length);
        Take(format, trailerLength: 0);
    }

    private void Begin()
    {
        var start = Window.Ensure(BinlogFileStart.MagicLength) ? Window.Bytes[..BinlogFileStart.MagicLength] : Window.Bytes;
        try
        {
            Kind = BinlogFileStart.KindOf(start);
        }
        catch (BinlogFormatException failure)
        {
            failure.File = FileName;
            throw;
        }

        if (Kind != BinlogFileKind.Plain)
        {
            _next = _length;
            return;
        }

        _next = BinlogFileStart.MagicLength;
        if (_options.StartOffset > BinlogFileStart.MagicLength)
            BeginAt(_options.StartOffset);
        if (_options.WholeFile)
            Window.ReadAhead();
    }

    // Whatever stands at the file's start rules what follows: the format description, and where it is, MariaDB's encryption.
    private void BeginAt(long offset)
    {
        while (_next < offset && _next < _length && Read() && Type is BinlogEventType.FormatDescription or BinlogEventType.MariaDbGtidList
            or BinlogEventType.MariaDbStartEncryption)
        {
        }

        if (offset > _length)
            throw Fail(_length, $"the file ends at {_length}", $"an event at {offset}", BinlogDamage.TruncatedEvent);
        _next = offset;
    }

    private bool EnsureHeader()
    {
        if (Window.Ensure(BinlogEventHeader.Size))
            return true;
        if (Window.Available == 0 && (IsInsidePayload || !HasGrown()))
            return false;
        if (Window.Ensure(BinlogEventHeader.Size))
            return true;
        throw Fail(_next, $"the file ends {Window.Available} bytes into an event header of {BinlogEventHeader.Size}",
            damage: BinlogDamage.TruncatedHeader);
    }

    private bool HasGrown()
    {
        var before = _length;
        _length = _file!.Length;
        return _length > before;
    }

    // All that is not as it is in nearly every event.
    private void Doubt()
    {
        if (IsEncrypted)
        {
            // What was encrypted is noise; the servers leave the length readable at its place.
            Type = BinlogEventType.Unknown;
            (_headerLength, _trailerLength) = (BinlogEventHeader.Size, 0);
            (Timestamp, ServerId, NextPosition, Flags) = (0, 0, 0, BinlogEventFlags.None);
        }

        if (Format is null && !IsEncrypted && EventLength >= BinlogEventHeader.Size)
            RequireFormatDescription();
        if (EventLength < HeaderLength + TrailerLength)
            throw TooShort();
        if (EventLength > LargestEvent)
            throw Fail(Offset, $"an event of {EventLength} bytes", $"at most {LargestEvent}", BinlogDamage.BadLength);
        if (_next > _length && (IsInsidePayload || !HasGrown() || _next > _length))
        {
            throw Fail(Offset, $"the file ends {_length - Offset} bytes into {Described()}", damage: BinlogDamage.TruncatedEvent);
        }

        // A relay log keeps the primary's positions, and its first events say so.
        if (NextPosition != 0 && NextPosition != (uint)_next && !IsRelayLog && !IsInsidePayload && !BeginsRelayLog)
            throw Fail(Offset, $"{Described()} says that it ends at {NextPosition}", $"{(uint)_next}", BinlogDamage.BadNextPosition);
    }

    private void RequireFormatDescription()
    {
        try
        {
            BinlogFileStart.RequireFormatDescription(Type);
        }
        catch (BinlogFormatException failure)
        {
            failure.File = FileName;
            throw;
        }
    }

    private bool BeginsRelayLog => Format is null && Type == BinlogEventType.FormatDescription && Flags.HasFlag(BinlogEventFlags.RelayLog);

    private BinlogFormatException TooShort()
    {
        var header = Window.Bytes[..BinlogEventHeader.Size];
        return header.ContainsAnyExcept((byte)0)
            ? Fail(Offset, $"an event of {EventLength} bytes is smaller than its own header of {BinlogEventHeader.Size}",
                damage: BinlogDamage.BadLength)
            : Fail(Offset, "zero bytes", "an event's header", BinlogDamage.Zeros);
    }

    private void Apply()
    {
        if (IsEncrypted)
            return;
        if (IsInsidePayload)
            throw Fail(Offset, $"{Described()} inside a transaction payload", damage: BinlogDamage.BadField);
        if (Type == BinlogEventType.MariaDbStartEncryption)
        {
            BeginEncryption();
            return;
        }

        var whole = (int)Math.Min(EventLength, BinlogFileStart.SufficientLength);
        if (EventLength > BinlogFileStart.SufficientLength)
        {
            throw Fail(Offset, $"a format description of {EventLength} bytes; no server writes one so long",
                damage: BinlogDamage.BadLength);
        }

        if (!Window.Ensure(whole))
            throw Cut();
        try
        {
            var first = Format is null;
            Format = FormatDescription.Parse(Window.Bytes[BinlogEventHeader.Size..whole], Offset + BinlogEventHeader.Size);
            Take(Format, Format.TrailerLength);
            IsRelayLog |= first && Flags.HasFlag(BinlogEventFlags.RelayLog);
            IsInUse |= first && Flags.HasFlag(BinlogEventFlags.BinlogInUse);
        }
        catch (BinlogFormatException failure)
        {
            failure.File = FileName;
            throw;
        }
    }

    private void Take(FormatDescription? format, int trailerLength)
    {
        (_headerLength, _trailerLength) = (format?.HeaderLength ?? BinlogEventHeader.Size, trailerLength);
        _shortest = (uint)(_headerLength + _trailerLength);
        _hasShortIds = format?.PostHeaderLength(BinlogEventType.TableMap) == ShortIdHeader
            || format?.PostHeaderLength(BinlogEventType.WriteRowsV0) == ShortIdHeader
            || format?.PostHeaderLength(BinlogEventType.WriteRowsV1) == ShortIdHeader;
    }

    // Scheme u8 = 1, key version u32, nonce of 12 bytes. This event itself is plain and has a checksum.
    private void BeginEncryption()
    {
        var body = Start(StartEncryptionBytes + 1);
        if (body.Length != StartEncryptionBytes || body[0] != 1)
            throw Fail(Offset, $"{Described()} has {body.Length} bytes and scheme {(body.IsEmpty ? 0 : body[0])}",
                $"{StartEncryptionBytes} and 1");
        (_encryptedFrom, _shortest) = (_next, BinlogEventHeader.Size);
    }

    private (uint Found, uint Stored) ChecksumAtOnce()
    {
        if (!Window.Ensure((int)EventLength))
            throw Cut();
        var bytes = Window.Bytes[..(int)EventLength];
        var stored = BinaryPrimitives.ReadUInt32LittleEndian(bytes[^4..]);
        if (Type != BinlogEventType.FormatDescription || !Flags.HasFlag(BinlogEventFlags.BinlogInUse))
            return (Crc32.HashToUInt32(bytes[..^4]), stored);

        // The flag is cleared in place when the file is closed, so the checksum is that of the event without it.
        Span<byte> closed = stackalloc byte[BinlogFileStart.SufficientLength];
        bytes.CopyTo(closed);
        closed[17] &= 0xfe;
        return (Crc32.HashToUInt32(closed[..(bytes.Length - 4)]), stored);
    }

    private (uint Found, uint Stored) ChecksumInPieces()
    {
        _crc.Reset();
        var end = Offset + EventLength - 4;
        while (Window.Offset < end)
        {
            if (!Window.Ensure(1))
                throw Cut();
            var piece = Window.Bytes[..(int)Math.Min(Window.Available, end - Window.Offset)];
            _crc.Append(piece);
            Window.Advance(piece.Length);
        }

        if (!Window.Ensure(4))
            throw Cut();
        return (_crc.GetCurrentHashAsUInt32(), BinaryPrimitives.ReadUInt32LittleEndian(Window.Bytes));
    }
}
