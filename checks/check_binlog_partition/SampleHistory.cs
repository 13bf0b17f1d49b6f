using Linux.Host;

namespace NagiosChecks.BinlogPartition;

/// <summary>The samples of earlier runs: the younger, the closer; none older than nine days.</summary>
internal static class SampleHistory
{
    private const double Oldest = 9 * 86400;
    private const double RecentDays = 3 * 86400;
    private const double RecentSpacing = 1800;
    private const double OldSpacing = 7200;
    private const double SpacingPart = 0.025;

    /// <summary>Reads the records of a state snapshot, oldest first. What is no record is skipped, samples from the future are dropped.</summary>
    public static List<PartitionSample> Read(IReadOnlyList<string> records, ClockReading now)
    {
        var samples = new List<PartitionSample>(records.Count);
        PartitionSample? previous = null;
        foreach (var record in records)
        {
            if (PartitionSample.Parse(record, previous) is not { } sample)
                continue;
            previous = sample;
            // Oldest first, by whichever clock tells: a sample that claims to be older than the one before it is not to be placed.
            if (sample.AgeAt(now) is { } age && (samples.Count == 0 || age < samples[^1].AgeAt(now)))
                samples.Add(sample);
        }

        return samples;
    }

    /// <summary>The records to keep, oldest first; the newest sample always stays.</summary>
    public static List<string> Records(IReadOnlyList<PartitionSample> samples, ClockReading now)
    {
        var records = new List<string>(samples.Count);
        PartitionSample? previous = null;
        for (var index = 0; index < samples.Count; index++)
        {
            if (!IsKept(samples[index], index == samples.Count - 1, previous, now))
                continue;
            records.Add(samples[index].ToRecord(previous));
            previous = samples[index];
        }

        return records;
    }

    private static bool IsKept(PartitionSample sample, bool isNewest, PartitionSample? previous, ClockReading now)
    {
        var age = sample.AgeAt(now) ?? 0;
        if (isNewest || age > Oldest)
            return isNewest;
        var spacing = age > RecentDays ? OldSpacing : Math.Min(RecentSpacing, age * SpacingPart);
        // The second keeps a sample that comes a breath early, so that a steady interval stays steady.
        return previous?.AgeAt(now) is not { } last || last - age >= spacing - Math.Min(1, spacing / 2);
    }
}
