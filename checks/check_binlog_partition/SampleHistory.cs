using Nagios.Plugin;

namespace NagiosChecks.BinlogPartition;

/// <summary>Which samples are worth keeping: all of the last hour, then thinner and thinner, none older than nine days.</summary>
internal static class SampleHistory
{
    private const double Minute = 60;
    private const double Hour = 3600;
    private const double Day = 86400;

    /// <summary>Reads the records of a state snapshot, oldest first; lines that are none are skipped, samples from the future dropped.</summary>
    public static List<PartitionSample> Read(IEnumerable<string> records, ClockReading now) =>
        [.. records.Select(PartitionSample.Parse).OfType<PartitionSample>().Where(sample => sample.AgeAt(now) is not null).OrderByDescending(sample => sample.AgeAt(now))];

    /// <summary>The samples to keep, oldest first; the newest always stays.</summary>
    public static List<PartitionSample> Thin(IReadOnlyList<PartitionSample> samples, ClockReading now)
    {
        var kept = new List<PartitionSample>();
        var lastAge = double.PositiveInfinity;
        for (var index = 0; index < samples.Count; index++)
        {
            if (samples[index].AgeAt(now) is not { } age || age > 9 * Day)
                continue;
            var spacing = age switch { <= Hour => 0, <= 7 * Hour => 5 * Minute, _ => 30 * Minute };
            // The epsilon keeps a sample that comes a breath early, so that a steady interval stays steady.
            if (lastAge - age >= spacing - 1)
            {
                kept.Add(samples[index]);
                lastAge = age;
            }
        }

        return kept;
    }
}
