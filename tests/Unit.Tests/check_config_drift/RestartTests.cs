namespace NagiosChecks.ConfigDrift.Tests;

public sealed class RestartTests
{
    private static readonly string[] MySqlColumns = ["VARIABLE_NAME", "VARIABLE_SOURCE", "VARIABLE_PATH", "SET_TIME", "SET_USER"];

    private static Tree MySql(string running, string origin, string? persisted, string? file)
    {
        var tree = new Tree().Source("max_connections=500").Replica("r", $"max_connections={running}")
            .Answering(DriftQuestions.MySqlOrigins, MySqlColumns, origin == "COMPILED" ? []
                : [["max_connections", origin, "", "2026-11-25 02:33:43.5", origin == "DYNAMIC" ? "root" : null]]);
        if (persisted is not null)
            tree.Answering(DriftQuestions.MySqlPersisted, ["VARIABLE_NAME", "VARIABLE_VALUE"], ["max_connections", persisted]);
        return file is null ? tree : tree.WithOptionFile(file);
    }

    [Theory]
    [InlineData("900", "DYNAMIC", null, "[mysqld]\nmax_connections=200\n", "200")]
    [InlineData("900", "DYNAMIC", "600", "[mysqld]\nmax_connections=200\n", "600")]
    [InlineData("500", "EXPLICIT", "100", "[mysqld]\nmax_connections=500\n", "100")]
    [InlineData("500", "EXPLICIT", null, "[mysqld]\nmax-connections = 100 # edited\n", "100")]
    [InlineData("500", "EXPLICIT", null, "[client]\nmax_connections=1\n[mysqld]\nmax_connections=500\n", null)]
    [InlineData("500", "COMMAND_LINE", null, "[mysqld]\nmax_connections=100\n", null)]
    [InlineData("500", "PERSISTED", "500", "[mysqld]\nmax_connections=100\n", null)]
    [InlineData("151", "COMPILED", null, "[mysqld]\n", null)]
    [InlineData("500", "COMPILED", null, "[mysqld]\nmax_connections=100\n", "100")]
    public void The_next_start_takes_what_SET_PERSIST_keeps_then_the_file(
        string running, string origin, string? persisted, string file, string? expected)
    {
        var server = DriftTree.Of(MySql(running, origin, persisted, file).Servers).Servers[1];

        Assert.Equal(expected, server.AfterRestart("max_connections", [])?.Setting?.Raw);
    }

    [Fact]
    public void A_value_set_while_running_is_told_with_who_set_it_and_what_comes_back()
    {
        var result = MySql("900", "DYNAMIC", null, "[mysqld]\nmax_connections=200\n").Judge();

        Assert.Equal(1, result.ExitCode);
        var finding = Assert.Single(result.Findings, finding => finding.Text.StartsWith("after a restart", StringComparison.Ordinal));
        Assert.Equal("after a restart of r: max_connections is 200 (x.my.cnf), now 900", finding.Text);
        Assert.Contains("by root at 2026-11-25 02:33:43", finding.Cause, StringComparison.Ordinal);
        Assert.Contains("On r, to keep the value that runs: SET PERSIST `max_connections` = 900", result.NextSteps);
    }

    // Without the files what comes back is not known, and that is said and never guessed.
    [Fact]
    public void A_value_whose_file_cannot_be_read_is_a_note()
    {
        var result = MySql("900", "DYNAMIC", null, null).Judge();

        Assert.Equal(0, result.ExitCode);
        Assert.Contains(
            result.Notes, note => note.Contains("max_connections of r: set while the server ran, and what a restart brings is not known",
            StringComparison.Ordinal));
    }

    // 600 after the restart is more than the source has, as 900 is now: not worth a line.
    [Fact]
    public void A_restart_that_changes_no_class_is_not_worth_a_line() =>
        Assert.DoesNotContain(MySql("900", "DYNAMIC", "600", null).Judge().Findings,
            finding => finding.Text.StartsWith("after a restart", StringComparison.Ordinal));

    [Fact]
    public void MariaDB_tells_the_default_that_comes_back()
    {
        var tree = new Tree().Source("version=10.11.19-MariaDB", "max_connections=500")
            .Replica("r", "version=10.11.19-MariaDB", "max_connections=900")
            .Answering(DriftQuestions.MariaDbOrigins,
                ["VARIABLE_NAME", "GLOBAL_VALUE", "GLOBAL_VALUE_ORIGIN", "GLOBAL_VALUE_PATH", "DEFAULT_VALUE"],
                ["MAX_CONNECTIONS", "900", "SQL", null, "151"]).WithOptionFile("[mariadb]\n");

        var result = tree.Judge();

        Assert.Contains(result.Findings, finding => finding.Text == "after a restart of r: max_connections is 151 (the default), now 900");
        Assert.Contains("On r, to keep the value that runs: put max_connections = 900 under [mysqld] of its option file", result.NextSteps);
    }

    // MySQL sets foreign_key_checks itself as it starts.
    [Fact]
    public void What_the_server_set_itself_is_no_change()
    {
        var tree = new Tree().Source("foreign_key_checks=ON").Answering(DriftQuestions.MySqlOrigins, MySqlColumns,
            ["foreign_key_checks", "DYNAMIC", "", "2026-11-25 02:33:36.071039", null]);

        Assert.Empty(RestartDrift.Find(DriftTree.Of(tree.Servers)));
    }

    [Fact]
    public void One_server_alone_is_judged_by_what_a_restart_brings()
    {
        var alone = new Tree().Source("max_connections=900").Answering(DriftQuestions.MySqlOrigins, MySqlColumns,
            ["max_connections", "DYNAMIC", "", "2026-11-25 02:33:43.5", "root"]);

        Assert.Equal(0, alone.Judge().ExitCode);
        Assert.Equal(1, alone.WithOptionFile("[mysqld]\nmax_connections=200\n").Judge().ExitCode);
    }

    // TRADITIONAL stands for a list of modes that only the server knows.
    [Fact]
    public void A_file_value_that_only_the_server_can_expand_is_not_compared()
    {
        var tree = new Tree().Source("sql_mode=STRICT_TRANS_TABLES,STRICT_ALL_TABLES,NO_ZERO_DATE").Answering(DriftQuestions.MySqlOrigins,
            MySqlColumns, ["sql_mode", "EXPLICIT", "/etc/my.cnf", null, null]).WithOptionFile("[mysqld]\nsql_mode=TRADITIONAL\n");

        Assert.Empty(RestartDrift.Find(DriftTree.Of(tree.Servers)));
    }
}
