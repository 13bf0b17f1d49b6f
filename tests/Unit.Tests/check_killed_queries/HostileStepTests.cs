using MySql.Session;
using Nagios.Plugin;

namespace NagiosChecks.KilledQueries.Tests;

/// <summary>The next steps with a hostile name in every place where a server's words come in.</summary>
public sealed class HostileStepTests
{
    [Fact]
    public void A_binlog_directory_is_named_exactly_and_nothing_else_runs()
    {
        using var trial = new ShellTrial();
        var limits = KilledQueriesLimits.Parse(new KilledQueriesOptions());
        var printed = 0;
        foreach (var value in HostileValues.All)
        {
            var session = new ServerSession(60, value, value, "Query", 600, "waiting for handler commit", value);
            var look = ProcessList.Look(session) with
            {
                Server = ServerVersion.Parse("9.7.4", null),
                Room = new BinlogRoom("/" + value, 0, 64 << 20),
                Hidden = new Unseen("the sessions of other accounts", UnseenReason.Denied),
                Account = SqlStatement.Of($"{value}@{"localhost"}").ToString(),
            };

            var result = KilledQueriesEvaluation.Judge(look, [new Sighting(session, 600, 600, null, null)], limits);

            Assert.Equal(NagiosState.Critical, result.State);
            printed += HostileSteps.Verify(result.Steps, trial);
            foreach (var grant in result.Steps.SelectMany(step => step.Commands).Where(command =>
                command is SqlStatement && command.Problem is null && command.Text.StartsWith("GRANT", StringComparison.Ordinal)))
                Assert.Equal([value, "localhost"], grant.Values);
        }

        Assert.InRange(printed, HostileValues.All.Count / 2, int.MaxValue);
    }
}
