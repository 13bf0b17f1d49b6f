namespace NagiosChecks.BinlogPartition;

/// <summary>
/// How full the file system became by everybody's writing: the binlogs' history, and between samples what others added to the same
/// file system or took away from it. Space that a purge gave back is left out, so that purges are no sawtooth here.
/// </summary>
internal sealed class FillHistory
{
    // Sums of sizes and used bytes are taken a moment apart, and file systems count blocks.
    private const double Tolerance = 4096;
    private readonly WrittenHistory _binlogs;
    private readonly List<(double Time, double Bytes)> _others = [];

    private FillHistory(WrittenHistory binlogs, double now)
    {
        _binlogs = binlogs;
        Now = now;
    }

    /// <summary>The moment of this run, seconds since 1970.</summary>
    public double Now { get; }

    /// <summary>From when on anything is known, seconds since 1970.</summary>
    public double Start => Math.Min(BinlogStart, OthersStart);

    /// <summary>From when on the binlogs' writing is known.</summary>
    public double BinlogStart => _binlogs.Start;

    /// <summary>From when on everybody else's is.</summary>
    public double OthersStart => _others.Count > 0 ? _others[0].Time : Now;

    /// <summary>False when the files' times contradict each other or the clock.</summary>
    public bool TimesAreTrusted => _binlogs.TimesAreTrusted;

    /// <summary>How many earlier samples of this same file system there are.</summary>
    public int Samples => Math.Max(0, _others.Count - 1);

    /// <summary>Bytes of binlog written up to a moment.</summary>
    public double BinlogBytesAt(double time) => _binlogs.BytesAt(time);

    /// <summary>Bytes of binlog written since the latest earlier sample; 0 without one.</summary>
    public double BinlogBytesSinceLatest { get; private set; }

    /// <summary>Bytes of everybody written up to a moment.</summary>
    public double AllBytesAt(double time) => _binlogs.BytesAt(time) + OthersBytesAt(time);

    /// <summary>Bytes of everybody but the binlogs' writer up to a moment.</summary>
    public double OthersBytesAt(double time) => WrittenHistory.Interpolate(_others, time);

    /// <summary>Builds the history.</summary>
    /// <param name="files">All binlogs, by rising number; empty when they cannot be listed.</param>
    /// <param name="earlier">Earlier samples, oldest first.</param>
    /// <param name="current">This run's sample.</param>
    public static FillHistory Of(IReadOnlyList<BinlogFile> files, IReadOnlyList<PartitionSample> earlier, PartitionSample current)
    {
        var now = current.Taken.WallSeconds;
        var dated = earlier.Select(sample => (Sample: sample, Time: now - (sample.AgeAt(current.Taken) ?? -1))).Where(pair => pair.Time < now).ToList();
        var binlogs = WrittenHistory.Of(files, [.. dated.Select(pair => new WrittenMark(pair.Time, pair.Sample.NewestNumber, pair.Sample.NewestSize, pair.Sample.WrittenBytes))], now);
        var history = new FillHistory(binlogs, now);
        if (dated.Count > 0)
            history.BinlogBytesSinceLatest = Math.Max(0, binlogs.BytesAt(now) - binlogs.BytesAt(dated[^1].Time));
        dated.Add((current, now));
        history.AddOthers(dated);
        return history;
    }

    /// <summary>This run's sample with the sum of all that was written carried on.</summary>
    public PartitionSample Counted(PartitionSample current, IReadOnlyList<PartitionSample> earlier) =>
        current with { WrittenBytes = (earlier.Count > 0 ? earlier[^1].WrittenBytes : 0) + (long)BinlogBytesSinceLatest };

    private void AddOthers(List<(PartitionSample Sample, double Time)> samples)
    {
        // From the last change of the file system on: fill before a resize or on another device is another story.
        var latest = samples[^1].Sample;
        var first = samples.FindLastIndex(pair => pair.Sample.Device != latest.Device || pair.Sample.TotalBytes != latest.TotalBytes) + 1;
        var (others, owed) = (0d, 0d);
        for (var index = first; index < samples.Count; index++)
        {
            if (index > first)
                others += Between(samples[index - 1], samples[index], ref owed);
            _others.Add((samples[index].Time, others));
        }
    }

    // What a purge frees comes back at once, or later while somebody still reads the file. Where the use went down it has come
    // back; where it did not, only the growth that shows in spite of the purge is certain, and the rest is owed.
    private double Between((PartitionSample Sample, double Time) from, (PartitionSample Sample, double Time) to, ref double owed)
    {
        var written = _binlogs.BytesAt(to.Time) - _binlogs.BytesAt(from.Time);
        var used = (double)to.Sample.UsedBytes - from.Sample.UsedBytes;
        var purged = from.Sample.ListedBytes + written - to.Sample.ListedBytes;

        var change = used - written;
        if (purged > Tolerance && change >= 0)
        {
            owed += purged;
            return change;
        }

        if (purged > Tolerance)
            return Math.Max(0, change + purged);
        var back = Math.Clamp(-change, 0, owed);
        owed -= back;
        return change + back;
    }
}
