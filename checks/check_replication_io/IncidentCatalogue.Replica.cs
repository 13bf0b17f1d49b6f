namespace NagiosChecks.ReplicationIo;

/// <summary>Incidents whose cause lies in what the two servers hold or how they are set up.</summary>
internal static partial class IncidentCatalogue
{
    private static IncidentKind? OfTheReplica(IncidentClass incident) => incident switch
    {
        IncidentClass.TransactionsPurged => new(
            incident,
            "source has purged transactions that this replica still needs",
            "the GTIDs that the replica lacks are in no binlog of the source any more: it was away for longer than the source keeps its binlogs, or it has transactions of its own (errant ones) that the source never had",
            NeverRetried,
            ["compare the GTID sets of both servers (gtid_executed and gtid_purged; MariaDB: gtid_slave_pos and gtid_binlog_pos)", "errant transactions: give the source empty ones of the same GTID, then {start}", "otherwise set the replica up again from a backup or a clone of the source", "then let the source keep binlogs longer than a replica can be down (binlog_expire_logs_seconds)"]),

        IncidentClass.Diverged => new(
            incident,
            "replica has transactions that its source has not",
            "the source lost the tail of its binlog in a crash (sync_binlog other than 1), or somebody wrote to the replica, or this source is not the one the replica followed before",
            "do not reset the replica or its GTID position blindly: which side has the right rows is not known yet; " + NeverRetried,
            ["find the transactions that only the replica has (compare the GTID sets, then mysqlbinlog on the replica)", "decide which side is right; give the other one those rows, or set the replica up again from a backup or a clone", "set sync_binlog=1 on the source and read_only (super_read_only) on replicas"]),

        IncidentClass.Identity => new(
            incident,
            "two servers share one server_id or server_uuid",
            "a data directory or configuration was cloned: the source takes this replica for another one (or for itself) and ends the older connection",
            "do not restart the thread again and again: the two replicas throw each other out",
            ["compare SELECT @@server_id, @@server_uuid on the source and on all its replicas (MariaDB: server_id only)", "same server_uuid: stop the clone's mysqld, remove auto.cnf from its data directory, start it", "same server_id: give one of them another server_id in its configuration and restart it", "{start}"]),

        IncidentClass.Configuration => new(
            incident,
            "source and replica are not set up to go together",
            "the source writes no binlog, or the GTID modes or checksums of the two do not fit; the server's own text below says which",
            "do not wait: nothing changes until one of the two is set up otherwise",
            ["on both: SELECT @@log_bin, @@server_id, @@binlog_checksum (and on MySQL @@gtid_mode, @@enforce_gtid_consistency)", "correct what does not fit, then {start}"]),

        IncidentClass.Encryption => new(
            incident,
            "the source cannot decrypt its binlog {file}",
            "the key of the binlog is not to be had: keyring not loaded, key gone, or the file is of another server",
            NeverRetried,
            ["on the source, see that the keyring component (MariaDB: the key management plugin) is loaded and look at its error log", "then {start}"]),

        IncidentClass.Memory => new(
            incident,
            "the source ran out of memory for the dump of {file}",
            "the source could not allocate memory for an event",
            "do not wait: a replica never retries a fatal 1236",
            ["on the source, look at free memory and dmesg (oom-killer)", "then {start}"]),

        IncidentClass.ReplicaState => new(
            incident,
            "the replica cannot read its own replication state",
            "the table or file that holds the replica's position is damaged or missing (mysql.gtid_slave_pos, mysql.slave_relay_log_info, relay logs)",
            "do not reset the replica before its position is noted elsewhere",
            ["note the position: SHOW REPLICA STATUS, and the last lines of the error log", "repair the table (CHECK TABLE, REPAIR TABLE, mysql_upgrade) or start from the noted position", "{start}"]),

        IncidentClass.ReplicaLimit => new(
            incident,
            "an event is larger than the replica's {limit}",
            "this is the replica's own limit: the source's event is sound, only larger than {limit} here",
            "do not skip the event: its rows would be missing",
            ["on the replica: SET GLOBAL {limit}=1073741824; and the same in its configuration", "{stop}; {start}: both threads take the limit when they start (the stop can take a minute, until half a transaction is given up)"]),

        IncidentClass.RelayWrite => new(
            incident,
            "replica could not queue an event after {file} {position}",
            "either the event arrived with a wrong checksum (a damaged source binlog: the same incident as 1236) or the replica's relay log could not be written (disk full)",
            "do not turn checksums off to get past it: changed bytes would be applied",
            ["on the replica, look at the room for relay logs (df) and at its error log: \"checksum\" there means the source's binlog or the network", LookAtTheFile, "sound file and room on the replica: {start}", "damaged file: fail over, or go on behind the damage ({stop}; {go-on}; {start}) and compare the tables"])
        { IsInTheBinlog = true },

        IncidentClass.StoppedByHand => new(
            incident,
            "without an error: somebody stopped it",
            "the thread does not run and there is no error: somebody stopped it (STOP REPLICA), or the server started with skip_replica_start",
            "do not start it before you know why it was stopped: a backup or a repair may be going on",
            ["look at the replica's error log for who stopped it and when", "{start}"]),

        _ => null,
    };
}
