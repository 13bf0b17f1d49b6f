using System.Text.Json;

namespace NagiosChecks.Triage.Tests;

/// <summary>The published triage over folders of executables: the real ones, and ones that misbehave as real ones can.</summary>
public sealed class TriageRunTests : IDisposable
{
    private readonly TemporaryFolder _plugins = new();
    private readonly TemporaryFolder _state = new();

    [Fact]
    public void All_published_checks_are_run_each_on_a_row_of_its_own()
    {
        var run = ProcessRun.OfPlugin("triage", "--state-dir", _state.Path);

        Assert.InRange(run.ExitCode, 0, 3);
        Assert.StartsWith("TRIAGE ", run.Output, StringComparison.Ordinal);
        foreach (var check in Repository.Executables.Where(name => name != "triage"))
            Assert.Matches($@"(?m)^(CRITICAL|UNKNOWN |WARNING |OK      |-       )  {check[6..]} ", run.Output);
        Assert.DoesNotContain("gave no report", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', run.Output);
    }

    [Fact]
    public void Only_checks_of_this_suite_are_run()
    {
        Script("check_foreign", "touch \"$0.ran\"");
        Copy("check_conntrack");

        var run = Triage();

        Assert.DoesNotContain("foreign", run.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_plugins.Path, "check_foreign.ran")));
        Assert.Contains("conntrack", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_check_that_hangs_is_killed_in_time_and_the_others_are_shown()
    {
        Script("check_kernel_modules", "trap '' TERM; exec sleep 60");
        Copy("check_conntrack");

        var run = Triage("--check-timeout", "1");

        Assert.InRange(run.Elapsed.TotalSeconds, 2, 30);
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("UNKNOWN   kernel_modules  was killed: no end within 3 s", run.Output, StringComparison.Ordinal);
        Assert.Contains("conntrack       table", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("exit 0", "gave no report (exit code 0): it printed nothing")]
    [InlineData("kill -9 $$", "gave no report (exit code 137): it printed nothing")]
    [InlineData("echo DISK OK; exit 0", "gave no report (exit code 0): 'DISK OK'")]
    [InlineData("head -c 10000000 /dev/zero | tr '\\0' x", "gave no report (exit code 0): 'xxx")]
    [InlineData("(sleep 8) & exit 0", "ended, but something it started keeps its output open")]
    public void A_check_that_gives_no_report_is_unknown_and_says_why(string script, string reason)
    {
        Script("check_conntrack", script);

        var run = Triage("--only", "conntrack", "--check-timeout", "5");

        Assert.Equal(3, run.ExitCode);
        Assert.Contains($"UNKNOWN   conntrack  {reason}", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_relative_folder_is_this_one_and_not_the_one_beside_triage()
    {
        Script("check_conntrack",
            "echo '{\"exit_code\":1,\"summary\":\"the other one\",\"next_steps\":[],\"not_applicable\":null}'; exit 1");

        var run = ProcessRun.OfShell($"cd {_plugins.Path} && exec {Repository.Executable("triage")} --plugins . --state-dir {_state.Path}");

        Assert.Contains("WARNING   conntrack  the other one", run.Output, StringComparison.Ordinal);
    }

    // A user of its own, whose processes are only these.
    [Theory]
    [InlineData(5)]
    [InlineData(8)]
    [InlineData(12)]
    [InlineData(16)]
    [InlineData(20)]
    [InlineData(24)]
    public void At_the_limit_of_processes_every_check_has_its_row_and_the_code_is_one_of_four(int limit)
    {
        Requirements.Root();
        Requirements.Program("util-linux", "/usr/bin/setpriv");
        foreach (var check in Repository.Executables)
            Copy(check);
        Assert.Equal(0, ProcessRun.OfShell($"chmod -R a+rX {_plugins.Path} && chmod 777 {_state.Path}").ExitCode);

        for (var time = 0; time < 3; time++)
        {
            var run = ProcessRun.OfShell(
                $"exec setpriv --reuid {64000 + limit} --regid {64000 + limit} --clear-groups prlimit --nproc={limit} "
                + $"{_plugins.Path}/triage --state-dir {_state.Path}");
            Assert.True(run.ExitCode is >= 0 and <= 3, $"exit code {run.ExitCode}: {run.Output}{run.Error}");
            Assert.StartsWith("TRIAGE ", run.Output, StringComparison.Ordinal);
            Assert.Equal("", run.Error);
        }
    }

    [Fact]
    public void A_file_that_is_no_program_is_said()
    {
        var path = _plugins.Write("check_conntrack", "not a program");
        File.SetUnixFileMode(path, UnixFileMode.UserRead);

        Assert.Contains("conntrack  could not be started: Permission denied", Triage().Output, StringComparison.Ordinal);
    }

    // The one file of a site: what an engine's service would be told by --extra-opts, triage tells the checks by itself.
    [Fact]
    public void A_site_s_options_reach_the_checks_that_have_a_section_and_no_others()
    {
        Script("check_conntrack",
            "echo \"{\\\"exit_code\\\":0,\\\"summary\\\":\\\"$*\\\",\\\"next_steps\\\":[],\\\"not_applicable\\\":null}\"");
        Script("check_kernel_modules",
            "echo \"{\\\"exit_code\\\":0,\\\"summary\\\":\\\"$*\\\",\\\"next_steps\\\":[],\\\"not_applicable\\\":null}\"");
        var file = _state.Write("site.ini", "[check_kernel_modules]\nforbid=\n");

        var run = ProcessRun.Of(
            Repository.Executable("triage"), ["--plugins", _plugins.Path, "--state-dir", _state.Path],
                new Dictionary<string, string?> { ["MP_CONFIG_FILE"] = file });

        Assert.Matches("(?m)^OK +kernel_modules +--extra-opts ", run.Output);
        Assert.DoesNotMatch("(?m)^OK +conntrack +.*--extra-opts", run.Output);
    }

    [Fact]
    public void A_site_s_file_decides_whether_the_netfilter_modules_must_stay_out()
    {
        Copy("check_kernel_modules");
        var file = _state.Write("site.ini", "[check_kernel_modules]\nmodules=nosuch_module\nif-absent=critical\n");

        var run = ProcessRun.Of(
            Repository.Executable("triage"), ["--plugins", _plugins.Path, "--state-dir", _state.Path],
                new Dictionary<string, string?> { ["MP_CONFIG_FILE"] = file });

        Assert.Equal(2, run.ExitCode);
    }

    [Fact]
    public void A_flood_on_standard_error_neither_blocks_nor_shows()
    {
        Script("check_conntrack",
            "head -c 3000000 /dev/zero | tr '\\0' e >&2; echo "
            + "'{\"exit_code\":1,\"summary\":\"quiet\",\"next_steps\":[],\"not_applicable\":null}'; exit 1");

        var run = Triage();

        Assert.Equal((1, ""), (run.ExitCode, run.Error));
        Assert.Contains("WARNING   conntrack  quiet", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--only", "nonsense", "is no check of this suite; there are ")]
    [InlineData("--skip", "x", "is no check of this suite; there are ")]
    [InlineData("--only", "conntrack", "is not in ")]
    [InlineData("--check-timeout", "29", "leaves no time before triage's own --timeout")]
    [InlineData("--color", "blue", "is not one of auto, always, never")]
    public void Misuse_is_told(string option, string value, string reason)
    {
        Script("check_kernel_modules", "exit 0");

        var run = Triage(option, value);

        Assert.Equal(3, run.ExitCode);
        Assert.StartsWith("TRIAGE UNKNOWN - ", run.Output, StringComparison.Ordinal);
        Assert.Contains(reason, run.FirstLine, StringComparison.Ordinal);
    }

    [Fact]
    public void On_a_terminal_it_is_coloured_and_in_a_pipe_or_with_no_color_it_is_not()
    {
        Requirements.Program("bsdutils", "/usr/bin/script");
        Copy("check_conntrack");
        var command = $"{Repository.Executable("triage")} --plugins {_plugins.Path} --state-dir {_state.Path}";

        var terminal = ProcessRun.Of(
            "/usr/bin/script", ["-qc", command, "/dev/null"], new Dictionary<string, string?> { ["TERM"] = "xterm", ["NO_COLOR"] = null });
        var without = ProcessRun.Of(
            "/usr/bin/script", ["-qc", command, "/dev/null"], new Dictionary<string, string?> { ["TERM"] = "xterm", ["NO_COLOR"] = "1" });

        Assert.Contains('\u001b', terminal.Output);
        Assert.DoesNotContain('\u001b', without.Output);
        Assert.DoesNotContain('\u001b', Triage().Output);
        Assert.Contains('\u001b', Triage("--color", "always").Output);
    }

    [Fact]
    public void Json_carries_the_worst_code_and_every_step()
    {
        Script("check_conntrack",
            "echo '{\"exit_code\":2,\"summary\":\"full\",\"next_steps\":[\"empty it\"],\"not_applicable\":null}'; exit 2");

        var run = Triage("--output", "json");
        var json = JsonDocument.Parse(run.Output).RootElement;

        Assert.Equal(2, run.ExitCode);
        Assert.Equal(2, json.GetProperty("exit_code").GetInt32());
        Assert.Equal("conntrack: empty it", json.GetProperty("next_steps")[0].GetString());
    }

    public void Dispose()
    {
        _plugins.Dispose();
        _state.Dispose();
    }

    private ProcessRun Triage(params string[] options) =>
        ProcessRun.OfPlugin("triage", ["--plugins", _plugins.Path, "--state-dir", _state.Path, .. options]);

    private void Copy(string check) => Repository.CopyExecutable(check, Path.Combine(_plugins.Path, check));

    private void Script(string name, string lines)
    {
        var path = _plugins.Write(name, "#!/bin/sh\n" + lines + "\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
