using DatabaseServers;

namespace MySql.Session.Tests;

public sealed class ConnectionTests(Servers servers) : IClassFixture<Servers>
{
    [Theory]
    [InlineData(DatabaseFamily.MariaDb)]
    [InlineData(DatabaseFamily.MySql)]
    public void The_socket_and_the_port_of_a_real_server_both_answer(DatabaseFamily family)
    {
        var server = servers[family];

        var bySocket = SessionRun.Of("-s", server.Socket, "-u", "plain", "-p", "secret", "--ssl-mode", "DISABLED");
        var byPort = SessionRun.Of("-H", "127.0.0.1", "-P", $"{server.Port}", "-u", "plain", "-p", "secret");

        Assert.Equal(0, bySocket.ExitCode);
        Assert.Contains("'plain'@'%' encrypted=False", bySocket.FirstLine, StringComparison.Ordinal);
        Assert.Contains(family == DatabaseFamily.MariaDb ? "MariaDB 10." : "MySQL ", bySocket.FirstLine, StringComparison.Ordinal);
        Assert.Equal(0, byPort.ExitCode);
        Assert.Contains("encrypted=True", byPort.FirstLine, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(DatabaseFamily.MariaDb)]
    [InlineData(DatabaseFamily.MySql)]
    public void A_port_alone_means_this_host_over_TCP_and_not_the_default_socket(DatabaseFamily family)
    {
        var run = SessionRun.Of("-P", $"{servers[family].Port}", "-u", "plain", "-p", "secret");

        Assert.Equal(0, run.ExitCode);
    }
}
