using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using DatabaseServers;

namespace NagiosChecks.Failover.Tests;

/// <summary>
/// Carries a printed plan out as it stands: statements at the server that the step names, commands in a shell, words left to people. It
/// only
/// fills in what an earlier step has shown, and goes on only when a step answers what the plan says that it must.
/// </summary>
/// <param name="group">The servers.</param>
/// <param name="tools">A directory with the family's own mysqlbinlog; null where the system's is it.</param>
internal sealed partial class PlanScript(ServerGroup group, string? tools)
{
    private readonly Dictionary<int, IReadOnlyDictionary<string, string>> _shown = [];

    /// <summary>What was executed, for the message of a failure.</summary>
    public List<string> Log { get; } = [];

    /// <summary>Executes all steps of <c>data.plan</c>.</summary>
    public void Execute(JsonElement plan)
    {
        Assert.NotEqual(0, plan.GetArrayLength());
        var number = 0;
        foreach (var step in plan.EnumerateArray())
        {
            number++;
            var (host, kind) = (step.GetProperty("host").GetString()!, step.GetProperty("kind").GetString()!);
            var (statement, expect) = (step.GetProperty("statement").GetString()!, step.GetProperty("expect").GetString()!);
            Log.Add($"{number}. {host} {kind}: {statement} -> {expect}");
            if (kind == "words")
                Assert.StartsWith("# ", statement, StringComparison.Ordinal);
            else if (kind == "shell")
                RunShell(number, Fill(statement, isSql: false), expect);
            else
                Ask(group.Servers.Single(server => ServerGroup.Address(server) == host), number, Fill(statement, isSql: true), expect);
        }
    }

    private void RunShell(int number, string command, string expect)
    {
        var run = ProcessRun.OfShell(tools is null ? command : $"PATH={tools}:$PATH; {command}");
        Assert.True(run.ExitCode == 0, $"{run.Error}\n{string.Join('\n', Log)}");
        if (expect.StartsWith("one number, the Place", StringComparison.Ordinal))
            _shown[number] = new Dictionary<string, string> { ["Place"] = Assert.Single(run.Output.Split('\n',
                StringSplitOptions.RemoveEmptyEntries)) };
        else
            Assert.Equal("", run.Output);
    }

    private void Ask(DatabaseServer server, int number, string statement, string expect)
    {
        if (expect == "no error")
        {
            server.Execute(statement);
        }
        else if (expect.StartsWith("one row", StringComparison.Ordinal))
        {
            _shown[number] = Assert.Single(server.QueryByName(statement));
        }
        else if (expect.StartsWith('0'))
        {
            var answer = server.Scalar(statement);
            Assert.True(expect.StartsWith("0 or more", StringComparison.Ordinal)
                ? int.TryParse(answer, NumberStyles.None, CultureInfo.InvariantCulture, out _) : answer == "0",
                $"{answer}\n{string.Join('\n', Log)}");
        }
        else
        {
            WaitFor(server, statement, expect);
        }
    }

    // "Slave_IO_Running: Yes, Slave_SQL_Running: Yes": the columns of the one row.
    private void WaitFor(DatabaseServer server, string statement, string expect)
    {
        var wanted = expect.Split(", ").Select(pair => pair.Split(": ")).ToDictionary(pair => pair[0], pair => pair[1]);
        Requirements.Until(
            () => server.QueryByName(statement) is [var row] && wanted.All(pair => row[pair.Key] == pair.Value),
            TimeSpan.FromSeconds(30), $"{expect}\n{string.Join('\n', Log)}");
    }

    private string Fill(string statement, bool isSql) => Placeholder().Replace(statement, match =>
    {
        var value = _shown[int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture)][match.Groups[1].Value];
        return isSql && !value.All(char.IsAsciiDigit) ? $"'{value}'" : value;
    });

    [GeneratedRegex(@"<(\w+) of step (\d+)>")]
    private static partial Regex Placeholder();
}
