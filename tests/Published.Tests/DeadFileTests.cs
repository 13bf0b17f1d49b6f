using System.Diagnostics;

namespace Published.Tests;

/// <summary>
/// A file that never answers, as on a network file system whose server is gone: fanotify(7) holds whoever opens it, and nobody
/// lets it through. The answer must come all the same, by the time limit or by a signal.
/// </summary>
public sealed class DeadFileTests : IDisposable
{
    private const string Stage = "reading /proc/sys/net/netfilter/nf_conntrack_count";

    private const string Holder = """
        import ctypes, sys
        libc = ctypes.CDLL(None, use_errno=True)
        libc.fanotify_mark.argtypes = [ctypes.c_int, ctypes.c_uint, ctypes.c_ulonglong, ctypes.c_int, ctypes.c_char_p]
        # FAN_CLASS_CONTENT; FAN_MARK_ADD, FAN_OPEN_PERM, AT_FDCWD
        group = libc.fanotify_init(4, 0)
        if group < 0 or libc.fanotify_mark(group, 1, 0x10000, -100, sys.argv[1].encode()) < 0:
            sys.exit("no fanotify here: errno %d" % ctypes.get_errno())
        print("ready", flush=True)
        sys.stdin.read()
        """;

    private readonly TemporaryFolder _tree = new();
    private readonly Process _holder;

    public DeadFileTests()
    {
        Requirements.Root();
        var file = _tree.Write("proc/sys/net/netfilter/nf_conntrack_count", "5\n");
        _tree.Write("proc/sys/net/netfilter/nf_conntrack_max", "500\n");
        _holder = Process.Start(new ProcessStartInfo(Requirements.Program("python3", "/usr/bin/python3"), ["-c", Holder, file])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        var line = _holder.StandardOutput.ReadLine();
        Assert.SkipUnless(line == "ready", line is null ? _holder.StandardError.ReadToEnd() : line);
    }

    public void Dispose()
    {
        // The file answers again once nobody watches it.
        _holder.StandardInput.Close();
        _holder.WaitForExit();
        _holder.Dispose();
        _tree.Dispose();
    }

    [Fact]
    public void The_time_limit_is_kept()
    {
        var run = PublishedCheck.Shell("check_conntrack", $"exec \"$CHECK\" --root {_tree.Path} -t 1");
        Assert.Equal((3, $"CONNTRACK UNKNOWN - no result within 1 s (--timeout), stopped while {Stage}\n", ""),
            (run.ExitCode, run.Output, run.Error));
        Assert.InRange(run.Elapsed.TotalSeconds, 0.9, 20);
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    [InlineData("HUP")]
    public void A_signal_ends_the_run_with_one_line(string signal)
    {
        var run = PublishedCheck.Shell(
            "check_conntrack", $"exec timeout --preserve-status -s {signal} 1 \"$CHECK\" --root {_tree.Path} -t 60");
        Assert.Equal((3, $"CONNTRACK UNKNOWN - ended by SIG{signal} while {Stage}\n", ""), (run.ExitCode, run.Output, run.Error));
        Assert.InRange(run.Elapsed.TotalSeconds, 0.4, 30);
    }

    [Fact]
    public void A_signal_that_the_caller_ignores_stays_ignored()
    {
        var run = PublishedCheck.Shell(
            "check_conntrack", $"trap '' HUP; \"$CHECK\" --root {_tree.Path} -t 2 & check=$!; sleep 0.5; kill -HUP $check; wait $check");
        Assert.Equal((3, $"CONNTRACK UNKNOWN - no result within 2 s (--timeout), stopped while {Stage}\n"), (run.ExitCode, run.Output));
    }

    [Fact]
    public void A_signal_ends_the_waiting_for_a_reader_that_takes_nothing()
    {
        // The pipe is full before the check writes.
        var run = PublishedCheck.Shell(
            "check_conntrack",
            "{ head -c 65536 /dev/zero; \"$CHECK\" --help & check=$!; sleep 0.5; kill -TERM $check; wait $check; echo $? >&2; } | sleep 8");
        Assert.EndsWith("could not be written to standard output\n3\n", run.Error, StringComparison.Ordinal);
        Assert.InRange(run.Elapsed.TotalSeconds, 2, 30);
    }
}
