using System.Buffers.Binary;

namespace MySql.Binlog;

/// <summary>
/// The header of every event since binlog version 4 (MySQL 5.0): 19 bytes, little-endian.
/// https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_replication_binlog_event.html,
/// https://mariadb.com/kb/en/2-binlog-event-header/
/// </summary>
/// <param name="Timestamp">When the statement began on its primary, seconds since 1970.</param>
/// <param name="Type">What the event is; may be a number that has no name.</param>
/// <param name="ServerId">The server that first wrote the event.</param>
/// <param name="EventLength">Length in bytes: header, body and checksum.</param>
/// <param name="NextPosition">Where the event ends in the file; wraps at 4 GiB, and is 0 in events that the server made up.</param>
/// <param name="Flags">Flags.</param>
public readonly record struct BinlogEventHeader(
    uint Timestamp, BinlogEventType Type, uint ServerId, uint EventLength, uint NextPosition, BinlogEventFlags Flags)
{
    /// <summary>Length of the header in bytes.</summary>
    public const int Size = 19;

    /// <summary>Reads a header.</summary>
    /// <param name="bytes">At least <see cref="Size"/> bytes that begin with the header.</param>
    /// <param name="offset">Where the event begins in the file.</param>
    /// <exception cref="BinlogFormatException">Too few bytes, or a length that is smaller than the header itself.</exception>
    public static BinlogEventHeader Parse(ReadOnlySpan<byte> bytes, long offset)
    {
        if (bytes.Length < Size)
        {
            throw new BinlogFormatException(
                offset, $"the file ends {bytes.Length} bytes into an event header of {Size}", damage: BinlogDamage.TruncatedHeader);
        }

        var header = new BinlogEventHeader(
            BinaryPrimitives.ReadUInt32LittleEndian(bytes),
            (BinlogEventType)bytes[4],
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[5..]),
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[9..]),
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[13..]),
            (BinlogEventFlags)BinaryPrimitives.ReadUInt16LittleEndian(bytes[17..]));
        return header.EventLength >= Size
            ? header
            : throw new BinlogFormatException(
                offset, $"an event of {header.EventLength} bytes is smaller than its own header of {Size}", damage: BinlogDamage.BadLength);
    }
}
