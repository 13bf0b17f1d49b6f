namespace MySql.Binlog;

/// <summary>
/// The first event of every file since binlog version 4: who wrote it and how the other events are laid out.
/// https://dev.mysql.com/doc/dev/mysql-server/latest/classmysql_1_1binlog_1_1event_1_1Format__description__event.html,
/// https://mariadb.com/kb/en/format_description_event/
/// </summary>
/// <param name="ServerVersion">Such as <c>10.11.19-MariaDB-log</c> or <c>9.7.4</c>.</param>
/// <param name="Created">When the server started, seconds since 1970; 0 in files begun by a rotation.</param>
/// <param name="HeaderLength">Length of the other events' headers, at least 19.</param>
/// <param name="PostHeaderLengths">Length of the fixed part that follows the header, for types 1, 2, …</param>
/// <param name="Checksum">How the events of this file are checksummed. This event itself has its four bytes in either case.</param>
public sealed record FormatDescription(
    string ServerVersion, uint Created, byte HeaderLength, IReadOnlyList<byte> PostHeaderLengths, BinlogChecksumAlgorithm Checksum)
{
    private const int SupportedVersion = 4;
    private const int ServerVersionLength = 50;
    private const int ChecksumLength = 4;

    /// <summary>True for a file of the MariaDB family.</summary>
    public bool IsMariaDb => ServerVersion.Contains("MariaDB", StringComparison.OrdinalIgnoreCase);

    /// <summary>How many bytes of checksum end every other event of the file.</summary>
    public int TrailerLength => Checksum == BinlogChecksumAlgorithm.Crc32 ? ChecksumLength : 0;

    /// <summary>The fixed part that follows an event's header; null for a type that this file's writer did not know.</summary>
    public int? PostHeaderLength(BinlogEventType type) =>
        (int)type >= 1 && (int)type <= PostHeaderLengths.Count ? PostHeaderLengths[(int)type - 1] : null;

    /// <summary>Reads the event's body.</summary>
    /// <param name="body">All that follows the header, the checksum included.</param>
    /// <param name="offset">Where the body begins in the file.</param>
    /// <exception cref="BinlogFormatException">Cut short, or not what a server writes.</exception>
    public static FormatDescription Parse(ReadOnlySpan<byte> body, long offset)
    {
        var cursor = new EventCursor(body, offset);
        var version = cursor.ReadUInt16("the binlog version");
        if (version != SupportedVersion)
        {
            throw new BinlogFormatException(
                offset, $"binlog version {version}", $"{SupportedVersion}", BinlogDamage.UnsupportedFormat);
        }

        var serverVersion = cursor.ReadPaddedText(ServerVersionLength, "the server version");
        var created = cursor.ReadUInt32("the creation time");
        var headerOffset = cursor.Offset;
        var headerLength = cursor.ReadByte("the header length");
        if (headerLength < BinlogEventHeader.Size)
            throw new BinlogFormatException(headerOffset, $"event headers of {headerLength} bytes", $"at least {BinlogEventHeader.Size}");

        var checksummed = HasChecksumField(serverVersion);
        var types = cursor.Remaining - (checksummed ? 1 + ChecksumLength : 0);
        if (types < (int)BinlogEventType.FormatDescription)
        {
            throw new BinlogFormatException(
                cursor.Offset, $"a format description that knows {Math.Max(types, 0)} event types",
                    $"at least {(int)BinlogEventType.FormatDescription}");
        }


        var lengths = cursor.Take(types, "the post-header lengths").ToArray();
        return new FormatDescription(
            serverVersion, created, headerLength, lengths, checksummed ? ReadChecksum(ref cursor) : BinlogChecksumAlgorithm.Undefined);
    }

    private static BinlogChecksumAlgorithm ReadChecksum(ref EventCursor cursor)
    {
        var offset = cursor.Offset;
        var algorithm = cursor.ReadByte("the checksum algorithm");
        return algorithm switch
        {
            0 => BinlogChecksumAlgorithm.None,
            1 => BinlogChecksumAlgorithm.Crc32,
            255 => BinlogChecksumAlgorithm.Undefined,
            _ => throw new BinlogFormatException(offset, $"checksum algorithm {algorithm}", "0 (none) or 1 (CRC32)"),
        };
    }

    // The servers decide in the same way (get_checksum_alg): by the version in the event, not by its length.
    private static bool HasChecksumField(string serverVersion)
    {
        Span<int> version = stackalloc int[3];
        var part = 0;
        foreach (var character in serverVersion)
        {
            if (char.IsAsciiDigit(character))
                version[part] = Math.Min(version[part] * 10 + (character - '0'), 1000);
            else if (character != '.' || ++part == version.Length)
                break;
        }

        var number = version[0] * 1_000_000L + version[1] * 1000L + version[2];
        return number >= (serverVersion.Contains("MariaDB", StringComparison.OrdinalIgnoreCase) ? 5_003_000 : 5_006_001);
    }
}
