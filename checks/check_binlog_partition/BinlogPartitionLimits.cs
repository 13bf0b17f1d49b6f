using Nagios.Plugin;

namespace NagiosChecks.BinlogPartition;

/// <summary>What the operator decides: ranges, windows and the states of situations.</summary>
/// <param name="TimeToFull">Seconds until the file system is full.</param>
/// <param name="Used">Percent in use, as df counts.</param>
/// <param name="Free">Bytes free to the server.</param>
/// <param name="Growth">Bytes a second.</param>
/// <param name="Inodes">Percent of inodes in use.</param>
/// <param name="ShortWindow">Seconds.</param>
/// <param name="LongWindow">Seconds.</param>
internal sealed record BinlogPartitionLimits(
    Thresholds TimeToFull, Thresholds Used, Thresholds Free, Thresholds Growth, Thresholds Inodes, double ShortWindow, double LongWindow)
{
    private const double ShortestWindow = 1;
    private const double LongestWindow = 7 * 86400;

    /// <summary>Seconds until full at the pace of the last day.</summary>
    public Thresholds Trend { get; init; }

    /// <summary>True when the growth of the past is shown as bars (-v).</summary>
    public bool ShowBars { get; init; }

    public NagiosState IfSameDevice { get; init; }

    public NagiosState IfBinlogOff { get; init; } = NagiosState.Critical;

    public NagiosState IfUnlisted { get; init; } = NagiosState.Unknown;

    public NagiosState IfServerDown { get; init; } = NagiosState.Critical;

    /// <summary>Reads the options.</summary>
    /// <exception cref="CheckException">One of them is not right; says which and why.</exception>
    public static BinlogPartitionLimits Parse(BinlogPartitionOptions options)
    {
        var shortWindow = Quantity.Parse("--short-window", options.ShortWindow, Dimension.Duration, ShortestWindow, LongestWindow);
        var longWindow = Quantity.Parse("--long-window", options.LongWindow, Dimension.Duration, ShortestWindow, LongestWindow);
        if (longWindow < shortWindow)
            throw CheckException.Usage("--long-window", options.LongWindow, $"is shorter than --short-window {options.ShortWindow}");

        var timeToFull = Thresholds.Parse("", options.Warning, options.Critical, Dimension.Duration);
        foreach (var (option, text, range) in new[] { ("--warning", options.Warning, timeToFull.Warning), ("--critical", options.Critical,
            timeToFull.Critical) })
        {
            // Beyond the horizon every time is "later": a range that begins there could never be left.
            if (range is { AlertInside: false, Start: var start } && start > GrowthWindow.Reach * longWindow)
                throw CheckException.Usage(option, text!,
                    $"reaches further ahead than 6 times --long-window "
                        + $"({Quantity.Human(GrowthWindow.Reach * longWindow, Dimension.Duration)}), which is as far as a trend is "
                        + $"trusted: raise --long-window");
        }

        return new BinlogPartitionLimits(
            timeToFull,
            Thresholds.Parse("used", options.UsedWarning, options.UsedCritical, Dimension.Percent),
            Thresholds.Parse("free", options.FreeWarning, options.FreeCritical, Dimension.Size),
            Thresholds.Parse("growth", options.GrowthWarning, options.GrowthCritical, Dimension.Size),
            Thresholds.Parse("inodes", options.InodesWarning, options.InodesCritical, Dimension.Percent),
            shortWindow, longWindow)
        {
            ShowBars = options.Verbose > 0,
            Trend = Thresholds.Parse("trend", options.TrendWarning, options.TrendCritical, Dimension.Duration),
            IfSameDevice = NagiosStates.Parse("--if-same-device", options.IfSameDevice),
            IfBinlogOff = NagiosStates.Parse("--if-binlog-off", options.IfBinlogOff),
            IfUnlisted = NagiosStates.Parse("--if-unlisted", options.IfUnlisted),
            IfServerDown = NagiosStates.Parse("--if-server-down", options.IfServerDown),
        };
    }
}
