namespace NagiosChecks.BinlogPartition;

/// <summary>The growth that held through the whole of one window: the least of its three thirds, so that a burst that is over is
/// none.</summary>
/// <param name="Window">Length in seconds, ending now.</param>
/// <param name="BytesPerSecond">Room that is lost a second, what purges give back all the time subtracted; never negative.</param>
/// <param name="BinlogBytesPerSecond">Room that binlogs take a second.</param>
/// <param name="TakenBytesPerSecond">Room that everybody takes a second, whatever purges give back.</param>
internal readonly record struct GrowthWindow(double Window, double BytesPerSecond, double BinlogBytesPerSecond, double TakenBytesPerSecond)
{
    /// <summary>A trend is trusted six times as far ahead as it has lasted.</summary>
    public const double Reach = 6;

    /// <summary>How far ahead this window's rate may be extended, in seconds.</summary>
    public double Horizon => Reach * Window;

    /// <summary>Room that other files take a second.</summary>
    public double OtherBytesPerSecond => Math.Max(0, TakenBytesPerSecond - BinlogBytesPerSecond);
}

/// <summary>Sustained rates over a ladder of windows between the shortest and the longest.</summary>
internal static class Growth
{
    private const double Step = 1.25;

    // What the last minutes do not bear out is over.
    private const double RecentSpan = 240;
    private const double RecentFactor = 1.5;

    /// <summary>Every window of the ladder, shortest first; the longest is exactly as asked.</summary>
    public static List<GrowthWindow> Windows(RoomHistory history, double shortest, double longest)
    {
        var windows = new List<GrowthWindow>();
        for (var window = shortest; window < longest; window *= Step)
            windows.Add(Measure(history, window));
        windows.Add(Measure(history, longest));
        return windows;
    }

    /// <summary>Samples near the four corners of a window's thirds; null when the samples are too far apart for it.</summary>
    public static (RoomPoint Oldest, RoomPoint Older, RoomPoint Middle, RoomPoint Newest)? Thirds(RoomHistory history, double window)
    {
        var third = window / 3;
        var points = history.Points;
        var (older, middle) = (points[history.Back(2 * third)], points[history.Back(third)]);
        var (oldest, newest) = (points[history.Back(window)], points[^1]);
        var least = third / 2;
        var most = 2 * third;
        return IsThird(oldest, older) && IsThird(older, middle) && IsThird(middle, newest) ? (oldest, older, middle, newest) : null;

        bool IsThird(RoomPoint from, RoomPoint to) => to.Time > from.Time && to.Time - from.Time >= least && to.Time - from.Time <= most;
    }

    private static GrowthWindow Measure(RoomHistory history, double window)
    {
        var binlogs = history.RoomPerByte * history.Binlogs.Sustained(history.Now, window);
        var (taken, net, returned, others) = (0d, 0d, 0d, 0d);
        if (Thirds(history, window) is { } corners)
        {
            taken = Least(corners, point => point.Taken);
            net = Least(corners, point => point.Net);
            returned = Least(corners, point => point.Returned);
            others = Least(corners, point => point.Others);
        }
        else if (Thirds(history, 3 * history.Interval) is { } latest)
            returned = Least(latest, point => point.Returned);

        // What others give back is not counted on: the binlogs' own growth is the least there is.
        taken = Math.Max(binlogs, taken);
        var rate = Math.Max(taken - returned, net);
        if (rate > 0)
        {
            var recent = RecentFactor * history.RecentRate(Math.Min(window, Math.Max(RecentSpan, 2 * history.Interval)));
            rate = Math.Min(rate, recent);
        }

        return new GrowthWindow(window, rate, Math.Max(binlogs, taken - others), taken);
    }

    private static double Least((RoomPoint Oldest, RoomPoint Older, RoomPoint Middle, RoomPoint Newest) corners, Func<RoomPoint,
        double> bytes)
    {
        var least = Math.Min(Rate(corners.Oldest, corners.Older), Math.Min(Rate(corners.Older, corners.Middle), Rate(corners.Middle,
            corners.Newest)));
        return Math.Max(0, least);

        double Rate(RoomPoint from, RoomPoint to) => (bytes(to) - bytes(from)) / (to.Time - from.Time);
    }
}
