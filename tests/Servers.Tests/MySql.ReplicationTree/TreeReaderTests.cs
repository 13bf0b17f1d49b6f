using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using DatabaseServers;

namespace MySql.ReplicationTree.Tests;

/// <summary>Real trees, read with no more rights than the docs page grants.</summary>
public sealed class TreeReaderTests
{
    [Theory]
    [InlineData(DatabaseFamily.MariaDb)]
    [InlineData(DatabaseFamily.MySql)]
    public void A_tree_is_read_recorded_and_read_again_from_the_recording(DatabaseFamily family)
    {
        using var group = ServerGroup.Start(family, usesGtid: true, replicas: 2);
        using var folder = new TemporaryFolder();
        TreeRun.MakeAccount(group.Source);
        ServerGroup.Write(group.Source, 3);
        ServerGroup.WaitForRows(group.Source, group.Replicas);
        group.WaitUntilApplied();

        var named = TreeRun.Of(group, "--record", Path.Combine(folder.Path, "kept"));
        var replayed = TreeRun.Of(["--replay", Path.Combine(folder.Path, "kept")]);
        var again = TreeRun.Of(group, "--record", Path.Combine(folder.Path, "kept"));

        Assert.True(named.ExitCode == 0, named.Text);
        AssertTree(group, named.Reading!.Servers);
        AssertTree(group, replayed.Reading!.Servers);
        Assert.True(replayed.Reading.IsReplay);
        Assert.NotNull(replayed.Reading.At);
        Assert.Equal(3, again.ExitCode);
        Assert.Contains("holds a recording already", again.Text, StringComparison.Ordinal);
        // Not one statement of the list is refused to the account of the docs page.
        Assert.Equal([], named.Reading.Servers.SelectMany(server => server.Answers)
            .Where(answer => answer.Refusal is not null).Select(answer => $"{answer.Statement}: {answer.Refusal}"));
        var text = string.Concat(Directory.GetFiles(Path.Combine(folder.Path, "kept")).Select(File.ReadAllText));
        Assert.DoesNotContain("replpw", text, StringComparison.Ordinal);
        Assert.DoesNotContain("IDENTIFIED", text, StringComparison.Ordinal);
        Assert.DoesNotContain(TreeRun.Password, text, StringComparison.Ordinal);
        AssertFound(group);
    }

    // From the source its replicas are found, and from a replica its source and the other replicas.
    private static void AssertFound(ServerGroup group)
    {
        foreach (var named in new[] { group.Source, group.Replicas[1] })
        {
            var run = TreeRun.Of(["--host", "127.0.0.1", "--port", $"{named.Port}", "--user", "look", "--password", TreeRun.Password]);

            Assert.True(run.ExitCode == 0, run.Text);
            Assert.Equal(group.Servers.Select(ServerGroup.Address).Order(), run.Reading!.Servers.Select(server => server.Address!).Order());
            Assert.Equal(ServerGroup.Address(group.Source), ServerTree.Of(run.Reading.Servers).Top?.Answers.Address);
        }
    }

    private static void AssertTree(ServerGroup group, IReadOnlyList<ServerAnswers> servers)
    {
        var tree = ServerTree.Of(servers);
        Assert.Equal(ServerGroup.Address(group.Source), tree.Top?.Name);
        Assert.Equal(group.Replicas.Select(ServerGroup.Address).Order(), tree.Top!.Replicas.Select(server => server.Name).Order());
        foreach (var replica in tree.Top.Replicas)
        {
            var server = group.Replicas.Single(one => ServerGroup.Address(one) == replica.Name);
            var variable = group.Family == DatabaseFamily.MariaDb ? "gtid_slave_pos" : "gtid_executed";
            Assert.Equal(server.Scalar($"SELECT @@GLOBAL.{variable}"), replica.Answers.Variable(variable));
            Assert.True(replica.Channels[0].IsAllApplied);
            Assert.NotEmpty(replica.Answers.Sessions!);
        }
    }

    [Theory]
    [InlineData(DatabaseFamily.MariaDb)]
    [InlineData(DatabaseFamily.MySql)]
    public void A_full_source_is_read_at_once_again_and_again_and_no_session_stays_behind(DatabaseFamily family)
    {
        using var folder = new TemporaryFolder();
        _ = ProcessRun.Of("/bin/chmod", ["755", folder.Path]);
        using var disk = SmallFileSystem.Mount(Path.Combine(folder.Path, "binlog"), megabytes: 12);
        using var group = ServerGroup.Start(family, usesGtid: true, replicas: 1,
            number => number == 0 ? new ServerOptions { BinlogFolder = disk.Folder } : new ServerOptions());
        TreeRun.MakeAccount(group.Source);
        ServerGroup.WaitForRows(group.Source, group.Replicas);
        using var writer = group.Source.InBackground(string.Concat(
            Enumerable.Repeat("INSERT INTO app.t(body) VALUES(repeat('x',300000));", 100)));
        try
        {
            Requirements.Until(() => TreeRun.Of(group).Reading!.Servers[0].Sessions!
                .Any(session => session is { Wait: not Session.SessionWait.None, Seconds: >= 2 }), TimeSpan.FromSeconds(40),
                    "the disk is full");
            var before = Count();

            for (var turn = 0; turn < 24; turn++)
            {
                var run = TreeRun.Of(group);
                Assert.True(run.Elapsed < TimeSpan.FromSeconds(2.5), $"{run.Elapsed}");
                var source = run.Reading!.Servers[0];
                Assert.Null(source.Down);
                Assert.StartsWith("not asked: it hangs", source.To("SHOW BINARY LOGS")!.Refusal, StringComparison.Ordinal);
            }

            Requirements.Until(() => Count() <= before, TimeSpan.FromSeconds(10), "no session of the check is left");
        }
        finally
        {
            writer.Kill();
        }

        int Count() => group.Source.Query("SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE USER='look'") is [[var count]]
            ? int.Parse(count, System.Globalization.CultureInfo.InvariantCulture) : -1;
    }

    [Fact]
    public void A_server_that_hangs_costs_its_own_limit_and_one_that_is_dead_nothing()
    {
        using var group = ServerGroup.Start(DatabaseFamily.MariaDb, usesGtid: true, replicas: 1);
        TreeRun.MakeAccount(group.Source);
        ServerGroup.WaitForRows(group.Source, group.Replicas);
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var hangs = $"127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}";
        var dead = $"127.0.0.1:{Requirements.FreePort()}";

        var clock = Stopwatch.StartNew();
        var run = TreeRun.Of(["--hosts", $"{hangs},{dead},{group.Hosts}", "--user", "look", "--password", TreeRun.Password,
            "--server-limit", "2s"]);

        Assert.InRange(clock.Elapsed, TimeSpan.FromSeconds(0.9), TimeSpan.FromSeconds(3.5));
        var servers = run.Reading!.Servers;
        Assert.False(servers[0].IsNotRunning);
        Assert.EndsWith($", at {hangs}", servers[0].Down, StringComparison.Ordinal);
        Assert.True(servers[1].IsNotRunning);
        Assert.All(servers.Skip(2), server => Assert.Null(server.Down));
    }

    [Fact]
    public void An_account_without_rights_gets_refusals_and_never_an_empty_answer_in_their_place()
    {
        using var group = ServerGroup.Start(DatabaseFamily.MariaDb, usesGtid: true, replicas: 1);
        group.Source.Execute($"CREATE USER look@'127.0.0.1' IDENTIFIED BY '{TreeRun.Password}'");
        Requirements.Until(() => group.Replicas[0].Query("SELECT 1 FROM mysql.global_priv WHERE User='look'").Count > 0,
            TimeSpan.FromSeconds(20), "the account arrives");

        var run = TreeRun.Of(group);

        Assert.All(run.Reading!.Servers, server =>
        {
            Assert.Contains("SLAVE MONITOR", server.To("SHOW ALL SLAVES STATUS")!.Refusal, StringComparison.Ordinal);
            Assert.False(server.Holds("PROCESS"));
            Assert.Contains("without the PROCESS privilege", server.To("SHOW BINARY LOGS")!.Refusal, StringComparison.Ordinal);
        });
    }
}
