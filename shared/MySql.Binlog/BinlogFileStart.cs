namespace MySql.Binlog;

/// <summary>How a file begins.</summary>
public enum BinlogFileKind
{
    /// <summary>Nothing in it yet: created this moment, or emptied by a crash or a full disk.</summary>
    Empty,

    /// <summary>The magic <c>fe 62 69 6e</c> and events. A MariaDB file may be encrypted behind its format description.</summary>
    Plain,

    /// <summary>The magic <c>fd 62 69 6e</c>: MySQL 8.0.14 and later, binlog_encryption=ON; no event can be read without the
    /// keyring.</summary>
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

    private static ReadOnlySpan<byte> InnoDbMagic => [0xfe, 0xfe, 0x0d, 0x01];

    /// <summary>Tells by its magic what a file is.</summary>
    /// <param name="bytes">The first <see cref="MagicLength"/> bytes or more; all of them where the file is shorter.</param>
    /// <exception cref="BinlogFormatException">Not a binlog, or cut off inside the magic.</exception>
    public static BinlogFileKind KindOf(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
            return BinlogFileKind.Empty;
        var magic = bytes[..Math.Min(MagicLength, bytes.Length)];
        if (magic.Length < MagicLength && (PlainMagic.StartsWith(magic) || EncryptedMagic.StartsWith(magic)))
        {
            throw new BinlogFormatException(
                bytes.Length, $"the file ends {bytes.Length} bytes into its magic of {MagicLength}", damage: BinlogDamage.TruncatedHeader);
        }

        if (magic.SequenceEqual(EncryptedMagic))
            return BinlogFileKind.EncryptedMySql;
        if (magic.SequenceEqual(InnoDbMagic))
        {
            throw new BinlogFormatException(
                0, "a binlog that MariaDB 12.3 or later keeps in InnoDB (binlog_storage_engine=innodb), which has pages and no events",
                damage: BinlogDamage.UnsupportedFormat);
        }

        // The bytes themselves are not shown: an executable that may read more than its user must not print other files.
        return magic.SequenceEqual(PlainMagic) ? BinlogFileKind.Plain : throw new BinlogFormatException(
            0, "not a binlog: its first bytes differ", "fe62696e", BinlogDamage.NotABinlog);
    }

    /// <summary>Reads the start of a file.</summary>
    /// <param name="bytes">The first bytes: the whole file, or at least <see cref="SufficientLength"/> of them.</param>
    /// <exception cref="BinlogFormatException">Not a binlog, or cut off inside the magic or the first event.</exception>
    public static BinlogFileStart Parse(ReadOnlySpan<byte> bytes)
    {
        var kind = KindOf(bytes);
        if (kind != BinlogFileKind.Plain || bytes.Length == MagicLength)
            return new BinlogFileStart(kind, null, null);

        var header = BinlogEventHeader.Parse(bytes[MagicLength..], MagicLength);
        RequireFormatDescription(header.Type);
        if (header.EventLength > SufficientLength - MagicLength)
        {
            throw new BinlogFormatException(
                MagicLength, $"a format description of {header.EventLength} bytes; no server writes one so long",
                    damage: BinlogDamage.BadLength);
        }

        var end = MagicLength + (int)header.EventLength;
        if (end > bytes.Length)
        {
            throw new BinlogFormatException(
                MagicLength, $"the file ends {bytes.Length - MagicLength} bytes into its format description of {header.EventLength}",
                damage: BinlogDamage.TruncatedEvent);
        }

        const int BodyOffset = MagicLength + BinlogEventHeader.Size;
        return new BinlogFileStart(BinlogFileKind.Plain, header, FormatDescription.Parse(bytes[BodyOffset..end], BodyOffset));
    }

    // MySQL 3.23 to 4.1 began with START_V3, binlog versions 1 and 3.
    internal static void RequireFormatDescription(BinlogEventType type)
    {
        if (type == BinlogEventType.StartV3)
        {
            throw new BinlogFormatException(
                MagicLength, "a binlog of version 1 or 3, as MySQL wrote them before 5.0", damage: BinlogDamage.UnsupportedFormat);
        }

        if (type != BinlogEventType.FormatDescription)
        {
            throw new BinlogFormatException(
                MagicLength, $"the first event is of type {(int)type}", $"a format description ({(int)BinlogEventType.FormatDescription})");
        }
    }
}
