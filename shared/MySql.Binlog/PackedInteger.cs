using System.Buffers.Binary;

namespace MySql.Binlog;

/// <summary>The servers' packed integers: one byte up to 250, else 252, 253 or 254 and 2, 3 or 8 bytes, little-endian.</summary>
internal static class PackedInteger
{
    /// <summary>Reads one and moves behind it; false when it does not fit into the bytes or is none.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, ref int at, out ulong value)
    {
        value = 0;
        if ((uint)at >= (uint)bytes.Length)
            return false;
        var first = bytes[at];
        var length = first switch { < 251 => 0, 252 => 2, 253 => 3, 254 => 8, _ => -1 };
        if (length < 0 || at + 1 + length > bytes.Length)
            return false;
        var rest = bytes[(at + 1)..];
        value = length switch
        {
            0 => first,
            2 => BinaryPrimitives.ReadUInt16LittleEndian(rest),
            3 => BinaryPrimitives.ReadUInt16LittleEndian(rest) | ((uint)rest[2] << 16),
            _ => BinaryPrimitives.ReadUInt64LittleEndian(rest),
        };
        at += 1 + length;
        return true;
    }
}
