using Nagios.Plugin;

namespace NagiosChecks.ReplicationIo;

/// <summary>Incidents of what the two servers hold: purged files and transactions, positions, transactions that only one has.</summary>
internal static partial class IncidentCatalogue
{
    private static IEnumerable<IncidentKind> OfWhatIsThere() =>
    [
        new("FilePurged")
        {
            Texts = ["could not find first log file name", "could not find next log"],
            Headline = site => $"source has no binlog {site.File} (any more)",
            Cause = site => $"the source purged {site.File} while this replica still needed it, or its logs were reset, or the "
                + $"replica was pointed at a source that never had that name",
            NotThis = NextStep.Of($"{NeverRetried}; do not just point it at the oldest file there is: what lies between is lost in "
                + $"silence"),
            Steps = site =>
            [
                NextStep.Of($"On the source, {IncidentSite.LogDirectory} names the directory of its binlogs: is {site.File} there? "
                    + $"(SHOW BINARY LOGS hangs while its disk is full)"),
                .. site.UseGtids($"If it is another source, or its logs were renamed, let GTIDs find the place:"),
                Rebuild,
                KeepLonger,
            ],
            IsInTheBinlog = true,
        },
        new("TransactionsPurged")
        {
            Texts = ["source purged required binary logs", "source has purged binary logs containing gtids",
                "could not find gtid state requested by replica"],
            Headline = site => GtidAdvice.Missing(site) is { } set
                ? $"source has purged transactions that this replica still needs: {set}"
                : "source has purged transactions that this replica still needs",
            Cause = site => site.IsMariaDb && site.Replica is { UsesGtid: true, GtidIoPosition: { Length: 0 } }
                ? "gtid_slave_pos is empty, so the replica asks for everything since the first transaction, and the source has purged "
                    + "its oldest binlogs"
                : "what the replica lacks is in no binlog of the source any more: it was away for longer than the source keeps its "
                    + "binlogs, "
                    + "or the source has transactions of its own that nobody ever sent to this replica",
            NotThis = NeverRetried,
            Steps = site => [.. GtidAdvice.ForPurged(site), Rebuild, KeepLonger],
        },
        new("Diverged")
        {
            Texts =
            [
                "replica has more gtids than the source has", "connecting replica requested to start from gtid",
                    "binlog on the source is missing the gtid", "replica has diverged",
            ],
            Headline = _ => "replica has transactions that its source has not",
            Cause = site => site.IsMariaDb
                ? "the source's binlog was reset (RESET MASTER) or the source was restored from a backup; or somebody wrote to the "
                    + "replica; "
                    + "or the source lost the tail of its binlog in a crash (sync_binlog other than 1)"
                : "the source lost the tail of its binlog in a crash (sync_binlog other than 1) or was restored from a backup, or its "
                    + "binlogs were reset, "
                    + "or this source is not the one the replica followed before",
            NotThis = NextStep.Of($"Do not reset the replica or its GTID position blindly: which side has the right rows is not known "
                + $"yet; and do not wait: a replica never retries a fatal 1236"),
            Steps = site => [.. GtidAdvice.ForDiverged(site), Rebuild, NextStep.Of($"Set sync_binlog=1 on the source, and read_only "
                + $"(MySQL: super_read_only) on replicas")],
        },
        new("BadPosition")
        {
            Texts = ["position > file size", "from impossible position", "from position < 4", "requested incorrect position"],
            Headline = site => $"position {site.Position} lies beyond the end of source binlog {site.File}",
            Cause = site => $"the source lost the tail of {site.File} in a crash (sync_binlog other than 1) after this replica had "
                + $"read it, or the coordinates are wrong",
            NotThis = NextStep.Of($"{NeverRetried}; do not step back within the file: events would be applied twice"),
            Steps = site =>
            [
                NextStep.Of($"On the source, look at its error log for a crash, and at the size of {site.File}: "
                    + $"{IncidentSite.LogDirectory} names its directory"),
                .. site.GoOn(),
                .. site.UseGtids($"Wrong coordinates: let GTIDs find the place:"),
                Compare,
                NextStep.Of($"Set sync_binlog=1 on the source"),
            ],
            IsInTheBinlog = true,
        },
        new("BadPosition")
        {
            Texts = ["heartbeat is not compatible with local info"],
            Numbers = [1623, 13118],
            Headline = site => $"the source is in another place of its binlogs than this replica has read ({site.File} {site.Position})",
            Cause = _ => "the source says in its heartbeat that its binlog ends before the place up to which this replica has read: "
                + "it lost the tail of its binlog in a crash, was restored, or another server answers at its address",
            NotThis = NextStep.Of($"Do not restart the thread again and again: the same heartbeat comes again"),
            Steps = site =>
            [
                NextStep.Of($"On both servers, see whether it is the source you expect: "
                    + $"{SqlStatement.Of($"SELECT @@global.server_id, @@global.hostname, @@global.port")}"),
                NextStep.Of($"On the source, look at its error log for a crash, and at the size of {site.File}: "
                    + $"{IncidentSite.LogDirectory} names its directory"),
                .. site.GoOn(),
                Compare,
            ],
            IsInTheBinlog = true,
        },
    ];
}
