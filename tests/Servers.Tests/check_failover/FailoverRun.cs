using System.Text.Json;
using DatabaseServers;
using MySql.ReplicationTree.Tests;
using Nagios.Plugin;

namespace NagiosChecks.Failover.Tests;

/// <summary>One run of the check, and what it said.</summary>
internal sealed record FailoverRun(int ExitCode, string Text)
{
    public string FirstLine => Text.Split('\n')[0];

    /// <summary>Runs the check with these arguments.</summary>
    public static FailoverRun Of(IEnumerable<string> arguments)
    {
        using var output = new StringWriter();
        var exitCode = CheckHost.Run(new FailoverCheck(), [.. arguments], output);
        return new FailoverRun(exitCode, output.ToString());
    }

    /// <summary>Runs it for the servers of a group, with the account of the docs page.</summary>
    public static FailoverRun Of(ServerGroup group, params string[] more) =>
        Of(["--hosts", group.Hosts, "--user", "look", "--password", TreeRun.Password, .. more]);

    /// <summary>The check's own part of the JSON output.</summary>
    public static JsonElement Data(ServerGroup group, params string[] more)
    {
        using var json = JsonDocument.Parse(Of(group, [.. more, "--output", "json"]).Text);
        return json.RootElement.GetProperty("data").Clone();
    }
}
