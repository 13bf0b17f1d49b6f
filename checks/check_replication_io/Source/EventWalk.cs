using Microsoft.Win32.SafeHandles;
using MySql.Binlog;

namespace NagiosChecks.ReplicationIo;

/// <summary>
/// Walks the event headers of a binlog from its beginning, to tell a position inside a sound event from a damaged file. A gigabyte of
/// large rows has few headers; the walk gives up after so many reads that it would take seconds.
/// </summary>
internal static class EventWalk
{
    private const int BlockSize = 64 * 1024;
    private const int MostReads = 20_000;

    /// <summary>The event around a place; null when an event begins there, when the walk meets damage before it, or when it is too
    /// far.</summary>
    /// <param name="file">The binlog.</param>
    /// <param name="position">The place, bytes.</param>
    /// <param name="now">Seconds since 1970.</param>
    /// <param name="deadline">When to give up, as <see cref="Environment.TickCount64"/>.</param>
    public static (ulong Start, uint Length)? Around(SafeFileHandle file, ulong position, double now, long deadline)
    {
        var size = RandomAccess.GetLength(file);
        if (position >= (ulong)size)
            return null;
        var block = new byte[BlockSize];
        long blockStart = 0, blockLength = 0;
        var at = (long)BinlogFileStart.MagicLength;
        for (var reads = 0; at < (long)position;)
        {
            if (at < blockStart || at + BinlogEventHeader.Size > blockStart + blockLength)
            {
                if (++reads > MostReads || Environment.TickCount64 > deadline)
                    return null;
                (blockStart, blockLength) = (at, RandomAccess.Read(file, block, at));
            }

            if (at + BinlogEventHeader.Size > blockStart + blockLength)
                return null;
            var bytes = block.AsSpan((int)(at - blockStart), BinlogEventHeader.Size);
            if (Sound(bytes, at, size, now) is not { } length)
                return null;
            if (at + length > (long)position)
                return ((ulong)at, length);
            at += length;
        }

        return null;
    }

    private static uint? Sound(ReadOnlySpan<byte> bytes, long at, long size, double now)
    {
        try
        {
            var header = BinlogEventHeader.Parse(bytes, at);
            return BinlogSpot.IsPlausible(header, (ulong)at, now) && at + header.EventLength <= size ? header.EventLength : null;
        }
        catch (BinlogFormatException)
        {
            return null;
        }
    }
}
