using Nagios.Plugin;

namespace NagiosChecks.ReplicationIo;

/// <summary>Incidents of the replication account: the source answers and refuses. Trying again does not help.</summary>
internal static partial class IncidentCatalogue
{
    private static IEnumerable<IncidentKind> OfTheAccount() =>
    [
        new("Credentials")
        {
            Numbers = [1044, 1045, 1820, 1862, 3118, 4151],
            Headline = site => $"source {site.Source} refuses the account '{site.User}'",
            Cause = _ => "password, account or its lock: somebody changed the replication account on the source and not here, or the "
                + "account is locked or expired",
            NotThis = NextStep.Of($"Do not wait: trying again does not help, and failed logins may lock the account or block the host"),
            Steps = site =>
            [
                NextStep.Of($"Try it by hand, from the replica's host: {Client(site)}"),
                .. SeeTheAccount(site),
                NextStep.Of($"Locked: on the source, {SqlStatement.Of($"ALTER USER {site.User}@'HOST' ACCOUNT UNLOCK")}"),
                .. site.Change($"Another password: correct it,", site.Sql.Option(ChangeOption.Password, "PASSWORD")),
            ],
        },
        new("Credentials")
        {
            Texts = ["account is blocked for"],
            Numbers = [3955],
            Headline = site => $"source {site.Source} has blocked the account '{site.User}' after failed logins",
            Cause = _ => "the account has FAILED_LOGIN_ATTEMPTS, and somebody logged in with a wrong password too often: perhaps this "
                + "replica itself",
            NotThis = NextStep.Of($"Do not just wait until the block ends: with a wrong password it begins anew"),
            Steps = site =>
            [
                .. site.Change($"If the replica's password is wrong, correct it first,",
                    site.Sql.Option(ChangeOption.Password, "PASSWORD")),
                .. SeeTheAccount(site),
                NextStep.Of($"End the block, on the source: {SqlStatement.Of($"ALTER USER {site.User}@'HOST' ACCOUNT UNLOCK")}"),
                .. Again(site),
            ],
        },
        new("Credentials")
        {
            Numbers = [1698],
            Headline = site => $"source {site.Source} refuses the account '{site.User}': it has no password",
            Cause = _ => "the account logs in by the user of the operating system (unix_socket, auth_socket), which no replica can do",
            NotThis = TryingIsVain,
            Steps = site =>
            [
                .. SeeTheAccount(site),
                NextStep.Of($"Give it a password, on the source: "
                    + $"{SqlStatement.Of($"ALTER USER {site.User}@'HOST' IDENTIFIED BY 'PASSWORD'")}"),
                .. site.Change($"Then", site.Sql.Option(ChangeOption.Password, "PASSWORD")),
            ],
        },
        new("Credentials")
        {
            Texts = ["invalid (empty) username"],
            Headline = site => $"no account is configured for source {site.Source}",
            Cause = _ => "the channel was set up without a user; one that START REPLICA USER=... named is forgotten at every restart",
            NotThis = TryingIsVain,
            Steps = site =>
                site.Change(
                    $"Name the replication account,",
                    SqlStatement.Of($"{site.Sql.Option(ChangeOption.User, "USER")}, {site.Sql.Option(ChangeOption.Password, "PASSWORD")}")),
        },
        new("Rights")
        {
            Numbers = [1142, 1227, 1597, 13120],
            Headline = site => $"account '{site.User}' lacks a right on source {site.Source}",
            Cause = _ => "the source lets the account in but refuses what a replica needs",
            NotThis = TryingIsVain,
            Steps = site =>
            [
                .. SeeTheAccount(site),
                NextStep.Of($"On the source: {SqlStatement.Of($"GRANT REPLICATION SLAVE ON *.* TO {site.User}@'HOST'")}"),
                .. Again(site),
            ],
        },
        new("AddressRefused")
        {
            Numbers = [1129, 1130],
            Headline = site => $"source {site.Source} refuses connections from this replica's address",
            Cause = _ => "no account of the source covers this replica's address, or the source blocked the host after too many "
                + "broken connections",
            NotThis = TryingIsVain,
            Steps = site =>
            [
                .. SeeTheAccount(site),
                site.IsMariaDb
                    ? NextStep.Of($"Blocked (error 1129): on the source, {SqlStatement.Of($"FLUSH HOSTS")}, then find what broke the "
                        + $"connections")
                    : NextStep.Of($"Blocked (error 1129): on the source, "
                        + $"{SqlStatement.Of($"TRUNCATE TABLE performance_schema.host_cache")}, then find what broke the connections"),
                .. Again(site),
            ],
        },
        new("Authentication")
        {
            Numbers = [2061],
            Headline = site => $"source {site.Source} wants the password encrypted",
            Cause = _ => "caching_sha2_password takes a password only over TLS, or encrypted with the source's public key",
            NotThis = TryingIsVain,
            Steps = site =>
            [
                .. site.IsMariaDb
                    ? [NextStep.Of($"Use TLS for this connection, or give the account on the source another plugin")]
                    : site.Change($"With TLS,", site.Sql.Option(ChangeOption.Tls, 1)),
                .. site.Replica.Dialect == ReplicaDialect.MySql
                    ? site.Change($"Without TLS,", SqlStatement.Of($"GET_SOURCE_PUBLIC_KEY=1")) : [],
            ],
        },
        new("Authentication")
        {
            Numbers = [2058, 2059, 2060],
            Headline = site => $"the replica lacks the plugin with which '{site.User}' logs in to source {site.Source}",
            Cause = _ => "the account's authentication plugin is a file, and the replica's server has none of that name in its plugin "
                + "directory; TLS changes nothing",
            NotThis = NextStep.Of($"Do not switch TLS on for this: the plugin is missing with and without it"),
            Steps = site =>
            [
                NextStep.Of($"See where the replica looks for it: {SqlStatement.Of($"SELECT @@global.plugin_dir")}"),
                site.IsMariaDb
                    ? NextStep.Of($"Put the file that the server's text names there (Debian has caching_sha2_password.so in the "
                        + $"package libmariadb3), readable for the user mysql; no restart is needed")
                    : NextStep.Of($"Put the file that the server's text names there, or give the account a plugin that this version "
                        + $"has (mysql_native_password is gone from MySQL 9)"),
                .. Again(site),
            ],
        },
        new("Authentication")
        {
            Numbers = [1251, 1275, 1524, 2049],
            Headline = site => $"source {site.Source} demands a way of authentication that this replica does not offer",
            Cause = _ => "the account on the source uses a plugin that one of the two servers does not have (mysql_native_password is "
                + "gone from MySQL 9)",
            NotThis = TryingIsVain,
            Steps = site => [.. SeeTheAccount(site), NextStep.Of($"Give the account a plugin that both servers have"), .. Again(site)],
        },
    ];

    private static IEnumerable<NextStep> SeeTheAccount(IncidentSite site) =>
    [
        NextStep.Of(
            $"See the account on the source: {SqlStatement.Of($"SELECT user, host FROM mysql.user WHERE user={site.User}")}, and with "
                + $"the host found there {SqlStatement.Of($"SHOW CREATE USER {site.User}@'HOST'")}"),
    ];

    private static ShellCommand Client(IncidentSite site) => site.IsMariaDb
        ? ShellCommand.Of($"mariadb --host={site.Replica.SourceHost} --port={site.Replica.SourcePort} --user={site.User} --password")
        : ShellCommand.Of($"mysql --host={site.Replica.SourceHost} --port={site.Replica.SourcePort} --user={site.User} --password");
}
