namespace NagiosChecks.StaleAcks.Tests;

/// <summary>The memory of the engine's user, and what a run by hand makes of it. The runs are the published executable, as the engine's
/// account, as root and as a user with no rights.</summary>
public sealed class SharedMemoryTests : IDisposable
{
    private const string Var = "DISK CRITICAL - /var is full|/var=97%;80;90";
    private const string Binlog = "DISK CRITICAL - /binlog is full|/binlog=97%;80;90";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_run_by_hand_uses_the_memory_of_the_engines_user_and_says_whose_it_is_and_since_when()
    {
        Requirements.Root();
        using var nagios = NagiosEngine.Start(Objects);
        var memory = MemoryOfEngine("0755");
        nagios.Submit("db1", "disk", 2, Var);
        nagios.Command("ACKNOWLEDGE_SVC_PROBLEM;db1;disk;2;0;0;ops;cleaning up");
        nagios.Await("db1", "disk", status => status["problem_has_been_acknowledged"] == "1", "the acknowledgement");
        Assert.Contains("seen for the first time", As(EngineAccount.Name, nagios, memory).FirstLine, StringComparison.Ordinal);
        nagios.Submit("db1", "disk", 2, Binlog);
        var kept = Directory.GetFiles(memory).Select(path => (path, File.GetLastWriteTimeUtc(path))).Order().ToList();

        foreach (var user in new[] { "root", "nobody" })
        {
            var look = As(user, nagios, memory);

            Assert.True(look.ExitCode == 2, look.Output + look.Error);
            Assert.Contains("by ops for /var, now /binlog 97 %", look.FirstLine, StringComparison.Ordinal);
            Assert.Matches($"Note: 1 acknowledgement compared with what user {EngineAccount.Name} \\(uid [0-9]+\\) remembers in "
                + $"{memory}, since [0-9.]+ (s|min) ago", look.Output);
            Assert.Contains("Note: this run remembers nothing itself: ", look.Output, StringComparison.Ordinal);
            Assert.DoesNotContain("Name a directory of this user", look.Output, StringComparison.Ordinal);
        }

        Assert.Equal(kept, [.. Directory.GetFiles(memory).Select(path => (path, File.GetLastWriteTimeUtc(path))).Order()]);

        // With a memory of its own a run knows only what it has seen itself, and says so.
        var alone = As("root", nagios, Path.Combine(_folder.Path, "own"));
        Assert.Equal(0, alone.ExitCode);
        Assert.Contains("1 acknowledgement, seen for the first time: whether it still covers its problem is known from now on",
            alone.FirstLine, StringComparison.Ordinal);
        Assert.DoesNotContain("not stale", alone.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_an_option_the_directories_below_var_lib_nagios_checks_are_looked_through()
    {
        Requirements.Root();
        using var nagios = NagiosEngine.Start(Objects);
        nagios.Submit("db1", "disk", 2, Var);
        nagios.Command("ACKNOWLEDGE_SVC_PROBLEM;db1;disk;2;0;0;ops;cleaning up");
        nagios.Await("db1", "disk", status => status["problem_has_been_acknowledged"] == "1", "the acknowledgement");
        MemoryOfEngine("0750");
        File.Copy(nagios.StatusPath, Path.Combine(_folder.Path, "then"));
        nagios.Submit("db1", "disk", 2, Binlog);
        File.Copy(nagios.StatusPath, Path.Combine(_folder.Path, "now"));
        File.Copy(Repository.Executable("check_stale_acks"), Path.Combine(_folder.Path, "check_stale_acks"));

        // A /var/lib of the test's own, as an administrator sets it up.
        var run = ProcessRun.Of("unshare", ["--mount", "sh", "-ec", $"""
            cd {_folder.Path}; chmod 0644 then now
            mount -t tmpfs -o mode=0755 tmpfs /var/lib
            install -d -m 0755 /var/lib/nagios-checks
            install -d -m 0750 -o {EngineAccount.Name} /var/lib/nagios-checks/{EngineAccount.Name}
            cp then status.dat
            setpriv --reuid={EngineAccount.Name} --clear-groups ./check_stale_acks --status-file $PWD/status.dat
            cp now status.dat
            ./check_stale_acks --status-file $PWD/status.dat || true
            setpriv --reuid=nobody --regid=nogroup --clear-groups ./check_stale_acks --status-file $PWD/status.dat --exclude-host x || true
            ls -l /var/lib/nagios-checks/{EngineAccount.Name}
            """]);

        var lines = run.Output.Split("STALE_ACKS ");
        Assert.True(lines.Length == 4, run.Output + run.Error);
        Assert.StartsWith("OK - 1 acknowledgement, seen for the first time", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("CRITICAL - db1/disk acknowledged", lines[2], StringComparison.Ordinal);
        Assert.Contains($"remembers in /var/lib/nagios-checks/{EngineAccount.Name}, since ", lines[2], StringComparison.Ordinal);

        // Nobody is in no group of the engine: it is told whose memory it may not read.
        Assert.StartsWith("OK - 1 acknowledgement, seen for the first time", lines[3], StringComparison.Ordinal);
        Assert.Contains($"remembers in /var/lib/nagios-checks/{EngineAccount.Name} may not be read by this user", lines[3],
            StringComparison.Ordinal);

        // The directory lets its group read, so the file does; nobody else may.
        Assert.Matches("-rw-r----- .* check_stale_acks-[0-9a-f]+\\.state\n", run.Output);
    }

    [Fact]
    public void A_memory_that_may_not_be_read_is_unknown_and_one_of_an_ordinary_user_is_not_believed()
    {
        Requirements.Root();
        using var nagios = NagiosEngine.Start(Objects);
        nagios.Submit("db1", "disk", 2, Var);
        nagios.Command("ACKNOWLEDGE_SVC_PROBLEM;db1;disk;2;0;0;ops;cleaning up");
        nagios.Await("db1", "disk", status => status["problem_has_been_acknowledged"] == "1", "the acknowledgement");
        var memory = MemoryOfEngine("0700");
        Assert.Equal(0, As(EngineAccount.Name, nagios, memory).ExitCode);

        var denied = As("nobody", nagios, memory);
        Assert.Equal(3, denied.ExitCode);
        Assert.Contains("what was acknowledged cannot be remembered", denied.FirstLine, StringComparison.Ordinal);

        Assert.Equal(0, ProcessRun.Of("chown", ["-R", "54321", memory]).ExitCode);
        Assert.Equal(0, ProcessRun.Of("chmod", ["-R", "a+rX", memory]).ExitCode);
        var forged = As("root", nagios, memory);
        Assert.Equal(3, forged.ExitCode);
        Assert.DoesNotContain("compared with", forged.Output, StringComparison.Ordinal);
    }

    private const string Objects = """
        define host {
            use engine-host
            host_name db1
            check_command none
            active_checks_enabled 0
        }
        define service {
            use engine-service
            host_name db1
            service_description disk
            check_command none
            active_checks_enabled 0
        }

        """;

    private string MemoryOfEngine(string mode)
    {
        var memory = Path.Combine(_folder.Path, "memory");
        Assert.Equal(0, ProcessRun.Of("install", ["-d", "-m", mode, "-o", EngineAccount.Name, memory]).ExitCode);
        Assert.Equal(0, ProcessRun.Of("chmod", ["0755", _folder.Path]).ExitCode);
        return memory;
    }

    // The status file is where everybody may read it, as in /var/cache.
    private ProcessRun As(string user, NagiosEngine nagios, string memory)
    {
        var status = Path.Combine(_folder.Path, "status.dat");
        File.Copy(nagios.StatusPath, status, overwrite: true);
        File.SetUnixFileMode(status, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        var check = Path.Combine(_folder.Path, "check_stale_acks");
        if (!File.Exists(check))
            File.Copy(Repository.Executable("check_stale_acks"), check);
        return ProcessRun.Of(Requirements.Program("util-linux", "/usr/bin/setpriv"), [$"--reuid={user}", "--clear-groups", check,
            "--status-file", status, "--state-dir", memory]);
    }
}
