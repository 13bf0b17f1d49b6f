using MySql.Binlog;

namespace NagiosChecks.ReplicationIo;

/// <summary>A look at 19 bytes of a binlog file.</summary>
/// <param name="Verdict">What is there.</param>
/// <param name="File">The file's name.</param>
/// <param name="Position">The place, bytes.</param>
/// <param name="FileSize">The file's size, bytes.</param>
/// <param name="EventLength">Length that the header claims, header and checksum included; 0 where there is no header.</param>
/// <param name="EventStart">Where the event begins that the place lies in; 0 where that is not known.</param>
internal sealed record BinlogSpot(SpotVerdict Verdict, string File, ulong Position, long FileSize,
    uint EventLength = 0, ulong EventStart = 0)
{
    // 2000-01-01: older than every binlog of format 4 (MySQL 5.0).
    private const uint OldestTime = 946684800;

    /// <summary>The look in one sentence.</summary>
    public string Text => "looked: " + Verdict switch
    {
        SpotVerdict.Missing => $"the source has no file {File}: it is purged or removed",
        SpotVerdict.BeyondEnd => $"{File} ends at {FileSize}, before position {Position}: its tail is lost or the position is wrong",
        SpotVerdict.Cut when EventLength == 0 =>
            $"{File} ends at {FileSize}, {FileSize - (long)Position} bytes into the event header at {Position}: the file is cut",
        SpotVerdict.Cut => $"the event at {Position} claims {EventLength} bytes, and {File} ends {FileSize - (long)Position} bytes behind "
            + "its beginning: the file is cut",
        SpotVerdict.Garbage => $"what stands at {Position} of {File} is no event header (length {EventLength}, file of {FileSize} bytes), "
            + "so no packet limit helps",
        SpotVerdict.NotABinlog => $"{File} does not begin as a binlog does",
        SpotVerdict.Encrypted => $"{File} is encrypted, so its events cannot be judged from outside",
        SpotVerdict.InsideAnEvent => $"{File} is sound there, and {Position} lies inside the event from {EventStart} to "
            + $"{EventStart + EventLength}: the position is wrong, not the file",
        _ => $"the event header at {Position} of {File} is sound, and its {EventLength} bytes are all there",
    };

    /// <summary>Judges a place in a file.</summary>
    /// <param name="place">The place.</param>
    /// <param name="fileSize">The file's size, bytes.</param>
    /// <param name="start">The file's first bytes: all, or <see cref="BinlogFileStart.SufficientLength"/> of them.</param>
    /// <param name="header">The bytes at the place, 19 unless the file ends before.</param>
    /// <param name="now">Seconds since 1970: an event cannot be of next week.</param>
    public static BinlogSpot Judge(BinlogPlace place, long fileSize, ReadOnlySpan<byte> start, ReadOnlySpan<byte> header, double now)
    {
        var spot = new BinlogSpot(SpotVerdict.Sane, place.File, place.Position, fileSize);
        try
        {
            var begin = BinlogFileStart.Parse(start);
            if (begin.Kind == BinlogFileKind.EncryptedMySql)
                return spot with { Verdict = SpotVerdict.Encrypted };
            if (place.Position >= (ulong)fileSize)
                return spot with { Verdict = SpotVerdict.BeyondEnd };
            if (header.Length < BinlogEventHeader.Size)
                return spot with { Verdict = SpotVerdict.Cut };
            if (begin.Header is { } first && IsEncryptedBehind(start, first))
                return spot with { Verdict = SpotVerdict.Encrypted };
        }
        catch (BinlogFormatException)
        {
            return spot with { Verdict = SpotVerdict.NotABinlog };
        }

        return JudgeHeader(spot, header, now);
    }

    private static BinlogSpot JudgeHeader(BinlogSpot spot, ReadOnlySpan<byte> bytes, double now)
    {
        try
        {
            var header = BinlogEventHeader.Parse(bytes, (long)spot.Position);
            spot = spot with { EventLength = header.EventLength };
            if (!IsPlausible(header, spot.Position, now))
                return spot with { Verdict = SpotVerdict.Garbage };
            return spot.Position + header.EventLength > (ulong)spot.FileSize ? spot with { Verdict = SpotVerdict.Cut } : spot;
        }
        catch (BinlogFormatException)
        {
            return spot with { Verdict = SpotVerdict.Garbage };
        }
    }

    /// <summary>The same place once the events before it have been walked: an event around it means that the position is wrong.</summary>
    /// <param name="around">The event that the walk ended in; null when the walk met damage first, or an event begins at the place.</param>
    public BinlogSpot Inside((ulong Start, uint Length)? around) => around is { } whole
        ? this with { Verdict = SpotVerdict.InsideAnEvent, EventStart = whole.Start, EventLength = whole.Length }
        : this;

    // The end position is the event's own end, modulo 4 GiB; it is 0 only in events that are never in a file's middle.
    internal static bool IsPlausible(BinlogEventHeader header, ulong position, double now) =>
        header.Type is (> BinlogEventType.Unknown and <= BinlogEventType.TaggedGtid)
            or (>= BinlogEventType.MariaDbAnnotateRows and <= BinlogEventType.MariaDbDeleteRowsCompressed)
        && (header.Timestamp == 0 || (header.Timestamp >= OldestTime && header.Timestamp <= now + 7 * 86400))
        && header.NextPosition == unchecked((uint)(position + header.EventLength));

    private static bool IsEncryptedBehind(ReadOnlySpan<byte> start, BinlogEventHeader first)
    {
        var second = BinlogFileStart.MagicLength + (long)first.EventLength;
        return second + BinlogEventHeader.Size <= start.Length && start[(int)second + 4] == (byte)BinlogEventType.MariaDbStartEncryption;
    }

}
