namespace NagiosChecks.BinlogPartition;

/// <summary>When the file system is going to be full, as far as the growth so far lets anybody say.</summary>
/// <param name="Windows">The ladder of windows, shortest first.</param>
/// <param name="Deciding">The window whose trusted forecast is the nearest; null when none reaches.</param>
/// <param name="TimeToFull">Seconds; at most <paramref name="Limit"/>, which also stands for "not within any trusted horizon".</param>
/// <param name="Limit">The longest horizon, in seconds.</param>
/// <param name="Ordinary">What held an alarm back, or null.</param>
internal sealed record FillForecast(IReadOnlyList<GrowthWindow> Windows, GrowthWindow? Deciding, double TimeToFull, double Limit, OrdinaryBurst? Ordinary)
{
    /// <summary>True when there is a trusted time.</summary>
    public bool Fills => TimeToFull < Limit;

    /// <summary>Makes the forecast.</summary>
    /// <param name="history">Fill so far.</param>
    /// <param name="plan">What is certain to be purged.</param>
    /// <param name="free">Bytes free to the server now.</param>
    /// <param name="listed">Bytes of binlog now.</param>
    /// <param name="shortest">The shortest window, in seconds.</param>
    /// <param name="longest">The longest window, in seconds.</param>
    public static FillForecast Of(FillHistory history, PurgePlan plan, double free, double listed, double shortest, double longest)
    {
        var windows = Growth.Windows(history, shortest, longest);
        var limit = GrowthWindow.Reach * longest;
        GrowthWindow? deciding = null;
        var soonest = limit;
        foreach (var window in windows)
        {
            var time = plan.TimeToFull(free, listed, window);
            if (time <= window.Horizon && time < soonest)
                (deciding, soonest) = (window, time);
        }

        // A burst like every night's ends before it fills the disk: then the time counts from there, at the rate of ordinary hours.
        // Only while it leaves half of the room that there is, so that a tight night still pages.
        if (deciding is { } burst && OrdinaryBurst.Find(history, burst, soonest) is { } ordinary && ordinary.Rest <= free / 2)
        {
            var calm = windows[^1] with { BytesPerSecond = Math.Min(windows[^1].BytesPerSecond, burst.BytesPerSecond) };
            var after = ordinary.Rest / burst.BytesPerSecond + plan.TimeToFull(free - ordinary.Rest, listed + ordinary.Rest, calm);
            return new FillForecast(windows, deciding, Math.Min(limit, Math.Max(soonest, after)), limit, ordinary);
        }

        return new FillForecast(windows, deciding, soonest, limit, null);
    }
}
