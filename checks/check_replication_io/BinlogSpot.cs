using System.Buffers.Binary;
using System.Globalization;

namespace NagiosChecks.ReplicationIo;

/// <summary>What stands in the source's binlog at the place where an IO thread stopped.</summary>
internal enum SpotVerdict
{
    /// <summary>The file is not there.</summary>
    Missing,

    /// <summary>The file ends before the place, or exactly at it.</summary>
    BeyondEnd,

    /// <summary>The file ends within the event's header or body.</summary>
    Cut,

    /// <summary>What stands there is no event header.</summary>
    Garbage,

    /// <summary>The file does not begin with a binlog's magic number.</summary>
    NotABinlog,

    /// <summary>The file is encrypted: its events cannot be judged without the key.</summary>
    Encrypted,

    /// <summary>A header that agrees with the file; the event is as long as it says.</summary>
    Sane,
}

/// <summary>A look at 19 bytes of a binlog file.</summary>
/// <param name="Verdict">What is there.</param>
/// <param name="File">The file's name.</param>
/// <param name="Position">The place, bytes.</param>
/// <param name="FileSize">The file's size, bytes.</param>
/// <param name="EventLength">Length that the header claims, header and checksum included; 0 where there is no header.</param>
internal sealed record BinlogSpot(SpotVerdict Verdict, string File, ulong Position, long FileSize, uint EventLength = 0)
{
    /// <summary>Bytes of an event header.</summary>
    public const int HeaderSize = 19;

    // fe 'bin', and fd 'bin' of MySQL's encrypted files.
    private const uint Magic = 0x6e6962fe;
    private const uint EncryptedMagic = 0x6e6962fd;

    // 2000-01-01: older than every binlog of format 4 (MySQL 5.0).
    private const uint OldestTime = 946684800;
    private const uint StartEncryption = 164;

    /// <summary>The look in one sentence.</summary>
    public string Text => Verdict switch
    {
        SpotVerdict.Missing => $"looked: the source has no file {File}: it is purged or removed",
        SpotVerdict.BeyondEnd => Say($"looked: {File} ends at {FileSize}, before position {Position}: its tail is lost or the position is wrong"),
        SpotVerdict.Cut when EventLength == 0 => Say($"looked: {File} ends at {FileSize}, {FileSize - (long)Position} bytes into the event header at {Position}: the file is cut"),
        SpotVerdict.Cut => Say($"looked: the event at {Position} claims {EventLength} bytes and {File} ends {FileSize - (long)Position} bytes behind its beginning: the file is cut"),
        SpotVerdict.Garbage => Say($"looked: what stands at {Position} of {File} is no event header (length {EventLength}, file of {FileSize} bytes): garbage, so no packet limit helps"),
        SpotVerdict.NotABinlog => $"looked: {File} does not begin with a binlog's magic number",
        SpotVerdict.Encrypted => $"looked: {File} is encrypted, so its events cannot be judged from outside",
        _ => Say($"looked: the event header at {Position} of {File} is sane and its {EventLength} bytes are all there"),
    };

    /// <summary>Judges a place in a file.</summary>
    /// <param name="file">The file's name.</param>
    /// <param name="position">The place, bytes from the file's beginning.</param>
    /// <param name="fileSize">The file's size, bytes.</param>
    /// <param name="start">The file's first bytes, enough for the format description and the header behind it (512 are).</param>
    /// <param name="header">The bytes at the place, 19 unless the file ends before.</param>
    /// <param name="now">Seconds since 1970: an event cannot be of next week.</param>
    public static BinlogSpot Judge(string file, ulong position, long fileSize, ReadOnlySpan<byte> start, ReadOnlySpan<byte> header, double now)
    {
        var spot = new BinlogSpot(SpotVerdict.Sane, file, position, fileSize);
        var magic = start.Length < 4 ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(start);
        if (magic != Magic)
            return spot with { Verdict = magic == EncryptedMagic ? SpotVerdict.Encrypted : SpotVerdict.NotABinlog };
        if (position >= (ulong)fileSize)
            return spot with { Verdict = SpotVerdict.BeyondEnd };
        if (header.Length < HeaderSize)
            return spot with { Verdict = SpotVerdict.Cut };
        if (IsEncryptedByMariaDb(start))
            return spot with { Verdict = SpotVerdict.Encrypted };

        spot = spot with { EventLength = BinaryPrimitives.ReadUInt32LittleEndian(header[9..]) };
        if (!IsPlausible(header, position, now))
            return spot with { Verdict = SpotVerdict.Garbage };
        return position + spot.EventLength > (ulong)fileSize ? spot with { Verdict = SpotVerdict.Cut } : spot;
    }

    // The end position is the event's own end, modulo 4 GiB; it is 0 in some artificial events, which are never in a file's middle.
    private static bool IsPlausible(ReadOnlySpan<byte> header, ulong position, double now)
    {
        var time = BinaryPrimitives.ReadUInt32LittleEndian(header);
        var type = header[4];
        var length = BinaryPrimitives.ReadUInt32LittleEndian(header[9..]);
        var end = BinaryPrimitives.ReadUInt32LittleEndian(header[13..]);
        return length >= HeaderSize
            && type is (> 0 and <= 42) or (>= 160 and <= 171)
            && (time == 0 || (time >= OldestTime && time <= now + 7 * 86400))
            && end == unchecked((uint)(position + length));
    }

    private static bool IsEncryptedByMariaDb(ReadOnlySpan<byte> start)
    {
        if (start.Length < 4 + HeaderSize)
            return false;
        var second = 4 + (long)BinaryPrimitives.ReadUInt32LittleEndian(start[(4 + 9)..]);
        return second + HeaderSize <= start.Length && start[(int)second + 4] == StartEncryption;
    }

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
