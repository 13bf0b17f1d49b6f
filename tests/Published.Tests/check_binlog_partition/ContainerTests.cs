namespace NagiosChecks.BinlogPartition.Tests;

/// <summary>
/// Servers in mount namespaces of their own, as containers have them, found by their processes. What counts is how a process is
/// called, its command line and its mounts, so the servers here are scripts named mysqld; the check sees no other process.
/// </summary>
public sealed class ContainerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ContainerTests()
    {
        Requirements.Root();
        var server = _folder.Write("mysqld", "#!/bin/sh\nsleep 600\n");
        File.SetUnixFileMode(server, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        foreach (var name in new[] { "one", "two", "binlog" })
            Directory.CreateDirectory(Path.Combine(_folder.Path, name));
        BinlogFolder.Add(Path.Combine(_folder.Path, "one"), 1, 1 << 20, BinlogFolder.Now - 7200, BinlogFolder.Now - 5);
        BinlogFolder.Add(Path.Combine(_folder.Path, "two"), 1, 1 << 20, BinlogFolder.Now - 7200, BinlogFolder.Now - 5);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Two_servers_that_call_their_directories_alike_are_two_and_neither_is_taken_for_both()
    {
        var run = Alone($"{Server("one")} & {Server("two")} & {Await(2)}; {Check()}");
        Assert.Equal(3, run.ExitCode);
        Assert.Matches("^BINLOG_PARTITION UNKNOWN - 2 servers run here: name the binlogs of one with --path "
            + "\\(/proc/[0-9]+/root.*/binlog/mysql-bin, /proc/[0-9]+/root", run.FirstLine);
    }

    [Fact]
    public void A_servers_samples_are_found_again_after_it_was_started_anew_under_another_process_id()
    {
        var run = Alone(
            $"{Server("one")} & first=$!; {Await(1)}; {Check("--json")}; kill $first; wait $first; {Server("one")} & {Await(1)}; "
            + $"{Check("--json")}");
        var lines = run.Output.Split('\n');
        Assert.Contains("first run on this file system", lines[0], StringComparison.Ordinal);
        Assert.Matches("\"directory\":\"/proc/[0-9]+/root", lines[1]);
        Assert.DoesNotContain("first run on this file system", lines[1], StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(Path.Combine(_folder.Path, "state"), "*.state"));
    }

    [Fact]
    public void A_server_that_was_named_and_is_down_is_critical_although_none_runs_here()
    {
        var run = Alone(
            $"{Check($"--socket {_folder.Path}/s.sock")}; "
            + $"{Check($"--socket {_folder.Path}/s.sock --if-server-down warning --if-not-applicable ok")}");
        var lines = run.Output.Split('\n');
        Assert.StartsWith("BINLOG_PARTITION CRITICAL - ", lines[0], StringComparison.Ordinal);
        Assert.Contains("its partition is not judged, unless --path names the binlogs", lines[0], StringComparison.Ordinal);
        Assert.Contains(lines, line => line.StartsWith("BINLOG_PARTITION WARNING - ", StringComparison.Ordinal));
    }

    private string Server(string data) =>
        $"unshare --mount sh -c 'mount --bind {_folder.Path}/{data} {_folder.Path}/binlog && exec {_folder.Path}/mysqld --no-defaults "
            + $"--datadir={_folder.Path} --log-bin={_folder.Path}/binlog/mysql-bin'";

    private static string Await(int servers) =>
        $"for i in $(seq 100); do [ $(grep -lx mysqld /proc/[0-9]*/comm 2>/dev/null | wc -l) -eq {servers} ] && break; sleep 0.1; done";

    private string Check(string option = "") =>
        $"HOME=/nonexistent {Repository.Executable("check_binlog_partition")} --state-dir {_folder.Path}/state --used-warning '~:' "
            + $"--used-critical '~:' {option}";

    private static ProcessRun Alone(string script)
    {
        var run = ProcessRun.Of(
            "/usr/bin/unshare", ["--pid", "--mount", "--fork", "--kill-child", "--mount-proc", "/bin/sh", "-c", script]);
        Assert.SkipUnless(
            !run.Error.StartsWith("unshare:", StringComparison.Ordinal),
            $"this kernel does not let the test hide the host's processes: {run.Error.Trim()}");
        return run;
    }
}
