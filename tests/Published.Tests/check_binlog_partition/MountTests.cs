namespace NagiosChecks.BinlogPartition.Tests;

/// <summary>Mounts as they go wrong, for real.</summary>
public sealed class MountTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TemporaryFolder _state = new();

    public void Dispose()
    {
        _folder.Dispose();
        _state.Dispose();
    }

    private ProcessRun Check(params string[] arguments) =>
        ProcessRun.OfPlugin("check_binlog_partition", ["--path", _folder.Path, "--login", "never", "--state-dir",
            Path.Combine(_state.Path, "state"), .. arguments]);

    [Fact]
    public void A_read_only_mount_is_critical_and_named()
    {
        Requirements.Root();
        Assert.Equal(0, ProcessRun.OfShell($"mount -t tmpfs -o size=64m tmpfs {_folder.Path}").ExitCode);
        try
        {
            BinlogFolder.Add(_folder.Path, 1, 2000, BinlogFolder.Now - 60, BinlogFolder.Now - 1);
            Assert.Equal(0, Check().ExitCode);
            Assert.Equal(0, ProcessRun.OfShell($"mount -o remount,ro {_folder.Path}").ExitCode);
            var run = Check();

            Assert.Equal(2, run.ExitCode);
            Assert.Contains($"{_folder.Path} (tmpfs on tmpfs) is mounted read-only", run.FirstLine, StringComparison.Ordinal);
        }
        finally
        {
            ProcessRun.OfShell($"umount {_folder.Path}");
        }
    }

    [Fact]
    public void A_resized_file_system_keeps_its_past()
    {
        Requirements.Root();
        Assert.Equal(0, ProcessRun.OfShell($"mount -t tmpfs -o size=64m tmpfs {_folder.Path}").ExitCode);
        try
        {
            BinlogFolder.Add(_folder.Path, 1, 2000, BinlogFolder.Now - 60, BinlogFolder.Now - 1);
            Check();
            Assert.Contains("\"samples\":1,", Check("--output", "json").Output, StringComparison.Ordinal);
            Assert.Equal(0, ProcessRun.OfShell(
                $"mount -o remount,size=128m {_folder.Path} && head -c 60000000 /dev/zero > {_folder.Path}/other").ExitCode);
            var run = Check("--output", "json");

            // Larger and fuller at once are two steps, and no growth.
            Assert.Equal(0, run.ExitCode);
            Assert.Contains("\"samples\":2,", run.Output, StringComparison.Ordinal);
        }
        finally
        {
            ProcessRun.OfShell($"umount {_folder.Path}");
        }
    }

    // A mount whose server never answers, as an NFS server that is gone: a FUSE mount whose daemon takes no request.
    [Fact]
    public void A_mount_that_hangs_ends_as_UNKNOWN_at_the_timeout_and_is_named()
    {
        Requirements.Root();
        Requirements.Program("python3", "/usr/bin/python3");
        Assert.SkipUnless(File.Exists("/dev/fuse"), "needs /dev/fuse");
        const string Daemon = """
            import ctypes, os, sys, time
            fuse = os.open("/dev/fuse", os.O_RDWR)
            libc = ctypes.CDLL(None, use_errno=True)
            if libc.mount(b"gone:/db", sys.argv[1].encode(), b"fuse.gone", 0, b"fd=%d,rootmode=40000,user_id=0,group_id=0" % fuse):
                sys.exit(os.strerror(ctypes.get_errno()))
            print("mounted", flush=True)
            time.sleep(60)
            """;
        using var daemon = ProcessRun.Start("/usr/bin/python3", ["-c", Daemon, _folder.Path]);
        try
        {
            Assert.Equal("mounted", daemon.StandardOutput.ReadLine());
            var run = Check("--timeout", "2");

            Assert.Equal(3, run.ExitCode);
            Assert.Matches($"^BINLOG_PARTITION UNKNOWN - no result within 2 s .*stopped while (looking at {_folder.Path} on|asking for "
                + $"the free space of) {_folder.Path} \\(fuse.gone on gone:/db\\)", run.FirstLine);
            Assert.InRange(run.Elapsed.TotalSeconds, 1.5, 8);
        }
        finally
        {
            ProcessRun.OfShell($"umount -l {_folder.Path}");
            daemon.Kill();
            daemon.WaitForExit();
        }
    }
}
