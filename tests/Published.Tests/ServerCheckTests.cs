using System.Net;
using System.Net.Sockets;

namespace Published.Tests;

/// <summary>The checks that ask a MySQL server, where there is none and where one takes a connection and never says a word.</summary>
public sealed class ServerCheckTests
{
    public static TheoryData<string> ServerChecks =>
        ["check_binlog_partition", "check_config_drift", "check_failover", "check_killed_queries", "check_replication_io"];

    [Theory]
    [MemberData(nameof(ServerChecks))]
    public void Without_a_server_a_check_is_not_applicable_and_in_the_state_that_the_operator_chose(string name)
    {
        Requirements.Root();
        var (plain, chosen) = (WithoutServer(name, ""), WithoutServer(name, "--if-not-applicable ok"));
        PublishedCheck.AssertResult(plain);
        PublishedCheck.AssertResult(chosen);
        Assert.Equal((3, 0), (plain.ExitCode, chosen.ExitCode));
        Assert.Contains("UNKNOWN - not applicable: no MySQL or MariaDB server", plain.FirstLine, StringComparison.Ordinal);
        Assert.Equal(plain.FirstLine.Replace("UNKNOWN", "OK", StringComparison.Ordinal), chosen.FirstLine);
        using var json = System.Text.Json.JsonDocument.Parse(WithoutServer(name, "--json").Output);
        Assert.StartsWith(
            "no MySQL or MariaDB server", json.RootElement.GetProperty("not_applicable").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(ServerChecks))]
    public void A_check_that_a_silent_server_holds_answers_a_signal_at_once(string name)
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        using var folder = new TemporaryFolder();
        using var check = ProcessRun.Start(Repository.Executable(name), Asking(server, folder, "--timeout=50"));
        Requirements.Until(server.Pending, TimeSpan.FromSeconds(20), "a connection from the check");
        using var connection = server.AcceptSocket();
        Thread.Sleep(100);
        Assert.Equal(0, ProcessRun.Of("/bin/kill", ["-TERM", $"{check.Id}"]).ExitCode);
        var run = ProcessRun.Finish(check);
        PublishedCheck.AssertResult(run);
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("UNKNOWN - ended by SIGTERM while ", run.FirstLine, StringComparison.Ordinal);
        Assert.InRange(run.Elapsed.TotalSeconds, 0, 10);
    }

    [Theory]
    [MemberData(nameof(ServerChecks))]
    public void A_check_that_a_silent_server_holds_ends_at_its_own_time_limit(string name)
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        using var folder = new TemporaryFolder();
        var run = ProcessRun.Of(Repository.Executable(name), Asking(server, folder, "--timeout=2"));
        PublishedCheck.AssertResult(run);
        Assert.Equal(3, run.ExitCode);
        Assert.InRange(run.Elapsed.TotalSeconds, 1, 20);
    }

    private static string[] Asking(TcpListener server, TemporaryFolder folder, string limit)
    {
        var options = Path.Combine(folder.Path, "my.cnf");
        File.WriteAllText(options, $"[client]\nhost=127.0.0.1\nport={((IPEndPoint)server.LocalEndpoint).Port}\nuser=monitor\n");
        return [$"--defaults-file={options}", "--state-dir=" + folder.Path, limit];
    }

    // A view of the host with no process but its own, no socket and no option file of the user.
    private static ProcessRun WithoutServer(string name, string options)
    {
        var run = PublishedCheck.Shell(
            name, $"exec unshare --mount --pid --fork --mount-proc /bin/sh -c 'mount -t tmpfs none /run && mount -t tmpfs none /var/lib "
            + $"&& HOME=/nonexistent exec \"$CHECK\" {options}'");
        Assert.SkipUnless(
            !run.Error.StartsWith("unshare:", StringComparison.Ordinal) && !run.Error.StartsWith("mount:", StringComparison.Ordinal),
            $"this kernel does not let the test hide the host's processes: {run.Error.Trim()}");
        return run;
    }
}
