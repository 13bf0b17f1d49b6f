using Linux.Host;

namespace MySql.Session.Tests;

/// <summary>What a server's command line and option files say about its binlogs, as mysqld and mariadbd take them.</summary>
public sealed class ServerProcessTests : IDisposable
{
    private readonly TemporaryFolder _host = new();

    public void Dispose() => _host.Dispose();

    [Theory]
    [InlineData("--log-bin=/b/x", "", "/b/x", "/var/lib/mysql", false)]
    [InlineData("--log_bin=x.log", "", "/var/lib/mysql/x", "/var/lib/mysql", false)]
    [InlineData("--loose-log-bin=/b/x", "", "/b/x", "/var/lib/mysql", false)]
    [InlineData("--datadir /d --log-bin=x", "", "/d/x", "/d", false)]
    [InlineData("-h /d --log-bin=x", "", "/d/x", "/d", false)]
    [InlineData("-h/d --log-bin=x", "", "/d/x", "/d", false)]
    [InlineData("--log-bin=OFF", "", "/var/lib/mysql/OFF", "/var/lib/mysql", false)]
    [InlineData("--skip-log-bin", "", null, "/var/lib/mysql", true)]
    [InlineData("--disable-log-bin", "", null, "/var/lib/mysql", true)]
    [InlineData("--log-bin=/b/x --skip-log-bin", "", null, "/var/lib/mysql", true)]
    [InlineData("--skip-log-bin --log-bin=/b/x", "", "/b/x", "/var/lib/mysql", false)]
    [InlineData("--skip-log-bin", "[mysqld]\nlog_bin=/b/x\n", "/b/x", "/var/lib/mysql", true)]
    [InlineData("--log-bin=/b/y", "[mysqld]\nskip_log_bin\n", "/b/y", "/var/lib/mysql", false)]
    [InlineData("", "[mysqld]\nskip-log-bin\n[mariadb]\nlog_bin=/b/x\n", "/b/x", "/var/lib/mysql", false)]
    [InlineData("", "[mysqld]\nlog_bin=/b/x\n[mariadb]\nskip-log-bin\n", null, "/var/lib/mysql", true)]
    [InlineData("", "[galera]\nlog_bin=/b/x\n", "/b/x", "/var/lib/mysql", false)]
    [InlineData("", "[client-server]\nlog_bin=/b/x\n", "/b/x", "/var/lib/mysql", false)]
    [InlineData("", "[mariadbd-10.11]\nlog_bin=/b/x\n", "/b/x", "/var/lib/mysql", false)]
    [InlineData("", "[mariadb-11.0]\nlog_bin=/b/x\n", "/b/x", "/var/lib/mysql", false)]
    [InlineData("", "[mysqld-8.0]\nlog_bin=/b/x\ndatadir=/d/\n", "/b/x", "/d", false)]
    [InlineData("", "[mariadb-dump]\nlog_bin=/b/x\n", null, "/var/lib/mysql", false)]
    [InlineData("", "[mysqldump]\nlog_bin=/b/x\n", null, "/var/lib/mysql", false)]
    [InlineData("--no-defaults", "[mysqld]\nlog_bin=/b/x\n", null, "/var/lib/mysql", false)]
    [InlineData("--defaults-group-suffix=_two", "[mysqld]\nlog_bin=/b/x\n[mysqld_two]\nlog_bin=/b/y\n", "/b/y", "/var/lib/mysql", false)]
    public void The_last_word_counts(string commandLine, string optionFile, string? logBin, string dataDirectory, bool isOff)
    {
        _host.Write("proc/12/comm", "mariadbd\n");
        _host.Write("proc/12/cmdline", $"/usr/sbin/mariadbd\0{commandLine.Replace(' ', '\0')}\0");
        _host.Write("etc/mysql/my.cnf", optionFile);
        var server = Assert.Single(ServerProcess.FindAll(new HostFiles(_host.Path), []));

        Assert.Equal((isOff ? null : logBin, dataDirectory, isOff), (isOff ? null : server.LogBin, server.DataDirectory, server.IsOff));
    }

    [Theory]
    [InlineData("--socket=/srv/a/s.sock", "/srv/a/s.sock")]
    [InlineData("--socket /srv/a/s.sock", "/srv/a/s.sock")]
    [InlineData("--datadir=/srv/a --socket=s.sock", "/srv/a/s.sock")]
    [InlineData("--socket=@abstract", "@abstract")]
    [InlineData("--socket=/srv/other.sock", null)]
    [InlineData("", "/var/lib/mysql/mysql.sock")]
    public void The_socket_is_the_one_that_it_names_and_somebody_listens_on(string commandLine, string? socket)
    {
        _host.Write("proc/12/comm", "mariadbd\n");
        _host.Write("proc/12/cmdline", $"/usr/sbin/mariadbd\0{commandLine.Replace(' ', '\0')}\0");
        // The columns of linux/net/unix/af_unix.c; 00010000 is a listening socket.
        _host.Write("proc/net/unix", """
            Num       RefCount Protocol Flags    Type St Inode Path
            0000000000000000: 00000002 00000000 00010000 0001 01 1201 /srv/a/s.sock
            0000000000000000: 00000002 00000000 00010000 0001 01 1202 @abstract
            0000000000000000: 00000002 00000000 00010000 0001 01 1203 /var/lib/mysql/mysql.sock
            0000000000000000: 00000003 00000000 00000000 0001 03 1204 /srv/other.sock
            0000000000000000: 00000003 00000000 00000000 0001 03 1205
            """);
        foreach (var path in new[] { "srv/a/s.sock", "var/lib/mysql/mysql.sock", "srv/other.sock" })
            _host.Write(path, "");

        var server = Assert.Single(ServerProcess.FindAll(new HostFiles(_host.Path), []));

        Assert.Equal(socket is null ? [] : new[] { socket }, server.Sockets);
    }

    [Fact]
    public void Includes_are_bounded_in_total_and_that_is_said()
    {
        _host.Write("proc/12/comm", "mysqld\n");
        _host.Write("proc/12/cmdline", "/usr/sbin/mysqld\0");
        _host.Write("etc/my.cnf", "[mysqld]\n!includedir /etc/many.d\n");
        for (var index = 0; index < 300; index++)
            _host.Write($"etc/many.d/{index:000}.cnf", $"[mysqld]\ndatadir=/d{index}\n!include /etc/my.cnf\n");
        var notes = new List<string>();

        _ = Assert.Single(ServerProcess.FindAll(new HostFiles(_host.Path), notes));

        Assert.Contains(notes, note => note.Contains("more than 100 files", StringComparison.Ordinal));
    }
}
