using System.Diagnostics;
using System.Text.Json;

namespace NagiosChecks.Conntrack.Tests;

/// <summary>Whatever /proc and the state directory hold: a code 0-3, one good first line, nothing on standard error.</summary>
public sealed class BadInputTests : IDisposable
{
    private readonly TemporaryFolder _tree = TemporaryFolder.InMemory();
    private readonly TemporaryFolder _state = new();

    public BadInputTests()
    {
        _tree.Write("proc/sys/net/netfilter/nf_conntrack_count", "10\n");
        _tree.Write("proc/sys/net/netfilter/nf_conntrack_max", "100\n");
        _tree.Write("proc/sys/net/netfilter/nf_conntrack_buckets", "64\n");
        _tree.Write("proc/net/stat/nf_conntrack", "entries drop early_drop insert_failed\n0000000a 00000000 00000000 00000000\n");
        _tree.Link("proc/self/ns/net", "net:[1]");
    }

    [Theory]
    [InlineData("proc/sys/net/netfilter/nf_conntrack_count", "", "holds '' where a number belongs")]
    [InlineData("proc/sys/net/netfilter/nf_conntrack_count", "ten\n", "holds 'ten' where a number belongs")]
    [InlineData("proc/sys/net/netfilter/nf_conntrack_max", "99999999999999999999\n", "where a number belongs")]
    [InlineData("proc/sys/net/netfilter/nf_conntrack_max", "\0\u0001\u001b[31m|\n", "where a number belongs")]
    [InlineData("proc/net/stat/nf_conntrack", "", "has no text")]
    [InlineData("proc/net/stat/nf_conntrack", "\0\0\0\0", "no line of numbers")]
    public void A_damaged_file_is_named_with_what_it_holds(string file, string content, string reason)
    {
        _tree.Write(file, content);

        var run = Check();

        AssertOneGoodLine(run, 3);
        Assert.Contains(file, run.FirstLine, StringComparison.Ordinal);
        Assert.Contains(reason, run.FirstLine, StringComparison.Ordinal);
    }

    [Fact]
    public void A_huge_file_is_refused_without_reading_it_all()
    {
        _tree.Write("proc/sys/net/netfilter/nf_conntrack_count", new string('1', 50_000_000));

        var run = Check();

        AssertOneGoodLine(run, 3);
        Assert.Contains("is larger than such a file can be", run.FirstLine, StringComparison.Ordinal);
    }

    [Fact]
    public void A_directory_in_place_of_a_file_is_said()
    {
        File.Delete(Path.Combine(_tree.Path, "proc/sys/net/netfilter/nf_conntrack_max"));
        Directory.CreateDirectory(Path.Combine(_tree.Path, "proc/sys/net/netfilter/nf_conntrack_max"));

        AssertOneGoodLine(Check(), 3);
    }

    [Fact]
    public void A_file_without_rights_is_said_to_be_unreadable()
    {
        Requirements.Root();
        Requirements.Program("util-linux", "/usr/bin/setpriv");
        File.SetUnixFileMode(Path.Combine(_tree.Path, "proc/sys/net/netfilter/nf_conntrack_count"), UnixFileMode.None);
        using var copy = new TemporaryFolder();
        var executable = Path.Combine(copy.Path, "check_conntrack");
        Repository.CopyExecutable("check_conntrack", executable);
        ProcessRun.OfShell($"chmod 755 {copy.Path} {_tree.Path}");

        var run = ProcessRun.Of(
            "/usr/bin/setpriv",
            ["--reuid=65534", "--regid=65534", "--clear-groups", executable, "--root", _tree.Path, "--state-dir", "/nonexistent"]);

        AssertOneGoodLine(run, 3);
        Assert.EndsWith("nf_conntrack_count may not be read by this user", run.FirstLine, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_proc_or_without_the_folder_it_says_so()
    {
        using var empty = new TemporaryFolder();

        Assert.Equal($"CONNTRACK UNKNOWN - {empty.Path}/proc/sys does not exist: no /proc to read connection tracking from",
            ProcessRun.OfPlugin("check_conntrack", "--root", empty.Path).FirstLine);
        Assert.Equal("CONNTRACK UNKNOWN - --root '/nonexistent' is not a directory that this user can see",
            ProcessRun.OfPlugin("check_conntrack", "--root", "/nonexistent").FirstLine);
    }

    [Fact]
    public void Without_any_trace_of_tracking_it_is_absent()
    {
        using var empty = new TemporaryFolder();
        empty.Write("proc/sys/net/core/somaxconn", "128\n");
        empty.Write("proc/modules", "");

        var run = ProcessRun.OfPlugin("check_conntrack", "--root", empty.Path, "--state-dir", _state.Path);

        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith(
            "CONNTRACK OK - connection tracking is not in the kernel | fill=U entries=U ", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_paths_of_ip_conntrack_are_read_where_the_new_ones_are_missing()
    {
        using var old = new TemporaryFolder();
        old.Write("proc/sys/net/ipv4/netfilter/ip_conntrack_count", "60000\n");
        old.Write("proc/sys/net/ipv4/netfilter/ip_conntrack_max", "65536\n");
        old.Write("proc/sys/net/ipv4/netfilter/ip_conntrack_buckets", "8192\n");

        var run = ProcessRun.OfPlugin("check_conntrack", "--root", old.Path, "--state-dir", _state.Path);

        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith(
            "CONNTRACK CRITICAL - table 91.6 % full (60000 of 65536), 7.32 entries per hash bucket", run.FirstLine,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Without_the_counters_file_the_fill_is_judged_and_the_gap_is_named()
    {
        File.Delete(Path.Combine(_tree.Path, "proc/net/stat/nf_conntrack"));

        var run = Check();

        Assert.Equal(0, run.ExitCode);
        Assert.Contains(
            "Note: cannot see the drop counters: it does not exist (this kernel has no /proc/net/stat/nf_conntrack: "
            + "CONFIG_NF_CONNTRACK_PROCFS is off)", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Ten_thousand_namespaces_are_judged_in_time_and_the_worst_is_named()
    {
        for (var pid = 2; pid <= 10_001; pid++)
        {
            Directory.CreateDirectory(Path.Combine(_tree.Path, $"proc/{pid}/ns"));
            Directory.CreateDirectory(Path.Combine(_tree.Path, $"proc/{pid}/net/stat"));
            File.CreateSymbolicLink(Path.Combine(_tree.Path, $"proc/{pid}/ns/net"), $"net:[{pid}]");
            File.WriteAllText(Path.Combine(_tree.Path, $"proc/{pid}/comm"), "pause\n");
            File.WriteAllText(
                Path.Combine(_tree.Path, $"proc/{pid}/net/stat/nf_conntrack"),
                $"entries drop early_drop insert_failed\n{(pid == 7777 ? 95 : 1):x8} 00000000 00000000 00000000\n");
        }

        var clock = Stopwatch.StartNew();
        var run = Check();

        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 30); // about one second of CPU; the rest is room for a busy machine
        AssertOneGoodLine(run, 2);
        Assert.StartsWith(
            "CONNTRACK CRITICAL - table 95 % full (95 of 100) in namespace (net:[7777], pid 7777 pause)", run.FirstLine,
            StringComparison.Ordinal);
        Assert.Contains("namespaces=10001", run.FirstLine, StringComparison.Ordinal);
        AssertOneGoodLine(Check(), 2);
    }

    [Theory]
    [InlineData("a|b=1;2;3\n")]
    [InlineData("\u001b[2J\u001b]0;owned\u0007\n")]
    [InlineData("it's = 'quoted'::x\n")]
    [InlineData("\u202egnp.exe\n")]
    [InlineData("ÿþ\n")]
    [InlineData("\n\n\n")]
    public void A_hostile_process_name_moves_neither_line_nor_terminal(string name)
    {
        _tree.Write("proc/42/comm", name);
        _tree.Link("proc/42/ns/net", "net:[42]");
        _tree.Write("proc/42/net/stat/nf_conntrack", "entries drop early_drop insert_failed\n00000063 00000000 00000000 00000000\n");

        var run = Check("-v");
        var json = Check("--output", "json");

        AssertOneGoodLine(run, 2);
        Assert.DoesNotContain(run.Output, character => char.IsControl(character) && character != '\n');
        Assert.Equal(1, run.FirstLine.Count(character => character == '|'));
        Assert.Equal(2, JsonDocument.Parse(json.Output).RootElement.GetProperty("exit_code").GetInt32());
    }

    [Fact]
    public void A_hostile_namespace_link_is_only_a_name()
    {
        _tree.Link("proc/43/ns/net", "../../../../etc/passwd\n|x=1");
        _tree.Write("proc/43/net/stat/nf_conntrack", "entries drop\n00000063 00000000\n");

        AssertOneGoodLine(Check(), 2);
    }

    [Fact]
    public void When_state_cannot_be_kept_the_table_is_judged_all_the_same()
    {
        var run = ProcessRun.OfPlugin("check_conntrack", "--root", _tree.Path, "--state-dir", "/proc/nowhere");

        // WARNING: without state drops cannot be seen, and an OK would hide that.
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("CONNTRACK WARNING - state cannot be kept in /proc/nowhere: ", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void On_a_full_disk_and_a_read_only_one_the_table_is_judged_all_the_same()
    {
        Requirements.Root();
        using var mount = new TemporaryFolder();
        var mounted = ProcessRun.OfShell($"mount -t tmpfs -o size=64k,mode=0700 tmpfs {mount.Path}");
        Assert.SkipUnless(mounted.ExitCode == 0, $"cannot mount a tmpfs here: {mounted.Error.Trim()}");
        try
        {
            ProcessRun.OfShell($"cat /dev/zero > {mount.Path}/filler 2>/dev/null");
            var full = ProcessRun.OfPlugin("check_conntrack", "--root", _tree.Path, "--state-dir", mount.Path);
            ProcessRun.OfShell($"mount -o remount,ro {mount.Path}");
            var readOnly = ProcessRun.OfPlugin("check_conntrack", "--root", _tree.Path, "--state-dir", mount.Path);

            AssertOneGoodLine(full, 1);
            Assert.Contains("no space left on device", full.Output, StringComparison.Ordinal);
            AssertOneGoodLine(readOnly, 1);
            Assert.Contains("read-only file system", readOnly.Output, StringComparison.Ordinal);
        }
        finally
        {
            ProcessRun.OfShell($"umount {mount.Path}");
        }
    }

    [Fact]
    public void A_thousand_mutated_trees_end_in_one_good_line()
    {
        var random = new Random(2012);
        var captured = Repository.Fixture("check_conntrack", "namespace-full-and-dropping");
        ProcessRun.OfShell($"cp -a {captured}/. {_tree.Path}/");
        var files = Directory.GetFiles(_tree.Path, "*", SearchOption.AllDirectories).Where(file => new FileInfo(file).LinkTarget is null)
            .ToArray();
        for (var round = 0; round < 1000; round++)
        {
            var file = files[random.Next(files.Length)];
            var whole = File.ReadAllBytes(file);
            File.WriteAllBytes(file, Mutation.Of(whole, random));

            using var output = new StringWriter();
            var exitCode = Program.Run(["--root", _tree.Path, "--state-dir", _state.Path], output);

            File.WriteAllBytes(file, whole);
            Assert.InRange(exitCode, 0, 3);
            Assert.Matches("^CONNTRACK (OK|WARNING|CRITICAL|UNKNOWN) - [^\n|]+( \\| [^\n|]+)?\n", output.ToString());
            Assert.DoesNotContain("internal error", output.ToString(), StringComparison.Ordinal);
        }
    }

    public void Dispose()
    {
        _tree.Dispose();
        _state.Dispose();
    }

    private ProcessRun Check(params string[] options) =>
        ProcessRun.OfPlugin("check_conntrack", ["--root", _tree.Path, "--state-dir", _state.Path, .. options]);

    private static void AssertOneGoodLine(ProcessRun run, int exitCode)
    {
        Assert.Matches("^CONNTRACK (OK|WARNING|CRITICAL|UNKNOWN) - [^\n|]+( \\| [^\n|]+)?\n", run.Output);
        Assert.Equal((exitCode, ""), (run.ExitCode, run.Error));
        Assert.DoesNotContain("internal error", run.Output, StringComparison.Ordinal);
        Assert.InRange(run.FirstLine.Length, 1, 1023);
    }
}
