using Nagios.Plugin;

namespace NagiosChecks.ReplicationIo;

/// <summary>Incidents whose cause lies in a binlog of the source.</summary>
internal static partial class IncidentCatalogue
{
    /// <summary>Hardly ever about max_allowed_packet.</summary>
    public static IncidentKind EventTooLarge { get; } = new("EventTooLarge")
    {
        Texts = ["log event entry exceeded max_allowed_packet"],
        Headline = site => $"source binlog {site.File} is damaged at {site.Position}",
        Cause = site => $"the event header at {site.Position} of {site.File} is corrupt, and random bytes were read as its length: "
            + $"mostly an event cut by a full disk "
            + "with later events written behind it; the source sends events of up to 1 GB already",
        NotThis = NextStep.Of($"Do not raise max_allowed_packet, whatever the server's text says: it is not the cause; and do not "
            + $"wait: a replica never retries a fatal 1236"),
        Steps = site => BehindTheDamage(site, site.LookAtRoom),
        IsInTheBinlog = true,
        Warning = "do not raise max_allowed_packet",
    };

    /// <summary>The same text, and a look at the file showed a sound event that really is that large.</summary>
    public static IncidentKind TrulyTooLarge { get; } = new("TrulyTooLarge")
    {
        Headline = site => $"the event at {site.Position} of source binlog {site.File} is larger than max_allowed_packet",
        Cause = site => $"the event is whole in {site.File} and larger than the source sends or the replica takes: here the limit is "
            + $"the cause",
        NotThis = NextStep.Of($"Do not skip the event: its rows would be missing"),
        Steps = site =>
        [
            NextStep.Of($"On the source: {SqlStatement.Of($"SET GLOBAL max_allowed_packet=1073741824")}; and the same in its "
                + $"configuration"),
            .. RaiseLimit(site),
            NextStep.Of($"Split such statements: no event can exceed 1 GB"),
        ],
        IsInTheBinlog = true,
    };

    /// <summary>The position lies within a sound event.</summary>
    public static IncidentKind InsideAnEvent { get; } = new("BadPosition")
    {
        Texts = ["does not correspond to the location of any binlog event"],
        Headline = site => $"position {site.Position} of source binlog {site.File} is no event boundary",
        Cause = site => $"the replica asks for the middle of an event: somebody set wrong coordinates; {site.File} itself is not the "
            + $"trouble",
        NotThis = NextStep.Of($"Do not raise max_allowed_packet and do not repair the binlog: the position is wrong, and a replica "
            + $"never retries a fatal 1236"),
        Steps = site =>
        [
            NextStep.Of($"Find the right position: from the backup that the replica was made of, or its last executed place, "
                + $"{site.Replica.ExecutedFile} {(long)site.Replica.ExecutedPosition}"),
            .. site.UseGtids($"Or let GTIDs find the place:"),
            Rebuild,
        ],
        IsInTheBinlog = true,
    };

    private static IEnumerable<IncidentKind> OfTheBinlog() =>
    [
        new("Truncated")
        {
            Texts = ["binlog truncated in the middle of event"],
            Headline = site => $"source binlog {site.File} is cut at {site.Position}",
            Cause = site => $"the source's disk was full or the source went down while it wrote the event at {site.Position} of "
                + $"{site.File}: the rest of it is not there; "
                + "the source may have committed that transaction all the same",
            NotThis = NextStep.Of($"{NeverRetried}; do not raise max_allowed_packet"),
            Steps = site => BehindTheDamage(site, site.LookAtRoom),
            IsInTheBinlog = true,
        },
        EventTooLarge,
        TrulyTooLarge,
        InsideAnEvent,
        new("BogusData")
        {
            Texts = ["bogus data in log event", "corrupted data in log event", "found invalid event in binary log",
                "event too big", "corrupt event"],
            Headline = site => $"source binlog {site.File} is damaged at {site.Position}",
            Cause = site => $"what stands at {site.Position} of {site.File} is no event (zeros after a power cut, overwritten bytes, "
                + $"or an event cut by a full disk)",
            NotThis = NeverRetried,
            Steps = site => BehindTheDamage(site, NextStep.Of($"On the source's host, look at the server's error log, at dmesg and at "
                + $"the disks' health")),
            IsInTheBinlog = true,
        },
        new("ChecksumFailed")
        {
            Texts = ["did not pass crc check", "event crc check failed"],
            Headline = site => $"an event in source binlog {site.File} fails its checksum at {site.Position}",
            Cause = site => $"bytes of the event at {site.Position} of {site.File} changed after the source had computed its CRC: a "
                + $"disk, controller or memory fault on the source",
            NotThis = NextStep.Of($"Do not turn checksums off to get past it: the changed bytes would be applied; and do not wait: a "
                + $"replica never retries a fatal 1236"),
            Steps = site => BehindTheDamage(site, NextStep.Of($"On the source's host, look at dmesg, the disks' health (smartctl) and "
                + $"memory errors (EDAC)")),
            IsInTheBinlog = true,
        },
        new("UnreadableFile")
        {
            Texts = ["i/o error reading", "could not open log file", "unknown error reading log event"],
            Headline = site => $"the source cannot read its binlog {site.File}",
            Cause = site => $"the source failed to open or to read {site.File}: the file is gone from the directory though the index "
                + $"names it, its rights changed, or the disk fails",
            NotThis = NeverRetried,
            Steps = site =>
            [
                NextStep.Of($"On the source, {IncidentSite.LogDirectory} names the directory of its binlogs: is {site.File} there, "
                    + $"and does the user mysql own it?"),
                NextStep.Of($"On the source's host, look at dmesg and the disks' health"),
                .. site.Restart($"If the file is whole, correct its owner and rights, then"),
                Rebuild,
            ],
            IsInTheBinlog = true,
        },
        new("NotABinlog")
        {
            Texts = ["bad magic number", "not a binary log file", "format_description", "format description", "format descriptor"],
            Headline = site => $"source binlog {site.File} does not begin as a binlog",
            Cause = site => $"the first bytes of {site.File} are not a binlog's (magic number or format description): overwritten, "
                + $"empty, or encrypted by another server",
            NotThis = NeverRetried,
            Steps = site => BehindTheDamage(site, NextStep.Of($"On the source's host, look at dmesg and at what else writes to the "
                + $"directory of the binlogs")),
            IsInTheBinlog = true,
        },
        new("NotABinlog")
        {
            Texts = ["found old binary log without gtids"],
            Headline = _ => "a binlog of the source is damaged at its beginning",
            Cause = _ => "the source looks through its binlogs for the replica's first missing GTID and finds one without a list of GTIDs: "
                + "its first events are overwritten (zeros after a power cut), or it was written before GTIDs were switched on",
            NotThis = NeverRetried,
            Steps = site =>
            [
                site.LookAtAllFiles,
                NextStep.Of($"On the source's host, look at the server's error log, at dmesg and at the disks' health"),
                FailOver,
                Rebuild,
            ],
        },
    ];

    public static IEnumerable<NextStep> RaiseLimit(IncidentSite site)
    {
        yield return site.IsMariaDb || site.Replica.Dialect == ReplicaDialect.OldMySql
            ? NextStep.Of($"On the replica: {SqlStatement.Of($"SET GLOBAL slave_max_allowed_packet=1073741824")}; and the same in its "
                + $"configuration")
            : NextStep.Of($"On the replica: {SqlStatement.Of($"SET GLOBAL replica_max_allowed_packet=1073741824")}; and the same in "
                + $"its configuration");
        if (site.Replica.LosesRelayLogAtStart)
        {
            foreach (var step in RelayLogAdvice.Rescue(site))
                yield return step;
            yield break;
        }

        // Each thread takes the limit when it starts. Never are both stopped, so that the relay log stays; and once the IO thread has sent
        // the rest of the transaction, the SQL thread stops without a wait.
        var sql = site.Sql;
        yield return NextStep.Of($"Both threads take the limit when they start, the IO thread first, on the replica: {sql.StartIo}");
        yield return site.Replica.Sql == ReplicaThreadState.Running
            ? NextStep.Of($"A few seconds later, then the SQL thread, on the replica: "
                + $"{SqlStatement.Of($"{sql.StopSql}; {sql.StartSql}")}; with the old limit it may have stopped, unable to read its "
                + $"relay log")
            : NextStep.Of($"A few seconds later, then the SQL thread, on the replica: {sql.StartSql}");
    }
}
