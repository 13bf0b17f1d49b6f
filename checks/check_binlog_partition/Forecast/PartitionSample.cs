using System.Globalization;
using Linux.Host;

namespace NagiosChecks.BinlogPartition;

/// <summary>What one run saw, kept for the next ones: the room that was left and how far the binlogs had been written.</summary>
/// <param name="Taken">The clocks at that moment.</param>
/// <param name="Device">Major and minor number of the file system; the room of another one cannot be compared.</param>
/// <param name="RoomBytes">Bytes that the server could still write.</param>
/// <param name="ListedBytes">Sum of the sizes of all binlogs then.</param>
/// <param name="NewestNumber">Number of the binlog that was being written; 0 when none was seen.</param>
/// <param name="NewestSize">Its size then.</param>
/// <param name="WrittenBytes">Bytes of binlog written since the first sample, however many of them were purged since.</param>
internal sealed record PartitionSample(
    ClockReading Taken, string Device, long RoomBytes, long ListedBytes, long NewestNumber, long NewestSize, long WrittenBytes = 0)
{
    private const int Numbers = 9;
    private const double Thousand = 1000;

    /// <summary>The fastest growth by binlogs since the sample that is kept before this one, in bytes of room a second.</summary>
    public long PeakBinlogs { get; init; }

    /// <summary>The fastest growth by other files since the sample that is kept before this one, in bytes of room a second.</summary>
    public long PeakOthers { get; init; }

    /// <summary>One line for the state file: whole milliseconds and bytes, then device and boot.</summary>
    /// <param name="previous">The sample of the line before; a boot that is the same is not written again.</param>
    public string ToRecord(PartitionSample? previous)
    {
        var boot = previous?.Taken.BootId == Taken.BootId ? "=" : Taken.BootId;
        return string.Create(CultureInfo.InvariantCulture,
            $"{Milliseconds(Taken.WallSeconds)} {Milliseconds(Taken.BootSeconds)} {RoomBytes} {ListedBytes} {NewestNumber} {NewestSize} "
                + $"{WrittenBytes} {PeakBinlogs} {PeakOthers} {Device} {boot}");
    }

    /// <summary>Reads such a line; null when it is not one.</summary>
    /// <param name="record">The line.</param>
    /// <param name="previous">The sample of the line before.</param>
    public static PartitionSample? Parse(ReadOnlySpan<char> record, PartitionSample? previous)
    {
        Span<long> numbers = stackalloc long[Numbers];
        for (var index = 0; index < Numbers; index++)
        {
            var end = record.IndexOf(' ');
            if (end < 0 || !long.TryParse(record[..end], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[index]))
                return null;
            record = record[(end + 1)..];
        }

        var blank = record.IndexOf(' ');
        if (blank <= 0 || record[(blank + 1)..].Contains(' '))
            return null;
        var device = record[..blank];
        var boot = record[(blank + 1)..];
        if (boot is "=" && previous is null)
            return null;
        var taken = new ClockReading(numbers[0] / Thousand, numbers[1] / Thousand, boot is "=" ? previous!.Taken.BootId : boot.ToString());
        var name = previous is not null && device.SequenceEqual(previous.Device) ? previous.Device : device.ToString();
        return new PartitionSample(taken, name, numbers[2], numbers[3], numbers[4], numbers[5], numbers[6]) { PeakBinlogs = numbers[7],
            PeakOthers = numbers[8] };
    }

    // Some hundred samples are written in every run, and a whole number is written ten times as fast as the same double.
    private static long Milliseconds(double seconds) => (long)Math.Round(seconds * Thousand);

    /// <summary>
    /// Seconds between this sample and a later moment: by the clock that cannot be stepped within one boot, by the wall clock across
    /// boots; null when the sample does not lie in the past.
    /// </summary>
    public double? AgeAt(ClockReading now)
    {
        var sameBoot = Taken.BootId == now.BootId && now.BootId.Length > 0;
        var age = sameBoot ? now.BootSeconds - Taken.BootSeconds : now.WallSeconds - Taken.WallSeconds;
        return age > 0 ? age : null;
    }
}
