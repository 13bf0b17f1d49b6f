using Nagios.Plugin;

namespace NagiosChecks.KilledQueries.Tests;

public sealed class KilledQueriesEvaluationTests
{
    private static readonly KilledQueriesLimits Defaults = KilledQueriesLimits.Parse(new KilledQueriesOptions());

    [Theory]
    [InlineData(1, 1, NagiosState.Ok)]
    [InlineData(59, 60, NagiosState.Ok)]
    [InlineData(61, 61, NagiosState.Warning)]
    [InlineData(301, 900, NagiosState.Critical)]
    [InlineData(1, 900, NagiosState.Warning)] // seen for the first time: perhaps for long, so somebody should look
    [InlineData(1, 61, NagiosState.Warning)]
    public void The_age_of_a_killed_session_decides(double atLeast, double atMost, NagiosState expected)
    {
        var result = Evaluate(ProcessList.Look(), Sighting(ProcessList.Session(55, state: "query end"), atLeast, atMost));

        Assert.Equal(expected, result.State);
    }

    [Fact]
    public void The_first_line_names_the_session_its_age_and_its_state()
    {
        var result = Evaluate(ProcessList.Look(), Sighting(ProcessList.Session(55, state: "query end"), 2460, 2460),
            Sighting(ProcessList.Session(56), 60, 60));

        Assert.Equal("2 killed sessions do not die, the oldest: 55 (app@web1), 41 min, state 'query end'", result.Findings[0].Text);
        Assert.Contains(result.NextSteps, step => step.Contains("session 55", StringComparison.Ordinal));
        Assert.Contains(result.PerfData, datum => datum.ToString() == "killed_age=2460s;60;300;0");
    }

    [Fact]
    public void No_killed_session_is_fine_and_says_how_many_were_looked_at()
    {
        var result = Evaluate(ProcessList.Look());

        Assert.Equal(NagiosState.Ok, result.State);
        Assert.Equal("no killed session among 20 on MariaDB 10.11.19", result.Summary);
        Assert.Empty(result.NextSteps);
    }

    [Theory]
    [InlineData(299, NagiosState.Ok)]
    [InlineData(301, NagiosState.Warning)]
    [InlineData(86400, NagiosState.Warning)]
    public void A_rollback_that_gets_on_does_not_page(double age, NagiosState expected)
    {
        var result = Evaluate(ProcessList.Look(), new Sighting(ProcessList.Session(55), age, age, 120000, 1000));

        Assert.Equal(expected, result.State);
        Assert.Contains("120000 rows to undo, about 2 min more", result.Findings[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rollback_that_stands_still_is_a_session_that_does_not_die()
    {
        var result = Evaluate(ProcessList.Look(), new Sighting(ProcessList.Session(55), 400, 400, 120000, 0));

        Assert.Equal(NagiosState.Critical, result.State);
        Assert.Equal("its rollback stands still at 120000 rows to undo", result.Findings[0].Cause);
    }

    [Theory]
    [InlineData(1, 1, 600, NagiosState.Ok)] // one alone may be a large transaction
    [InlineData(2, 1, 600, NagiosState.Warning)]
    [InlineData(1, 16, 16, NagiosState.Warning)]
    [InlineData(1, 61, 61, NagiosState.Critical)]
    public void Sessions_that_wait_to_commit_are_judged_by_their_wait(int count, double atLeast, double atMost, NagiosState expected)
    {
        var waiting = Enumerable.Range(1, count).Select(id =>
            Sighting(ProcessList.Session(id, "Query", "waiting for handler commit"), atLeast, atMost)).ToArray();

        Assert.Equal(expected, Evaluate(ProcessList.Look(), waiting).State);
    }

    [Fact]
    public void Commits_that_wait_while_the_binlog_disk_is_full_are_critical_at_once()
    {
        var look = ProcessList.Look() with { Room = new BinlogRoom("/srv/binlog", 0, 64 << 20),
            Server = MySql.Session.ServerVersion.Parse("9.7.4", null) };

        var result = Evaluate(look, Sighting(ProcessList.Session(60, "Query", "waiting for handler commit"), 1, 1));

        Assert.Equal(NagiosState.Critical, result.State);
        Assert.StartsWith("binlog disk full: 0 B free at /srv/binlog, 1 session cannot commit", result.Findings[0].Text,
            StringComparison.Ordinal);
        Assert.Contains(result.NextSteps, step => step.Contains("ABORT_SERVER", StringComparison.Ordinal));
    }

    [Fact]
    public void The_same_wait_with_room_on_the_disk_is_no_full_disk()
    {
        var look = ProcessList.Look() with { Room = new BinlogRoom("/srv/binlog", 1 << 30, 2L << 30) };

        Assert.Equal(NagiosState.Ok, Evaluate(look, Sighting(ProcessList.Session(60, "Query", "Commit"), 1, 1)).State);
    }

    [Fact]
    public void The_captured_full_disk_of_MariaDB_names_the_session_that_must_not_be_killed()
    {
        var result = EvaluateCaptured("mariadb-disk-full-followers-killed.txt", null);

        Assert.Equal(NagiosState.Critical, result.State);
        Assert.StartsWith("a disk of the server is full, 4 sessions cannot commit for between 1 s and 43 s, 3 of them killed",
            result.Findings[0].Text, StringComparison.Ordinal);
        Assert.Contains(result.NextSteps, step => step.StartsWith("Do not KILL session 57,", StringComparison.Ordinal));
        Assert.Contains(result.PerfData, datum => datum.ToString() == "killed=3;;;0");
    }

    [Fact]
    public void The_captured_full_disk_of_MySQL_is_known_by_its_file_system()
    {
        var result = EvaluateCaptured("mysql-disk-full-followers-killed.txt", new BinlogRoom("/srv/binlog", 0, 64 << 20));

        Assert.Equal(NagiosState.Critical, result.State);
        Assert.StartsWith("binlog disk full: 0 B free at /srv/binlog, 4 sessions cannot commit", result.Findings[0].Text,
            StringComparison.Ordinal);
    }

    [Fact]
    public void An_account_that_may_not_see_the_sessions_of_others_is_unknown_and_never_OK()
    {
        var result =
            Evaluate(ProcessList.Look() with { Hidden =
                new Unseen("the sessions of other accounts", UnseenReason.Denied, null, "GRANT PROCESS ON *.* TO 'nagios'@'localhost'"),
                    Account = "'nagios'@'localhost'" });

        Assert.Equal(NagiosState.Unknown, result.State);
        Assert.Contains("GRANT PROCESS ON *.* TO 'nagios'@'localhost'", result.Findings[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Sessions_of_replication_and_of_the_server_itself_are_in_no_trouble()
    {
        var captured = ProcessList.Captured("mysql-disk-full-followers-killed.txt");

        Assert.Equal(8, captured.Count);
        Assert.All(captured.Where(one => one.User is "repl" or "event_scheduler"), one => Assert.Equal(Plight.None, one.Plight));
    }

    // Field report, netdata's guide on semi-synchronous replication: measured on MariaDB 10.11, AFTER_COMMIT and AFTER_SYNC.
    [Theory]
    [InlineData("Waiting for semi-sync ACK from slave", "Waiting for semi-sync ACK from slave", "10.11.19-MariaDB",
        "rpl_semi_sync_master_enabled=OFF")]
    [InlineData("Waiting for semi-sync ACK from slave", "Commit", "10.11.19-MariaDB", "rpl_semi_sync_master_enabled=OFF")]
    [InlineData("Waiting for semi-sync ACK from replica", "waiting for handler commit", "9.7.4", "rpl_semi_sync_source_enabled=OFF")]
    public void Commits_that_wait_for_a_semi_synchronous_replica_are_named_with_the_way_out(string leader, string others,
        string version, string off)
    {
        var look = ProcessList.Look() with { Server = MySql.Session.ServerVersion.Parse(version, null),
            Room = new BinlogRoom("/srv/binlog", 1 << 30, 2L << 30) };
        var waiting = Enumerable.Range(1, 4).Select(id =>
            Sighting(ProcessList.Session(id, "Query", id == 1 ? leader : others, 22), 22, 22)).ToArray();

        var result = Evaluate(look, waiting);

        Assert.Equal(NagiosState.Warning, result.State);
        Assert.StartsWith("4 sessions waiting to commit, for a semi-synchronous replica, the oldest: ", result.Findings[0].Text,
            StringComparison.Ordinal);
        Assert.Contains(result.NextSteps, step => step.Contains(off, StringComparison.Ordinal));
        Assert.Contains(result.PerfData, datum => datum.ToString() == "committing=4;;;0");
    }

    [Theory]
    [InlineData("18446744073709551615")]
    [InlineData("-7")]
    [InlineData("2147483647")]
    public void A_time_that_makes_no_sense_hides_no_killed_session(string time)
    {
        var columns = new MySql.Session.MySqlColumns(["Id", "User", "Host", "db", "Command", "Time", "State", "Info"]);
        var session = ServerSession.Parse(
            new MySql.Session.MySqlRow(columns, ["22", "app", "web1:5000", null, "Killed", time, "Filling schema table", null]));

        Assert.Equal((22, Plight.Killed), (session.Id, session.Plight));
    }

    [Theory]
    [InlineData("CREATE USER 'a'@'%' IDENTIFIED BY 'SECRET'")]
    [InlineData("SET PASSWORD FOR 'a'@'%' = 'SECRET'")]
    [InlineData("change master to master_password='SECRET'")]
    [InlineData("UPDATE mysql.user SET authentication_string='SECRET'")]
    public void A_statement_that_names_a_password_is_never_printed(string statement)
    {
        var killed = Sighting(ProcessList.Session(55) with { Statement = statement }, 400, 400);
        var result = Evaluate(ProcessList.Look(), killed);

        using var buffer = new MemoryStream();
        using (var json = new System.Text.Json.Utf8JsonWriter(buffer))
            result.Data!(json);
        Assert.DoesNotContain("SECRET", System.Text.Encoding.UTF8.GetString(buffer.ToArray()) + ResultText.Render(result),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Who_may_not_see_the_sessions_of_others_graphs_nothing()
    {
        var result =
            Evaluate(ProcessList.Look() with { Hidden = new Unseen("the sessions of other accounts", UnseenReason.Denied),
                Account = "'o''x'@'%'" });

        Assert.Contains(result.PerfData, datum => datum.ToString() == "killed=U");
        Assert.All(result.PerfData, datum => Assert.EndsWith("=U", datum.ToString(), StringComparison.Ordinal));
        Assert.Contains(result.NextSteps, step => step.Contains("GRANT PROCESS ON *.* TO ", StringComparison.Ordinal));
    }

    [Fact]
    public void The_graph_alerts_exactly_where_the_verdict_does()
    {
        var random = new Random(2012);
        for (var round = 0; round < 2000; round++)
        {
            var sightings = Enumerable.Range(1, random.Next(5)).Select(id =>
            {
                var least = random.Next(400);
                var session = ProcessList.Session(id, random.Next(2) == 0 ? "Killed" : "Query",
                    new[] { "", "Commit", "query end" }[random.Next(3)]);
                return new Sighting(session, least, least + random.Next(600), random.Next(4) == 0 ? 100 : null,
                    random.Next(3) == 0 ? 0 : 5);
            }).Where(one => one.Session.Plight != Plight.None).ToArray();
            var result = Evaluate(ProcessList.Look(), sightings);

            var graph = result.PerfData.Where(datum => datum.ToString().Contains("age", StringComparison.Ordinal))
                .Select(datum => datum.Thresholds.Judge(datum.Value)).Aggregate(NagiosState.Ok, NagiosStates.Worst);
            Assert.Equal(result.State, graph);
        }
    }

    private static NagiosCheckResult EvaluateCaptured(string name, BinlogRoom? room)
    {
        var look = ProcessList.Look([.. ProcessList.Captured(name)]) with { Room = room };
        return KilledQueriesEvaluation.Judge(look, KilledQueriesHistory.Format.Empty.Follow(look), Defaults);
    }

    private static NagiosCheckResult Evaluate(KilledQueriesMeasurement look, params Sighting[] sightings) =>
        KilledQueriesEvaluation.Judge(look, sightings, Defaults);

    private static Sighting Sighting(ServerSession session, double atLeast, double atMost) => new(session, atLeast, atMost, null, null);
}
