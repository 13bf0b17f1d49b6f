namespace MySql.ReplicationTree.Tests;

public sealed class ServerTreeTests
{
    [Fact]
    public void The_top_of_every_captured_tree_is_found()
    {
        var wrong = CapturedTree.Names.Where(name => CapturedTree.Of(name).Top?.Name != Top(name))
            .Select(name => $"{name}: {CapturedTree.Of(name).Top?.Name}").ToList();

        Assert.Equal([], wrong);

        static string Top(string name) => name.Contains("-after-", StringComparison.Ordinal)
            || name.Contains("-rejoined-", StringComparison.Ordinal) ? "r2" : "s";
    }

    [Theory]
    [InlineData("mysql-gtid-chain")]
    [InlineData("mariadb-gtid-chain")]
    public void A_chain_is_seen_as_one(string name)
    {
        var tree = CapturedTree.Of(name);
        var r2 = tree.Servers.Single(server => server.Name == "r2");

        Assert.Equal(["r1"], r2.Sources.Select(source => source?.Name));
        Assert.Equal(TreeRole.Replica, r2.Role);
        Assert.Equal(["r1", "r3"], tree.Top?.Replicas.Select(server => server.Name));
    }

    [Theory]
    [InlineData("mysql-pos-ring")]
    [InlineData("mariadb-pos-ring")]
    [InlineData("mariadb-gtid-ring")]
    public void Two_masters_are_a_ring_and_their_replicas_are_not_in_it(string name)
    {
        var roles = CapturedTree.Of(name).Servers.ToDictionary(server => server.Name, server => server.Role);

        Assert.Equal([TreeRole.RingMember, TreeRole.Replica, TreeRole.Replica, TreeRole.RingMember],
            [roles["r1"], roles["r2"], roles["r3"], roles["s"]]);
    }

    [Fact]
    public void A_dead_source_keeps_its_replicas()
    {
        foreach (var name in CapturedTree.Names.Where(name => name.Contains("source-dead", StringComparison.Ordinal)))
        {
            var top = CapturedTree.Of(name).Top!;

            Assert.Equal(TreeRole.Down, top.Role);
            Assert.Equal(["r1", "r2", "r3"], top.Replicas.Select(server => server.Name));
        }
    }

    [Fact]
    public void Replicas_whose_relay_log_the_next_start_throws_away_are_known()
    {
        var losing = CapturedTree.Names.SelectMany(name => CapturedTree.Of(name).Servers
            .Where(server => server.Channels.Any(channel => channel.LosesRelayLogAtStart)).Select(server => $"{name}/{server.Name}"));

        Assert.Equal(
            [
                "maria118-gtid-source-dead-diff/r3", "mariadb-gtid-relay-sql-stopped-io-stopped/r1", "mariadb-gtid-source-dead-diff/r3",
            ],
            losing);
    }

    [Fact]
    public void What_a_replica_wrote_alone_shows_in_the_binlog_state_and_not_in_the_position()
    {
        var servers = CapturedTree.Answers("mariadb-gtid-errant").ToDictionary(server => server.Server);
        var (source, r1, r2) = (servers["s"], servers["r1"], servers["r2"]);

        Assert.Equal(source.Variable("gtid_binlog_pos"), r1.Variable("gtid_binlog_pos"));
        Assert.Equal("0-2-8", string.Join(',', State(r1).OnlyHere(State(source))));
        Assert.Empty(State(r2).OnlyHere(State(source)));

        static MariaDbGtidList State(ServerAnswers server) => MariaDbGtidList.Parse(server.Variable("gtid_binlog_state")!)!;
    }

    [Fact]
    public void What_a_replica_of_MySQL_wrote_alone_is_left_after_subtraction()
    {
        var servers = CapturedTree.Answers("mysql-gtid-errant").ToDictionary(server => server.Server);

        var only = Executed("r1").Subtract(Executed("s"));

        Assert.Equal([servers["r1"].Variable("server_uuid")!], only.Servers);
        Assert.Equal(UInt128.One, only.Count);
        Assert.True(Executed("s").Contains(Executed("r2")));

        MySqlGtidSet Executed(string name) => MySqlGtidSet.Parse(servers[name].Variable("gtid_executed")!)!;
    }

    [Fact]
    public void A_longer_file_number_is_further()
    {
        var received = CapturedTree.Of("mariadb-pos-rollover").Servers.Where(server => server.Channels.Count > 0)
            .ToDictionary(server => server.Name, server => server.Channels[0].Received);

        Assert.Equal(-1, received["r1"].CompareWith(received["r2"]));
        Assert.Equal(0, received["r3"].CompareWith(received["r2"]));
    }
}
