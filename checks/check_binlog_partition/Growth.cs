namespace NagiosChecks.BinlogPartition;

/// <summary>The rate that held through the whole of one window: the least of its three thirds, so that a burst that is over is none.</summary>
/// <param name="Window">Length in seconds, ending now.</param>
/// <param name="BytesPerSecond">Never negative.</param>
/// <param name="BinlogBytesPerSecond">The binlogs' part of it.</param>
internal readonly record struct GrowthWindow(double Window, double BytesPerSecond, double BinlogBytesPerSecond)
{
    /// <summary>A trend is trusted five times as far ahead as it has lasted.</summary>
    public const double Reach = 5;

    /// <summary>How far ahead this window's rate may be extended, in seconds.</summary>
    public double Horizon => Reach * Window;
}

/// <summary>Sustained rates over a ladder of windows between the shortest and the longest.</summary>
internal static class Growth
{
    private const double Step = 1.25;

    /// <summary>Every window of the ladder, shortest first; the longest is exactly as asked.</summary>
    public static List<GrowthWindow> Windows(FillHistory history, double shortest, double longest)
    {
        var windows = new List<GrowthWindow>();
        for (var window = shortest; window < longest; window *= Step)
            windows.Add(Measure(history, window));
        windows.Add(Measure(history, longest));
        return windows;
    }

    /// <summary>Plain average over a window that ends now, or as much of it as is known, bytes a second; never negative.</summary>
    /// <param name="history">Fill so far.</param>
    /// <param name="window">Seconds.</param>
    /// <param name="least">Seconds that are divided by at least: over a moment no rate is worth telling.</param>
    public static double Average(FillHistory history, double window, double least)
    {
        var binlogs = history.BinlogBytesAt(history.Now) - history.BinlogBytesAt(history.Now - window);
        var others = history.OthersBytesAt(history.Now) - history.OthersBytesAt(history.Now - window);
        return Math.Max(0, binlogs / Math.Clamp(history.Now - history.BinlogStart, least, window) + others / Math.Clamp(history.Now - history.OthersStart, least, window));
    }

    private static GrowthWindow Measure(FillHistory history, double window)
    {
        var binlogs = Sustained(history.BinlogBytesAt, history.Now, window);
        // What others give back is not counted on: the binlogs' own growth is the least there is.
        return new GrowthWindow(window, Math.Max(binlogs, Sustained(history.AllBytesAt, history.Now, window)), binlogs);
    }

    private static double Sustained(Func<double, double> bytesAt, double now, double window)
    {
        var third = window / 3;
        var (newest, middle, older, oldest) = (bytesAt(now), bytesAt(now - third), bytesAt(now - 2 * third), bytesAt(now - window));
        return Math.Max(0, Math.Min(newest - middle, Math.Min(middle - older, older - oldest)) / third);
    }
}
