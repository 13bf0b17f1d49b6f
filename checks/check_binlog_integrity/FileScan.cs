using MySql.Binlog;
using MySql.BinlogFiles;

namespace NagiosChecks.BinlogIntegrity;

/// <summary>
/// Reads one binlog to its end and verifies every event. A file that a server is writing changes while it is read: what looks like damage
/// at its end is
/// read again before it counts.
/// </summary>
internal sealed class FileScan(OpenedBinlog file, FileReport known, long largestAllowed, Func<long, bool> hasTime)
{
    private const long BytesBetweenLooks = 8L * 1024 * 1024;
    private const int Attempts = 6;
    private const int FirstPauseMilliseconds = 20;

    // So close to the end a writer may still be at work.
    private const long TailBytes = 16L * 1024 * 1024;

    private readonly TransactionTracker _tracker = new();
    private BinlogReader? _reader;
    private long _events;

    // As many stand before the last safe position: those behind it are counted again when they are read again.
    private long _safeEvents;
    private long _resumedAt;
    private long _largest;
    private long? _oversized;
    private bool _closed;
    private string _gtid = "";
    private bool _hasChecksums;

    /// <summary>Reads from where the known report ended.</summary>
    public FileReport Run()
    {
        _events = _safeEvents = known.SafeEvents;
        _gtid = known.SafeGtid;
        _resumedAt = known.SafePosition;
        _hasChecksums = known.HasChecksums;
        var at = known.SafePosition;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var finished = Read(at);
                return Report(_reader!, finished ? null : _reader!.FileLength - _tracker.SafeOffset);
            }
            catch (BinlogFormatException failure)
            {
                var length = file.Bytes.Length;
                var mayPass = known.IsNewest && !known.IsStill && (_reader is null || failure.Offset >= length - TailBytes);
                if (!mayPass || attempt == Attempts)
                    return Failed(_reader, FileDamage.Of(failure), length);

                // The writer needs a moment, or a crashed server has just cut the file: look again from the last safe place.
                Thread.Sleep(FirstPauseMilliseconds << (attempt - 1));
                (at, _events) = _reader is null ? (known.SafePosition, known.SafeEvents)
                    : (Math.Min(_tracker.SafeOffset, length), _safeEvents);
            }
        }
    }

    // False when the time was up before the end.
    private bool Read(long start)
    {
        if (_tracker.LastWhole.Exists)
            _gtid = _tracker.LastWhole.ToString();
        _tracker.StartAt(start);
        _closed = known.IsClosed;
        var reader = new BinlogReader(file.Bytes, new BinlogReaderOptions { StartOffset = start, WholeFile = true });
        _reader = reader;
        var nextLook = start + BytesBetweenLooks;
        while (reader.Read())
        {
            _events++;
            _tracker.Follow(reader);
            if (!_tracker.IsOpen)
                _safeEvents = _events;
            _hasChecksums |= reader.VerifyChecksum();
            _closed = reader.Type is BinlogEventType.Rotate or BinlogEventType.Stop;
            if (reader.EventLength > _largest)
                _largest = reader.EventLength;
            if (reader.EventLength > largestAllowed)
                _oversized ??= reader.Offset;
            if (reader.Offset < nextLook)
                continue;
            nextLook = reader.Offset + BytesBetweenLooks;
            if (!hasTime(reader.Offset))
                return false;
        }

        return true;
    }

    private FileReport Report(BinlogReader reader, long? left)
    {
        var kind = reader.Kind;
        var transaction = _tracker.IsOpen ? _tracker.Start : (long?)null;
        var report = Common(reader) with
        {
            Condition = kind == BinlogFileKind.EncryptedMySql ? FileCondition.Encrypted
                : reader.IsInUse || left > 0 ? FileCondition.Open
                : FileCondition.Whole,
            Bytes = reader.FileLength,
            BytesLeft = left ?? 0,
            OpenTransaction = left is null ? transaction : null,
        };
        if (left is not null || kind == BinlogFileKind.EncryptedMySql)
            return report;
        return JudgeEnd(report, kind);
    }

    // A closed file ends with ROTATE or STOP, and no transaction is ever split over files.
    private FileReport JudgeEnd(FileReport report, BinlogFileKind kind)
    {
        if (kind == BinlogFileKind.Empty || (report.Bytes <= BinlogFileStart.MagicLength && !report.IsNewest))
        {
            return known.IsNewest
                ? report with { Condition = FileCondition.Open }
                : Damaged(report, DamageKind.EmptyFile, 0, $"a file of {report.Bytes} bytes, without any event");
        }

        if (report.IsClosed || report.IsRelayLog || report.HasEncryptedEvents || (report.IsNewest && report.IsInUse)
            || report.Bytes <= BinlogFileStart.MagicLength)
            return report with { Condition = report.IsInUse || report.Bytes <= BinlogFileStart.MagicLength ? FileCondition.Open
                : FileCondition.Whole };
        if (report.OpenTransaction is { } start)
            return Damaged(report, DamageKind.UnfinishedTransaction, start,
                $"a transaction begins here and the file ends at {report.Bytes} without its end");
        return report.IsInUse
            ? report
            : Damaged(report, DamageKind.NoClosingEvent, report.Bytes,
                "the file was closed and ends without a ROTATE or STOP event: it was cut at an event's end");
    }

    private FileReport Failed(BinlogReader? reader, FileDamage damage, long length)
    {
        if (reader is null)
        {
            return known with { Condition = FileCondition.Damaged, Damage = damage, Bytes = length, BytesRead = Math.Min(length, 1024) };
        }

        var report = Common(reader) with { Bytes = length, Condition = FileCondition.Damaged, Damage = damage };

        // The newest file of a running server can end in half an event: the rest is on its way, or the disk is full.
        if (damage.MayBeInTheMaking && known.IsNewest && reader.IsInUse && !known.IsStill)
            return report with { Condition = FileCondition.Open, Damage = null, PartialEvent = damage.Offset };
        if (damage.Kind == DamageKind.Zeros)
            report = report with { Damage =
                damage with { Found = $"zero bytes where an event should begin{ZerosToTheEnd(damage.Offset, length)}" } };
        return report;
    }

    private static FileReport Damaged(FileReport report, DamageKind kind, long offset, string found) =>
        report with { Condition = FileCondition.Damaged, Damage = new FileDamage(kind, offset, found) };

    private FileReport Common(BinlogReader reader) => known with
    {
        Events = _events,
        SafeEvents = _safeEvents,
        BytesRead = reader.Kind == BinlogFileKind.Plain ? Math.Max(0, reader.NextOffset - _resumedAt) : 0,
        SafePosition = _tracker.SafeOffset,
        SafeGtid = _tracker.LastWhole.Exists ? _tracker.LastWhole.ToString() : _gtid,
        IsInUse = reader.IsInUse,
        IsClosed = _closed,
        LargestEvent = _largest,
        OversizedAt = _oversized ?? known.OversizedAt,
        HasEncryptedEvents = reader.IsEncrypted,
        HasChecksums = _hasChecksums,
        IsMariaDb = reader.Format?.IsMariaDb == true,
        IsRelayLog = reader.IsRelayLog,
    };

    private string ZerosToTheEnd(long offset, long length)
    {
        var buffer = new byte[64 * 1024];
        for (var at = offset; at < length;)
        {
            var got = file.Bytes.Read(buffer, at);
            if (got == 0)
                break;
            if (buffer.AsSpan(0, got).ContainsAnyExcept((byte)0) || !hasTime(at))
                return "";
            at += got;
        }

        return $", and from there to the end of the file ({length - offset} bytes)";
    }
}
