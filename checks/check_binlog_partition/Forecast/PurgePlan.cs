namespace NagiosChecks.BinlogPartition;

/// <summary>
/// What the server takes away by itself. Without knowledge of its settings nothing is certain, and the plan is empty.
/// </summary>
/// <param name="ExpireSeconds">Age at which a file is removed, at the first rotation after that; 0 for never.</param>
/// <param name="Expiring">Seconds from now at which the files that exist reach that age, with their bytes, soonest first.</param>
/// <param name="RotationBytes">max_binlog_size: how much is written at most until the next rotation.</param>
/// <param name="BinlogCeiling">Bytes that all binlogs together can reach under a size cap; null without one.</param>
internal sealed record PurgePlan(double ExpireSeconds, IReadOnlyList<(double Seconds, double Bytes)> Expiring, double RotationBytes,
    double? BinlogCeiling)
{
    /// <summary>Nothing is certain.</summary>
    public static PurgePlan None { get; } = new(0, [], 0, null);

    // Files go when the log rotates: the one that is followed by a file that has reached its age, too, should have gone.
    private const double OverdueSlack = 120;

    /// <summary>What the server will remove in time by itself, as far as that is certain.</summary>
    public static PurgePlan Of(IReadOnlyList<BinlogFile> files, ServerFacts? server, double now)
    {
        // A server that waits for a replica that is not connected may never purge.
        if (server is not { PurgesByItself: true, MaxBinlogSize: > 0 } || server.ConnectedReplicas is not { } replicas
            || replicas < server.ReplicasNeededForPurge)
            return None;
        var age = server.ExpireSeconds ?? 0;
        // A file that should have gone and is still here is held by a replica or a reader: nothing is expected to go.
        if (Overdue(files, age, now) is not null)
            return None;
        var expiring = new List<(double Seconds, double Bytes)>();
        for (var index = 0; age > 0 && index < files.Count - 1 && files[index].Modified is { } modified; index++)
            expiring.Add((Math.Max(0, modified + age - now), files[index].Size));
        expiring.Sort();
        return new PurgePlan(age, expiring, server.MaxBinlogSize, server.SpaceLimit > 0 ? server.SpaceLimit + 2d * server.MaxBinlogSize
            : null);
    }

    /// <summary>The oldest file when it should have been purged by now; null when nothing is overdue.</summary>
    public static BinlogFile? Overdue(IReadOnlyList<BinlogFile> files, double age, double now) =>
        age > 0 && files.Count > 2 && files[0].Modified + age < now - OverdueSlack && files[1].Modified + age < now - OverdueSlack
            ? files[0] : null;

    /// <summary>True when something is certain to be purged.</summary>
    public bool IsCertain => ExpireSeconds > 0 || BinlogCeiling is not null;

    /// <summary>Seconds until free space is used up at a rate; infinite when it never is.</summary>
    /// <param name="free">Bytes free now.</param>
    /// <param name="listed">Bytes of room that the binlogs take now.</param>
    /// <param name="window">The rate.</param>
    /// <param name="roomPerByte">Bytes of room that a byte of binlog takes.</param>
    public double TimeToFull(double free, double listed, GrowthWindow window, double roomPerByte = 1)
    {
        if (!IsCertain)
            return window.BytesPerSecond > 0 ? free / window.BytesPerSecond : double.PositiveInfinity;
        var (binlogs, others) = (window.BinlogBytesPerSecond, window.OtherBytesPerSecond);
        if (window.BytesPerSecond <= 0 && ExpireSeconds <= 0)
            return double.PositiveInfinity;
        var capped = TimeUnderCeiling(free, listed, binlogs, others);
        return ExpireSeconds > 0 ? Math.Max(capped, TimeWithExpiry(free, binlogs, others, roomPerByte)) : capped;
    }

    /// <summary>The most room that the binlogs take once as much expires as is written; null where nothing expires.</summary>
    /// <param name="binlogs">Room that they take a second.</param>
    public double? SettlesAt(double binlogs) => ExpireSeconds > 0 ? binlogs * ExpireSeconds + 2 * RotationBytes : null;

    private double TimeUnderCeiling(double free, double listed, double binlogs, double others)
    {
        var rate = binlogs + others;
        if (rate <= 0)
            return double.PositiveInfinity;
        if (BinlogCeiling is not { } ceiling || listed + free <= ceiling)
            return free / rate;
        // Up to the ceiling everybody writes; from there on only the others.
        var toCeiling = binlogs > 0 ? Math.Max(0, ceiling - listed) / binlogs : double.PositiveInfinity;
        if (toCeiling * rate >= free)
            return free / rate;
        return others > 0 ? toCeiling + (free - toCeiling * rate) / others : double.PositiveInfinity;
    }

    // Files that exist go one by one; from the age of expiry on, files that are written from now on go as fast as they came.
    private double TimeWithExpiry(double free, double binlogs, double others, double roomPerByte)
    {
        var rate = binlogs + others;
        if (rate <= 0)
            return double.PositiveInfinity;
        var delay = binlogs > 0 ? RotationBytes * roomPerByte / binlogs : double.PositiveInfinity;
        var room = free;
        foreach (var (seconds, bytes) in Expiring)
        {
            if (room <= rate * (seconds + delay))
                return room / rate;
            room += bytes * roomPerByte;
        }

        var steady = ExpireSeconds + delay;
        if (room <= rate * steady)
            return room / rate;
        return others > 0 ? steady + (room - rate * steady) / others : double.PositiveInfinity;
    }
}
