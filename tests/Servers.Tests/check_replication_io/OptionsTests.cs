using MySql.Session;
using Nagios.Plugin;

namespace NagiosChecks.ReplicationIo.Tests;

public class OptionsTests
{
    [Fact]
    public void A_list_of_hosts_takes_names_addresses_and_ports()
    {
        var hosts = ServerAddress.ParseList("db2, db3:3307,192.0.2.7:13306,2001:db8::1,[2001:db8::2]:3308,[2001:db8::3]");
        Assert.Equal(
            [("db2", "db2", null), ("db3:3307", "db3", "3307"), ("192.0.2.7:13306", "192.0.2.7", "13306"),
                ("2001:db8::1", "2001:db8::1", null), ("[2001:db8::2]:3308", "2001:db8::2", "3308"),
                    ("[2001:db8::3]", "2001:db8::3", null)],
            hosts.Select(host => (host.Label, host.Name, host.Port)));
    }

    [Theory]
    [InlineData("")]
    [InlineData(",")]
    [InlineData("db1,")]
    [InlineData("db1,,db2")]
    [InlineData("db1:")]
    [InlineData("db1:0")]
    [InlineData("db1:65536")]
    [InlineData("db1:x")]
    [InlineData(":3306")]
    [InlineData("db1,db1")]
    [InlineData("db 1")]
    [InlineData("[::1")]
    [InlineData("[::1]x")]
    public void Anything_else_is_refused(string text) =>
        Assert.Contains("--hosts", Assert.Throws<CheckException>(() => ServerAddress.ParseList(text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("--hosts 'db1,,db2' is not a list such as", "--hosts", "db1,,db2")]
    [InlineData("--hosts and --host or --socket exclude each other", "--hosts", "db1", "--host", "db2")]
    [InlineData("--if-stopped 'never' is not one of", "--if-stopped", "never")]
    [InlineData("--if-not-replica 'maybe' is not one of", "--if-not-replica", "maybe")]
    [InlineData("--not-connected-critical '20:10'", "--not-connected-critical", "20:10")]
    [InlineData("--purge-left-warning 'x'", "--purge-left-warning", "x")]
    [InlineData("--flaps-critical '-'", "--flaps-critical", "-")]
    [InlineData("--if-server-down 'dunno'", "--hosts", "db1", "--if-server-down", "dunno")]
    public void Misuse_is_told_before_any_server_is_asked(string words, params string[] arguments)
    {
        using var output = new StringWriter();
        var exitCode = CheckHost.Run(new ReplicationIoCheck(), arguments, output);
        Assert.Equal(3, exitCode);
        Assert.StartsWith("REPLICATION_IO UNKNOWN - " + words, output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_server_that_is_down_is_critical_and_another_state_can_be_chosen()
    {
        var port = $"{Requirements.FreePort()}";
        Assert.Equal(2, ReplicaRun.Of(["-H", "127.0.0.1", "-P", port, "-u", "nagios"]).ExitCode);
        Assert.Equal(1, ReplicaRun.Of(["--hosts", $"127.0.0.1:{port}", "-u", "nagios", "--if-server-down", "warning"]).ExitCode);
    }

    [Fact]
    public void A_host_that_accepts_and_never_answers_does_not_hold_the_others()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        using var output = new StringWriter();
        var clock = System.Diagnostics.Stopwatch.StartNew();
        var exitCode = CheckHost.Run(new ReplicationIoCheck(),
            ["--hosts", $"127.0.0.1:{((System.Net.IPEndPoint)listener.LocalEndpoint).Port},127.0.0.1:{Requirements.FreePort()}", "-u",
                "nagios", "--timeout", "4"], output);
        Assert.Equal(2, exitCode);
        Assert.True(clock.Elapsed.TotalSeconds < 15, $"{clock.Elapsed}");
        Assert.Contains("no server answers at 127.0.0.1:", output.ToString().Split('\n')[0], StringComparison.Ordinal);
    }
}
