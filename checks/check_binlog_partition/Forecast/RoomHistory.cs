namespace NagiosChecks.BinlogPartition;

/// <summary>
/// How the room was used up: by the binlogs, as their files and the samples tell, and by everybody else, as the free bytes of the
/// samples tell. Only free bytes say how much room a byte of binlog takes: file systems compress, preallocate and share a pool.
/// </summary>
internal sealed class RoomHistory
{
    // Sums of sizes and free bytes are taken a moment apart, and file systems count blocks.
    private const double Tolerance = 64 * 1024;

    // A single transaction is never split over two binlogs, and max_binlog_size is 1 GiB at most.
    private const double LargestBinlog = 1.5 * 1024 * 1024 * 1024;
    private const double PeakSpan = 300;
    private const int UsualIntervals = 5;
    private const double Moment = 20;
    private readonly List<RoomPoint> _points = [];

    private RoomHistory(WrittenHistory binlogs, double now)
    {
        Binlogs = binlogs;
        Now = now;
    }

    /// <summary>The moment of this run, seconds since 1970.</summary>
    public double Now { get; }

    /// <summary>Bytes of binlog written up to any moment, as sizes.</summary>
    public WrittenHistory Binlogs { get; }

    /// <summary>The comparable samples, oldest first; the last one is this run's.</summary>
    public IReadOnlyList<RoomPoint> Points => _points;

    /// <summary>Bytes of room that a byte of binlog takes: 1, less on a file system that compresses.</summary>
    public double RoomPerByte { get; private set; } = 1;

    /// <summary>From when on anything is known, seconds since 1970.</summary>
    public double Start => Math.Min(Binlogs.Start, _points[0].Time);

    /// <summary>How many earlier samples of this same file system there are.</summary>
    public int Samples => _points.Count - 1;

    /// <summary>The usual time between two runs, in seconds; 0 without earlier samples.</summary>
    public double Interval { get; private set; }

    /// <summary>Bytes of room that are going to be given back once purged files are closed.</summary>
    public double Owed { get; private set; }

    /// <summary>Bytes of binlog written since the latest earlier sample; 0 without one.</summary>
    public double WrittenSinceLatest { get; private init; }

    /// <summary>Builds the history.</summary>
    /// <param name="files">All binlogs, by rising number; empty when they cannot be listed.</param>
    /// <param name="earlier">Earlier samples, oldest first.</param>
    /// <param name="current">This run's sample.</param>
    /// <param name="usedBytes">Bytes in use now by everybody; negative when unknown.</param>
    /// <param name="maximumBinlogSize">max_binlog_size where it is known, else 0.</param>
    public static RoomHistory Of(
        IReadOnlyList<BinlogFile> files, IReadOnlyList<PartitionSample> earlier, PartitionSample current, double usedBytes = -1,
            double maximumBinlogSize = 0)
    {
        var now = current.Taken.WallSeconds;
        var commitLimit = maximumBinlogSize > 0 ? 1.5 * maximumBinlogSize : LargestBinlog;
        var dated = new List<(PartitionSample Sample, double Time)>(earlier.Count + 1);
        foreach (var sample in earlier)
        {
            if (sample.AgeAt(current.Taken) is { } age)
                dated.Add((sample, now - age));
        }

        var marks = dated.ConvertAll(pair => new WrittenMark(pair.Time, pair.Sample.NewestNumber, pair.Sample.NewestSize,
            pair.Sample.WrittenBytes));
        var binlogs = WrittenHistory.Of(files, marks, now, commitLimit);
        var history = new RoomHistory(binlogs, now) { WrittenSinceLatest = binlogs.SinceLatestMark };
        dated.Add((current with { WrittenBytes = (earlier.Count > 0 ? earlier[^1].WrittenBytes : 0) + (long)binlogs.SinceLatestMark },
            now));
        // From the last change of the file system on: the room of another one is another story.
        var first = dated.FindLastIndex(pair => pair.Sample.Device != current.Device) + 1;
        history.MeasureInterval(dated, first);
        history.RoomPerByte = RoomPerByteOf(dated, first, usedBytes, current.ListedBytes);
        history.AddPoints(dated, first, commitLimit);
        return history;
    }

    /// <summary>This run's sample with what the next runs need: the sum of all that was written, and how fast the room is taken
    /// now.</summary>
    public PartitionSample Counted(PartitionSample current, IReadOnlyList<PartitionSample> earlier)
    {
        var span = Math.Max(PeakSpan, 1.2 * Interval);
        var others = 0d;
        if (Back(span) is var from && from < _points.Count - 1)
            others = (_points[^1].Others - _points[from].Others) / (Now - _points[from].Time);
        return current with
        {
            WrittenBytes = (earlier.Count > 0 ? earlier[^1].WrittenBytes : 0) + (long)WrittenSinceLatest,
            PeakBinlogs = (long)(RoomPerByte * Math.Max(0, Binlogs.BytesAt(Now) - Binlogs.BytesAt(Now - span)) / span),
            PeakOthers = (long)Math.Max(0, others),
        };
    }

    /// <summary>Bytes of room that everybody had taken up to a moment: the binlogs' from their files, the others' from the
    /// samples.</summary>
    public double TakenAt(double time)
    {
        var binlogs = RoomPerByte * Binlogs.BytesAt(time);
        if (time <= _points[0].Time)
            return binlogs + _points[0].Others;
        var after = Back(Now - time);
        if (_points[after].Time < time && after < _points.Count - 1)
            after++;
        var (from, to) = (_points[Math.Max(0, after - 1)], _points[after]);
        return binlogs + (to.Time > from.Time
            ? from.Others + (to.Others - from.Others) * Math.Clamp((time - from.Time) / (to.Time - from.Time), 0, 1) : to.Others);
    }

    /// <summary>Index of the sample that is nearest to a moment so many seconds ago.</summary>
    public int Back(double seconds)
    {
        var time = Now - seconds;
        var (low, high) = (0, _points.Count - 1);
        while (high - low > 1)
        {
            var middle = (low + high) / 2;
            if (_points[middle].Time <= time)
                low = middle;
            else
                high = middle;
        }

        return time - _points[low].Time <= _points[high].Time - time ? low : high;
    }

    /// <summary>Bytes of room that everybody took within the last seconds, a second: the plain average over what is known of
    /// them.</summary>
    public double RecentRate(double seconds)
    {
        // Divided by the time that is known; over a moment no rate is worth telling.
        var known = Math.Clamp(Now - Binlogs.Start, Math.Min(Moment, seconds), seconds);
        var binlogs = RoomPerByte * (Binlogs.BytesAt(Now) - Binlogs.BytesAt(Now - seconds)) / known;
        var from = Back(seconds);
        if (from == _points.Count - 1 && from > 0)
            from--;
        var all = from < _points.Count - 1 ? (_points[^1].Taken - _points[from].Taken) / (Now - _points[from].Time) : 0;
        return Math.Max(0, Math.Max(binlogs, all));
    }

    private void MeasureInterval(List<(PartitionSample Sample, double Time)> samples, int first)
    {
        var intervals = new List<double>(UsualIntervals);
        for (var index = samples.Count - 1; index > first && intervals.Count < UsualIntervals; index--)
            intervals.Add(samples[index].Time - samples[index - 1].Time);
        intervals.Sort();
        Interval = intervals.Count > 0 ? intervals[intervals.Count / 2] : 0;
    }

    // What the free bytes lost while binlogs were written and none was purged, over at least three samples of the last hour; the
    // largest such ratio, because others may give room back meanwhile. Before that, binlogs cannot take more than all that is used.
    private static double RoomPerByteOf(List<(PartitionSample Sample, double Time)> samples, int first, double used, double listed)
    {
        const double Span = 3600, EnoughBytes = 16 * 1024 * 1024;
        var ratio = -1d;
        var end = samples.Count - 1;
        while (end > first && samples[^1].Time - samples[end].Time < Span)
        {
            var begin = end;
            while (begin > first && end - begin < 3 && !IsPurged(samples[begin - 1].Sample, samples[begin].Sample))
                begin--;
            var written = (double)samples[end].Sample.WrittenBytes - samples[begin].Sample.WrittenBytes;
            if (end - begin == 3 && written >= EnoughBytes)
                ratio = Math.Max(ratio, (samples[begin].Sample.RoomBytes - samples[end].Sample.RoomBytes) / written);
            end = Math.Min(end - 1, begin);
        }

        if (ratio >= 0)
            return Math.Clamp(ratio, 0.01, 1);
        return used > 0 && listed > used ? Math.Clamp(used / listed, 0.01, 1) : 1;
    }

    private static bool IsPurged(PartitionSample from, PartitionSample to) => PurgedBytes(from, to) > Tolerance;

    private static double PurgedBytes(PartitionSample from, PartitionSample to) =>
        (double)from.ListedBytes + to.WrittenBytes - from.WrittenBytes - to.ListedBytes;

    // What a purge frees comes back at once, or later while somebody still reads the file or the file system takes its time. What
    // has not come back is owed, and never counts as the growth of somebody else.
    private void AddPoints(List<(PartitionSample Sample, double Time)> samples, int first, double commitLimit)
    {
        var point = new RoomPoint(samples[first].Time, samples[first].Sample.RoomBytes, 0, 0, 0, 0, samples[first].Sample.PeakBinlogs,
            samples[first].Sample.PeakOthers);
        _points.Add(point);
        for (var index = first + 1; index < samples.Count; index++)
        {
            var (from, to) = (samples[index - 1].Sample, samples[index].Sample);
            var written = RoomPerByte * (to.WrittenBytes - from.WrittenBytes);
            var purged = RoomPerByte * PurgedBytes(from, to);
            var unexplained = (double)from.RoomBytes - to.RoomBytes - written;
            double returned, others;
            if (purged > Tolerance)
            {
                returned = Math.Clamp(-unexplained, 0, purged + Owed);
                others = unexplained >= 0 ? unexplained : unexplained + returned;
                Owed = Math.Max(0, Owed + purged - returned);
            }
            else
            {
                returned = Math.Clamp(-unexplained, 0, Owed);
                others = unexplained + returned;
                Owed = Math.Max(0, Owed - returned);
            }

            point = new RoomPoint(
                samples[index].Time, to.RoomBytes, point.Binlogs + written, point.Others + others, point.Returned + returned,
                point.Commits + (IsOneCommit(samples, index, commitLimit) ? written : 0), to.PeakBinlogs, to.PeakOthers);
            _points.Add(point);
        }
    }

    // One transaction, as long as it has been seen to grow for less than three minutes.
    private static bool IsOneCommit(List<(PartitionSample Sample, double Time)> samples, int index, double limit)
    {
        var number = samples[index].Sample.NewestNumber;
        if (samples[index].Sample.NewestSize <= limit)
        {
            number = samples[index - 1].Sample.NewestNumber;
            if (samples[index - 1].Sample.NewestSize <= limit)
                return false;
        }

        var begin = index;
        while (begin > 0 && samples[begin - 1].Sample.NewestNumber == number && samples[begin - 1].Sample.NewestSize > limit)
            begin--;
        return samples[index].Time - samples[begin].Time < WrittenHistory.LongCommit;
    }
}
