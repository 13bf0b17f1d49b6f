using Nagios.Plugin;

namespace NagiosChecks.Conntrack;

/// <summary>Everything the operator decides, parsed before anything is read.</summary>
internal sealed record ConntrackLimits
{
    public required Thresholds Fill { get; init; }

    public required double HysteresisPercent { get; init; }

    public required Thresholds Entries { get; init; }

    public required Thresholds TimeToFullSeconds { get; init; }

    public required double TimeToFullFromPercent { get; init; }

    public required Thresholds DropsPerSecond { get; init; }

    public required Thresholds ClashesPerSecond { get; init; }

    public required Thresholds ChainDropsPerSecond { get; init; }

    public required Thresholds EarlyDropsPerSecond { get; init; }

    public required Thresholds InsertFailedPerSecond { get; init; }

    public required double WindowSeconds { get; init; }

    public required Thresholds BucketLoad { get; init; }

    public required Thresholds ExpectFill { get; init; }

    public required IReadOnlyList<string> Namespaces { get; init; }

    public required IReadOnlyList<string> Graph { get; init; }

    public required bool Forbid { get; init; }

    public required NagiosState IfAbsent { get; init; }

    public required NagiosState IfTracking { get; init; }

    public required NagiosState IfIdle { get; init; }

    public static ConntrackLimits Parse(ConntrackOptions options) => new()
    {
        Fill = Thresholds.Parse("", options.Warning, options.Critical, Dimension.Percent),
        HysteresisPercent = Quantity.Parse("--hysteresis", options.Hysteresis, Dimension.Percent, 0, 100),
        Entries = Thresholds.Parse("entries", options.EntriesWarning, options.EntriesCritical),
        TimeToFullSeconds = Thresholds.Parse("time-to-full", options.TimeToFullWarning, options.TimeToFullCritical, Dimension.Duration),
        TimeToFullFromPercent = Quantity.Parse("--time-to-full-from", options.TimeToFullFrom, Dimension.Percent, 0, 100),
        DropsPerSecond = Thresholds.Parse("drop", options.DropWarning, options.DropCritical),
        ClashesPerSecond = Thresholds.Parse("clash", options.ClashWarning, options.ClashCritical),
        ChainDropsPerSecond = Thresholds.Parse("chain", options.ChainWarning, options.ChainCritical),
        EarlyDropsPerSecond = Thresholds.Parse("early-drop", options.EarlyDropWarning, options.EarlyDropCritical),
        InsertFailedPerSecond = Thresholds.Parse("insert-failed", options.InsertFailedWarning, options.InsertFailedCritical),
        WindowSeconds = Quantity.Parse("--window", options.Window, Dimension.Duration, 10, 3600),
        BucketLoad = Thresholds.Parse("bucket-load", options.BucketLoadWarning, options.BucketLoadCritical),
        ExpectFill = Thresholds.Parse("expect", options.ExpectWarning, options.ExpectCritical, Dimension.Percent),
        Namespaces = Names("--namespace", options.Namespace),
        Graph = Names("--graph-namespaces", options.GraphNamespaces),
        Forbid = options.Forbid,
        IfAbsent = NagiosStates.Parse("--if-absent", options.IfAbsent),
        IfTracking = NagiosStates.Parse("--if-tracking", options.IfTracking),
        IfIdle = NagiosStates.Parse("--if-idle", options.IfIdle),
    };

    private static string[] Names(string option, string? list)
    {
        if (list is null)
            return [];
        var names = list.Split(',', StringSplitOptions.TrimEntries);
        return Array.Exists(names, name => name.Length == 0)
            ? throw CheckException.Usage(option, list, "has an empty name in its list")
            : names;
    }
}
