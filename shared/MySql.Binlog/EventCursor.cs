using System.Buffers.Binary;
using System.Text;

namespace MySql.Binlog;

/// <summary>
/// The one cursor over the bytes of an event: little-endian integers and fixed text, strict at both ends. Every failure is a
/// <see cref="BinlogFormatException"/> with the offset in the file.
/// </summary>
/// <param name="bytes">The bytes to read.</param>
/// <param name="offset">Where the first of them stands in the file.</param>
public ref struct EventCursor(ReadOnlySpan<byte> bytes, long offset)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private readonly long _start = offset;
    private int _position;

    /// <summary>Where in the file the next byte stands.</summary>
    public readonly long Offset => _start + _position;

    /// <summary>How many bytes are left.</summary>
    public readonly int Remaining => _bytes.Length - _position;

    /// <summary>Reads one byte.</summary>
    public byte ReadByte(string field) => Take(1, field)[0];

    /// <summary>Reads two bytes.</summary>
    public ushort ReadUInt16(string field) => BinaryPrimitives.ReadUInt16LittleEndian(Take(2, field));

    /// <summary>Reads four bytes.</summary>
    public uint ReadUInt32(string field) => BinaryPrimitives.ReadUInt32LittleEndian(Take(4, field));

    /// <summary>Reads six bytes, such as a table id.</summary>
    public ulong ReadUInt48(string field)
    {
        var six = Take(6, field);
        return BinaryPrimitives.ReadUInt32LittleEndian(six) | ((ulong)BinaryPrimitives.ReadUInt16LittleEndian(six[4..]) << 32);
    }

    /// <summary>Reads eight bytes.</summary>
    public ulong ReadUInt64(string field) => BinaryPrimitives.ReadUInt64LittleEndian(Take(8, field));

    /// <summary>Reads a packed integer: one byte, or a mark and 2, 3 or 8 bytes.</summary>
    public ulong ReadPacked(string field)
    {
        var start = _position;
        var at = _position;
        if (PackedInteger.TryRead(_bytes, ref at, out var value))
        {
            _position = at;
            return value;
        }

        throw new BinlogFormatException(_start + start, $"{field} is no packed integer within the {Remaining} bytes left");
    }

    /// <summary>Takes a run of bytes.</summary>
    /// <param name="length">How many, not negative.</param>
    /// <param name="field">What they are, for the error text.</param>
    /// <exception cref="BinlogFormatException">Fewer are left.</exception>
    public ReadOnlySpan<byte> Take(int length, string field)
    {
        if (length > Remaining)
            throw new BinlogFormatException(Offset, $"{field} needs {length} bytes and {Remaining} are left");
        var taken = _bytes.Slice(_position, length);
        _position += length;
        return taken;
    }

    /// <summary>Reads text of a fixed length that is filled up with zero bytes; anything behind the first of them must be zero.</summary>
    /// <exception cref="BinlogFormatException">Fewer bytes are left, or the filling is not zero.</exception>
    public string ReadPaddedText(int length, string field)
    {
        var start = Offset;
        var raw = Take(length, field);
        var end = raw.IndexOf((byte)0);
        if (end < 0)
            return Encoding.UTF8.GetString(raw);
        return raw[end..].ContainsAnyExcept((byte)0)
            ? throw new BinlogFormatException(start + end, $"{field} has text behind its closing zero byte")
            : Encoding.UTF8.GetString(raw[..end]);
    }
}
