using Linux.Host;

namespace NagiosChecks.BinlogPartition;

/// <summary>
/// The samples of earlier runs: the younger, the closer, and none older than five weeks. What is thinned out keeps its peaks: of
/// every span the samples with the most and the least room stay, and the fastest growth moves on to the next sample that stays.
/// </summary>
internal static class SampleHistory
{
    private const double Day = 86400;
    private const double Oldest = 36 * Day;
    private const double AllAge = 1800;
    private const double RecentAge = 2 * Day;
    private const double SpacingPart = 0.04;
    private const double LargestSpacing = 3600;
    private const int SwingsOfADay = 3;

    // A fall begins at the latest sample that has lost less than this part of it, and ends where less than that is still to come.
    private const double SmallPart = 0.05;

    // A difference of room that no forecast would notice, as a part of the room.
    private const double Negligible = 0.002;

    /// <summary>Reads the records of a state snapshot, oldest first. What is no record is skipped, samples from the future are
    /// dropped.</summary>
    public static List<PartitionSample> Read(IReadOnlyList<string> records, ClockReading now)
    {
        var samples = new List<PartitionSample>(records.Count + 1);
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
        foreach (var sample in Thinned(samples, now))
        {
            records.Add(sample.ToRecord(previous));
            previous = sample;
        }

        return records;
    }

    /// <summary>The samples to keep, oldest first.</summary>
    public static List<PartitionSample> Thinned(IReadOnlyList<PartitionSample> samples, ClockReading now)
    {
        var kept = new List<PartitionSample>(samples.Count);
        var first = 0;
        var peaks = (Binlogs: 0L, Others: 0L);
        while (first < samples.Count)
        {
            var age = samples[first].AgeAt(now) ?? 0;
            if (age > Oldest)
            {
                first++;
                continue;
            }

            var end = first + 1;
            if (age > AllAge)
            {
                var width = age > RecentAge ? Day : Math.Min(LargestSpacing, age * SpacingPart);
                while (end < samples.Count - 1 && samples[end].AgeAt(now) is { } other && other > AllAge && age - other < width)
                    end++;
            }

            peaks = end - first == 1 && peaks == default ? Kept(samples[first], kept) : Keep(samples, (first, end), age > RecentAge
                ? SwingsOfADay : 1, peaks, kept);
            first = end;
        }

        return kept;
    }

    private static (long Binlogs, long Others) Kept(PartitionSample sample, List<PartitionSample> kept)
    {
        kept.Add(sample);
        return default;
    }

    // The first sample of a span, so that the spans of the next run begin there too, and the largest falls of room in it, each by
    // its beginning and its end.
    private static (long Binlogs, long Others) Keep(
        IReadOnlyList<PartitionSample> samples, (int First, int End) span, int swings, (long Binlogs, long Others) peaks,
            List<PartitionSample> kept)
    {
        var (first, end) = span;
        var chosen = new SortedSet<int> { first };
        if (end - first > 1)
            Choose(samples, first, end, swings, chosen);
        var (binlogs, others) = peaks;
        for (var index = first; index < end; index++)
        {
            binlogs = Math.Max(binlogs, samples[index].PeakBinlogs);
            others = Math.Max(others, samples[index].PeakOthers);
            if (!chosen.Contains(index))
                continue;
            kept.Add(samples[index] with { PeakBinlogs = binlogs, PeakOthers = others });
            (binlogs, others) = (0, 0);
        }

        return (binlogs, others);
    }

    private static void Choose(IReadOnlyList<PartitionSample> samples, int first, int end, int swings, SortedSet<int> chosen)
    {
        if (LargestFall(samples, first, end) is not var (high, low))
            return;
        chosen.Add(high);
        chosen.Add(low);
        if (swings <= 1)
            return;
        // What is left and right of the largest fall may hold the next ones.
        var left = high - first > 1 && LargestFall(samples, first, high + 1) is not null;
        if (left)
            Choose(samples, first, high + 1, swings - 1, chosen);
        if (end - low > 1)
            Choose(samples, low, end, swings - (left ? 2 : 1), chosen);
    }

    private static (int High, int Low)? LargestFall(IReadOnlyList<PartitionSample> samples, int first, int end)
    {
        var (high, low, fall) = (-1, -1, 0L);
        var (highest, most) = (first, samples[first].RoomBytes);
        for (var index = first; index < end; index++)
        {
            var room = samples[index].RoomBytes;
            most = Math.Max(most, room);
            // The latest of the moments with nearly the most room: a fall begins there and not hours before it.
            if (room >= most - Negligible * Math.Abs(most))
                highest = index;
            if (samples[highest].RoomBytes - room > fall)
                (high, low, fall) = (highest, index, samples[highest].RoomBytes - room);
        }

        if (fall <= Negligible * Math.Abs(samples[first].RoomBytes))
            return null;
        var begin = low - 1;
        while (begin > high && samples[begin].RoomBytes < samples[high].RoomBytes - SmallPart * fall)
            begin--;
        var over = begin + 1;
        while (over < low && samples[over].RoomBytes > samples[low].RoomBytes + SmallPart * fall)
            over++;
        return (begin, over);
    }
}
