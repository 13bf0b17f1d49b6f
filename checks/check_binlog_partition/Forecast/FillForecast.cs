namespace NagiosChecks.BinlogPartition;

/// <summary>When the file system is going to be full, as far as the growth so far lets anybody say.</summary>
/// <param name="Windows">The ladder of windows, shortest first.</param>
/// <param name="Deciding">The window whose trusted forecast is the nearest; null when none reaches.</param>
/// <param name="TimeToFull">Seconds; at most <paramref name="Limit"/>, which also stands for "not within any trusted horizon".</param>
/// <param name="Limit">The longest horizon, in seconds.</param>
/// <param name="Learnt">What held an alarm back, or null.</param>
/// <param name="Trend">The growth of the last day, or null when it does not fall all day long.</param>
internal sealed record FillForecast(
    IReadOnlyList<GrowthWindow> Windows, GrowthWindow? Deciding, double TimeToFull, double Limit, LearntEnd? Learnt, DayTrend? Trend)
{
    private const double LeaveFree = 0.02;

    /// <summary>True when there is a trusted time.</summary>
    public bool Fills => TimeToFull < Limit;

    /// <summary>The growth that an alarm was held back for; null when none was.</summary>
    public GrowthWindow? HeldBack { get; private init; }

    /// <summary>Makes the forecast.</summary>
    /// <param name="history">Room of the past.</param>
    /// <param name="plan">What is certain to be purged.</param>
    /// <param name="room">What there is now.</param>
    /// <param name="shortest">The shortest window, in seconds.</param>
    /// <param name="longest">The longest window, in seconds.</param>
    public static FillForecast Of(RoomHistory history, PurgePlan plan, RoomNow room, double shortest, double longest)
    {
        var windows = Growth.Windows(history, shortest, longest);
        var limit = GrowthWindow.Reach * longest;
        var ends = new LearntEnds(history);
        var leave = LeaveFree * room.TotalBytes;
        var (deciding, held, soonest) = ((GrowthWindow?)null, (GrowthWindow?)null, limit);
        LearntEnd? learnt = null;
        foreach (var window in windows)
        {
            var time = plan.TimeToFull(room.FreeBytes, history.RoomPerByte * room.BinlogBytes, window, history.RoomPerByte);
            if (time > window.Horizon || time >= soonest)
                continue;
            if ((ends.Find(window, time, leave) ?? Retention.Find(history, room, window, leave)) is { } end)
                (learnt, held) = (end, window);
            else
                (deciding, soonest) = (window, time);
        }

        return new FillForecast(windows, deciding, soonest, limit, learnt, DayTrend.Of(history, plan, room, ends)) { HeldBack = held };
    }
}
