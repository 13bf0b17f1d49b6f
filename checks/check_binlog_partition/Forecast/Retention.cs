namespace NagiosChecks.BinlogPartition;

/// <summary>
/// What the binlogs themselves say while there are too few samples: older ones are gone, so somebody purges, and those that are
/// left were written at one steady rate. Then the next purge is expected before they are half as many again.
/// </summary>
internal static class Retention
{
    private const double ShortestAge = 1800;
    private const double Growth = 1.5;
    private const double Tolerance = 1.25;

    /// <summary>The expected end; null when the files do not say it.</summary>
    public static LearntEnd? Find(RoomHistory history, RoomNow room, GrowthWindow window, double leave)
    {
        var age = history.Now - history.Binlogs.FilesStart;
        if (room.OldestNumber <= 1 || age < ShortestAge || history.Now - history.Points[0].Time > 2 * age
            || !history.Binlogs.TimesAreTrusted)
            return null;
        // One rate from the first of them to the last, and hardly anything by others.
        var binlogs = window.BinlogBytesPerSecond;
        var average = history.RoomPerByte * history.Binlogs.AverageFromFiles;
        if (binlogs <= 0 || binlogs > Tolerance * average || window.OtherBytesPerSecond > 0.2 * binlogs)
            return null;
        var taken = history.RoomPerByte * room.BinlogBytes;
        var end = new LearntEnd(LearntKind.Retention, taken, Ceiling(history, taken) / LearntEnd.AmountTolerance, 0);
        return end.Fits(room.FreeBytes, leave) ? end : null;
    }

    // The room that the binlogs took just before the last purge that was seen; before one was seen, half as much again as at first.
    private static double Ceiling(RoomHistory history, double taken)
    {
        var (points, now) = (history.Points, history.Points[^1]);
        var purged = points.Count - 1;
        while (purged > 0 && points[purged].Returned <= points[purged - 1].Returned)
            purged--;
        if (purged == 0)
            return Growth * (taken - now.Binlogs + points[0].Binlogs);
        var most = 0d;
        for (var index = 0; index < purged; index++)
            most = Math.Max(most, taken - (now.Binlogs - points[index].Binlogs) + (now.Returned - points[index].Returned));
        return LearntEnd.AmountTolerance * most;
    }
}
