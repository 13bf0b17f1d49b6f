using System.Text.Json;
using System.Text.RegularExpressions;
using DatabaseServers;
using MySql.ReplicationTree.Tests;

namespace NagiosChecks.Failover.Tests;

/// <summary>Real trees that serve: quiet, busy, with servers left out, and with rights missing.</summary>
public sealed partial class LiveTreeTests
{
    [Theory]
    [InlineData(DatabaseFamily.MariaDb, true)]
    [InlineData(DatabaseFamily.MySql, true)]
    [InlineData(DatabaseFamily.MySql, false)]
    public void A_tree_in_order_is_OK_quiet_and_busy_and_unknown_where_a_replica_is_left_out(DatabaseFamily family, bool usesGtid)
    {
        using var group = ServerGroup.Start(family, usesGtid, replicas: 2,
            number => new ServerOptions { Arguments = number > 0 ? ["--read-only=ON"] : [] });
        TreeRun.MakeAccount(group.Source);
        ServerGroup.WaitForRows(group.Source, group.Replicas);
        group.WaitUntilApplied();

        var quiet = FailoverRun.Of(group);
        Assert.True(quiet.ExitCode == 0, quiet.Text);
        Assert.Contains("2 of 2 replicas", quiet.FirstLine, StringComparison.Ordinal);
        Assert.Contains("all at the same position", quiet.FirstLine, StringComparison.Ordinal);

        AssertBusy(group);

        var partial = FailoverRun.Of(["--hosts", $"{ServerGroup.Address(group.Source)},{ServerGroup.Address(group.Replicas[0])}",
            "--user", "look", "--password", TreeRun.Password]);
        Assert.True(partial.ExitCode == 3, partial.Text);
        Assert.Contains("not asked: the replica with server_id 3 at 127.0.0.1:", partial.FirstLine, StringComparison.Ordinal);
        var headless = FailoverRun.Of(["--hosts", string.Join(',', group.Replicas.Select(ServerGroup.Address)),
            "--user", "look", "--password", TreeRun.Password]);
        Assert.True(headless.ExitCode == 3, headless.Text);
        Assert.Contains($"not asked: {ServerGroup.Address(group.Source)}, the source of ", headless.FirstLine, StringComparison.Ordinal);
    }

    // Servers that move while they are asked, one after the other, are no reason for a finding.
    private static void AssertBusy(ServerGroup group)
    {
        using var folder = new TemporaryFolder();
        var script = Path.Combine(folder.Path, "rows.sql");
        File.WriteAllLines(script, Enumerable.Repeat("INSERT INTO app.t(body) VALUES(repeat('x',100));", 200_000));
        using var writer = group.Source.InBackgroundFrom(script);
        try
        {
            Requirements.Until(() => int.Parse(group.Source.Scalar("SELECT COUNT(*) FROM app.t"),
                System.Globalization.CultureInfo.InvariantCulture) > 100, TimeSpan.FromSeconds(20), "rows are written");
            var runs = Enumerable.Range(0, 6).Select(_ => FailoverRun.Of(group)).ToList();
            Assert.False(writer.HasExited, "the writer ended before the runs did");
            Assert.All(runs, run => Assert.DoesNotContain("transactions of its own", run.Text, StringComparison.Ordinal));
            Assert.All(runs, run => Assert.True(run.ExitCode is 0 or 1, run.Text));
            Assert.True(runs.Count(run => run.ExitCode == 0) >= 4, string.Concat(runs.Select(run => run.Text)));
        }
        finally
        {
            writer.Kill();
        }
    }

    [Theory]
    [InlineData(DatabaseFamily.MariaDb)]
    [InlineData(DatabaseFamily.MySql)]
    public void The_rights_that_are_missing_are_named_and_the_printed_statement_gives_them(DatabaseFamily family)
    {
        using var group = ServerGroup.Start(family, usesGtid: true, replicas: 1,
            number => new ServerOptions { Arguments = number > 0 ? ["--read-only=ON"] : [] });
        group.Source.Execute($"CREATE USER look@'127.0.0.1' IDENTIFIED BY '{TreeRun.Password}'");
        Requirements.Until(() => FailoverRun.Of(group).Text.Contains("GRANT", StringComparison.Ordinal), TimeSpan.FromSeconds(20),
            "the account arrives");

        var poor = FailoverRun.Of(group);
        Assert.True(poor.ExitCode == 3, poor.Text);
        var grant = PrintedGrant().Match(poor.Text).Groups[1].Value;
        Assert.StartsWith("GRANT ", grant, StringComparison.Ordinal);
        group.Source.Execute(grant);
        Requirements.Until(() => FailoverRun.Of(group).ExitCode == 0, TimeSpan.FromSeconds(20), FailoverRun.Of(group).Text);
    }

    [Fact]
    public void Steps_that_let_a_replica_receive_and_apply_again_do_so()
    {
        using var group = ServerGroup.Start(DatabaseFamily.MariaDb, usesGtid: true, replicas: 2,
            number => new ServerOptions { Arguments = number == 2 ? [] : ["--read-only=ON"] });
        TreeRun.MakeAccount(group.Source);
        ServerGroup.WaitForRows(group.Source, group.Replicas);
        group.Threads(group.Replicas[0], "STOP", "IO_THREAD");
        group.Threads(group.Replicas[1], "STOP", "SQL_THREAD");
        ServerGroup.Write(group.Source, 3);
        group.Source.Execute("SET GLOBAL read_only=OFF");
        Thread.Sleep(300);

        var run = FailoverRun.Of(group);
        Assert.True(run.ExitCode == 1, run.Text);
        var steps = Step().Matches(run.Text);
        Assert.Equal(3, steps.Count);
        foreach (Match step in steps)
        {
            var server = group.Servers.Single(one => step.Value.Contains(ServerGroup.Address(one), StringComparison.Ordinal));
            server.Execute(step.Groups[1].Value);
        }

        ServerGroup.WaitForRows(group.Source, group.Replicas);
        group.WaitUntilApplied();
        Requirements.Until(() => FailoverRun.Of(group).ExitCode == 0, TimeSpan.FromSeconds(20), FailoverRun.Of(group).Text);
    }

    [Fact]
    public void A_source_found_from_a_replica_is_judged_like_a_tree_that_is_named()
    {
        using var group = ServerGroup.Start(DatabaseFamily.MariaDb, usesGtid: true, replicas: 2);
        TreeRun.MakeAccount(group.Source);
        ServerGroup.WaitForRows(group.Source, group.Replicas);

        var run = FailoverRun.Of(["-H", "127.0.0.1", "-P", $"{group.Replicas[1].Port}", "-u", "look", "-p", TreeRun.Password, "--json"]);

        using var json = JsonDocument.Parse(run.Text);
        var servers = json.RootElement.GetProperty("data").GetProperty("servers").EnumerateArray().ToDictionary(
            server => server.GetProperty("address").GetString()!, server => server.GetProperty("role").GetString());
        Assert.Equal("source", servers[ServerGroup.Address(group.Source)]);
        Assert.All(group.Replicas, replica => Assert.Equal("replica", servers[ServerGroup.Address(replica)]));
        Assert.Equal(3, servers.Count);
    }

    [GeneratedRegex(@"^\d+\. Give the check's account what it reads, as an administrator: (GRANT .*)$", RegexOptions.Multiline)]
    private static partial Regex PrintedGrant();

    [GeneratedRegex(@"^\d+\. .* there: ((?:START|SET GLOBAL) [A-Za-z_ ]*?(?:THREAD|=ON)).*$", RegexOptions.Multiline)]
    private static partial Regex Step();
}
