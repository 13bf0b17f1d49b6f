using MySql.ReplicationTree;
using MySql.ReplicationTree.Tests;
using MySql.Session;

namespace NagiosChecks.Failover.Tests;

/// <summary>Names as an attacker would choose them, in every answer of a server: no printed command runs anything of them.</summary>
public class HostileStepTests
{
    private static readonly string[] Names =
        ["Master_Log_File", "Source_Log_File", "Relay_Log_File", "Relay_Master_Log_File", "Relay_Source_Log_File", "EVENT_SCHEMA",
            "EVENT_NAME",
            "Master_User", "Source_User"];

    public static TheoryData<string> Values => HostileValues.Rows;

    [Theory]
    [MemberData(nameof(Values))]
    public void Every_step_keeps_hostile_names_where_they_belong(string value)
    {
        using var trial = new ShellTrial();
        var at = HostileValues.All.ToList().IndexOf(value);
        var tree = at % 2 == 0 ? "mariadb-gtid-source-dead-diff" : "mysql-pos-source-full-same";
        var servers = CapturedTree.Answers(tree).Select(server => Hostile(server, value)).ToList();
        var commands = new HashSet<string>();
        var steps = new[] { true, false }.SelectMany(isPlan =>
            TreeJudge.Result(servers, TreeJudge.Limits(options => options.Plan = isPlan)).Steps)
            .Where(step => step.Commands.Any(command => commands.Add(command.Text))).ToList();

        Assert.NotEqual(0, HostileSteps.Verify(steps, trial));
    }

    private static ServerAnswers Hostile(ServerAnswers server, string value) => server with
    {
        Answers = [.. server.Answers.Select(answer => answer with { Rows = [.. answer.Rows.Select(row => Hostile(row, value))] })],
    };

    private static MySqlRow Hostile(MySqlRow row, string value) => new(row.Columns, [.. row.Columns.Names.Select(name =>
        Array.IndexOf(Names, name) >= 0 || (name == "Value" && row.Text("Variable_name") == "pid_file") ? value : row.Text(name))]);
}
