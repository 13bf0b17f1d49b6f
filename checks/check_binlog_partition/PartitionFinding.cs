using Nagios.Plugin;

namespace NagiosChecks.BinlogPartition;

/// <summary>What follows from a measurement: shared by verdict, advice and JSON, so that all three say the same.</summary>
/// <param name="Measurement">What was seen.</param>
/// <param name="Limits">What the operator decides.</param>
/// <param name="Room">The past.</param>
/// <param name="Plan">What the server purges by itself.</param>
/// <param name="Forecast">When it is full.</param>
/// <param name="Fastest">Who of the known users of the space grew most; null when none did.</param>
internal sealed record PartitionFinding(
    BinlogPartitionMeasurement Measurement, BinlogPartitionLimits Limits, RoomHistory Room, PurgePlan Plan, FillForecast Forecast,
    (SpaceUser User, double BytesPerSecond)? Fastest)
{
    private const long FullBytes = 1024 * 1024;

    /// <summary>True when nothing can be written any more.</summary>
    public bool IsFull => Measurement.RoomBytes < FullBytes;

    /// <summary>Another place of the server that is full; null when none is.</summary>
    public FullPlace? FullElsewhere => Measurement.OtherPlaces.FirstOrDefault(place => place.FreeBytes < FullBytes);

    /// <summary>The rate to tell and to graph: what decides, else the plain average of the last minutes.</summary>
    public double Rate => Forecast.Deciding?.BytesPerSecond ?? Room.RecentRate(5 * Forecast.Windows[0].Window);

    /// <summary>True while nothing was seen for as long as the shortest window.</summary>
    public bool IsUnknown => !Forecast.Fills && Rate == 0 && Room.Now - Room.Start < Limits.ShortWindow;

    /// <summary>What has just begun would fill the disk soon if it went on, and most of what begins does not go on.</summary>
    public bool IsTooYoung => Forecast.HeldBack is null && Room.RecentRate(Limits.ShortWindow) > 0 && Rate > 0
        && Measurement.RoomBytes / Rate < Forecast.Limit && Forecast.Windows[^1].BytesPerSecond < Rate / 2;

    /// <summary>True when others than the binlogs write most of what fills the file system.</summary>
    public bool IsFilledByOthers => Forecast.Deciding is { } window
        ? window.OtherBytesPerSecond > window.BinlogBytesPerSecond
        : Forecast.Trend is { } trend && trend.OtherBytesPerSecond > trend.BytesPerSecond / 2;

    /// <summary>Who of the others it is, as far as it is known.</summary>
    public SpaceUser? Culprit => IsFilledByOthers && Fastest is { } fastest && fastest.BytesPerSecond >= OtherRate / 2 ? fastest.User
        : null;

    private double OtherRate => Forecast.Deciding?.OtherBytesPerSecond ?? Forecast.Trend?.OtherBytesPerSecond ?? 0;

    /// <summary>"70 GB of 98 GB free".</summary>
    public string RoomText =>
        $"{Quantity.Human(Measurement.RoomBytes, Dimension.Size)} of {Quantity.Human(Measurement.Usage.TotalBytes, Dimension.Size)} free";

    /// <summary>"3.0 GB/min", or who writes it when it is not the binlogs.</summary>
    public string RateText => IsFilledByOthers && Forecast.Deciding is { } window
        ? $"{Who} write {BinlogPartitionEvaluation.PerMinute(window.OtherBytesPerSecond)}, binlogs "
            + $"{BinlogPartitionEvaluation.PerMinute(window.BinlogBytesPerSecond)}"
        : BinlogPartitionEvaluation.PerMinute(Rate);

    private string Who => Culprit is { } user ? SpaceUse.Word(user) : "others";

    /// <summary>The rate of a trend, and who writes it when it is not the binlogs.</summary>
    public string TrendText(DayTrend trend)
    {
        var rate = Quantity.Human(trend.BytesPerSecond * 3600, Dimension.Size) + "/h";
        return trend.OtherBytesPerSecond > trend.BytesPerSecond / 2 ? $"{rate}, most of it by {Who}" : rate;
    }

    /// <summary>Where the use settles with the rate of the long window and the server's expiry; null where nothing expires.</summary>
    public string? SettlesText
    {
        get
        {
            // Of the windows that lie in the known past the longest.
            var known = Room.Now - Room.Binlogs.Start;
            var rate = Forecast.Windows.LastOrDefault(window => window.Window <= known
                && window.BinlogBytesPerSecond > 0).BinlogBytesPerSecond;
            if (rate <= 0 || Plan.SettlesAt(rate) is not { } settled)
                return null;
            var all = Math.Max(1, Measurement.Usage.UsedBytes + Measurement.Usage.AvailableBytes);
            var others = Math.Max(0, Measurement.Usage.UsedBytes - Room.RoomPerByte * Measurement.BinlogBytes);
            var percent = Quantity.Human(Math.Round(100 * (others + settled) / all), Dimension.Percent);
            var terms = $"with this rate ({BinlogPartitionEvaluation.PerMinute(rate)}) and an expiry of "
                + $"{Quantity.Human(Plan.ExpireSeconds, Dimension.Duration)}";
            return others + settled <= all
                ? $"{terms} the use settles at {percent}; it would be full at "
                    + $"{Quantity.HumanNumber(Math.Round((all - others) / settled, 1))} times the rate"
                : $"{terms} the use would settle at {percent}: that does not fit";
        }
    }

    /// <summary>Bytes that must become free to have twice the time of the first alarm.</summary>
    public double NeededBytes
    {
        get
        {
            var horizon = 2 * Math.Max(3600, Limits.TimeToFull.Warning is { AlertInside: false, Start: var start } && start > 0 ? start
                : 7200);
            var byRate = Rate * horizon - Measurement.RoomBytes;
            return Math.Max(byRate, 0.1 * Measurement.Usage.TotalBytes - Measurement.RoomBytes);
        }
    }

    /// <summary>The time that the purge is meant to give.</summary>
    public double NeededSeconds(double freed) => Rate > 0 ? (Measurement.RoomBytes + freed) / Rate : double.PositiveInfinity;
}
