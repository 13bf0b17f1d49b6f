using MySql.ReplicationTree.Tests;

namespace NagiosChecks.Failover.Tests;

/// <summary>What the plans of the captured trees must and must not hold.</summary>
public class PlanTests
{
    [Fact]
    public void A_plan_is_there_for_dead_and_wedged_sources_and_else_what_to_look_at()
    {
        foreach (var name in CapturedTree.Names)
        {
            var plan = Plan(name);
            var isDue = name.Contains("-source-", StringComparison.Ordinal) || name.EndsWith("-rollover", StringComparison.Ordinal)
                || name.EndsWith("-lagfile", StringComparison.Ordinal)
                || name.EndsWith("-relay-sql-stopped-io-stopped", StringComparison.Ordinal);
            Assert.True(plan.Steps.Count > 0 == isDue, $"{name}: {plan.Missing?.Text}");
            Assert.True(plan.Missing is null == plan.Steps.Count > 0, name);
        }
    }

    [Fact]
    public void The_first_line_names_a_plan_where_there_is_one_only()
    {
        var first = TreeJudge.Text(CapturedTree.Answers("mysql-gtid-purged")).Split('\n')[0];

        Assert.DoesNotContain("--plan", first, StringComparison.Ordinal);
        Assert.Contains("what is in the way of a plan stands below", first, StringComparison.Ordinal);
        Assert.Contains("r1 cannot follow", TreeJudge.Text(CapturedTree.Answers("mysql-gtid-purged")), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_set_up_wrong_gets_a_step()
    {
        Assert.Contains(
            "a server_id of its own", TreeJudge.Text(CapturedTree.Answers("mysql-gtid-server-id-clash")), StringComparison.Ordinal);
        Assert.Contains("Make the replication account on r2 as it is on s", TreeJudge.Text(CapturedTree.Answers("mariadb-gtid-writable")),
            StringComparison.Ordinal);
    }

    [Fact]
    public void No_plan_resets_a_binlog_or_sends_SQL_to_the_source_or_shows_a_password()
    {
        foreach (var step in CapturedTree.Names.SelectMany(name => Plan(name).Steps))
        {
            Assert.DoesNotContain("RESET MASTER", step.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("RESET BINARY LOGS", step.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("PASSWORD", step.Text, StringComparison.Ordinal);
            Assert.True(step.Host != "s" || step.Kind != "sql", step.Text);
        }
    }

    [Fact]
    public void The_source_is_fenced_after_all_have_applied_and_before_anybody_is_promoted()
    {
        foreach (var name in CapturedTree.Names.Where(name => Plan(name).Steps.Count > 0))
        {
            var steps = Plan(name).Steps.Select(step => step.Text).ToList();
            var fence = steps.FindIndex(step => step.Contains("systemctl mask", StringComparison.Ordinal));
            var promotion = steps.FindIndex(step => step.Contains("RESET ", StringComparison.Ordinal));
            Assert.InRange(fence, steps.FindLastIndex(step => step.Contains("_WAIT", StringComparison.Ordinal)
                || step.Contains("WAIT_FOR", StringComparison.Ordinal)) + 1, promotion - 1);
            Assert.True(steps.FindIndex(step => step.Contains("read_only=OFF", StringComparison.Ordinal))
                > steps.FindLastIndex(step => step.Contains("CHANGE ", StringComparison.Ordinal)), name);
        }
    }

    [Fact]
    public void On_MariaDB_with_GTIDs_the_SQL_thread_is_started_before_the_IO_thread_stops_and_relay_log_is_kept()
    {
        foreach (var name in new[] { "mariadb-gtid-source-dead-diff", "maria118-gtid-source-dead-diff" })
        {
            var r3 = Plan(name).Steps.Where(step => step.Host == "r3").Select(step => step.Text).ToList();
            Assert.StartsWith("CHANGE MASTER TO MASTER_USE_GTID=no, RELAY_LOG_FILE='relay-bin.", r3[0], StringComparison.Ordinal);
            Assert.EndsWith("; START SLAVE SQL_THREAD", r3[0], StringComparison.Ordinal);
            Assert.StartsWith("SELECT MASTER_GTID_WAIT('0-1-", r3[1], StringComparison.Ordinal);
            Assert.Equal("STOP SLAVE IO_THREAD", r3[2]);
        }
    }

    [Fact]
    public void Making_room_is_said_before_all_else_where_it_alone_would_do()
    {
        Assert.Contains(
            "Before all else: if room can be made", Plan("mysql-gtid-source-full-same").Steps[0].Text, StringComparison.Ordinal);
        Assert.Contains(
            "Before all else: if room can be made", Plan("mariadb-pos-source-full-same").Steps[0].Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Before all else", Plan("mysql-gtid-source-full-diff").Steps[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_place_that_only_an_earlier_step_shows_cannot_be_pasted()
    {
        var steps = Plan("mysql-pos-source-full-same").Steps.Select(step => step.Text).ToList();
        var end = steps.IndexOf("SHOW BINARY LOG STATUS") + 1;

        Assert.NotEqual(0, end);
        Assert.Equal(2, steps.Count(step => step.Contains(
            $"SOURCE_LOG_FILE=<File of step {end}>, SOURCE_LOG_POS=<Position of step {end}>", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_replica_of_MySQL_that_lacks_something_goes_on_behind_the_last_transaction_that_it_has()
    {
        var steps = Plan("mysql-pos-source-dead-diff").Steps.ToList();
        var stamp = steps.FindIndex(step => step.Text.Contains("AS Stamp", StringComparison.Ordinal)) + 1;

        Assert.Equal("r1", steps[stamp - 1].Host);
        Assert.Equal(("r2", "shell"), (steps[stamp].Host, steps[stamp].Kind));
        Assert.Contains($"/srv/r2/binlog/<File of step {stamp - 1}>", steps[stamp].Text, StringComparison.Ordinal);
        Assert.Contains($"SOURCE_LOG_POS=<Place of step {stamp + 1}>", steps[stamp + 1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_text_holds_the_whole_plan_and_the_age_of_the_reading()
    {
        var text = Nagios.Plugin.ResultText.Render(TreeJudge.Result(CapturedTree.Answers("mysql-gtid-source-full-diff"),
            TreeJudge.Limits(options => options.Plan = true)));

        var plan = Plan("mysql-gtid-source-full-diff");
        Assert.All(plan.Steps, step => Assert.Contains(step.Step.Text, text, StringComparison.Ordinal));
        Assert.Contains($"{plan.Steps.Count}. ", text, StringComparison.Ordinal);
        Assert.Contains("Note: the plan is for the tree as it was read at ", text, StringComparison.Ordinal);
    }

    private static FailoverPlan Plan(string name) => FailoverPlan.Of(TreeJudge.Verdict(CapturedTree.Answers(name)));
}
