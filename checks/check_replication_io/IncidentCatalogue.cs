namespace NagiosChecks.ReplicationIo;

/// <summary>Every class of incident with its cause and its way out, for the damaged-or-missing-binlog half of the family.</summary>
internal static partial class IncidentCatalogue
{
    private const string NeverRetried = "do not wait and do not just restart the thread: a replica never retries a fatal 1236";
    private const string FailOver = "if another replica is whole and ahead of this place, fail over to it rather than repair this source's log (compare the positions of all replicas first)";
    private const string GoOn = "to go on behind the damage, once you know what is lost: {stop}; {go-on}; {start}";
    private const string Compare = "then compare the tables with the source's (pt-table-checksum), since what was cut or skipped is missing here; when in doubt set the replica up again from a backup or a clone";
    private const string Rebuild = "if it is gone: set the replica up again from a backup or a clone of the source";
    private const string LookAtTheFile = "on the source, look at the file: mysqlbinlog --verify-binlog-checksum {file} > /dev/null; its last words name the transaction";

    /// <summary>The words for a class.</summary>
    public static IncidentKind Of(IncidentClass incident) => incident switch
    {
        IncidentClass.Truncated => new(
            incident,
            "source binlog {file} is cut at {position}",
            "the source's disk was full or the source went down while it wrote the event at {position} of {file}: the rest of it is not there; the source may have committed that transaction all the same",
            NeverRetried + "; do not raise max_allowed_packet",
            ["on the source, look at the room of the file system of its binlogs (df) and at its error log; make room before anything else", LookAtTheFile, FailOver, GoOn, Compare])
        { IsInTheBinlog = true },

        IncidentClass.EventTooLarge => new(
            incident,
            "source binlog {file} is damaged at {position}",
            "the event header at {position} of {file} is garbage that was taken for a length: mostly an event cut by a full disk with later events written behind it; the dump thread allows events of 1 GB already",
            "do not raise max_allowed_packet, whatever the server's text says: it is not the cause; " + NeverRetried,
            ["on the source, look at the room of the file system of its binlogs (df) and at its error log around the write of {file}", LookAtTheFile, FailOver, GoOn, Compare])
        { IsInTheBinlog = true, Warning = "do not raise max_allowed_packet" },

        IncidentClass.TrulyTooLarge => new(
            incident,
            "the event at {position} of source binlog {file} is larger than max_allowed_packet",
            "the event is whole in {file} and larger than the source's dump thread sends or the replica takes: here the limit is the cause",
            "do not skip the event: its rows would be missing",
            ["on both servers: SET GLOBAL max_allowed_packet=1073741824; on the replica also {limit}; and the same in the configurations", "{stop}; {start}", "split such statements: no event can exceed 1 GB"])
        { IsInTheBinlog = true },

        IncidentClass.BogusData => new(
            incident,
            "source binlog {file} is damaged at {position}",
            "what stands at {position} of {file} is no event (zeros after a power cut, overwritten bytes, or an event cut by a full disk)",
            NeverRetried,
            ["on the source, look at its error log, dmesg and the disks' health", LookAtTheFile, FailOver, GoOn, Compare])
        { IsInTheBinlog = true },

        IncidentClass.ChecksumFailed => new(
            incident,
            "an event in source binlog {file} fails its checksum at {position}",
            "bytes of the event at {position} of {file} changed after the source had computed its CRC: a disk, controller or memory fault on the source",
            "do not turn checksums off to get past it: the changed bytes would be applied; " + NeverRetried,
            ["on the source, look at dmesg, the disks' health (smartctl) and memory errors (EDAC)", LookAtTheFile, FailOver, GoOn, Compare])
        { IsInTheBinlog = true },

        IncidentClass.UnreadableFile => new(
            incident,
            "the source cannot read its binlog {file}",
            "the source failed to open or to read {file}: the file is gone from the directory though the index names it, its rights changed, or the disk fails",
            NeverRetried,
            ["on the source, list the binlog directory: is {file} there, and does the user mysql own it?", "on the source, look at dmesg and the disks' health", "if the file is whole, correct its owner and rights, then {start}", Rebuild])
        { IsInTheBinlog = true },

        IncidentClass.NotABinlog => new(
            incident,
            "source binlog {file} does not begin as a binlog",
            "the first bytes of {file} are not a binlog's (magic number or format description): overwritten, empty, or encrypted by another server",
            NeverRetried,
            ["on the source, look at the first bytes: xxd -l 4 {file}; fe62696e is a binlog, fd62696e an encrypted one of MySQL", "on the source, look at dmesg and at what else writes to that directory", FailOver, GoOn, Compare])
        { IsInTheBinlog = true },

        IncidentClass.FilePurged => new(
            incident,
            "source has no binlog {file} (any more)",
            "the source purged {file} while this replica still needed it, or its logs were reset, or the replica was pointed at a source that never had that name",
            NeverRetried + "; do not just point it at the oldest file there is: what lies between is lost in silence",
            ["on the source: SHOW BINARY LOGS; is {file} listed?", Rebuild, "then let the source keep binlogs longer than a replica can be down (binlog_expire_logs_seconds, expire_logs_days)"])
        { IsInTheBinlog = true },

        IncidentClass.BadPosition => new(
            incident,
            "position {position} lies beyond the end of source binlog {file}",
            "the source lost the tail of {file} in a crash (sync_binlog other than 1) after this replica had read it, or the coordinates are wrong",
            NeverRetried + "; do not step back within {file}: events would be applied twice",
            ["on the source, look at its error log for a crash and at the size of {file} (SHOW BINARY LOGS)", "after a crash of the source: {stop}; {go-on}; {start}", Compare, "set sync_binlog=1 on the source"])
        { IsInTheBinlog = true },

        _ => OfTheReplica(incident) ?? OfTheConnection(incident),
    };
}
