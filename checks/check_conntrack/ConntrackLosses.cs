namespace NagiosChecks.Conntrack;

/// <summary>What one namespace lost between an earlier sample and now, told apart by cause.</summary>
/// <param name="TableFull">Packets dropped because no entry could be had.</param>
/// <param name="Clash">Packets dropped because their entry clashed with another and the clash could not be resolved.</param>
/// <param name="Resolved">Entries not inserted because of a clash that cost no packet.</param>
/// <param name="ChainTooLong">Packets dropped because their hash chain was too long; null where the kernel does not count them.</param>
/// <param name="EarlyDrop">Entries removed to make room for new ones.</param>
/// <param name="InsertFailed">The kernel's counter insert_failed as it is.</param>
internal readonly record struct ConntrackLosses(
    long TableFull, long Clash, long Resolved, long? ChainTooLong, long EarlyDrop, long InsertFailed)
{
    private const double NearlyFullPercent = 95;

    /// <summary>
    /// Tells the causes apart. drop counts packets that found no room and packets that lost a clash; insert_failed counts the latter
    /// again, and packets whose chain was too long (__nf_conntrack_confirm in nf_conntrack_core.c). So the part of drop that
    /// insert_failed explains was lost to clashes, except on kernels where insert_failed also counts clashes that cost nothing: there
    /// a table that was full explains drops better.
    /// </summary>
    /// <param name="before">The counters at the earlier sample.</param>
    /// <param name="now">The counters now.</param>
    /// <param name="counting">How this kernel counts clashes.</param>
    /// <param name="wasNearlyFull">Whether the table was nearly full at any sample since, now included.</param>
    public static ConntrackLosses Between(
        ConntrackSample.Counters before, ConntrackStatistics now, ClashCounting counting, bool wasNearlyFull)
    {
        var drop = ConntrackStatistics.Advance(before.Drop, now.Drop);
        var earlyDrop = ConntrackStatistics.Advance(before.EarlyDrop, now.EarlyDrop);
        var insertFailed = ConntrackStatistics.Advance(before.InsertFailed, now.InsertFailed);
        long? chain = now.ChainTooLong is { } chainNow && before.ChainTooLong is { } chainBefore
            ? ConntrackStatistics.Advance(chainBefore, chainNow)
            : null;
        var clashed = Math.Max(0, insertFailed - (chain ?? 0));
        var fullExplainsDrops = counting != ClashCounting.LostOnly && (wasNearlyFull || earlyDrop > 0);
        var explained = fullExplainsDrops ? 0 : Math.Min(drop, clashed);
        var lost = counting == ClashCounting.InsertFailedOnly ? clashed : explained;
        return new ConntrackLosses(drop - explained, lost, clashed - lost, chain, earlyDrop, insertFailed);
    }

    /// <summary>Whether a table of this size is so full that a burst between two runs can have filled it.</summary>
    public static bool IsNearlyFull(long? entries, long? maximum) =>
        maximum is > 0 and var most && (entries < 0 || entries * 100d / most >= NearlyFullPercent);
}
