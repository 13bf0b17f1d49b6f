namespace NagiosChecks.BinlogPartition;

/// <summary>One sample of the room, with what had taken it up to then; all sums count from the first comparable sample.</summary>
/// <param name="Time">Seconds since 1970.</param>
/// <param name="Room">Bytes that the server could still write.</param>
/// <param name="Binlogs">Bytes of room that binlogs had taken.</param>
/// <param name="Others">Bytes of room that all other files had taken; falls when they give some back.</param>
/// <param name="Returned">Bytes of room that purged binlogs had given back.</param>
/// <param name="Commits">The part of <paramref name="Binlogs"/> that single large commits wrote: a step, no growth.</param>
/// <param name="PeakBinlogs">The fastest growth by binlogs just before, bytes a second.</param>
/// <param name="PeakOthers">The fastest growth by others just before, bytes a second.</param>
internal readonly record struct RoomPoint(
    double Time, double Room, double Binlogs, double Others, double Returned, double Commits, double PeakBinlogs, double PeakOthers)
{
    /// <summary>What had been taken by everybody, with nothing given back by purges.</summary>
    public double Taken => Binlogs + Others - Commits;

    /// <summary>The same with what purges gave back subtracted.</summary>
    public double Net => Taken - Returned;
}
