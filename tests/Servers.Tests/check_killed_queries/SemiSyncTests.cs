using System.Globalization;
using System.Text.Json;
using DatabaseServers;
using Nagios.Plugin;

namespace NagiosChecks.KilledQueries.Tests;

/// <summary>Commits that wait for a semi-synchronous replica, for real, and the printed way to let them go on.</summary>
public sealed class SemiSyncTests
{
    [Theory]
    [InlineData(DatabaseFamily.MariaDb)]
    [InlineData(DatabaseFamily.MySql)]
    public void Commits_that_wait_for_a_frozen_replica_are_found_and_go_on_when_the_step_is_followed(DatabaseFamily family)
    {
        var isMariaDb = family == DatabaseFamily.MariaDb;
        string[] source = isMariaDb ? [] : ["--plugin-load-add=semisync_source.so"];
        string[] replica = isMariaDb ? [] : ["--plugin-load-add=semisync_replica.so"];
        using var pair = ServerPair.Start(family, new ServerOptions { Arguments = source }, new ServerOptions { Arguments = replica });
        SwitchOn(pair, isMariaDb);
        using var state = new TemporaryFolder();
        pair.Primary.Execute("CREATE DATABASE app; CREATE TABLE app.t(id INT PRIMARY KEY) ENGINE=InnoDB");
        pair.WaitUntilInSync();
        pair.Replica.Freeze();
        var writers = Enumerable.Range(1, 3).Select(id =>
            pair.Primary.InBackground(string.Create(CultureInfo.InvariantCulture, $"INSERT INTO app.t VALUES({id})"))).ToList();
        try
        {
            var steps = new List<string>();
            Requirements.Until(
                () => (steps = Check(pair.Primary, state, out var summary)).Count > 0
                    && summary.Contains("3 sessions waiting to commit, for a semi-synchronous replica", StringComparison.Ordinal),
                TimeSpan.FromSeconds(60),
                "the commits that wait are found");
            Assert.Contains(steps, step => step.StartsWith("Do not kill the waiting sessions", StringComparison.Ordinal));
            foreach (var statement in Statements(steps, isMariaDb ? "rpl_semi_sync_master" : "rpl_semi_sync_source"))
                pair.Primary.Execute(statement);
            foreach (var writer in writers)
                Assert.Equal(0, ProcessRun.Finish(writer, TimeSpan.FromSeconds(30)).ExitCode);
            Assert.Equal("3", pair.Primary.Scalar("SELECT COUNT(*) FROM app.t"));
        }
        finally
        {
            pair.Replica.Thaw();
            foreach (var writer in writers)
            {
                if (!writer.HasExited)
                    writer.Kill();
                writer.Dispose();
            }
        }
    }

    [Theory]
    [InlineData(DatabaseFamily.MariaDb)]
    [InlineData(DatabaseFamily.MySql)]
    public void Every_statement_that_only_looks_is_taken_by_the_server(DatabaseFamily family)
    {
        using var server = DatabaseServer.Start(family);
        var version = MySql.Session.ServerVersion.Parse(server.Scalar("SELECT @@version"), null);
        foreach (var state in new[] { "query end", "Commit" })
        {
            var session = new ServerSession(55, "app", "web1:5000", state == "Commit" ? "Query" : "Killed", 600, state, "");
            var look = new KilledQueriesMeasurement { Server = version, Place = "db1", Count = 3, Sessions = [session] };
            var result = KilledQueriesEvaluation.Judge(look, [new Sighting(session, 600, 600, null, null)],
                KilledQueriesLimits.Parse(new KilledQueriesOptions()));
            foreach (var command in result.Steps.SelectMany(step => step.Commands).OfType<SqlStatement>())
                server.Execute(command.Text);
            Assert.NotEmpty(result.Steps);
        }
    }

    // Only once the replica follows: until then every statement of the source would wait.
    private static void SwitchOn(ServerPair pair, bool isMariaDb)
    {
        var (source, replica) = isMariaDb ? ("master", "slave") : ("source", "replica");
        pair.Replica.Execute($"SET GLOBAL rpl_semi_sync_{replica}_enabled=ON");
        pair.StopReplica();
        pair.StartReplica();
        pair.WaitUntilRunning();
        pair.Primary.Execute($"SET GLOBAL rpl_semi_sync_{source}_timeout=600000; SET GLOBAL rpl_semi_sync_{source}_enabled=ON");
        Requirements.Until(
            () => pair.Primary.Query($"SHOW GLOBAL STATUS LIKE 'Rpl_semi_sync_{source}_clients'")[0][1] == "1",
            TimeSpan.FromSeconds(30),
            "the replica acknowledges");
    }

    // As printed: the status that shows who acknowledges, and the variable that lets commits go on; not the one that switches it on again.
    private static IEnumerable<string> Statements(List<string> steps, string variable)
    {
        var status = steps.Single(step => step.StartsWith("See how many replicas acknowledge: ", StringComparison.Ordinal));
        yield return status["See how many replicas acknowledge: ".Length..status.IndexOf(';', StringComparison.Ordinal)];
        var off = steps.Single(step => step.Contains($"SET GLOBAL {variable}_enabled=OFF", StringComparison.Ordinal));
        yield return $"SET GLOBAL {variable}_enabled=OFF";
        Assert.Contains($"SET GLOBAL {variable}_enabled=ON", off, StringComparison.Ordinal);
    }

    private static List<string> Check(DatabaseServer server, TemporaryFolder state, out string summary)
    {
        using var output = new StringWriter();
        _ = CheckHost.Run(
            new KilledQueriesCheck(),
            ["-s", server.Socket, "-u", "root", "--commit-warning", "1s", "--output", "json", "--state-dir",
                Path.Combine(state.Path, "state")],
            output);
        using var json = JsonDocument.Parse(output.ToString());
        summary = json.RootElement.GetProperty("summary").GetString()!;
        return [.. json.RootElement.GetProperty("next_steps").EnumerateArray().Select(step => step.GetString()!)];
    }
}
