namespace NagiosChecks.BinlogPartition;

/// <summary>Looks for the like of the growth that goes on now in the samples of the past five weeks.</summary>
/// <param name="history">The past.</param>
internal sealed class LearntEnds(RoomHistory history)
{
    private const double Day = 86400;
    private const double Hour = 3600;

    // A job starts a little earlier or later, or an hour so after the clocks change.
    private const double StartTolerance = 5400;
    private const int MostDays = 35;
    private const int MostTeeth = 8;
    private const double PeriodTolerance = 0.25;
    private const double Negligible = 0.005;
    private const double SmallPart = 0.05;
    private readonly IReadOnlyList<RoomPoint> _points = history.Points;
    private List<(double Start, double End, double Cut, double Fall)>? _teeth;
    private int _toothBegin;

    /// <summary>What is known about the end of the growth of a window; null when nothing is.</summary>
    /// <param name="window">The window that shows the growth.</param>
    /// <param name="timeToFull">How long it would have to go on, in seconds.</param>
    /// <param name="leave">Bytes that must be left at the end.</param>
    public LearntEnd? Find(GrowthWindow window, double timeToFull, double leave)
    {
        if (_points.Count < 4)
            return null;
        var room = _points[^1].Room;
        return Daily(window, timeToFull) is { } daily && daily.Fits(room, leave) ? daily
            : Sawtooth(window, timeToFull) is { } tooth && tooth.Fits(room, leave) ? tooth
            : null;
    }

    // Back to where less than half of the rate was taken, and there to the sample with most room.
    private int Begin(GrowthWindow window)
    {
        var step = Math.Max(window.Window / 3, history.Interval);
        var lasted = window.Window;
        while (lasted < Day && Taken(lasted + step) - Taken(lasted) >= window.TakenBytesPerSecond * step / 2)
            lasted += step;
        return Highest(history.Back(lasted + history.Interval), _points.Count - 1);
    }

    private double Taken(double secondsAgo)
    {
        var time = history.Now - secondsAgo;
        var after = history.Back(secondsAgo);
        if (_points[after].Time < time && after < _points.Count - 1)
            after++;
        if (after == 0)
            return -_points[0].Taken;
        var (from, to) = (_points[after - 1], _points[after]);
        return -(from.Taken + (to.Taken - from.Taken) * (time - from.Time) / (to.Time - from.Time));
    }

    // The latest sample that has nearly as much room as the one with most.
    private int Highest(int first, int last)
    {
        var (most, least) = (double.MinValue, double.MaxValue);
        for (var index = first; index <= last; index++)
        {
            most = Math.Max(most, _points[index].Room);
            least = Math.Min(least, _points[index].Room);
        }

        var highest = last;
        while (highest > first && _points[highest].Room < most - SmallPart * (most - least))
            highest--;
        return highest;
    }

    private LearntEnd? Daily(GrowthWindow window, double timeToFull)
    {
        var begin = _points[Begin(window)];
        var soFar = begin.Room - _points[^1].Room;
        var span = history.Now - begin.Time + timeToFull;
        if (span > 7 * Day)
            return null;
        var (days, usual) = (0, 0d);
        for (var day = 1; day <= MostDays && begin.Time - day * Day > _points[0].Time; day++)
        {
            var start = begin.Time - day * Day;
            var (fall, binlogs, others) = LargestFall(start - StartTolerance, start + StartTolerance + span, span);
            if (!LearntEnd.IsAsLarge(soFar, fall) || !LearntEnd.IsAsFast(window, binlogs, others))
                continue;
            days++;
            usual = Math.Max(usual, fall);
        }

        return days >= 2 ? new LearntEnd(LearntKind.Daily, soFar, usual, days) : null;
    }

    // The largest fall of room that ended within a time and took no longer than a span, and the fastest growth in that time.
    private (double Fall, double Binlogs, double Others) LargestFall(double from, double to, double span)
    {
        var (fall, binlogs, others) = (0d, 0d, 0d);
        to = Math.Min(to, history.Now - span / 2);
        var slack = history.Now - from > 2 * Day ? 2 * Hour : Hour;
        for (var index = First(from); index < _points.Count && _points[index].Time <= to; index++)
        {
            binlogs = Math.Max(binlogs, _points[index].PeakBinlogs);
            others = Math.Max(others, _points[index].PeakOthers);
            for (var earlier = index - 1; earlier >= 0 && _points[index].Time - _points[earlier].Time <= span + slack; earlier--)
                fall = Math.Max(fall, _points[earlier].Room - _points[index].Room);
        }

        return (fall, binlogs, others);
    }

    private int First(double time)
    {
        var (low, high) = (0, _points.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_points[middle].Time < time)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    private LearntEnd? Sawtooth(GrowthWindow window, double timeToFull)
    {
        _teeth ??= Teeth(out _toothBegin);
        var (teeth, begin) = (_teeth, _toothBegin);
        if (teeth.Count < 2)
            return null;
        var (last, before) = (teeth[^1], teeth[^2]);
        var soFar = _points[begin].Room - _points[^1].Room;
        var start = _points[begin].Time;
        var period = last.Start - before.Start;
        var isPeriodic = Math.Abs(start - last.Start - period) <= PeriodTolerance * period;
        var isContinuous = start - last.Cut <= PeriodTolerance * (last.End - last.Start);
        if (!isPeriodic && !isContinuous)
            return null;
        var (alike, usual, first) = (0, 0d, start);
        for (var index = teeth.Count - 1; index >= 0 && index >= teeth.Count - MostTeeth; index--)
        {
            var (binlogs, others) = Peaks(teeth[index].Start, teeth[index].End);
            if (!LearntEnd.IsAsFast(window, binlogs, others))
                continue;
            alike++;
            usual = Math.Max(usual, teeth[index].Fall);
            first = Math.Min(first, teeth[index].Start);
        }

        if (alike < 2)
            return null;
        // Where each tooth ends lower than the one before, the fall over the time to full counts.
        usual = Math.Max(usual, LargestFall(first, start, history.Now - start + timeToFull).Fall);
        return new LearntEnd(LearntKind.Sawtooth, soFar, usual, alike);
    }

    private (double Binlogs, double Others) Peaks(double from, double to)
    {
        var (binlogs, others) = (0d, 0d);
        for (var index = First(from); index < _points.Count && _points[index].Time <= to + history.Interval; index++)
        {
            binlogs = Math.Max(binlogs, _points[index].PeakBinlogs);
            others = Math.Max(others, _points[index].PeakOthers);
        }

        return (binlogs, others);
    }

    // Turning points: a fall of room after which at least half of it came back. The sample where the current fall began comes out too.
    private List<(double Start, double End, double Cut, double Fall)> Teeth(out int begin)
    {
        var teeth = new List<(double Start, double End, double Cut, double Fall)>();
        var least = Negligible * Math.Max(1, _points.Max(point => point.Room));
        var (high, low) = (0, 0);
        for (var index = 1; index < _points.Count; index++)
        {
            var room = _points[index].Room;
            var fall = _points[high].Room - _points[low].Room;
            var isCut = fall > least && room - _points[low].Room >= fall / 2;
            if (isCut)
                teeth.Add((_points[Edge(high, low)].Time, _points[low].Time, _points[index].Time, fall));
            if (isCut || room > _points[high].Room)
                (high, low) = (index, index);
            else if (room < _points[low].Room)
                low = index;
        }

        begin = Edge(high, low);
        return teeth;
    }

    // The latest sample from which nearly all of a fall is still to come.
    private int Edge(int high, int low)
    {
        var edge = low;
        while (edge > high && _points[edge].Room < _points[high].Room - SmallPart * (_points[high].Room - _points[low].Room))
            edge--;
        return edge;
    }
}
