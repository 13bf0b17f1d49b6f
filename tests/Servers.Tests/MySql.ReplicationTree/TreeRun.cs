using DatabaseServers;
using Nagios.Plugin;

namespace MySql.ReplicationTree.Tests;

/// <summary>One reading of real servers, made as a check makes it.</summary>
internal sealed record TreeRun(int ExitCode, string Text, TreeReading? Reading, TimeSpan Elapsed)
{
    /// <summary>The password of the account that <see cref="MakeAccount"/> makes.</summary>
    public const string Password = "look-only";

    private static readonly CheckDescription Description =
        new("check_tree", "Can the tree be read?", "For tests.") { States = ["OK"], Examples = [("check_tree", "reads")] };

    /// <summary>Makes the account that the docs page of check_failover grants, and nothing more. Replication carries it to the
    /// replicas.</summary>
    public static void MakeAccount(DatabaseServer server, string user = "look") =>
        server.Execute($"CREATE USER {user}@'127.0.0.1' IDENTIFIED BY '{Password}'; GRANT {(server.Family == DatabaseFamily.MariaDb
            ? "SLAVE MONITOR, BINLOG MONITOR, REPLICATION MASTER ADMIN, PROCESS, EVENT"
            : "REPLICATION CLIENT, REPLICATION SLAVE, PROCESS, EVENT")} ON *.* TO {user}@'127.0.0.1'; "
            + $"GRANT SELECT ON mysql.user TO {user}@'127.0.0.1'"
            + (server.Family == DatabaseFamily.MariaDb ? "" : $"; GRANT SELECT ON performance_schema.* TO {user}@'127.0.0.1'"));

    /// <summary>Reads the servers that the arguments name.</summary>
    public static TreeRun Of(IEnumerable<string> arguments, Func<IReadOnlyList<ServerAnswers>, bool>? secondLook = null)
    {
        using var output = new StringWriter();
        var clock = System.Diagnostics.Stopwatch.StartNew();
        TreeReading? reading = null;
        var exitCode = CheckHost.Run<TreeOptions>(Description, [.. arguments], output, (options, run) =>
        {
            reading = new TreeReader(options, TreeChoice.Of(options), run) { IsSecondLookWanted = secondLook }.Read();
            return new NagiosCheckResult("TREE") { Summary = $"{reading.Servers.Count} servers" };
        });
        return new TreeRun(exitCode, output.ToString(), reading, clock.Elapsed);
    }

    /// <summary>Reads the servers of a group with the account.</summary>
    public static TreeRun Of(ServerGroup group, params string[] more) =>
        Of(["--hosts", group.Hosts, "--user", "look", "--password", Password, .. more]);
}
