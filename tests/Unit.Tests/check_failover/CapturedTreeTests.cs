using MySql.ReplicationTree;
using MySql.ReplicationTree.Tests;
using MySql.Session;
using Nagios.Plugin;

namespace NagiosChecks.Failover.Tests;

/// <summary>The captured trees of real servers, against the states, candidates and reasons that were written down with them.</summary>
public class CapturedTreeTests
{
    // The states of the list are suggestions where read_only alone is off, which is a warning here. In the last one two replicas that are
    // connected to the source were not asked.
    private static readonly Dictionary<string, NagiosState> Judged = new()
    {
        ["maria118-gtid-after-dead-diff"] = NagiosState.Warning,
        ["mariadb-gtid-after-full-same"] = NagiosState.Warning,
        ["mysql-gtid-after-full-same"] = NagiosState.Warning,
        ["mariadb-gtid-semisync"] = NagiosState.Warning,
        ["mysql-gtid-semisync"] = NagiosState.Warning,
        ["mysql-gtid-rejoined-full-same"] = NagiosState.Unknown,
    };

    public static TheoryData<string, string, string> Rows
    {
        get
        {
            var rows = new TheoryData<string, string, string>();
            foreach (var line in File.ReadAllLines(Path.Combine(Repository.Fixture("MySql.ReplicationTree"), "INDEX.tsv")).Skip(1))
            {
                var fields = line.Split('\t');
                rows.Add(fields[0], fields[1], fields[2]);
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void State_and_candidate_are_those_that_were_written_down(string name, string state, string candidates)
    {
        var servers = CapturedTree.Answers(name);
        var verdict = TreeJudge.Verdict(servers);
        var result = TreeJudge.Result(servers);

        var expected = Judged.TryGetValue(name, out var own) ? own : Enum.Parse<NagiosState>(state, ignoreCase: true);
        Assert.True(expected == result.State, ResultText.Render(result));
        if (candidates != "-")
            Assert.Equal(First(candidates), verdict.Candidates[0].Name);
        else if (state == "CRITICAL" || name.Contains("rejoined", StringComparison.Ordinal))
            Assert.Empty(verdict.Candidates);

        static string First(string text) => text.StartsWith("any", StringComparison.Ordinal) ? "r1" : text[..2];
    }

    [Fact]
    public void Where_read_only_alone_is_off_the_state_is_that_of_the_list_without_it()
    {
        foreach (var name in Judged.Where(pair => pair.Value == NagiosState.Warning).Select(pair => pair.Key))
        {
            var result = TreeJudge.Result(CapturedTree.Answers(name), TreeJudge.Limits(options => options.IfWritable = "ok"));

            Assert.True(result.State == NagiosState.Ok, ResultText.Render(result));
        }
    }

    [Theory]
    [InlineData("chain", "r2", "it follows r1 and not s")]
    [InlineData("errant", "r1", "it has transactions of its own that no other server has")]
    [InlineData("filters-delay", "r1", "it filters what it replicates")]
    [InlineData("filters-delay", "r2", "it is delayed by 60 min on purpose")]
    [InlineData("server-id-clash", "r2", "it has the server_id of r3")]
    [InlineData("server-id-clash", "r3", "it has the server_id of r2")]
    [InlineData("sql-error", "r1", "its SQL thread stopped with error 1062 before ")]
    [InlineData("sql-error", "r2", "it was told to stop receiving")]
    [InlineData("unfit", "r1", "it writes no binlog")]
    [InlineData("unfit", "r2", "it does not log what it replicates")]
    [InlineData("version", "r1", "it is MariaDB 11.8.9, and r2, which would follow it, is the older MariaDB 10.11.19")]
    [InlineData("writable", "r1", "it can be written to")]
    [InlineData("writable", "r2", "the replication account 'repl' is missing there")]
    [InlineData("writable", "r3", "1 event of the source is disabled on replicas")]
    [InlineData("purged", "r1", "it needs what r2 has purged")]
    [InlineData("rollover", "r1", "it has received less than r2, r3")]
    [InlineData("source-dead-diff", "r1", "it has received less than r2, r3")]
    [InlineData("semisync", "r2", "it is not semi-synchronous")]
    [InlineData("nolsu", "r1", "it can take over only while all replicas are equal")]
    [InlineData("tuning", "r1", "one large row stops it")]
    [InlineData("relay-sql-stopped-io-stopped", "r1", "any START SLAVE throws 1,159 bytes of relay log away")]
    [InlineData("relay-sql-stopped-io-stopped", "r1", "it holds 1,159 bytes that nobody else has: no restart, no STOP, no CHANGE there")]
    public void The_reason_is_told(string situation, string replica, string reason)
    {
        var trees = CapturedTree.Names.Where(name => name.EndsWith("-" + situation, StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(trees);
        foreach (var name in trees)
        {
            var judged = TreeJudge.Verdict(CapturedTree.Answers(name)).Tree.Replicas.Single(one => one.Name == replica);
            Assert.True(judged.Reasons.Any(one => one.Text.Contains(reason, StringComparison.Ordinal)),
                $"{name}: {string.Join("; ", judged.Reasons.Select(one => one.Text))}");
        }
    }

    [Fact]
    public void A_full_or_dead_source_begins_the_first_line_with_what_to_do()
    {
        foreach (var name in CapturedTree.Names.Where(name => name.Contains("-source-", StringComparison.Ordinal)))
        {
            var first = TreeJudge.Text(CapturedTree.Answers(name)).Split('\n')[0];
            Assert.StartsWith(name.Contains("-full-", StringComparison.Ordinal)
                ? "FAILOVER CRITICAL - source s is wedged on a full binlog disk; r" : "FAILOVER CRITICAL - source s is gone; r", first,
                StringComparison.Ordinal);
            Assert.Contains("can take over", first, StringComparison.Ordinal);
            Assert.Contains("plan: --plan", first, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Nobody_is_behind_for_lacking_what_another_one_wrote_alone()
    {
        foreach (var name in new[] { "mysql-gtid-errant", "mariadb-gtid-errant" })
        {
            var alive = CapturedTree.Answers(name);
            var dead = alive.Select(server => server.Server == "s"
                ? new ServerAnswers("s", [], $"ERROR 2002: no server, at {alive[0].To("SHOW REPLICA STATUS", "SHOW ALL SLAVES STATUS")!
                    .Rows.Select(row => $"{row.Text("Source_Host", "Master_Host")}:{row.Text("Source_Port", "Master_Port")}").Single()}")
                : Disconnected(server)).ToList();
            foreach (var servers in new[] { alive, dead })
                Assert.Equal(["r2", "r3"], TreeJudge.Verdict(servers).Tree.Replicas.Where(one => one.IsReady).Select(one => one.Name));
        }
    }

    // Its source is gone: the IO thread tries to connect.
    private static ServerAnswers Disconnected(ServerAnswers server) => server with
    {
        Answers = [.. server.Answers.Select(answer => answer with
        {
            Rows = [.. answer.Rows.Select(row => new MySqlRow(row.Columns, [.. row.Columns.Names.Select(name =>
                name is "Replica_IO_Running" or "Slave_IO_Running" ? "Connecting" : row.Text(name))]))],
        })],
    };

    [Fact]
    public void Same_position_is_said_only_of_trees_that_are_at_one()
    {
        foreach (var name in CapturedTree.Names)
        {
            var isSame = TreeJudge.Verdict(CapturedTree.Answers(name)).IsSamePosition;
            if (name.EndsWith("-same", StringComparison.Ordinal) || name.EndsWith("-healthy", StringComparison.Ordinal))
                Assert.True(isSame, name);
            if (name.EndsWith("-diff", StringComparison.Ordinal) && name.Contains("source-", StringComparison.Ordinal))
                Assert.False(isSame, name);
        }
    }

    [Fact]
    public void A_server_that_was_not_asked_beside_a_dead_source_leaves_nobody_to_choose()
    {
        foreach (var name in CapturedTree.Names.Where(name => name.Contains("-source-", StringComparison.Ordinal)))
        {
            var servers = CapturedTree.Answers(name).Select(server => server.Server == "r3"
                ? new ServerAnswers("r3", [], "ERROR 2003: no server answers, at 127.0.0.1:35113") : server).ToList();
            var result = TreeJudge.Result(servers);

            Assert.Equal(NagiosState.Unknown, result.State);
            Assert.Contains("not asked: r3", ResultText.Render(result).Split('\n')[0], StringComparison.Ordinal);
            Assert.Empty(TreeJudge.Verdict(servers).Candidates);
        }
    }

    [Fact]
    public void Never_and_prefer_choose_among_those_that_lose_nothing()
    {
        var servers = CapturedTree.Answers("mysql-gtid-healthy");

        Assert.Equal(["r3", "r1", "r2"], Names(TreeJudge.Limits(options => options.Prefer = "r3")));
        Assert.Equal(["r2", "r3"], Names(TreeJudge.Limits(options => options.Never = "r1")));
        Assert.Equal(["r2", "r1", "r3"], Names(TreeJudge.Limits(options => options.Prefer = "127.0.0.1:35312")));
        Assert.Equal(NagiosState.Ok, TreeJudge.Result(servers, TreeJudge.Limits(options => options.Never = "r1")).State);
        Assert.Equal(NagiosState.Warning,
            TreeJudge.Result(servers, TreeJudge.Limits(options => (options.Never, options.Ready) = ("r1", "3"))).State);

        IEnumerable<string> Names(FailoverLimits limits) => TreeJudge.Verdict(servers, limits).Candidates.Select(one => one.Name);
    }

    [Fact]
    public void Broken_recordings_end_in_a_plain_error_or_a_result()
    {
        var random = new Random(16);
        var texts = CapturedTree.Names.Where((_, at) => at % 5 == 0).Select(CapturedTree.Texts).ToList();
        for (var round = 0; round < 300; round++)
        {
            var tree = texts[random.Next(texts.Count)];
            try
            {
                _ = TreeJudge.Text([.. tree.Select(server => Capture.Parse(server.Key, Mutation.Of(server.Value, random)))],
                    TreeJudge.Limits(options => options.Plan = true));
            }
            catch (CheckException)
            {
                // The one way in which a broken recording may end.
            }
        }
    }
}
