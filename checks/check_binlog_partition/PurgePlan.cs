namespace NagiosChecks.BinlogPartition;

/// <summary>
/// What the server is certain to take away by itself. Without knowledge of its settings or its replicas nothing is certain, and the
/// plan is empty.
/// </summary>
/// <param name="Expiring">Seconds from now at which files reach their age, with their bytes, soonest first. They go at the first
/// rotation after that.</param>
/// <param name="RotationBytes">max_binlog_size: how much is written at most until the next rotation.</param>
/// <param name="BinlogCeiling">Bytes that all binlogs together can reach under a size cap; null without one.</param>
internal sealed record PurgePlan(IReadOnlyList<(double Seconds, double Bytes)> Expiring, double RotationBytes, double? BinlogCeiling)
{
    /// <summary>Nothing is certain.</summary>
    public static PurgePlan None { get; } = new([], 0, null);

    /// <summary>Seconds until free space is used up at a rate; infinite when it never is.</summary>
    /// <param name="free">Bytes free now.</param>
    /// <param name="listed">Bytes of binlog now.</param>
    /// <param name="window">The rate.</param>
    public double TimeToFull(double free, double listed, GrowthWindow window)
    {
        var rate = window.BytesPerSecond;
        if (rate <= 0)
            return double.PositiveInfinity;

        var othersRate = rate - window.BinlogBytesPerSecond;
        if (BinlogCeiling is { } ceiling && listed + free > ceiling)
        {
            // Up to the ceiling everybody writes; from there on only the others' part remains.
            var toCeiling = window.BinlogBytesPerSecond > 0 ? Math.Max(0, ceiling - listed) / window.BinlogBytesPerSecond : double.PositiveInfinity;
            if (toCeiling * rate < free)
                return othersRate > 0 ? toCeiling + (free - toCeiling * rate) / othersRate : double.PositiveInfinity;
        }

        var delay = window.BinlogBytesPerSecond > 0 ? RotationBytes / window.BinlogBytesPerSecond : double.PositiveInfinity;
        var room = free;
        foreach (var (seconds, bytes) in Expiring)
        {
            if (room <= rate * (seconds + delay))
                break;
            room += bytes;
        }

        return room / rate;
    }
}
