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

    /// <summary>Builds the history.</summary>
    /// <param name="files">All binlogs, by rising number.</param>
    /// <param name="marks">Earlier samples, oldest first.</param>
    /// <param name="now">Seconds since 1970.</param>
    public static WrittenHistory Of(IReadOnlyList<BinlogFile> files, IReadOnlyList<WrittenMark> marks, double now)
    {
        var sums = new double[files.Count + 1];
        for (var index = 0; index < files.Count; index++)
            sums[index + 1] = sums[index] + files[index].Size;

        var exact = ExactPoints(files, sums, marks, now);
        var points = FilePoints(files, sums, now, out var trusted);
        KeepWithin(exact, points);
        return new WrittenHistory(Merged(points, [.. exact, (now, sums[^1])]), trusted);
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
    private static List<(double Time, double Bytes)> FilePoints(IReadOnlyList<BinlogFile> files, double[] sums, double now, out bool trusted)
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
            var start = files[index].Started is { } started && started <= end + Slack && started >= (previousEnd ?? double.NegativeInfinity) - Slack
                ? Math.Min(started, end)
                : previousEnd;
            if (files[index].Started is { } contradictory && contradictory > end + Slack)
                trusted = false;
            if (start is { } known)
                points.Add((Math.Max(known, previousEnd ?? known), sums[index]));
            else
                points.Clear();
            points.Add((Math.Max(end, previousEnd ?? end), sums[index + 1]));
            previousEnd = points[^1].Time;
        }

        return points;
    }

    // What a sample saw is exact while its newest file is still there, or every file after it is. Before the first of those, the
    // samples' own sums go on from it.
    private static List<(double Time, double Bytes)> ExactPoints(IReadOnlyList<BinlogFile> files, double[] sums, IReadOnlyList<WrittenMark> marks, double now)
    {
        var exact = new List<(double Time, double Bytes)>();
        if (files.Count == 0)
            return exact;
        var (position, anchor) = (0, -1);
        for (var index = 0; index < marks.Count; index++)
        {
            var mark = marks[index];
            if (mark.NewestNumber < files[0].Number - 1 || mark.NewestNumber > files[^1].Number || mark.NewestNumber == 0 || mark.Time >= now)
                continue;
            while (position < files.Count && files[position].Number < mark.NewestNumber)
                position++;
            var present = position < files.Count && files[position].Number == mark.NewestNumber;
            if (present && files[position].Size < mark.NewestSize)
            {
                // The numbers began anew (RESET): what was seen before belongs to other files.
                exact.Clear();
                anchor = -1;
                continue;
            }

            var bytes = sums[position] + (present ? mark.NewestSize : 0);
            while (exact.Count > 0 && exact[^1].Bytes > bytes)
                exact.RemoveAt(exact.Count - 1);
            if (exact.Count == 0)
                anchor = index;
            if (exact.Count == 0 || exact[^1].Time < mark.Time)
                exact.Add((mark.Time, bytes));
        }

        var older = new List<(double Time, double Bytes)>();
        for (var index = 0; index < anchor; index++)
        {
            var bytes = exact[0].Bytes - (marks[anchor].Written - marks[index].Written);
            if (bytes <= exact[0].Bytes && (older.Count == 0 || bytes >= older[^1].Bytes))
                older.Add((marks[index].Time, bytes));
        }

        older.AddRange(exact);
        return older;
    }

    // Both are in order; there may be thousands of the first and few of the second.
    private static List<(double Time, double Bytes)> Merged(List<(double Time, double Bytes)> points, List<(double Time, double Bytes)> others)
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
