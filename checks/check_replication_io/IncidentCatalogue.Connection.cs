namespace NagiosChecks.ReplicationIo;

/// <summary>Incidents on the way to the source.</summary>
internal static partial class IncidentCatalogue
{
    private const string Again = "the replica tries again by itself; {start} only if its thread has given up";

    private static IncidentKind OfTheConnection(IncidentClass incident) => incident switch
    {
        IncidentClass.Credentials => new(
            incident,
            "source {source} refuses the account '{user}'",
            "password, account or its lock: somebody changed the replication account on the source and not here, or the password expired",
            "do not wait: trying again does not help, and failed logins may lock the account or block the host",
            ["try it by hand from this host: mysql -h {host} -P {port} -u {user} -p", "on the source: SHOW CREATE USER for '{user}' (locked? expired?)", "correct it on the source, or here: {stop}; {change-password}; {start}"]),

        IncidentClass.Rights => new(
            incident,
            "account '{user}' lacks a right on source {source}",
            "the source lets the account in but refuses what a replica needs",
            "do not wait: trying again does not help",
            ["on the source: GRANT REPLICATION SLAVE ON *.* TO '{user}'@'(this host)'", Again]),

        IncidentClass.AddressRefused => new(
            incident,
            "source {source} refuses connections from this replica's address",
            "no account of the source covers this replica's address, or the source blocked the host after too many broken connections",
            "do not wait: trying again does not help",
            ["on the source: SELECT user, host FROM mysql.user WHERE user='{user}'; does one cover this replica's address?", "blocked: FLUSH HOSTS (MySQL 8.4: TRUNCATE performance_schema.host_cache) on the source, then find what broke the connections", Again]),

        IncidentClass.SourceUnreachable => new(
            incident,
            "source {source} does not answer",
            "nothing accepts connections there: mysqld is down (or aborted: MySQL does so when its binlog disk is full), or a firewall, bind_address or port is in the way",
            "do not point the replica elsewhere before you know whether the source is down or only not to be reached from here",
            ["is the source up? Look at it first: its process, its error log, its disks (df)", "from this host: mysqladmin -h {host} -P {port} ping", Again])
        { MayPass = true },

        IncidentClass.UnknownHost => new(
            incident,
            "the name of source {source} does not resolve",
            "DNS or the name in the replica's configuration",
            "do not wait if the name is wrong: trying again does not help",
            ["on this host: getent hosts {host}", "wrong name: {stop}; {change-host}; {start}"])
        { MayPass = true },

        IncidentClass.ConnectionLost => new(
            incident,
            "connection to source {source} breaks",
            "network, a restart of the source, a proxy's timeout, or the source drops it on purpose: another replica with the same server_id, or a binlog that it cannot open (both are only in the source's error log)",
            "do not raise timeouts before the source's error log has been read",
            ["on the source, look at its error log for \"same server_id\", \"not found\" and restarts", "compare @@server_id of all replicas of that source", Again])
        { MayPass = true },

        IncidentClass.TooManyConnections => new(
            incident,
            "source {source} has no connection left",
            "max_connections or a limit of the account is reached on the source",
            "do not raise max_connections before you know what holds the connections: stuck commits of a full disk look like this",
            ["on the source: SHOW PROCESSLIST; what are the sessions waiting for?", Again])
        { MayPass = true },

        IncidentClass.Tls => new(
            incident,
            "TLS to source {source} fails",
            "a certificate expired or is not trusted, a name does not match, or one of the two demands what the other does not offer",
            "do not turn verification off for good",
            ["from this host: openssl s_client -starttls mysql -connect {source}", "correct the certificate or the channel's SSL options, then {stop}; {start}"]),

        IncidentClass.Authentication => new(
            incident,
            "source {source} demands a way of authentication that this replica does not offer",
            "caching_sha2_password needs TLS or the source's public key, or the plugin is missing (mysql_native_password is gone from MySQL 9)",
            "do not wait: trying again does not help",
            ["with TLS: {stop}; {change-tls}; {start}", "without TLS, on MySQL: {change-key}"]),

        IncidentClass.StillConnecting => new(
            incident,
            "no contact with source {source} yet",
            "the IO thread is between two attempts and the server tells no error: it has just started, or the source drops it on purpose (another replica with the same server_id, or a binlog that it cannot open: both only in the source's error log)",
            "do not take a lag of 0 for good news: without a connection it means nothing",
            ["on the source, look at its error log", "compare @@server_id of all replicas of that source", "is the source up? mysqladmin -h {host} -P {port} ping"])
        { MayPass = true },

        _ => new(
            incident,
            "an error that this check does not know",
            "the server's own text, below, is all there is",
            "do not skip events or reset the replica before the text is understood",
            ["look at the error logs of both servers around that time", "report the text to the authors of this check, so that it gets a name"]),
    };
}
