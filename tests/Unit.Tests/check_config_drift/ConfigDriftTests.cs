using System.Text.Json.Nodes;
using Nagios.Plugin;

namespace NagiosChecks.ConfigDrift.Tests;

public sealed class ConfigDriftTests
{
    private static readonly string Folder = Repository.Fixture("MySql.ReplicationTree");

    [Fact]
    public void The_first_line_is_the_worst_with_its_consequence_and_counts_the_rest()
    {
        var text = Run("--replay", Path.Combine(Folder, "mysql-gtid-tuning")).Text;

        Assert.StartsWith(
            "CONFIG_DRIFT CRITICAL - breaks replication: disabled_storage_engines is MyISAM on r3, (empty) on s, r1 and r2: CREATE "
            + "TABLE with an engine that only the replica refuses stops its SQL thread with 3161 (in all: 3 break replication, 13 change "
                + "after "
            + "promotion, 2 slower, 2 after a restart) | breaks=3;;;0 statements=0;;;0 after_promotion=13;;;0 slower=2;;;0 "
                + "restart_changes=2;;;0 "
            + "unexpected=0;;;0 cosmetic=1;;;0 servers=4;;;0\n", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--ignore", "*", 0)]
    [InlineData("--ignore", "slave_max_allowed_packet,max_heap_table_size,disabled_storage_engines", 1)]
    [InlineData("--only", "tmp_table_size", 1)]
    [InlineData("--only", "replica-max-*", 2)]
    [InlineData("--only", "innodb_page_size", 0)]
    [InlineData("--only", "no_such_variable", 3)]
    [InlineData("--only", "tmp_table_size,no_such_variable", 1)]
    [InlineData("--only", "plugin *", 0)]
    public void Names_can_be_ignored_and_chosen_by_old_and_new_name(string option, string value, int state) =>
        Assert.Equal(state, Run("--replay", Path.Combine(Folder, "mysql-gtid-tuning"), option, value).ExitCode);

    [Theory]
    [InlineData("--if-breaks", "warning", 1)]
    [InlineData("--if-breaks", "unknown", 3)]
    public void States_of_classes_are_chosen(string option, string value, int state) =>
        Assert.Equal(state, Run("--replay", Path.Combine(Folder, "mysql-gtid-tuning"), option, value).ExitCode);

    [Fact]
    public void A_difference_that_is_OK_by_option_gets_no_step()
    {
        var tree = new Tree().Source("max_connections=500").Replica("r", "max_connections=200");

        Assert.NotEmpty(tree.Judge().Steps);
        var result = tree.Judge(options => options.IfAfterPromotion = "ok");
        Assert.Empty(result.Steps);
        Assert.Equal(0, result.ExitCode);
    }

    [Theory]
    [InlineData("max_connections=500", 0)]
    [InlineData("max_allowed_packet=64M,sql_mode=NO_ENGINE_SUBSTITUTION,STRICT_TRANS_TABLES", 0)]
    [InlineData("max_allowed_packet=64M,sql_mode=ANSI", 1)]
    [InlineData("gtid_strict_mode=1", 0)]
    [InlineData("gtid_strict_mode=0", 1)]
    [InlineData("no_such_variable=1", 1)]
    [InlineData("slave_exec_mode=strict", 0)]
    public void Expected_values_are_compared_however_they_are_spelled(string expected, int state) =>
        Assert.Equal(state, new Tree().Source("max_connections=500", "max_allowed_packet=67108864", "gtid_strict_mode=ON",
            "replica_exec_mode=STRICT", "sql_mode=STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION")
                .Judge(options => options.Expect = expected).ExitCode);

    [Fact]
    public void An_unexpected_value_is_told_with_both_and_the_statement()
    {
        var result = new Tree().Source("innodb_buffer_pool_size=134217728")
            .Judge(options => options.Expect = "innodb_buffer_pool_size=64G");

        Assert.Equal("not as expected: innodb_buffer_pool_size is 128M on s, and 64G is expected", Assert.Single(result.Findings).Text);
        Assert.Equal("On s: SET PERSIST `innodb_buffer_pool_size` = 68719476736", Assert.Single(result.NextSteps));
    }

    [Fact]
    public void A_file_of_expectations_has_groups_for_all_and_for_one_server()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "expected");
        File.WriteAllText(
            path, "# the standard\nsync_binlog = 1\n[mysqld]\nmax_connections = '500'\nlog_bin\n[r]\nmax_connections = 100\n");
        var tree = new Tree().Source("sync_binlog=1", "max_connections=500", "log_bin=ON")
            .Replica("r", "sync_binlog=1", "max_connections=100",
            "log_bin=OFF");

        var result = tree.Judge(options => (options.Expectations, options.Ignore) = (path, "*"));

        Assert.Equal(["not as expected: log_bin is OFF on r, and ON is expected"], result.Findings.Select(finding => finding.Text));
    }

    [Theory]
    [InlineData("[x]\nmax_connections=1\n", "names no server; there are s")]
    [InlineData("max connections=1\n", "line 1 is neither NAME=VALUE nor [GROUP]")]
    public void A_file_of_expectations_that_makes_no_sense_is_refused(string text, string message)
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "expected");
        File.WriteAllText(path, text);

        Assert.Contains(
            message, Assert.Throws<CheckException>(() => new Tree().Source("a=1").Judge(options => options.Expectations = path)).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--expect", "sync_binlog", "is not a list such as")]
    [InlineData("--expect", "=1", "is not a list such as")]
    [InlineData("--expect", "a b=1", "is not a list such as")]
    [InlineData("--ignore", "a,,b", "is not a list of names")]
    [InlineData("--only", ",", "is not a list of names")]
    [InlineData("--expectations", "/no/such/file", "--expectations: /no/such/file")]
    [InlineData("--if-breaks", "red", "--if-breaks")]
    [InlineData("--replay", "/no/such/directory", "/no/such/directory cannot be listed: there is no such directory")]
    public void Options_that_make_no_sense_are_refused_in_one_line(string option, string value, string message)
    {
        var (exitCode, text) = Run(option, value);

        Assert.Equal(3, exitCode);
        Assert.StartsWith("CONFIG_DRIFT UNKNOWN - ", text, StringComparison.Ordinal);
        Assert.Contains(message, text.Split('\n')[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_recording_whose_option_file_is_broken_is_refused_with_the_line()
    {
        using var folder = new TemporaryFolder();
        foreach (var file in Directory.GetFiles(Path.Combine(Folder, "mysql-gtid-healthy"), "*.tsv"))
            File.Copy(file, Path.Combine(folder.Path, Path.GetFileName(file)));
        File.WriteAllText(Path.Combine(folder.Path, "r1.my.cnf"), "max_connections=1\n");

        var (exitCode, text) = Run("--replay", folder.Path);

        Assert.Equal(3, exitCode);
        Assert.Contains("r1.my.cnf: line 1 is an option outside of any [group]", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_holds_the_whole_table()
    {
        var data = JsonNode.Parse(Run("--replay", Path.Combine(Folder, "mysql-gtid-tuning"), "--json").Text)!["data"]!;

        Assert.Equal(["s source", "r1 replica", "r2 replica", "r3 replica"], data["servers"]!.AsArray().OrderByDescending(
            server => server!["name"]!.GetValue<string>() == "s").Select(server => $"{server!["name"]} {server["role"]}"));
        Assert.All(data["servers"]!.AsArray().Where(server => server!["name"]!.GetValue<string>() != "s"),
            server => Assert.Equal("s", server!["compared_with"]!.GetValue<string>()));
        var packet = data["differences"]!.AsArray().Single(one => one!["name"]!.GetValue<string>() == "replica_max_allowed_packet")!;
        Assert.Equal("breaks_replication", packet["class"]!.GetValue<string>());
        Assert.Equal("16777216", packet["values"]!["r1"]!.GetValue<string>());
        Assert.Equal(["r1"], packet["affected"]!.AsArray().Select(name => name!.GetValue<string>()));
        var classes = data["differences"]!.AsArray().Select(one => one!["class"]!.GetValue<string>()).ToHashSet();
        Assert.Superset(
            new HashSet<string> { "breaks_replication", "after_promotion", "slower", "cosmetic", "computed", "legitimate" }, classes);
        Assert.Contains(data["after_restart"]!.AsArray(), one => one!["variable"]!.GetValue<string>() == "sync_binlog"
            && one["after_restart"]!.GetValue<string>() == "100" && one["state"]!.GetValue<string>() == "WARNING");
    }

    [Fact]
    public void All_prints_every_class_with_a_column_for_each_server()
    {
        var text = Run("--replay", Path.Combine(Folder, "mysql-gtid-tuning"), "--all", "-vvv").Text;

        foreach (var heading in new[] { "breaks replication", "changes after promotion", "slower after promotion", "cosmetic", "computed",
            "must differ" })
            Assert.Contains(
                text.Split('\n'), line =>
                line.StartsWith(heading, StringComparison.Ordinal) && line.Contains(" s ", StringComparison.Ordinal));
        Assert.Contains("server_uuid", text, StringComparison.Ordinal);
        Assert.Contains("Next steps:", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_replica_whose_source_was_not_asked_has_nothing_to_be_compared_with()
    {
        var result = new Tree().Replica("r", "max_connections=1").Judge();

        Assert.Equal(3, result.ExitCode);
        Assert.Contains("nothing to compare with: r follows s:3306, which was not asked", result.Headline, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("9.7.4", "SHOW REPLICA STATUS", "GRANT REPLICATION CLIENT ON *.* TO 'nagios'@'%'")]
    [InlineData("10.11.19-MariaDB", "SHOW ALL SLAVES STATUS", "GRANT SLAVE MONITOR ON *.* TO 'nagios'@'%'")]
    public void A_right_that_is_missing_is_UNKNOWN_with_the_statement_that_grants_it(string version, string statement, string grant)
    {
        var result = new Tree().Source($"version={version}").Replica("r", $"version={version}")
            .Answering("SELECT CURRENT_USER() AS account",
            ["account"], ["nagios@%"]).Refusing(statement, "Access denied").Judge();

        Assert.Equal(3, result.ExitCode);
        Assert.Contains(grant, Assert.Single(result.Unseen).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Every_line_is_read_as_CommandLineParser_reads_it_or_refused(int seed) =>
        CommandLineOracle.Compare<ConfigDriftOptions>(seed);

    private static (int ExitCode, string Text) Run(params string[] arguments)
    {
        using var output = new StringWriter();
        return (CheckHost.Run(new ConfigDriftCheck(), arguments, output), output.ToString());
    }
}
