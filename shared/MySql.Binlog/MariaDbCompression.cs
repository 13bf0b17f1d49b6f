namespace MySql.Binlog;

/// <summary>The headers of what MariaDB compresses: row and query events (log_bin_compress) and columns (COMPRESSED).</summary>
internal static class MariaDbCompression
{
    private const int Zlib = 0;

    /// <summary>Reads the header of a compressed event part: 0x80, method &lt;&lt; 4, n; then n bytes of length, big-endian.</summary>
    public static bool TryReadHeader(ReadOnlySpan<byte> bytes, out long original, out int headerLength)
    {
        (original, headerLength) = (0, 0);
        if (bytes.IsEmpty || (bytes[0] & 0x80) == 0 || (bytes[0] >> 4 & 7) != Zlib)
            return false;
        var count = bytes[0] & 7;
        if (count is < 1 or > 4 || bytes.Length < 1 + count)
            return false;
        headerLength = 1 + count;
        original = BigEndian(bytes.Slice(1, count));
        return true;
    }

    /// <summary>The length of a compressed column's value as users know it.</summary>
    /// <param name="start">The value's first bytes, up to eight.</param>
    /// <param name="stored">Its stored length.</param>
    public static long ContentLength(ReadOnlySpan<byte> start, long stored)
    {
        if (start[0] == 0)
            return stored - 1;
        var count = start[0] & 7;
        return start.Length > count ? BigEndian(start.Slice(1, count)) : stored;
    }

    private static long BigEndian(ReadOnlySpan<byte> bytes)
    {
        var value = 0L;
        foreach (var next in bytes)
            value = value << 8 | next;
        return value;
    }
}
