namespace NagiosChecks.BinlogPartition;

/// <summary>What earlier growth of this kind teaches about the end of the growth that goes on now.</summary>
internal enum LearntKind
{
    /// <summary>It came at this time of day on at least two earlier days.</summary>
    Daily,

    /// <summary>Room goes and comes back again and again: a sawtooth that expiry, a cron job or a size cap cuts.</summary>
    Sawtooth,

    /// <summary>There are too few samples yet, but the binlogs that are left show that older ones were purged at this same rate.</summary>
    Retention,
}

/// <summary>
/// Growth that is known to end by itself: a nightly or weekly job, or a sawtooth. The current growth must neither be faster nor
/// have taken more than the earlier ones, and the rest of it must leave room.
/// </summary>
/// <param name="Kind">Why it is expected to end.</param>
/// <param name="SoFar">Bytes of room that it has taken by now.</param>
/// <param name="Usual">Bytes of room that the largest of the earlier ones took.</param>
/// <param name="Occasions">How many earlier ones there were: days, or teeth.</param>
internal readonly record struct LearntEnd(LearntKind Kind, double SoFar, double Usual, int Occasions)
{
    private const double Tolerance = 1.25;

    /// <summary>An earlier fall of room may be exceeded by this factor.</summary>
    public const double AmountTolerance = 1.1;

    /// <summary>Bytes that it is still going to take if it is like the largest before it.</summary>
    public double Rest => Math.Max(0, AmountTolerance * Usual - SoFar);

    /// <summary>True when the growth so far is no more than usual and the rest of it leaves some of the room.</summary>
    /// <param name="room">Bytes that are left.</param>
    /// <param name="leave">Bytes that must stay.</param>
    public bool Fits(double room, double leave) => SoFar <= AmountTolerance * Usual + leave / 4 && room - Rest >= leave;

    /// <summary>True when growth at a rate had been seen at a peak: by binlogs and by others, each for itself.</summary>
    internal static bool IsAsFast(GrowthWindow window, double peakBinlogs, double peakOthers)
    {
        var (binlogs, others) = (window.BinlogBytesPerSecond, window.OtherBytesPerSecond);
        var small = 0.15 * (binlogs + others);
        return (binlogs <= small || binlogs <= Tolerance * peakBinlogs) && (others <= small || others <= Tolerance * peakOthers);
    }

    /// <summary>True when an earlier fall of room is of the size of the current one.</summary>
    internal static bool IsAsLarge(double soFar, double earlier) => soFar <= Tolerance * earlier;
}
