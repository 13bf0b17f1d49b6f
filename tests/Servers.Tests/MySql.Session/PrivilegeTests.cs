using DatabaseServers;

namespace MySql.Session.Tests;

public sealed class PrivilegeTests(Servers servers) : IClassFixture<Servers>
{
    [Theory]
    [InlineData(DatabaseFamily.MariaDb)]
    [InlineData(DatabaseFamily.MySql)]
    public void The_process_list_says_whether_it_holds_the_sessions_of_others(DatabaseFamily family)
    {
        var server = servers[family];
        server.Execute("CREATE ROLE IF NOT EXISTS seeing; GRANT PROCESS ON *.* TO seeing; GRANT USAGE ON *.* TO seeing");
        foreach (var name in new[] { "without", "direct", "everything", "active", "passive" })
            server.Execute($"CREATE USER {name}@'%' IDENTIFIED BY 'secret'");
        server.Execute("GRANT PROCESS ON *.* TO direct@'%'; GRANT ALL ON *.* TO everything@'%'; GRANT seeing TO active@'%'; GRANT seeing "
            + "TO passive@'%'");
        server.Execute(family == DatabaseFamily.MariaDb ? "SET DEFAULT ROLE seeing FOR active@'%'"
            : "SET DEFAULT ROLE seeing TO active@'%'");

        Assert.Equal((false, true, true, true, false),
            (IsWhole("without"), IsWhole("direct"), IsWhole("everything"), IsWhole("active"), IsWhole("passive")));

        bool IsWhole(string user)
        {
            var whole = false;
            var run = SessionRun.Of(["-s", server.Socket, "-u", user, "-p", "secret"], session =>
            {
                var list = ProcessList.Read(session);
                Assert.DoesNotContain(list.Entries, entry => entry.Id == session.ConnectionId);
                whole = list.IsWhole(session);
                return "done";
            });
            Assert.True(run.ExitCode == 0, run.Output);
            return whole;
        }
    }

    [Theory]
    [InlineData(DatabaseFamily.MariaDb)]
    [InlineData(DatabaseFamily.MySql)]
    public void A_server_that_speaks_another_language_changes_no_verdict_and_no_grant(DatabaseFamily family)
    {
        using var server = DatabaseServer.Start(family, "--lc-messages=de_DE");
        server.Execute("CREATE USER nothing@'%' IDENTIFIED BY 'secret'");
        string[] arguments = ["-s", server.Socket, "-u", "nothing", "-p"];

        var wrong = SessionRun.Of([.. arguments, "wrong"]);
        var missing = SessionRun.Of(
            [.. arguments, "secret"], session =>
            session.Query("SELECT * FROM mysql.user").Count.ToString(System.Globalization.CultureInfo.InvariantCulture));

        // The login is refused before the session can say which language it wants.
        Assert.Equal((MySqlFailure.AccessDenied, 1045), (wrong.Failure!.Failure, wrong.Failure.ErrorNumber));
        Assert.Equal(MySqlFailure.MissingPrivilege, missing.Failure!.Failure);
        Assert.Contains("GRANT SELECT ON `mysql`.`user` TO 'nothing'@'%'", missing.FirstLine, StringComparison.Ordinal);
    }
}
