using DatabaseServers;

namespace NagiosChecks.KilledQueries.Tests;

public sealed class RealServerTests
{
    [Theory]
    [InlineData(DatabaseFamily.MariaDb)]
    [InlineData(DatabaseFamily.MySql)]
    public void A_real_server_is_judged_through_its_whole_story(DatabaseFamily family)
    {
        using var server = DatabaseServer.Start(family);
        using var state = new TemporaryFolder();
        server.Execute("CREATE USER nagios@localhost IDENTIFIED BY 'secret'");

        var blind = Check(server, state);
        Assert.Equal(3, blind.ExitCode);
        Assert.Contains("GRANT PROCESS ON *.* TO 'nagios'@'localhost'", blind.Output, StringComparison.Ordinal);

        // Exactly the grant that the docs give, and nothing more.
        server.Execute("GRANT PROCESS ON *.* TO 'nagios'@'localhost'");
        var healthy = Check(server, state);
        Assert.Equal(0, healthy.ExitCode);
        Assert.StartsWith("KILLED_QUERIES OK - no killed session among ", healthy.Output, StringComparison.Ordinal);

        // Somebody else has taken the place of the state: no sighting can be remembered.
        var forgetful = Run("-s", server.Socket, "-u", "nagios", "-p", "secret", "--state-dir", "/dev/null");
        Assert.Equal(1, forgetful.ExitCode);
        Assert.Contains("state is not kept: /dev/null is a device of ", forgetful.Output.Split('\n')[0], StringComparison.Ordinal);

        RollBack(server, state);

        server.Kill();
        var down = Check(server, state);
        Assert.Equal(2, down.ExitCode);
        Assert.StartsWith($"KILLED_QUERIES CRITICAL - no server answers at socket {server.Socket}", down.Output, StringComparison.Ordinal);
        Assert.Equal(1, Check(server, state, "--if-server-down", "warning").ExitCode);
    }

    [Fact]
    public void A_wrong_threshold_is_refused_before_any_server_is_asked()
    {
        var run = Run("-s", "/nonexistent.sock", "-w", "soon");

        Assert.Equal(3, run.ExitCode);
        Assert.Contains("--warning 'soon'", run.Output, StringComparison.Ordinal);
    }

    // A transaction of a million rows, killed: the server undoes it for some seconds, and the check sees it get on.
    private static void RollBack(DatabaseServer server, TemporaryFolder state)
    {
        server.Execute(
            """
            CREATE DATABASE app; CREATE TABLE app.digit (d INT); INSERT INTO app.digit VALUES (0),(1),(2),(3),(4),(5),(6),(7),(8),(9);
            CREATE TABLE app.large (id INT AUTO_INCREMENT PRIMARY KEY, number INT)
            """);
        using var writer = server.InBackground(
            "SET SESSION sql_log_bin = 0; BEGIN; INSERT INTO app.large (number) SELECT a.d FROM app.digit a, app.digit b, app.digit "
                + "c, app.digit d, app.digit e, app.digit f; SELECT SLEEP(60)");
        var id = "";
        Requirements.Until(
            () => (id = string.Concat(server.Query("SELECT ID FROM information_schema.PROCESSLIST WHERE INFO LIKE 'SELECT SLEEP(60)%'")
                .Select(row => row[0]))).Length > 0,
            TimeSpan.FromSeconds(120),
            "the transaction is written");
        server.Execute($"KILL {id}");

        var rolling = Check(server, state, "--rollback-critical", "0s", "--output", "json");

        TestContext.Current.TestOutputHelper?.WriteLine(rolling.Output);
        Assert.Equal(2, rolling.ExitCode);
        Assert.Contains("rolling back", rolling.Output, StringComparison.Ordinal);
        Assert.Contains("\"rows_per_second\"", rolling.Output, StringComparison.Ordinal);
        writer.Kill();
    }

    private static (int ExitCode, string Output) Check(DatabaseServer server, TemporaryFolder state, params string[] more) =>
        Run(["-s", server.Socket, "-u", "nagios", "-p", "secret", "--state-dir", Path.Combine(state.Path, "state"), .. more]);

    private static (int ExitCode, string Output) Run(params string[] arguments)
    {
        using var output = new StringWriter();
        var exitCode = Nagios.Plugin.CheckHost.Run(new KilledQueriesCheck(), arguments, output);
        return (exitCode, output.ToString());
    }
}
