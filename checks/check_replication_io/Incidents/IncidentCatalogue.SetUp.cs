using Nagios.Plugin;

namespace NagiosChecks.ReplicationIo;

/// <summary>Incidents of how the two servers are set up, and of the replica's own state.</summary>
internal static partial class IncidentCatalogue
{
    /// <summary>The thread does not run and there is no error.</summary>
    public static IncidentKind StoppedByHand { get; } = new("StoppedByHand")
    {
        Headline = _ => "without an error: somebody stopped it",
        Cause = _ => "the thread does not run and there is no error: somebody stopped it (STOP REPLICA), or the server started with "
            + "skip_replica_start",
        NotThis = NextStep.Of($"Do not start it before you know why it was stopped: a backup or a repair may be going on"),
        Steps = site =>
        [
            NextStep.Of($"Look at the replica's error log for who stopped it and when"),
            .. site.Restart($"If nothing speaks against it,"),
            // MariaDB shows nothing in the status when START is refused.
            .. site is { IsMariaDb: true, Replica: { LosesRelayLogAtStart: false, IsManaged: false } }
                ? RelayLogAdvice.FetchAgain(site, $"If START is refused because the relay log is missing (error 1201),")
                : [],
        ],
    };

    private static IEnumerable<IncidentKind> OfTheSetUp() =>
    [
        StoppedByHand,
        new("Identity")
        {
            Texts = ["with the same server_uuid", "equal mysql server", "equal mariadb server", "has already a running dump thread"],
            Headline = _ => "two servers share one server_id or server_uuid",
            Cause = _ => "a data directory or configuration was cloned: the source takes this replica for another one (or for itself) "
                + "and ends the older connection",
            NotThis = NextStep.Of($"Do not restart the thread again and again: the two replicas throw each other out"),
            Steps = site =>
            [
                site.IsMariaDb
                    ? NextStep.Of($"Compare the source and all its replicas: {SqlStatement.Of($"SELECT @@global.server_id")}")
                    : NextStep.Of($"Compare the source and all its replicas: "
                        + $"{SqlStatement.Of($"SELECT @@global.server_id, @@global.server_uuid")}"),
                NextStep.Of($"Same server_id: give one of them a number of its own, on that server: "
                    + $"{SqlStatement.Of($"SET GLOBAL server_id=NUMBER")}; and the same in its configuration"),
                .. site.IsMariaDb ? Array.Empty<NextStep>()
                    : [NextStep.Of($"Same server_uuid: stop the clone's mysqld, remove auto.cnf from its data directory "
                        + $"({SqlStatement.Of($"SELECT @@datadir")} names it), start it")],
                .. site.Restart($"Then,"),
            ],
        },
        new("Identity")
        {
            Texts = ["source server_id is 0", "server_id was not set", "server id was not set"],
            Headline = _ => "the source has no server_id (it is 0 or not set)",
            Cause = _ => "a server without a server_id serves no replica: its configuration has none, or somebody set it to 0",
            NotThis = TryingIsVain,
            Steps = site =>
            [
                NextStep.Of($"See it on the source: {SqlStatement.Of($"SELECT @@global.server_id")}"),
                NextStep.Of($"Set one that no other server of this replication has, on the source: "
                    + $"{SqlStatement.Of($"SET GLOBAL server_id=NUMBER")}; and the same in its configuration"),
                .. site.Restart($"Then,"),
            ],
        },
        new("Configuration")
        {
            Texts = ["binary log is not open"],
            Headline = _ => "the source writes no binlog",
            Cause = _ => "the source runs without log_bin, or its binlog was switched off after a write error; there is nothing to "
                + "replicate from",
            NotThis = NextStep.Of($"Do not wait: nothing changes until the source writes a binlog"),
            Steps = site =>
            [
                NextStep.Of($"See it on the source: {SqlStatement.Of($"SELECT @@global.log_bin")}"),
                NextStep.Of($"Switch it on in the source's configuration (log_bin) and restart the source; what was written meanwhile "
                    + $"is in no binlog"),
                Rebuild,
            ],
        },
        new("Configuration")
        {
            Texts = ["gtid_mode", "request to dump gtid", "anonymous", "does not support mariadb global transaction id",
                "enforce_gtid_consistency"],
            Headline = _ => "source and replica are not set up to go together: their GTID modes differ",
            Cause = _ => "one of the two uses GTIDs and the other does not; the server's own text below says which",
            NotThis = NextStep.Of($"Do not wait: nothing changes until one of the two is set up otherwise"),
            Steps = site =>
            [
                site.IsMariaDb
                    ? NextStep.Of($"See on both servers what they are: "
                        + $"{SqlStatement.Of($"SELECT @@version, @@global.log_bin, @@global.gtid_strict_mode, @@global.gtid_domain_id")}")
                    : NextStep.Of($"Compare both servers: "
                        + $"{SqlStatement.Of($"SELECT @@version, @@global.gtid_mode, @@global.enforce_gtid_consistency")}"),
                NextStep.Of($"Bring both to one mode, step by step as the manual says (MySQL: \"Changing GTID Mode Online\")"),
                .. site.Restart($"Then,"),
            ],
        },
        new("Configuration")
        {
            Texts =
            [
                "with the checksum that source is configured", "too small event", "unrecognized version", "unrecognized mysql version",
                    "invalid (empty) hostname", "source_host was not set",
            ],
            Headline = _ => "source and replica are not set up to go together",
            Cause = _ => "checksums or versions of the two do not fit, or the channel names no source; the server's own text below "
                + "says which",
            NotThis = NextStep.Of($"Do not wait: nothing changes until one of the two is set up otherwise"),
            Steps = site =>
            [
                NextStep.Of($"Compare both servers: "
                    + $"{SqlStatement.Of($"SELECT @@version, @@global.binlog_checksum, @@global.log_bin, @@global.server_id")}"),
                .. site.Replica.SourceHost.Length == 0
                    ? site.Change($"Name the source,", SqlStatement.Of($"{site.Sql.Option(ChangeOption.Host, "HOST")}"))
                    : site.Restart($"Correct what does not fit, then"),
            ],
        },
        new("Encryption")
        {
            Texts = ["decrypt", "encrypt"],
            Headline = site => $"the source cannot decrypt its binlog {site.File}",
            Cause = _ => "the key of the binlog is not to be had: keyring not loaded, key gone, or the file is of another server",
            NotThis = NeverRetried,
            Steps = site =>
            [
                NextStep.Of($"On the source, see that the keyring component (MariaDB: the key management plugin) is loaded, and look "
                    + $"at its error log"),
                .. site.Restart($"Then,"),
            ],
        },
        new("Memory")
        {
            Texts = ["memory allocation failed", "out of memory", "out-of-memory"],
            Numbers = [1037, 1038, 1041, 1202, 1596, 2008, 13116],
            Headline = _ => "a server ran out of memory for the replication",
            Cause = _ => "the source could not allocate memory for an event, or the replica none for its thread",
            NotThis = NextStep.Of($"Do not wait: a replica never retries a fatal error"),
            Steps = site => [NextStep.Of($"On both hosts, look at free memory and at dmesg (oom-killer)"), .. site.Restart($"Then,")],
        },
        new("ReplicaState")
        {
            Texts = ["failed to load replication replica gtid"],
            Numbers = [1872, 1201, 13123, 13124],
            Headline = _ => "the replica cannot read its own replication state",
            Cause = _ => "the table or file that holds the replica's position is damaged or missing (mysql.gtid_slave_pos, "
                + "mysql.slave_relay_log_info, relay logs)",
            NotThis = NextStep.Of($"Do not reset the replica before its position is noted"),
            Steps = RelayLogAdvice.AfterRefusedStart,
        },
        new("ReplicaLimit")
        {
            Numbers = [1153, 13125],
            Headline = site => $"an event is larger than the replica's {site.PacketLimit}",
            Cause = site => $"this is the replica's own limit: the source's event is sound, only larger than {site.PacketLimit} here",
            NotThis = NextStep.Of($"Do not skip the event: its rows would be missing"),
            Steps = RaiseLimit,
        },
        new("RelayWrite")
        {
            Numbers = [1595, 1743, 13115, 13122],
            Headline = site => $"replica could not queue an event after {site.File} {site.Position}",
            Cause = _ => "either the event arrived with a wrong checksum (a damaged source binlog: the same incident as 1236) or the "
                + "replica's relay log could not be written (disk full)",
            NotThis = NextStep.Of($"Do not turn checksums off to get past it: changed bytes would be applied"),
            Steps = site =>
            [
                NextStep.Of($"On the replica, look at the room for relay logs (df -h) and at its error log: \"checksum\" there means "
                    + $"the source's binlog or the network"),
                site.LookAtTheFile,
                .. site.Restart($"Sound file, and room on the replica:"),
                .. site.GoOn(),
                Compare,
            ],
            IsInTheBinlog = true,
        },
    ];
}
