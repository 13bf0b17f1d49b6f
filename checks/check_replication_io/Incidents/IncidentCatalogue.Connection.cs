using Nagios.Plugin;

namespace NagiosChecks.ReplicationIo;

/// <summary>Incidents on the way to the source.</summary>
internal static partial class IncidentCatalogue
{
    /// <summary>The connection breaks; also without an error, where the source drops it on purpose.</summary>
    public static IncidentKind ConnectionLost { get; } = new("ConnectionLost")
    {
        Numbers = [2006, 2012, 2013, 2027, 2055, 1158, 1159, 1160, 1161, 1152, 1184, 1189, 1190, 1317, 1835, 1927, 3169, 4031],
        Headline = site => $"connection to source {site.Source} breaks",
        Cause = _ => "network, a restart of the source, a proxy's timeout, or the source drops it on purpose: another replica with "
            + "the same server_id, "
            + "or a binlog that it cannot open (both are only in the source's error log)",
        NotThis = NextStep.Of($"Do not raise timeouts before the source's error log has been read"),
        Steps = site =>
        [
            NextStep.Of($"On the source, look at its error log for \"same server_id\", \"not found\" and restarts"),
            NextStep.Of($"Compare on all replicas of that source: {SqlStatement.Of($"SELECT @@global.server_id")}"),
            .. Again(site),
        ],
        MayPass = true,
    };

    /// <summary>Connecting, and no error yet.</summary>
    public static IncidentKind StillConnecting { get; } = new("StillConnecting")
    {
        Headline = site => $"no contact with source {site.Source} yet",
        Cause = _ => "the IO thread is between two attempts and the server tells no error: it has just started, or the source drops "
            + "it on purpose "
            + "(another replica with the same server_id, or a binlog that it cannot open: both only in the source's error log)",
        NotThis = NextStep.Of($"Do not take a lag of 0 for good news: without a connection it means nothing"),
        Steps = site =>
        [
            NextStep.Of($"On the source, look at its error log"),
            NextStep.Of($"Compare on all replicas of that source: {SqlStatement.Of($"SELECT @@global.server_id")}"),
            NextStep.Of($"See whether the source is up, from the replica's host: {Ping(site)}; \"Access denied\" means that it is"),
        ],
        MayPass = true,
    };

    /// <summary>None of the others: the server's own text is all there is.</summary>
    public static IncidentKind Unknown { get; } = new("Unknown")
    {
        Headline = _ => "an error that this check does not know",
        Cause = _ => "the server's own text, below, is all there is",
        NotThis = NextStep.Of($"Do not skip events or reset the replica before the text is understood"),
        Steps = _ =>
        [
            NextStep.Of($"Look at the error logs of both servers around that time"),
            NextStep.Of($"Report the text to the authors of this check, so that it gets a name"),
        ],
    };

    private static IEnumerable<IncidentKind> OfTheConnection() =>
    [
        ConnectionLost,
        StillConnecting,
        Unknown,
        new("SourceUnreachable")
        {
            Numbers = [2001, 2002, 2003, 2004, 1053, 1077, 1218],
            Headline = site => $"source {site.Source} does not answer",
            Cause = _ => "nothing accepts connections there: mysqld is down (or aborted: MySQL does so when its binlog disk is full), "
                + "or a firewall, bind_address or port is in the way",
            NotThis = NextStep.Of($"Do not point the replica elsewhere before you know whether the source is down or only not to be "
                + $"reached from here"),
            Steps = site =>
            [
                NextStep.Of($"Is the source up? Look at it first: its process, its error log, its disks (df -h)"),
                NextStep.Of($"From the replica's host: {Ping(site)}; \"Access denied\" means that it is up"),
                .. Again(site),
            ],
            MayPass = true,
        },
        new("SourceNotReady")
        {
            Texts = ["wsrep has not yet prepared node"],
            Numbers = [1047],
            Headline = site => $"source {site.Source} is a cluster node that is not ready",
            Cause = _ => "the node is not in sync with its cluster (Galera): it is starting, receives a state transfer, or its part "
                + "of the cluster has no majority",
            NotThis = NextStep.Of($"Do not bootstrap the cluster before you know whether another part of it is alive"),
            Steps = site => [NextStep.Of($"See the node's state on the source: "
                + $"{SqlStatement.Of($"SHOW GLOBAL STATUS LIKE 'wsrep_local_state_comment'")}"), .. Again(site)],
            MayPass = true,
        },
        new("SourceOffline")
        {
            Texts = ["currently in offline mode"],
            Numbers = [3032],
            Headline = site => $"source {site.Source} was taken offline",
            Cause = _ => "offline_mode is ON there: somebody switched it on, for maintenance or to stop all writes, and it refuses "
                + "every account without CONNECTION_ADMIN",
            NotThis = NextStep.Of($"Do not switch offline_mode off before you know why it was switched on: a failover may be going on"),
            Steps = site => site.IsMariaDb
                ? [NextStep.Of($"Ask who switched offline_mode on at the source, a MySQL server, and why"), .. Again(site)]
                :
                [
                    NextStep.Of($"See it on the source, as an administrator: {SqlStatement.Of($"SELECT @@global.offline_mode")}"),
                    NextStep.Of($"When it may serve again, on the source: {SqlStatement.Of($"SET GLOBAL offline_mode=OFF")}"),
                    .. Again(site),
                ],
            MayPass = true,
        },
        new("UnknownHost")
        {
            Numbers = [2005],
            Headline = site => $"the name of source {site.Source} does not resolve",
            Cause = site => site.Replica.SourceHost.Length == 60
                ? "the name has 60 characters, the longest that old servers keep: it was probably cut"
                : "DNS or the name in the replica's configuration",
            NotThis = NextStep.Of($"Do not wait if the name is wrong: trying again does not help"),
            Steps = site =>
            [
                NextStep.Of($"On the replica's host: {ShellCommand.Of($"getent hosts -- {site.Replica.SourceHost}")}"),
                .. site.Change($"If the name is wrong,", site.HostOption()),
            ],
            MayPass = true,
        },
        new("TooManyConnections")
        {
            Numbers = [1040, 1203, 1226],
            Headline = site => $"source {site.Source} has no connection left",
            Cause = _ => "max_connections or a limit of the account is reached on the source",
            NotThis = NextStep.Of($"Do not raise max_connections before you know what holds the connections: stuck commits of a full "
                + $"disk look like this"),
            Steps = site =>
                [NextStep.Of($"See what the sessions wait for, on the source: {SqlStatement.Of($"SHOW PROCESSLIST")}"), .. Again(site)],
            MayPass = true,
        },
        new("Tls")
        {
            Numbers = [2026, 3159],
            Headline = site => $"TLS to source {site.Source} fails",
            Cause = _ => "a certificate expired or is not trusted, a name does not match, or one of the two demands what the other "
                + "does not offer",
            NotThis = NextStep.Of($"Do not turn verification off for good"),
            Steps = site =>
            [
                NextStep.Of($"See the certificate, from the replica's host: "
                    + $"{ShellCommand.Of($"openssl s_client -starttls mysql -connect {HostAndPort(site)} < /dev/null")}"),
                .. site.Restart($"Correct the certificate or the channel's SSL options, then"),
            ],
        },
    ];

    private static ShellCommand Ping(IncidentSite site) => site.IsMariaDb
        ? ShellCommand.Of($"mariadb-admin --host={site.Replica.SourceHost} --port={site.Replica.SourcePort} ping")
        : ShellCommand.Of($"mysqladmin --host={site.Replica.SourceHost} --port={site.Replica.SourcePort} ping");

    private static string HostAndPort(IncidentSite site) =>
        site.Replica.SourceHost.Contains(':', StringComparison.Ordinal)
            ? $"[{site.Replica.SourceHost}]:{site.Replica.SourcePort}" : site.Source;
}
