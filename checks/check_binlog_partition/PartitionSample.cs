using System.Globalization;
using Nagios.Plugin;

namespace NagiosChecks.BinlogPartition;

/// <summary>What one run saw, kept for the next ones: the file system's fill and how far the binlogs had been written.</summary>
/// <param name="Taken">The clocks at that moment.</param>
/// <param name="Device">Major and minor number of the file system, and its mount; another one makes the fill incomparable.</param>
/// <param name="TotalBytes">Size of the file system.</param>
/// <param name="UsedBytes">Bytes in use, everybody's.</param>
/// <param name="ListedBytes">Sum of the sizes of all binlogs then.</param>
/// <param name="NewestNumber">Number of the binlog that was being written; 0 when none was seen.</param>
/// <param name="NewestSize">Its size then.</param>
internal sealed record PartitionSample(ClockReading Taken, string Device, long TotalBytes, long UsedBytes, long ListedBytes, long NewestNumber, long NewestSize)
{
    private const int Fields = 9;

    /// <summary>One line for the state file.</summary>
    public string ToRecord() => string.Join(' ',
        Quantity.Plain(Math.Round(Taken.WallSeconds, 3)), Quantity.Plain(Math.Round(Taken.BootSeconds, 3)), Taken.BootId.Length == 0 ? "-" : Taken.BootId, Device,
        Number(TotalBytes), Number(UsedBytes), Number(ListedBytes), Number(NewestNumber), Number(NewestSize));

    /// <summary>Reads such a line; null when it is not one.</summary>
    public static PartitionSample? Parse(string record)
    {
        var fields = record.Split(' ');
        if (fields.Length != Fields)
            return null;
        var numbers = new long[5];
        for (var index = 0; index < numbers.Length; index++)
        {
            if (!long.TryParse(fields[4 + index], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[index]))
                return null;
        }

        return Quantity.TryParse(fields[0], Dimension.Number, out var wall) && Quantity.TryParse(fields[1], Dimension.Number, out var boot)
            ? new PartitionSample(new ClockReading(wall, boot, fields[2] == "-" ? "" : fields[2]), fields[3], numbers[0], numbers[1], numbers[2], numbers[3], numbers[4])
            : null;
    }

    /// <summary>
    /// Seconds between this sample and a later moment: by the clock that cannot be stepped within one boot, by the wall clock across
    /// boots; null when the sample does not lie in the past.
    /// </summary>
    public double? AgeAt(ClockReading now)
    {
        var age = Taken.BootId == now.BootId && now.BootId.Length > 0 ? now.BootSeconds - Taken.BootSeconds : now.WallSeconds - Taken.WallSeconds;
        return age > 0 ? age : null;
    }

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
