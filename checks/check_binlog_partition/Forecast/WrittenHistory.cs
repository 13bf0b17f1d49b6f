namespace NagiosChecks.BinlogPartition;

/// <summary>How far the binlogs had been written when an earlier sample was taken.</summary>
/// <param name="Time">Seconds since 1970, by this run's clock.</param>
/// <param name="NewestNumber">Number of the file that was being written; 0 when none was seen.</param>
/// <param name="NewestSize">Its size then.</param>
/// <param name="Written">Bytes written from the first sample on.</param>
internal readonly record struct WrittenMark(double Time, long NewestNumber, long NewestSize, double Written);

/// <summary>
/// How many bytes of binlog had been written at any moment of the past: from the files themselves (a binlog of size S was written
/// between its first event and its last modification) and, exactly, from earlier samples. Purging takes files away at the old end
/// and changes nothing that is here.
/// </summary>
internal sealed class WrittenHistory
{
    // Timestamps in events are whole seconds, and a file is closed a moment after the next one is named.
    private const double Slack = 2;

    // A file begins while the one before it is being closed, which may take a moment on a slow disk.
    private const double Touched = 30;
    private readonly List<(double Time, double Bytes)> _points;

    private WrittenHistory(List<(double Time, double Bytes)> points, bool timesAreTrusted)
    {
        _points = points;
        TimesAreTrusted = timesAreTrusted;
    }

    /// <summary>From when on the history is known, seconds since 1970.</summary>
    public double Start => _points[0].Time;

    /// <summary>False when the files' times contradict each other or the clock: a step of the clock, or files copied or touched.</summary>
    public bool TimesAreTrusted { get; }

    /// <summary>Bytes written up to a moment, counted from the history's start; before it, nothing is known to have been written.</summary>
    public double BytesAt(double time) => Interpolate(_points, time);

    /// <summary>Bytes a second on average from the first file's beginning to now, without what the samples know of files that are
    /// gone.</summary>
    public double AverageFromFiles { get; private init; }

    /// <summary>From when on the files that are left were written, seconds since 1970; the present when their times say nothing.</summary>
    public double FilesStart { get; private init; }

    /// <summary>Bytes written since the latest earlier sample, as far as the files that are still there show; 0 without one.</summary>
    public double SinceLatestMark { get; private init; }

    /// <summary>A single commit that is written for longer than this, in seconds, is growth like any other.</summary>
    public const double LongCommit = 150;

    /// <summary>Builds the history.</summary>
    /// <param name="files">All binlogs, by rising number.</param>
    /// <param name="marks">Earlier samples, oldest first.</param>
    /// <param name="now">Seconds since 1970.</param>
    /// <param name="commitLimit">Bytes above which a file holds one large commit: a transaction is never split.</param>
    public static WrittenHistory Of(IReadOnlyList<BinlogFile> files, IReadOnlyList<WrittenMark> marks, double now,
        double commitLimit = double.PositiveInfinity)
    {
        var sums = new double[files.Count + 1];
        for (var index = 0; index < files.Count; index++)
            sums[index + 1] = sums[index] + files[index].Size;

        var since = marks.Count > 0 ? WrittenSince(files, sums, marks[^1]) : 0;
        var exact = ExactPoints(files, marks, sums[^1] - since, now, commitLimit);
        var points = FilePoints(files, sums, now, out var trusted);
        var start = points.Count > 0 ? points[0].Time : now;
        var average = points.Count > 0 && now > start ? (sums[^1] - points[0].Bytes) / (now - start) : 0;
        KeepWithin(exact, points);
        MakeStepsOfCommits(files, sums, marks, points, commitLimit);
        return new WrittenHistory(Merged(points, [.. exact, (now, sums[^1])]), trusted) { SinceLatestMark = since, FilesStart = start,
            AverageFromFiles = average };
    }

    /// <summary>
    /// The rate that held through all three thirds of a window that ends now, bytes a second; 0 when a third holds no file's end
    /// and no sample, because what is only interpolated is no evidence.
    /// </summary>
    public double Sustained(double now, double window)
    {
        var third = window / 3;
        var least = double.MaxValue;
        for (var part = 0; part < 3; part++)
        {
            var (from, to) = (now - (part + 1) * third, now - part * third);
            if (!HasPoint(from - Slack / 2, to + Slack / 2))
                return 0;
            least = Math.Min(least, BytesAt(to) - BytesAt(from));
        }

        return Math.Max(0, least / third);
    }

    private bool HasPoint(double from, double to)
    {
        var (low, high) = (0, _points.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_points[middle].Time < from)
                low = middle + 1;
            else
                high = middle;
        }

        return low < _points.Count && _points[low].Time <= to;
    }

    // A file that was purged in the meantime took what was written to its end with it: that is neither counted nor missing.
    private static double WrittenSince(IReadOnlyList<BinlogFile> files, double[] sums, WrittenMark mark)
    {
        if (files.Count == 0)
            return 0;
        var position = 0;
        while (position < files.Count && files[position].Number < mark.NewestNumber)
            position++;
        // The numbers began anew (RESET): all that is here is new.
        if (mark.NewestNumber == 0 || position == files.Count || (files[position].Number == mark.NewestNumber
            && files[position].Size < mark.NewestSize))
            return mark.NewestNumber == 0 ? 0 : sums[^1];
        return files[position].Number == mark.NewestNumber ? sums[^1] - sums[position] - mark.NewestSize : sums[^1] - sums[position];
    }

    /// <summary>Linear between points, constant outside.</summary>
    public static double Interpolate(List<(double Time, double Bytes)> points, double time)
    {
        if (points.Count == 0 || time <= points[0].Time)
            return points.Count == 0 ? 0 : points[0].Bytes;
        var (low, high) = (0, points.Count - 1);
        if (time >= points[high].Time)
            return points[high].Bytes;
        while (high - low > 1)
        {
            var middle = (low + high) / 2;
            if (points[middle].Time <= time)
                low = middle;
            else
                high = middle;
        }

        var (from, to) = (points[low], points[high]);
        return from.Bytes + (to.Bytes - from.Bytes) * (time - from.Time) / (to.Time - from.Time);
    }

    // A file was written between its first event (or the end of the file before it) and its last modification. Where the order of
    // those times is broken, everything up to there is left out: bytes put at a wrong time would be a rate that never was.
    private static List<(double Time, double Bytes)> FilePoints(IReadOnlyList<BinlogFile> files, double[] sums, double now,
        out bool trusted)
    {
        var points = new List<(double Time, double Bytes)>(files.Count * 2);
        trusted = true;
        var limit = now + Slack;
        var first = files.Count;
        while (first > 0 && files[first - 1].Modified is { } modified && modified <= limit + Slack)
        {
            first--;
            limit = Math.Min(limit, modified);
        }

        trusted = first == 0 || files[first - 1].Modified is null;
        double? previousEnd = null;
        for (var index = first; index < files.Count; index++)
        {
            var end = Math.Min(files[index].Modified!.Value, now);
            var start = files[index].Started is { } started && started <= end + Slack ? Math.Min(started, end) : previousEnd;
            if (files[index].Started is { } contradictory && (contradictory > end + Slack || contradictory < previousEnd - Touched))
            {
                // The file before it was touched or copied after this one had begun: its times say nothing about when it was written.
                trusted = false;
                points.Clear();
                previousEnd = null;
            }

            if (start is { } known)
                points.Add((Math.Max(known, previousEnd ?? known), sums[index]));
            else
                points.Clear();
            points.Add((Math.Max(end, previousEnd ?? end), sums[index + 1]));
            previousEnd = points[^1].Time;
        }

        return points;
    }

    // What a sample saw is exact: the samples' own sums say how much lies between them.
    private static List<(double Time, double Bytes)> ExactPoints(
        IReadOnlyList<BinlogFile> files, IReadOnlyList<WrittenMark> marks, double latest, double now, double commitLimit)
    {
        var exact = new List<(double Time, double Bytes)>(marks.Count);
        if (files.Count == 0)
            return exact;
        for (var index = 0; index < marks.Count; index++)
        {
            var mark = marks[index];
            var bytes = latest - (marks[^1].Written - mark.Written);
            if (mark.Time >= now || bytes > latest || (exact.Count > 0 && (bytes < exact[^1].Bytes || mark.Time <= exact[^1].Time)))
                continue;
            // In the middle of a large commit nothing is measured until it has gone on for long.
            if (mark.NewestSize > commitLimit && !IsLong(marks, index, commitLimit))
                continue;
            exact.Add((mark.Time, bytes));
        }

        return exact;
    }

    private static bool IsLong(IReadOnlyList<WrittenMark> marks, int index, double commitLimit)
    {
        var (first, last) = (index, index);
        while (first > 0 && marks[first - 1].NewestNumber == marks[index].NewestNumber && marks[first - 1].NewestSize > commitLimit)
            first--;
        while (last < marks.Count - 1 && marks[last + 1].NewestNumber == marks[index].NewestNumber)
            last++;
        return marks[last].Time - marks[first].Time >= LongCommit;
    }

    // A commit writes as fast as the disk can, and then it is over: its bytes belong to the moment when the file was last written.
    private static void MakeStepsOfCommits(
        IReadOnlyList<BinlogFile> files, double[] sums, IReadOnlyList<WrittenMark> marks, List<(double Time, double Bytes)> points,
            double commitLimit)
    {
        for (var index = 0; index < files.Count; index++)
        {
            if (files[index].Size <= commitLimit || files[index].Modified is not { } modified)
                continue;
            var begun = marks.Count - 1;
            while (begun >= 0 && (marks[begun].NewestNumber != files[index].Number || marks[begun].NewestSize <= commitLimit))
                begun--;
            if (begun >= 0 && IsLong(marks, begun, commitLimit))
                continue;
            var end = points.FindIndex(point => point.Bytes >= sums[index + 1] - 0.5);
            if (end > 0 && points[end].Time >= modified - Slack)
                points.Insert(end, (points[end].Time - 0.001, points[end - 1].Bytes));
        }
    }

    // Both are in order; there may be thousands of the first and few of the second.
    private static List<(double Time, double Bytes)> Merged(List<(double Time, double Bytes)> points, List<(double Time,
        double Bytes)> others)
    {
        var merged = new List<(double Time, double Bytes)>(points.Count + others.Count);
        var taken = 0;
        foreach (var other in others)
        {
            var from = taken;
            while (taken < points.Count && points[taken].CompareTo(other) <= 0)
                taken++;
            merged.AddRange(points.GetRange(from, taken - from));
            merged.Add(other);
        }

        merged.AddRange(points.GetRange(taken, points.Count - taken));
        return merged;
    }

    // Between two exact points a file's point cannot lie below the one or above the other.
    private static void KeepWithin(List<(double Time, double Bytes)> exact, List<(double Time, double Bytes)> points)
    {
        var next = 0;
        for (var index = 0; index < points.Count; index++)
        {
            var (time, bytes) = points[index];
            while (next < exact.Count && exact[next].Time <= time)
                next++;
            if (next > 0)
                bytes = Math.Max(bytes, exact[next - 1].Bytes);
            if (next < exact.Count)
                bytes = Math.Min(bytes, exact[next].Bytes);
            points[index] = (time, bytes);
        }
    }
}
