using System.Text.Json;
using DatabaseServers;
using Nagios.Plugin;

namespace NagiosChecks.ReplicationIo.Tests;

/// <summary>One run of the check against a real server, with the account that its docs page grants, and what it said.</summary>
internal sealed record ReplicaRun(int ExitCode, string Text)
{
    /// <summary>The password of the accounts made here.</summary>
    public const string Password = "look-only";

    /// <summary>The first line.</summary>
    public string FirstLine => Text.Split('\n')[0];

    /// <summary>Makes the account that the docs page grants for a replica, and nothing more.</summary>
    public static void MakeAccount(DatabaseServer server) =>
        server.Execute($"CREATE USER nagios@localhost IDENTIFIED BY '{Password}'; GRANT "
            + $"{(server.Family == DatabaseFamily.MariaDb ? "SLAVE MONITOR" : "REPLICATION CLIENT")} ON *.* TO nagios@localhost");

    /// <summary>Makes the account that the docs page grants for a look at the source, and nothing more.</summary>
    public static void MakeSourceAccount(DatabaseServer server) =>
        server.Execute($"CREATE USER look@'127.0.0.1' IDENTIFIED BY '{Password}'; GRANT "
            + $"{(server.Family == DatabaseFamily.MariaDb ? "BINLOG MONITOR" : "REPLICATION CLIENT")}, PROCESS ON *.* TO look@'127.0.0.1'");

    /// <summary>Runs the check over the server's socket.</summary>
    public static ReplicaRun Of(DatabaseServer server, params string[] more) =>
        Of(["--socket", server.Socket, "--user", "nagios", "--password", Password, .. more]);

    /// <summary>Runs the check.</summary>
    public static ReplicaRun Of(IEnumerable<string> arguments)
    {
        using var state = new TemporaryFolder();
        using var output = new StringWriter();
        var exitCode = CheckHost.Run(new ReplicationIoCheck(),
            [.. arguments, "--state-dir", Path.Combine(state.Path, "state"), "--timeout", "30"], output);
        return new ReplicaRun(exitCode, output.ToString());
    }

    /// <summary>The class of each channel's incident, from JSON; null for a channel that is well.</summary>
    public static Dictionary<string, string?> Classes(DatabaseServer server, params string[] more)
    {
        using var json = JsonDocument.Parse(Of(server, [.. more, "--output", "json"]).Text);
        return json.RootElement.GetProperty("data").GetProperty("channels").EnumerateArray().ToDictionary(channel =>
            channel.GetProperty("channel").GetString()!, channel => channel.GetProperty("class").GetString());
    }

    /// <summary>Runs the check until the first line holds some words; fails with what it said the last time.</summary>
    public static ReplicaRun Until(DatabaseServer server, string words, params string[] more)
    {
        var run = Of(server, more);
        for (var deadline = DateTime.UtcNow.AddSeconds(40); !run.FirstLine.Contains(words,
            StringComparison.Ordinal); run = Of(server, more))
        {
            Assert.True(DateTime.UtcNow < deadline, $"not '{words}' but:\n{run.Text}");
            Thread.Sleep(200);
        }

        return run;
    }
}
