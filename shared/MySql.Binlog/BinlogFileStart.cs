namespace MySql.Binlog;

/// <summary>How a file begins.</summary>
public enum BinlogFileKind
{
    /// <summary>Nothing in it yet: created this moment, or emptied by a crash or a full disk.</summary>
    Empty,

    /// <summary>The magic <c>fe 62 69 6e</c> and events. A MariaDB file may be encrypted behind its format description.</summary>
    Plain,

    /// <summary>The magic <c>fd 62 69 6e</c>: MySQL 8.0.14 and later, binlog_encryption=ON; no event can be read without the keyring.</summary>
    EncryptedMySql,
}

/// <summary>The magic and the first event of a binlog or relay log: all that can be known without reading what was logged.</summary>
/// <param name="Kind">How the file begins.</param>
/// <param name="Header">The first event's header; null unless it is there to be read.</param>
/// <param name="Format">The first event; null unless it is there to be read.</param>
public sealed record BinlogFileStart(BinlogFileKind Kind, BinlogEventHeader? Header, FormatDescription? Format)
{
    /// <summary>Length of the magic in bytes; the first event begins behind it.</summary>
    public const int MagicLength = 4;

    /// <summary>How many bytes from the start of a file are enough: no server's format description is near this long.</summary>
    public const int SufficientLength = 1024;

    private static ReadOnlySpan<byte> PlainMagic => [0xfe, 0x62, 0x69, 0x6e];

    private static ReadOnlySpan<byte> EncryptedMagic => [0xfd, 0x62, 0x69, 0x6e];

    /// <summary>When the first event was written, seconds since 1970; null where that cannot be read.</summary>
    public uint? FirstTimestamp => Header?.Timestamp;

    /// <summary>True when the writer has not closed the file: normal for the newest one, otherwise a crash or a full disk.</summary>
    public bool IsInUse => Header is { } header && header.Flags.HasFlag(BinlogEventFlags.BinlogInUse);

    /// <summary>Reads the start of a file.</summary>
    /// <param name="bytes">The first bytes: the whole file, or at least <see cref="SufficientLength"/> of them.</param>
    /// <exception cref="BinlogFormatException">Not a binlog, or cut off inside the magic or the first event.</exception>
    public static BinlogFileStart Parse(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
            return new BinlogFileStart(BinlogFileKind.Empty, null, null);
        var magic = bytes[..Math.Min(MagicLength, bytes.Length)];
        if (magic.Length < MagicLength && (PlainMagic.StartsWith(magic) || EncryptedMagic.StartsWith(magic)))
            throw new BinlogFormatException(bytes.Length, $"the file ends {bytes.Length} bytes into its magic of {MagicLength}");
        if (magic.SequenceEqual(EncryptedMagic))
            return new BinlogFileStart(BinlogFileKind.EncryptedMySql, null, null);
        if (!magic.SequenceEqual(PlainMagic))
            throw new BinlogFormatException(0, $"not a binlog: it begins with {Convert.ToHexStringLower(magic)} where fe62696e was expected");
        if (bytes.Length == MagicLength)
            return new BinlogFileStart(BinlogFileKind.Plain, null, null);

        var header = BinlogEventHeader.Parse(bytes[MagicLength..], MagicLength);
        if (header.Type != BinlogEventType.FormatDescription)
            throw new BinlogFormatException(MagicLength, $"the first event is of type {(int)header.Type} where a format description ({(int)BinlogEventType.FormatDescription}) was expected");
        if (header.EventLength > SufficientLength - MagicLength)
            throw new BinlogFormatException(MagicLength, $"a format description of {header.EventLength} bytes; no server writes one so long");
        var end = MagicLength + (int)header.EventLength;
        if (end > bytes.Length)
            throw new BinlogFormatException(MagicLength, $"the file ends {bytes.Length - MagicLength} bytes into its format description of {header.EventLength}");
        return new BinlogFileStart(BinlogFileKind.Plain, header, FormatDescription.Parse(bytes[(MagicLength + BinlogEventHeader.Size)..end], MagicLength + BinlogEventHeader.Size));
    }
}
