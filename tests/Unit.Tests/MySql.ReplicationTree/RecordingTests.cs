using MySql.Session;
using Nagios.Plugin;

namespace MySql.ReplicationTree.Tests;

public sealed class RecordingTests
{
    [Fact]
    public void Address_and_time_are_kept_with_the_answers()
    {
        var answers = new ServerAnswers("db1:3307", [], "ERROR 2003: no server answers, at db1:3307")
        {
            Address = "db1:3307",
            At = new DateTimeOffset(2026, 11, 25, 14, 30, 5, TimeSpan.Zero),
        };

        var read = Capture.Parse("db1:3307", Capture.Write(answers, "server db1:3307: no answer"));

        Assert.Equal(answers.Address, read.Address);
        Assert.Equal(answers.At, read.At);
        Assert.True(read.IsNotRunning);
    }

    [Fact]
    public void The_time_of_every_captured_server_is_read()
    {
        Assert.All(CapturedTree.Names, name => Assert.All(CapturedTree.Answers(name), server =>
            Assert.Equal(2026, server.At?.Year)));
    }

    [Fact]
    public void A_recording_is_written_once_and_read_back_by_name()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "kept");
        CaptureFolder.Prepare(path);
        CaptureFolder.Write(path, CapturedTree.Answers("mysql-gtid-chain"));

        var read = CaptureFolder.Read(path);

        Assert.Equal(["r1", "r2", "r3", "s"], read.Select(server => server.Server));
        Assert.Equal("s", ServerTree.Of(read).Top?.Name);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(path, "r1.tsv")));
        Assert.Contains("holds a recording already",
            Assert.Throws<CheckException>(() => CaptureFolder.Prepare(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_recording_is_refused_in_one_line_that_names_it()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(Path.Combine(folder.Path, "bad.tsv"), "id\tname\n");

        Assert.Contains("no such directory", Refusal(Path.Combine(folder.Path, "none")), StringComparison.Ordinal);
        Assert.Contains("bad: line 1 stands before the first section", Refusal(folder.Path), StringComparison.Ordinal);
        File.Delete(Path.Combine(folder.Path, "bad.tsv"));
        Assert.Contains("holds no file whose name ends in .tsv", Refusal(folder.Path), StringComparison.Ordinal);

        static string Refusal(string path) => Assert.Throws<CheckException>(() => CaptureFolder.Read(path)).Message;
    }

    [Theory]
    [InlineData("Variable_name", "report_password", "(left out)")]
    [InlineData("Variable_name", "authentication_ldap_simple_bind_root_pwd", "(left out)")]
    [InlineData("Variable_name", "validate_password.length", "hunter2")]
    [InlineData("Variable_name", "max_connections", "hunter2")]
    public void Values_that_are_passwords_are_left_out_and_names_that_speak_of_them_are_not(string column, string name, string value)
    {
        var row = new MySqlRow(new MySqlColumns([column, "Value"]), [name, "hunter2"]);

        Assert.Equal(value, RecordedSecrets.Without(row).Text("Value"));
    }

    [Fact]
    public void Errors_and_grants_lose_the_statement_that_sets_a_password()
    {
        var row = new MySqlRow(new MySqlColumns(["Last_SQL_Error", "Grants for a@b", "plugin"]),
            ["Error 'no' on query. Query: 'CREATE USER x IDENTIFIED BY 'hunter2''",
                "GRANT PROCESS ON *.* TO `a`@`b` IDENTIFIED BY PASSWORD '*hunter2'", "mysql_native_password"]);

        var clean = RecordedSecrets.Without(row);

        Assert.DoesNotContain("hunter2", clean.Text("Last_SQL_Error"), StringComparison.Ordinal);
        Assert.Equal("GRANT PROCESS ON *.* TO `a`@`b`", clean.Text("Grants for a@b"));
        Assert.Equal("mysql_native_password", clean.Text("plugin"));
    }

    [Theory]
    [InlineData("--hosts and --host or --socket exclude each other", "--hosts", "a,b", "--host", "c")]
    [InlineData("--replay takes the place of servers", "--replay", "x", "--hosts", "a,b")]
    [InlineData("--replay and --record exclude each other", "--replay", "x", "--record", "y")]
    [InlineData("--server-limit", "--server-limit", "0")]
    public void Options_that_exclude_each_other_are_refused(string message, params string[] arguments)
    {
        using var output = new StringWriter();
        var exitCode = CheckHost.Run<TreeOptions>(
            new CheckDescription("check_tree", "x", "x") { States = ["OK"], Examples = [("check_tree", "x")] }, arguments, output,
            (options, _) => new NagiosCheckResult("TREE") { Summary = $"{TreeChoice.Of(options)}" });

        Assert.Equal(3, exitCode);
        Assert.Contains(message, output.ToString(), StringComparison.Ordinal);
    }
}
