using System.Text.Json;

namespace Nagios.Plugin.Tests;

/// <summary>The contract of every check, asked of every executable as it is published.</summary>
public sealed class PublishedExecutableTests
{
    private static readonly string[] ManyFlags = ["-vvv", "--output=text", "-t5", "--nonsense"];

    public static TheoryData<string> Executables => [.. Repository.Executables];

    [Theory]
    [MemberData(nameof(Executables))]
    public void Help_fits_80_columns_and_exits_3(string name)
    {
        var run = ProcessRun.OfPlugin(name, "--help");
        Assert.Equal((3, ""), (run.ExitCode, run.Error));
        Assert.StartsWith($"{name} {CheckHost.Version} - ", run.Output, StringComparison.Ordinal);
        Assert.All(run.Output.Split('\n'), line => Assert.InRange(line.Length, 0, 80));
        Assert.Equal(run.Output, ProcessRun.OfPlugin(name, "--nonsense", "-h").Output);
    }

    [Theory]
    [MemberData(nameof(Executables))]
    public void The_version_is_one_line_and_exits_3(string name)
    {
        var run = ProcessRun.OfPlugin(name, "-V");
        Assert.Equal((3, $"{name} {CheckHost.Version}\n", ""), (run.ExitCode, run.Output, run.Error));
    }

    [Theory]
    [MemberData(nameof(Executables))]
    public void Misuse_is_one_line_that_names_the_option_even_without_an_environment(string name)
    {
        foreach (var clear in new[] { false, true })
        {
            var run = ProcessRun.Of(Repository.Executable(name), ManyFlags, clearEnvironment: clear);
            Assert.Equal((3, ""), (run.ExitCode, run.Error));
            Assert.EndsWith(
                " UNKNOWN - unknown option --nonsense; --help lists the options", WellFormed.Text(run.Output, run.ExitCode),
                StringComparison.Ordinal);
        }

        using var json = JsonDocument.Parse(ProcessRun.OfPlugin(name, "--output", "json", "--nonsense").Output);
        Assert.Equal((name, 3), (json.RootElement.GetProperty("check").GetString(), json.RootElement.GetProperty("exit_code").GetInt32()));
    }

    [Theory]
    [MemberData(nameof(Executables))]
    public void What_nobody_can_read_is_unknown(string name)
    {
        foreach (var line in new[] { "\"$CHECK\" --help >&-", "\"$CHECK\" --help >/dev/full", "\"$CHECK\" --help >&- <&-" })
        {
            var run = ProcessRun.OfShell(line.Replace("$CHECK", Repository.Executable(name), StringComparison.Ordinal));
            Assert.Equal((3, ""), (run.ExitCode, run.Output));
            Assert.EndsWith(" UNKNOWN - the result could not be written to standard output\n", run.Error, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Executables))]
    public void Bytes_that_are_no_text_are_survived(string name)
    {
        var run = ProcessRun.OfShell($"\"{Repository.Executable(name)}\" \"$(printf -- '--\\377\\376\\033[1m|')\"");
        Assert.EndsWith(
            " UNKNOWN - unknown option --?? [1m/; --help lists the options", WellFormed.Text(run.Output, run.ExitCode),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_good_result_that_cannot_be_written_is_no_ok()
    {
        using var tree = Untracked();
        var check = $"\"{Repository.Executable("check_conntrack")}\" --root {tree.Path} --state-dir {tree.Path}/state";
        Assert.Equal(0, ProcessRun.OfShell(check).ExitCode);
        foreach (var redirection in new[] { ">&-", ">/dev/full", ">&- 2>&- <&-" })
            Assert.Equal(3, ProcessRun.OfShell($"{check} {redirection}").ExitCode);
        Assert.Equal("3\n", ProcessRun.OfShell($"exec 3>&1; {{ sleep 0.3; {check}; echo $? >&3; }} 2>/dev/null | true").Output);
        Assert.DoesNotContain(
            "OK", string.Concat(Directory.EnumerateFiles(tree.Path, "*", SearchOption.AllDirectories).Select(File.ReadAllText)),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_user_who_may_start_no_more_threads_is_told_so()
    {
        Requirements.Root();
        using var tree = Untracked();
        var program = tree.Path + "/check";
        Repository.CopyExecutable("check_conntrack", program);
        Assert.Equal(0, ProcessRun.OfShell($"chmod -R a+rX {tree.Path}").ExitCode);
        // One thread for the check and one of the runtime's own: nothing is left to keep the time limit.
        foreach (var processes in new[] { 2 })
        {
            var run = ProcessRun.OfShell(
                $"setpriv --reuid 64321 --regid 64321 --clear-groups prlimit --nproc={processes} {program} --root {tree.Path}");
            Assert.Equal("", run.Error);
            Assert.StartsWith(
                "CONNTRACK UNKNOWN - no thread could be started to run the check: ", WellFormed.Text(run.Output, run.ExitCode),
                StringComparison.Ordinal);
        }
    }

    [Fact]
    public void An_ordinary_user_keeps_state_without_any_set_up_and_not_where_another_was_first()
    {
        Requirements.Root();
        const string Directory = "/var/tmp/nagios-checks-64322";
        using var tree = Untracked();
        tree.Write("proc/sys/net/netfilter/nf_conntrack_count", "5\n");
        tree.Write("proc/sys/net/netfilter/nf_conntrack_max", "100\n");
        var program = tree.Path + "/check";
        Repository.CopyExecutable("check_conntrack", program);
        var asUser = $"cd / && chmod -R a+rX {tree.Path} && env -i setpriv --reuid 64322 --regid 64322 --clear-groups {program} --root "
            + $"{tree.Path}";
        try
        {
            Assert.Equal(0, ProcessRun.OfShell($"rm -rf {Directory}; {asUser}").ExitCode);
            Assert.Equal("700 64322\n600 64322\n600 64322\n", ProcessRun.OfShell($"stat -c '%a %u' {Directory} {Directory}/*").Output);

            var run = ProcessRun.OfShell($"rm -rf {Directory}; mkdir {Directory}; {asUser}");
            Assert.Equal(1, run.ExitCode);
            Assert.StartsWith(
                $"CONNTRACK WARNING - state is not kept: {Directory} is a directory of user root (uid 0), not a directory of uid 64322",
                run.Output, StringComparison.Ordinal);
            Assert.Contains("install -d -m 0700 -o 64322 -- /var/lib/nagios-checks/64322", run.Output, StringComparison.Ordinal);
        }
        finally
        {
            ProcessRun.OfShell($"rm -rf {Directory}");
        }
    }

    // A captured tree of a host whose kernel has no connection tracking, which is fine.
    private static TemporaryFolder Untracked()
    {
        var tree = new TemporaryFolder();
        Directory.CreateDirectory(tree.Path + "/proc/sys/net/netfilter");
        return tree;
    }
}
