using System.Diagnostics;
using DatabaseServers;

namespace MySql.Session.Tests;

/// <summary>Every way in, and every way in which a real server keeps somebody out.</summary>
public sealed class ConnectionTests(Servers servers) : IClassFixture<Servers>
{
    [Theory]
    [InlineData(DatabaseFamily.MariaDb)]
    [InlineData(DatabaseFamily.MySql)]
    public void The_socket_and_the_port_of_a_real_server_both_answer(DatabaseFamily family)
    {
        var server = servers[family];

        var bySocket = SessionRun.Of("-s", server.Socket, "-u", "plain", "-p", "secret");
        var byPort = SessionRun.Of("-H", "127.0.0.1", "-P", $"{server.Port}", "-u", "plain", "-p", "secret");
        var byPortAlone = SessionRun.Of("-P", $"{server.Port}", "-u", "plain", "-p", "secret");

        Assert.Equal(0, bySocket.ExitCode);
        Assert.Contains("'plain'@'%'", bySocket.FirstLine, StringComparison.Ordinal);
        // MariaDB's password needs no TLS over a socket; MySQL's caching_sha2_password is sent through TLS until the server knows it.
        if (family == DatabaseFamily.MariaDb)
            Assert.Contains("encrypted=False", bySocket.FirstLine, StringComparison.Ordinal);
        Assert.Contains(family == DatabaseFamily.MariaDb ? "MariaDB 10." : "MySQL ", bySocket.FirstLine, StringComparison.Ordinal);
        Assert.Equal(0, byPort.ExitCode);
        Assert.Contains("encrypted=True", byPort.FirstLine, StringComparison.Ordinal);
        Assert.Equal(0, byPortAlone.ExitCode);
    }

    [Fact]
    public void An_abstract_socket_is_named_with_an_at_sign()
    {
        var name = $"@nagioschecks-{Environment.ProcessId}";
        // The tests' own client goes through the port: the server makes no socket file.
        using var server = DatabaseServer.Start(DatabaseFamily.MariaDb);
        server.Execute("CREATE USER plain@localhost IDENTIFIED BY 'secret'");
        server.Stop();
        using var abstractly = server.StartBare($"--socket={name}");
        Requirements.Until(
            () => File.ReadAllText("/proc/net/unix").Contains(name, StringComparison.Ordinal), TimeSpan.FromSeconds(30),
            "the server listens");

        var run = SessionRun.Of("-s", name, "-u", "plain", "-p", "secret");
        var none = SessionRun.Of("-s", name + "-not", "-u", "plain", "-p", "secret");
        abstractly.Kill();

        Assert.True(run.ExitCode == 0, run.Output);
        Assert.Contains("'plain'@'localhost' encrypted=False", run.FirstLine, StringComparison.Ordinal);
        Assert.Equal(2, none.ExitCode);
        Assert.Contains("there is no such abstract socket", none.FirstLine, StringComparison.Ordinal);
        Assert.DoesNotContain(Directory.GetDirectories(Path.GetTempPath(), "nagioschecks-*"), path => File.Exists(Path.Combine(path, "s")));
    }

    [Theory]
    [InlineData(DatabaseFamily.MariaDb)]
    [InlineData(DatabaseFamily.MySql)]
    public void IPv6_is_a_way_in_and_written_in_brackets(DatabaseFamily family)
    {
        Assert.SkipUnless(
            File.Exists("/proc/net/if_inet6") && File.ReadAllText("/proc/net/if_inet6")
            .Contains("00000001 01 80", StringComparison.Ordinal), "needs ::1");
        using var server = DatabaseServer.Start(family, "--bind-address=::1");
        server.Execute("CREATE USER plain@'%' IDENTIFIED BY 'secret'");

        var run = SessionRun.Of("-H", "::1", "-P", $"{server.Port}", "-u", "plain", "-p", "secret");
        var wrong = SessionRun.Of("-H", "::1", "-P", $"{server.Port}", "-u", "plain", "-p", "wrong");

        Assert.True(run.ExitCode == 0, run.Output);
        Assert.Contains($"[::1]:{server.Port} refuses account 'plain'", wrong.FirstLine, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(DatabaseFamily.MariaDb, "INSTALL SONAME 'auth_ed25519'", "IDENTIFIED VIA ed25519 USING PASSWORD('secret')",
        "client_ed25519")]
    [InlineData(DatabaseFamily.MariaDb, "INSTALL SONAME 'auth_pam'", "IDENTIFIED VIA pam", "dialog")]
    public void An_account_that_the_client_cannot_log_in_with_is_unknown_with_the_account_to_make_and_that_one_works(
        DatabaseFamily family, string install, string identified, string plugin)
    {
        var server = servers[family];
        server.Execute($"{install}; CREATE OR REPLACE USER other@'%' {identified}");

        var run = SessionRun.Of("-s", server.Socket, "-u", "other", "-p", "secret");

        Assert.Equal(3, run.ExitCode);
        Assert.Equal(MySqlFailure.AuthenticationUnsupported, run.Failure?.Failure);
        Assert.Contains(
            $"account 'other' at socket {server.Socket} logs in by {plugin}, which this check cannot do", run.FirstLine,
            StringComparison.Ordinal);
        Assert.Contains("make an account that the server's socket identifies by the Unix user", run.Output, StringComparison.Ordinal);
        // The printed statement makes an account that the check can use: by the socket, as the user who runs the check.
        var statement = AccountStatements.OverSocket("mysql", isMariaDb: true);
        server.Execute($"{statement}".Replace("CREATE USER", "CREATE OR REPLACE USER", StringComparison.Ordinal));
        server.Execute($"{AccountStatements.WithPassword("printed", "localhost", isMariaDb: true)}"
            .Replace("...", "secret", StringComparison.Ordinal).Replace("CREATE USER", "CREATE OR REPLACE USER", StringComparison.Ordinal));
        Assert.Equal(0, SessionRun.Of("-s", server.Socket, "-u", "printed", "-p", "secret").ExitCode);
    }

    [Theory]
    [InlineData(DatabaseFamily.MariaDb)]
    [InlineData(DatabaseFamily.MySql)]
    public void An_account_of_the_servers_socket_needs_no_password(DatabaseFamily family)
    {
        using var server = family == DatabaseFamily.MariaDb ? DatabaseServer.Start(family)
            : DatabaseServer.Start(family, "--plugin-load-add=auth_socket.so");
        var user = Environment.UserName;
        server.Execute($"CREATE USER other@localhost; DROP USER {user}@localhost; "
            + $"{AccountStatements.OverSocket(user, family == DatabaseFamily.MariaDb)}; GRANT ALL ON *.* TO {user}@localhost");

        var run = SessionRun.Of("-s", server.Socket);

        Assert.True(run.ExitCode == 0, run.Output);
        Assert.Contains($"'{user}'@'localhost'", run.FirstLine, StringComparison.Ordinal);
        // Another Unix user's account is refused.
        server.Execute($"{AccountStatements.OverSocket("nobody", family == DatabaseFamily.MariaDb)}");
        Assert.Equal(MySqlFailure.AccessDenied, SessionRun.Of("-s", server.Socket, "-u", "nobody").Failure?.Failure);
    }

    [Theory]
    [InlineData(DatabaseFamily.MariaDb)]
    [InlineData(DatabaseFamily.MySql)]
    public void The_server_is_asked_for_nothing_that_the_session_does_not_need(DatabaseFamily family)
    {
        using var server = DatabaseServer.Start(family, "--general-log=ON", "--log-output=TABLE");

        Assert.Equal(0, SessionRun.Of("-s", server.Socket, "-u", "root").ExitCode);

        // The client's own statements run through the same log, with SELECT 1 first.
        var asked = server.Query(
            "SELECT CONVERT(argument USING utf8mb4) FROM mysql.general_log WHERE command_type = 'Query' AND thread_id = "
            + "(SELECT MAX(thread_id) FROM mysql.general_log WHERE CONVERT(argument USING utf8mb4) LIKE 'SET SESSION lc_messages%')")
                .Select(row => row[0]).ToList();
        Assert.Collection(asked,
            names => Assert.StartsWith("SET NAMES", names, StringComparison.OrdinalIgnoreCase),
            limits => Assert.StartsWith("SET SESSION lc_messages = 'en_US', wait_timeout = 60, max_", limits, StringComparison.Ordinal),
            who => Assert.StartsWith("SELECT @@version", who, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(DatabaseFamily.MariaDb)]
    [InlineData(DatabaseFamily.MySql)]
    public void A_wrong_password_is_said_without_the_password(DatabaseFamily family)
    {
        var run = SessionRun.Of("-s", servers[family].Socket, "-u", "plain", "-p", "qhz7-hidden");
        var none = SessionRun.Of("-s", servers[family].Socket, "-u", "plain");

        Assert.Equal(3, run.ExitCode);
        Assert.Equal((MySqlFailure.AccessDenied, 1045), (run.Failure!.Failure, run.Failure.ErrorNumber));
        Assert.Contains("refuses account 'plain' (with a password)", run.FirstLine, StringComparison.Ordinal);
        Assert.DoesNotContain("qhz7", run.Output, StringComparison.Ordinal);
        Assert.Contains("no password was given", none.FirstLine, StringComparison.Ordinal);
        Assert.Contains(".my.cnf", none.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(DatabaseFamily.MariaDb, "SHOW ALL SLAVES STATUS", "GRANT SLAVE MONITOR ON *.* TO 'nothing'@'%'")]
    [InlineData(DatabaseFamily.MySql, "SHOW REPLICA STATUS", "GRANT REPLICATION CLIENT ON *.* TO 'nothing'@'%'")]
    [InlineData(DatabaseFamily.MariaDb, "SELECT * FROM mysql.user", "GRANT SELECT ON `mysql`.`user` TO 'nothing'@'%'")]
    [InlineData(DatabaseFamily.MySql, "SELECT * FROM performance_schema.replication_connection_status",
        "GRANT SELECT ON `performance_schema`.`replication_connection_status` TO 'nothing'@'%'")]
    public void A_missing_privilege_is_told_as_the_grant_that_gives_it(DatabaseFamily family, string sql, string grant)
    {
        var run = SessionRun.Of(["-s", servers[family].Socket, "-u", "nothing", "-p", "secret"], session =>
        {
            var refused = session.TryQuery(sql, out var rows);
            Assert.Empty(rows);
            Assert.Equal(MySqlFailure.MissingPrivilege, refused!.Failure);
            return session.Query(sql).Count.ToString(System.Globalization.CultureInfo.InvariantCulture);
        });

        Assert.Equal(3, run.ExitCode);
        Assert.Equal(MySqlFailure.MissingPrivilege, run.Failure!.Failure);
        Assert.Contains(grant, run.FirstLine, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(DatabaseFamily.MariaDb)]
    [InlineData(DatabaseFamily.MySql)]
    public void What_a_server_does_not_know_is_told_from_what_it_refuses(DatabaseFamily family)
    {
        var run = SessionRun.Of(["-s", servers[family].Socket, "-u", "plain", "-p", "secret"], session =>
        {
            Assert.Equal(MySqlFailure.NotSupported, session.TryQuery("SHOW NONSENSE", out _)!.Failure);
            Assert.Equal(MySqlFailure.NotSupported, session.TryQuery("SELECT @@no_such_variable", out _)!.Failure);
            Assert.Equal(MySqlFailure.NotSupported, session.TryQuery("SELECT * FROM information_schema.NO_SUCH_TABLE", out _)!.Failure);
            return "done";
        });

        Assert.Equal(0, run.ExitCode);
    }

    [Fact]
    public void A_socket_that_is_not_there_is_critical_and_named()
    {
        var run = SessionRun.Of("-s", "/nonexistent/mysqld.sock", "-u", "plain");

        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith(
            "SESSION CRITICAL - no server answers at socket /nonexistent/mysqld.sock: there is no such socket", run.FirstLine,
            StringComparison.Ordinal);
        Assert.Equal(0, SessionRun.Of("-s", "/nonexistent/mysqld.sock", "--if-server-down", "ok").ExitCode);
    }

    [Fact]
    public void A_socket_that_nobody_listens_on_is_told_from_one_that_is_missing()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "left.sock");
        // .NET would remove the socket together with its listener.
        var python = Requirements.Program("python3", "/usr/bin/python3");
        Assert.Equal(0, ProcessRun.Of(
            python, ["-c", "import socket, sys; socket.socket(socket.AF_UNIX).bind(sys.argv[1])", path]).ExitCode);

        Assert.Contains("no server listens on it", SessionRun.Of("-s", path).FirstLine, StringComparison.Ordinal);
    }

    [Fact]
    public void A_port_where_nothing_listens_and_a_name_that_does_not_exist_are_critical()
    {
        var refused = SessionRun.Of("-H", "127.0.0.1", "-P", $"{Requirements.FreePort()}");
        var unknown = SessionRun.Of("-H", "no-such-host.invalid");

        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("no server answers at 127.0.0.1:", refused.FirstLine, StringComparison.Ordinal);
        Assert.Equal(2, unknown.ExitCode);
        Assert.Contains("no server answers at no-such-host.invalid:3306", unknown.FirstLine, StringComparison.Ordinal);
    }

    [Fact]
    public void A_server_that_accepts_and_never_answers_ends_the_run_in_time()
    {
        using var silent = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        silent.Start();
        var port = ((System.Net.IPEndPoint)silent.LocalEndpoint).Port;

        var run = SessionRun.Of("-H", "127.0.0.1", "-P", $"{port}", "-t", "3");

        Assert.Equal(3, run.ExitCode);
        Assert.Contains($"127.0.0.1:{port}", run.FirstLine, StringComparison.Ordinal);
        Assert.Contains("in time", run.FirstLine, StringComparison.Ordinal);
        Assert.InRange(run.Elapsed, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(4));
    }

    [Theory]
    [InlineData("HTTP/1.1 400 Bad Request\r\n\r\n")]
    [InlineData("")]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n")]
    public void Something_that_is_no_database_server_is_a_failure_and_no_crash(string greeting)
    {
        using var other = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        other.Start();
        var answering = new Thread(() =>
        {
            using var client = other.AcceptSocket();
            client.Send(System.Text.Encoding.ASCII.GetBytes(greeting));
        });
        answering.Start();

        var run = SessionRun.Of("-H", "127.0.0.1", "-P", $"{((System.Net.IPEndPoint)other.LocalEndpoint).Port}", "-t", "3");

        Assert.InRange(run.ExitCode, 2, 3);
        Assert.DoesNotContain("internal error", run.Output, StringComparison.Ordinal);
        answering.Join();
    }

    [Theory]
    [InlineData(DatabaseFamily.MariaDb)]
    [InlineData(DatabaseFamily.MySql)]
    public void A_session_is_gone_from_the_server_when_the_run_is_over(DatabaseFamily family)
    {
        var server = servers[family];
        for (var round = 0; round < 5; round++)
        {
            Assert.Equal(0, SessionRun.Of("-s", server.Socket, "-u", "plain", "-p", "secret").ExitCode);
            Assert.Equal(3, SessionRun.Of(
                ["-s", server.Socket, "-u", "plain", "-p", "secret"], _ =>
                throw new Nagios.Plugin.CheckException("a check that gives up")).ExitCode);
        }

        Requirements.Until(
            () => server.Query("SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE USER = 'plain'")[0][0] == "0",
            TimeSpan.FromSeconds(5), "no session of the check is left");
    }

    [Theory]
    [InlineData(DatabaseFamily.MariaDb)]
    [InlineData(DatabaseFamily.MySql)]
    public void A_statement_that_hangs_ends_before_the_runs_own_limit_and_leaves_nothing_on_the_server(DatabaseFamily family)
    {
        var server = servers[family];

        var run = SessionRun.Of(
            ["-s", server.Socket, "-u", "plain", "-p", "secret", "-t", "3"], session =>
            session.Query("SELECT SLEEP(30) FROM mysql.user")[0].Text("x") ?? "");

        Assert.Equal(3, run.ExitCode);
        Assert.InRange(run.Elapsed, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(4));
        Assert.Contains("SELECT SLEEP(30)", run.FirstLine, StringComparison.Ordinal);
        Requirements.Until(
            () => server.Query("SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE USER = 'plain'")[0][0] == "0",
            TimeSpan.FromSeconds(20), "the server ends the statement of 30 s by itself");
    }

    [Theory]
    [InlineData(DatabaseFamily.MariaDb)]
    [InlineData(DatabaseFamily.MySql)]
    public void A_session_killed_in_mid_statement_is_a_server_that_dropped_it(DatabaseFamily family)
    {
        var server = servers[family];
        var run = SessionRun.Of(["-s", server.Socket, "-u", "plain", "-p", "secret"], session =>
        {
            var killer = Task.Run(() =>
            {
                Requirements.Until(
                    () => server.Query($"SELECT INFO FROM information_schema.PROCESSLIST WHERE ID = {session.ConnectionId}")[0][0].Contains(
                    "SLEEP", StringComparison.Ordinal), TimeSpan.FromSeconds(5), "the statement runs");
                server.Execute($"KILL {session.ConnectionId}");
            });
            try
            {
                return session.Query("SELECT SLEEP(8)").Count + " rows";
            }
            finally
            {
                killer.Wait();
            }
        });

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("went away while it was asked", run.FirstLine, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(DatabaseFamily.MariaDb)]
    [InlineData(DatabaseFamily.MySql)]
    public void A_server_killed_in_mid_statement_is_down(DatabaseFamily family)
    {
        using var server = DatabaseServer.Start(family);
        var clock = Stopwatch.StartNew();
        var run = SessionRun.Of(["-s", server.Socket, "-u", "root"], session =>
        {
            var killer = Task.Run(() =>
            {
                Thread.Sleep(500);
                server.Kill();
            });
            try
            {
                return session.Query("SELECT SLEEP(8)").Count + " rows";
            }
            finally
            {
                killer.Wait();
            }
        });

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("went away", run.FirstLine, StringComparison.Ordinal);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(7), "noticed at once");
    }

    [Theory]
    [InlineData(DatabaseFamily.MariaDb)]
    [InlineData(DatabaseFamily.MySql)]
    public void A_frozen_server_is_a_timeout_that_names_what_was_asked(DatabaseFamily family)
    {
        var server = servers[family];
        SessionRun run;
        server.Freeze();
        try
        {
            run = SessionRun.Of("-s", server.Socket, "-u", "plain", "-p", "secret", "-t", "3");
        }
        finally
        {
            server.Thaw();
        }

        Assert.Equal(3, run.ExitCode);
        Assert.Contains(server.Socket, run.FirstLine, StringComparison.Ordinal);
        Assert.InRange(run.Elapsed, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(4));
    }

    [Fact]
    public void No_connection_left_is_said_as_such()
    {
        var server = servers[DatabaseFamily.MariaDb];
        server.Execute("CREATE OR REPLACE USER few@'%' IDENTIFIED BY 'secret' WITH MAX_USER_CONNECTIONS 1");

        var run = SessionRun.Of(
            ["-s", server.Socket, "-u", "few", "-p", "secret"], _ =>
            SessionRun.Of("-s", server.Socket, "-u", "few", "-p", "secret").FirstLine);

        Assert.Contains("SESSION CRITICAL - socket ", run.FirstLine, StringComparison.Ordinal);
        Assert.Contains("has no connection left for 'few'", run.FirstLine, StringComparison.Ordinal);
    }
}
