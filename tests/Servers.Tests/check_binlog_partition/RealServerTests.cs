using System.Diagnostics;
using System.Globalization;
using DatabaseServers;

namespace NagiosChecks.BinlogPartition.Tests;

/// <summary>Real servers on small file systems of their own.</summary>
public sealed class RealServerTests : IDisposable
{
    private const string AsNobody = "/usr/bin/setpriv";
    private readonly ITestOutputHelper _output;
    private readonly TemporaryFolder _folder = new();
    private readonly string _mount;
    private readonly List<Process> _clients = [];

    public RealServerTests(ITestOutputHelper output)
    {
        Requirements.Root();
        _output = output;
        _mount = Path.Combine(_folder.Path, "mysql-binlog");
        Directory.CreateDirectory(_mount);
        Assert.Equal(0, ProcessRun.OfShell($"chmod 755 {_folder.Path}").ExitCode);
    }

    public void Dispose()
    {
        foreach (var client in _clients)
        {
            if (!client.HasExited)
                client.Kill();
            client.Dispose();
        }

        ProcessRun.OfShell($"umount -l {_mount}");
        _folder.Dispose();
    }

    private void Mount(int megabytes) =>
        Assert.Equal(0, ProcessRun.OfShell($"mount -t tmpfs -o size={megabytes}m,mode=755,uid=$(id -u mysql) tmpfs {_mount}").ExitCode);

    private DatabaseServer Start(DatabaseFamily family, params string[] arguments)
    {
        var server = DatabaseServer.Start(family, new ServerOptions { BinlogFolder = _mount, Arguments = arguments });
        server.Execute("CREATE DATABASE app; CREATE TABLE app.fat (id INT PRIMARY KEY AUTO_INCREMENT, body LONGTEXT)");
        return server;
    }

    private ProcessRun Check(params string[] arguments) =>
        ProcessRun.OfPlugin("check_binlog_partition", ["--state-dir", Path.Combine(_folder.Path, "state"), .. arguments]);

    private static string[] Login(DatabaseServer server) => ["--socket", server.Socket, "--user", "root"];

    // Thirty minutes become 45 seconds: all times of the check are a fortieth of its defaults.
    [Fact]
    public void The_incident_scaled_down_pages_with_two_thirds_of_the_time_to_go()
    {
        var disk = Requirements.Program("monitoring-plugins-basic", "/usr/lib/nagios/plugins/check_disk");
        Mount(400);
        using var server = Start(DatabaseFamily.MariaDb, "--max-binlog-size=16M");
        Fill(server, 40, 8);
        var clock = Stopwatch.StartNew();
        var (full, warning, critical, disks) = (0.0, double.NaN, double.NaN, double.NaN);
        // 8 MB a second, or what the machine can do.
        var writer = new Thread(() =>
        {
            for (var written = 0; Free() > 14; written += 2)
            {
                Fill(server, 2, 1);
                var early = TimeSpan.FromSeconds(written / 8.0) - clock.Elapsed;
                if (early > TimeSpan.Zero)
                    Thread.Sleep(early);
            }

            full = clock.Elapsed.TotalSeconds;
        })
        { IsBackground = true };
        writer.Start();
        while (writer.IsAlive && clock.Elapsed.TotalSeconds < 180)
        {
            var check = Check(
                "--path", _mount, "--login", "never", "-w", "180s:", "-c", "45s:", "--short-window", "2s", "--long-window", "1m",
                "--used-warning", "~:", "--used-critical", "~:");
            var other = ProcessRun.Of(disk, ["-w", "20%", "-c", "10%", "-p", _mount]);
            var now = clock.Elapsed.TotalSeconds;
            _output.WriteLine(
                $"{now,5:0.0} s: {check.FirstLine.Split('|')[0].Replace(_mount, "/var/lib/mysql-binlog", StringComparison.Ordinal),-105} "
                + $"check_disk {other.FirstLine.Split(' ')[1]}");
            if (check.ExitCode > 0 && double.IsNaN(warning))
                warning = now;
            if (check.ExitCode == 2 && double.IsNaN(critical))
                critical = now;
            if (other.ExitCode == 2 && double.IsNaN(disks))
                disks = now;
            Thread.Sleep(500);
        }

        Assert.True(writer.Join(TimeSpan.FromSeconds(10)), "the writer did not end");
        _output.WriteLine(
            $"of {full:0.0} s: first alarm at {warning:0.0} s, CRITICAL at {critical:0.0} s, check_disk CRITICAL at {disks:0.0} s");
        Assert.InRange(warning, 0.1, full / 3);
        Assert.InRange(critical, 0.1, full / 3);
        Assert.True(double.IsNaN(disks) || disks > full * 2 / 3);
    }

    [Theory]
    [InlineData(DatabaseFamily.MariaDb)]
    [InlineData(DatabaseFamily.MySql)]
    public void On_a_full_disk_it_says_who_waits_and_asks_nothing_that_hangs(DatabaseFamily family)
    {
        Mount(64);
        using var server = Start(family, "--max-binlog-size=16M");
        for (var client = 0; client < 3; client++)
            _clients.Add(server.InBackground(
                string.Concat(Enumerable.Repeat("INSERT INTO app.fat (body) VALUES (REPEAT('x', 600000));", 200))));
        Requirements.Until(() => Free() < 0.7 && Waiting(server) >= 2, TimeSpan.FromSeconds(60), "writers wait for room");
        var sessions = server.Query("SHOW PROCESSLIST").Count;
        for (var time = 0; time < 3; time++)
        {
            var run = Check([.. Login(server), "--timeout", "5"]);
            _output.WriteLine(run.Output);
            Assert.Equal(2, run.ExitCode);
            Assert.Matches($"^BINLOG_PARTITION CRITICAL - {_mount} is full: .* of 64 MB free, [2-9] sessions wait for room", run.FirstLine);
            Assert.InRange(run.Elapsed.TotalSeconds, 0, 4);
        }

        Assert.InRange(server.Query("SHOW PROCESSLIST").Count, 1, sessions);

        // Without a login it is the same verdict.
        var blind = Check("--path", _mount, "--login", "never", "--output", "json");
        Assert.Equal(2, blind.ExitCode);

        // What it says not to run hangs indeed, on both families: a purge, too.
        var statement = System.Text.RegularExpressions.Regex.Match(blind.Output, "PURGE BINARY LOGS TO '[^']+'").Value;
        Assert.StartsWith("PURGE BINARY LOGS TO 'mysql-bin.", statement, StringComparison.Ordinal);
        var purge = server.InBackground(statement);
        _clients.Add(purge);
        Assert.False(purge.WaitForExit(TimeSpan.FromSeconds(4)), $"{statement} does not hang on a full disk");
    }

    // A frozen file system holds a commit as a very large transaction does: with the binlog's lock in its hand.
    [Theory]
    [InlineData(DatabaseFamily.MariaDb)]
    [InlineData(DatabaseFamily.MySql)]
    public void While_a_commit_holds_the_binlog_the_partition_is_judged_all_the_same_and_one_question_waits_at_most(DatabaseFamily family)
    {
        var made = ProcessRun.OfShell(
            $"truncate -s 200M {_folder.Path}/disk && mkfs.ext4 -q {_folder.Path}/disk && mount -o loop {_folder.Path}/disk {_mount} && "
            + $"chown mysql {_mount}");
        Assert.SkipUnless(made.ExitCode == 0, $"no loop device here: {made.Error.Trim()}");
        using var server = Start(family);
        try
        {
            Assert.Equal(0, ProcessRun.OfShell($"fsfreeze -f {_mount}").ExitCode);
            _clients.Add(server.InBackground("INSERT INTO app.fat (body) VALUES (REPEAT('x', 5000000))"));
            Thread.Sleep(1000);
            for (var time = 0; time < 4; time++)
            {
                var run = Check([.. Login(server), "--used-warning", "~:", "--used-critical", "~:", "-v"]);
                _output.WriteLine($"{run.Elapsed.TotalSeconds:0.0} s: {run.Output}");
                Assert.Equal(0, run.ExitCode);
                Assert.Contains("used=", run.FirstLine, StringComparison.Ordinal);
                Assert.InRange(run.Elapsed.TotalSeconds, 0, 5);
                Thread.Sleep(1000);
            }

            Assert.InRange(server.Query("SHOW PROCESSLIST")
                .Count(row => string.Join(' ', row).Contains("SHOW MASTER STATUS", StringComparison.Ordinal) || string.Join(' ', row)
                .Contains("SHOW BINARY LOG", StringComparison.Ordinal)), 0, 1);
        }
        finally
        {
            Assert.Equal(0, ProcessRun.OfShell($"fsfreeze -u {_mount}").ExitCode);
        }
    }

    [Theory]
    [InlineData(DatabaseFamily.MariaDb)]
    [InlineData(DatabaseFamily.MySql)]
    public void With_a_login_it_finds_the_directory_knows_the_settings_and_sees_the_same_disk(DatabaseFamily family)
    {
        using var server = DatabaseServer.Start(family, "--binlog-expire-logs-seconds=7200");
        server.Execute("FLUSH BINARY LOGS; FLUSH BINARY LOGS");
        var run = Check([.. Login(server), "--output", "json", "--used-warning", "~:", "--used-critical", "~:"]);

        _output.WriteLine(run.Output);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains($"\"directory\":\"{server.BinlogFolder}\"", run.Output, StringComparison.Ordinal);
        Assert.Contains("\"expire_seconds\":7200", run.Output, StringComparison.Ordinal);
        Assert.Contains("\"binlog_is_closed\":false", run.Output, StringComparison.Ordinal);
        Assert.Contains("\"connected_replicas\":0", run.Output, StringComparison.Ordinal);
        Assert.Contains("\"shares_disk_with\":\"the data in", run.Output, StringComparison.Ordinal);
        Assert.Matches("\"purge_statement\":\"PURGE BINARY LOGS TO 'mysql-bin.\\d{6}'\"", run.Output);
        Assert.Contains(server.Query("SHOW BINARY LOGS")[0][0], run.Output, StringComparison.Ordinal);
        Assert.Equal(1, Check([.. Login(server), "--if-same-device", "warning", "--used-warning", "~:", "--used-critical", "~:"]).ExitCode);
    }

    [Fact]
    public void Without_a_login_the_running_servers_command_line_leads_to_the_directory()
    {
        using var server = DatabaseServer.Start(DatabaseFamily.MariaDb);
        var run = Check("--login", "never", "--output", "json", "--used-warning", "~:", "--used-critical", "~:");

        // Another server may run on the machine; then it must say so and not take either.
        if (run.ExitCode == 3)
            Assert.Contains("servers run here: name the binlogs of one with --path", run.Output, StringComparison.Ordinal);
        else
        {
            Assert.Contains($"\"directory\":\"{server.BinlogFolder}\"", run.Output, StringComparison.Ordinal);
            Assert.Contains($"process {server.ProcessId}", run.Output, StringComparison.Ordinal);
        }
    }

    // The check in a host name of its own (uts_namespaces(7)): to it, the server is on another host.
    [Theory]
    [InlineData("elsewhere")]
    [InlineData("$(hostname).example.com")]
    public void A_server_on_another_host_is_not_judged_by_this_hosts_disk_however_it_was_named(string host)
    {
        using var server = DatabaseServer.Start(DatabaseFamily.MariaDb);
        server.Execute("CREATE USER watcher@'127.0.0.1' IDENTIFIED BY 'w'; GRANT REPLICATION CLIENT, PROCESS ON *.* TO "
            + "watcher@'127.0.0.1'");
        var options = _folder.Write("my.cnf", $"[client]\nhost=127.0.0.1\nport={server.Port}\nuser=watcher\npassword=w\n");
        foreach (var login in new[] { $"--defaults-file {options}", $"-H 127.0.0.1 -P {server.Port} -u watcher -p w",
            $"-P {server.Port} -u watcher -p w" })
        {
            var run = ProcessRun.OfShell(
                $"exec unshare --uts sh -c 'hostname {host} && exec {Repository.Executable("check_binlog_partition")} --state-dir "
                + $"{_folder.Path}/state {login}'");
            Assert.Equal(3, run.ExitCode);
            Assert.Matches($"^BINLOG_PARTITION UNKNOWN - 127.0.0.1:{server.Port} runs on host [^ ]+ and this is [^ ]+: run the check there",
                run.FirstLine);
            Assert.Contains(
                $"\"directory\":\"{server.BinlogFolder}\"", Check([.. login.Split(' '), "--json"]).Output, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("--port", "abc", "--port (value not shown) is not a port from 1 to 65535")]
    [InlineData("--port", "70000", "--port '70000' is not a port from 1 to 65535")]
    [InlineData("--ssl-mode", "NONSENSE", "--ssl-mode 'NONSENSE' is not one of DISABLED")]
    public void An_option_of_the_login_that_can_never_be_right_is_refused_even_where_nobody_logs_in(
        string option, string value, string said)
    {
        foreach (var login in new[] { "auto", "never", "always" })
        {
            var run = Check("--path", _folder.Path, "--login", login, option, value);
            Assert.Equal(3, run.ExitCode);
            Assert.StartsWith($"BINLOG_PARTITION UNKNOWN - {said}", run.FirstLine, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void What_a_server_says_is_left_out_where_the_path_names_binlogs_of_another()
    {
        using var server = DatabaseServer.Start(DatabaseFamily.MariaDb);
        BinlogFolder.Add(_mount, 1, 2000, BinlogFolder.Now - 120, BinlogFolder.Now - 60);
        var other = Check([.. Login(server), "--path", _mount, "--json"]);
        Assert.Contains("what it says is left out", other.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("connected_replicas", other.Output, StringComparison.Ordinal);

        var own = Check([.. Login(server), "--path", server.BinlogFolder, "--json"]);
        Assert.DoesNotContain("what it says is left out", own.Output, StringComparison.Ordinal);
        Assert.Contains("\"connected_replicas\":0", own.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_server_that_writes_no_binlog_is_not_applicable()
    {
        using var server = DatabaseServer.Start(DatabaseFamily.MariaDb, "--skip-log-bin");
        var run = Check([.. Login(server), "--output", "json"]);
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("\"not_applicable\":\"MariaDB 10.", run.Output, StringComparison.Ordinal);
        Assert.Contains("writes no binlog (log_bin is OFF)", run.Output, StringComparison.Ordinal);
        Assert.Equal(0, Check([.. Login(server), "--if-not-applicable", "ok"]).ExitCode);
    }

    [Fact]
    public void Without_the_right_to_list_it_says_which_right_is_missing_and_a_login_helps()
    {
        Requirements.Program("util-linux", AsNobody);
        using var server = DatabaseServer.Start(DatabaseFamily.MariaDb, "--plugin-maturity=unknown");
        server.Execute("CREATE USER watcher@localhost; CREATE USER seer@localhost; GRANT BINLOG MONITOR, PROCESS ON *.* TO seer@localhost");
        Assert.Equal(0, ProcessRun.OfShell(
            $"chmod 755 {server.Folder} && chmod 700 {server.BinlogFolder} && mkdir -m 777 {_folder.Path}/s && cp "
            + $"{Repository.Executable("check_binlog_partition")} {_folder.Path}/").ExitCode);
        var path = server.Folder;
        while ((path = Path.GetDirectoryName(path)) is not null and not "/")
            Assert.SkipUnless(
                (File.GetUnixFileMode(path) & UnixFileMode.OtherExecute) != 0, "the servers' folder is not reachable for other users here");

        var none = Nobody("--path", server.BinlogFolder, "--login", "never");
        Assert.Equal(3, none.ExitCode);
        Assert.Contains($"the binlogs in {server.BinlogFolder} may not be listed by user", none.FirstLine, StringComparison.Ordinal);
        Assert.Contains("1. Let", none.Output, StringComparison.Ordinal);
        Assert.Contains("setfacl -m u:", none.Output, StringComparison.Ordinal);

        var seer = Nobody("--socket", server.Socket, "--user", "seer", "--used-warning", "~:", "--used-critical", "~:");
        _output.WriteLine(seer.Output);
        Assert.Equal(0, seer.ExitCode);
        Assert.Contains("their sizes come from the server", seer.Output, StringComparison.Ordinal);

        var watcher = Nobody("--socket", server.Socket, "--user", "watcher");
        Assert.Equal(3, watcher.ExitCode);
        Assert.Contains("GRANT BINLOG MONITOR ON *.* TO 'watcher'@'localhost'", watcher.Output, StringComparison.Ordinal);
        Assert.Contains("GRANT PROCESS ON *.* TO 'watcher'@'localhost'", watcher.Output, StringComparison.Ordinal);

        // Reading the files is not needed, listing them is enough.
        Assert.Equal(0, ProcessRun.OfShell($"chmod 755 {server.BinlogFolder} && chmod 600 {server.BinlogFolder}/mysql-bin.*").ExitCode);
        var listed = Nobody("--path", server.BinlogFolder, "--login", "never", "--used-warning", "~:", "--used-critical", "~:");
        Assert.Equal(0, listed.ExitCode);
        Assert.Contains("may not be read by this user", listed.Output, StringComparison.Ordinal);

        ProcessRun Nobody(params string[] arguments) =>
            ProcessRun.Of(AsNobody,
                ["--reuid=65534", "--regid=65534", "--clear-groups", $"{_folder.Path}/check_binlog_partition", "--state-dir",
                $"{_folder.Path}/s/own", .. arguments]);
    }

    [Theory]
    [InlineData(DatabaseFamily.MariaDb)]
    [InlineData(DatabaseFamily.MySql)]
    public void A_binlog_that_the_server_silently_switched_off_is_critical(DatabaseFamily family)
    {
        using var server = DatabaseServer.Start(family, family == DatabaseFamily.MySql ? ["--binlog-error-action=IGNORE_ERROR"] : []);
        Assert.Equal(0, Check([.. Login(server), "--used-warning", "~:", "--used-critical", "~:"]).ExitCode);
        Assert.Equal(0, ProcessRun.OfShell($"chmod 555 {server.BinlogFolder}").ExitCode);
        server.RunClient(["--socket=" + server.Socket, "--user=root", "-e", "FLUSH BINARY LOGS"]);
        var run = Check([.. Login(server), "--used-warning", "~:", "--used-critical", "~:"]);
        _output.WriteLine(run.Output + server.ErrorLog);
        Assert.Equal(0, ProcessRun.OfShell($"chmod 755 {server.BinlogFolder}").ExitCode);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("writes no binlog although log_bin is on", run.FirstLine, StringComparison.Ordinal);
    }

    [Fact]
    public void A_server_that_was_named_and_is_down_is_critical_and_the_partition_is_judged_all_the_same()
    {
        BinlogFolder.Add(_mount, 1, 2000, BinlogFolder.Now - 60, BinlogFolder.Now - 1);
        var run = Check("--path", _mount, "--socket", "/nowhere/mysqld.sock", "--used-warning", "~:", "--used-critical", "~:");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("no server answers at socket /nowhere/mysqld.sock", run.FirstLine, StringComparison.Ordinal);
        Assert.Contains("binlog_files=1", run.FirstLine, StringComparison.Ordinal);
    }

    private double Free() =>
        double.Parse(ProcessRun.Of("/usr/bin/stat", ["-f", "-c", "%a %S", _mount]).Output.Split(' ')[0],
        CultureInfo.InvariantCulture) * 4096 / 1024 / 1024;

    private static int Waiting(DatabaseServer server) => server.Query("SHOW PROCESSLIST")
        .Count(row => row.Any(
            cell => cell.Contains("free space", StringComparison.Ordinal) || cell is "Commit"
            || cell.Contains("handler commit", StringComparison.Ordinal)));

    private static void Fill(DatabaseServer server, int megabytes, int statements) => server.Execute(string.Concat(Enumerable.Repeat(
        string.Create(CultureInfo.InvariantCulture,
            $"INSERT INTO app.fat (body) VALUES (REPEAT('x', {megabytes * 1024 * 1024 / statements}));"), statements)));
}
