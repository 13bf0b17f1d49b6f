using System.Text.Json;

namespace Nagios.Plugin.Tests;

/// <summary>What an engine sees of a check's process when the world around it is not as it should be.</summary>
public sealed class ProcessTests
{
    private const string NotWritten = "SAMPLE UNKNOWN - the result could not be written to standard output\n";

    [Fact]
    public void A_good_run_prints_its_line_and_nothing_on_standard_error()
    {
        var run = SampleRun.AsProcess();
        Assert.Equal((0, "SAMPLE OK - 50 % full, namespace all | fill=50%;80;90;0;100\n", ""), (run.ExitCode, run.Output, run.Error));
    }

    [Theory]
    [InlineData("$CHECK >/dev/full")]
    [InlineData("trap '' PIPE; { $CHECK; echo $? >&2; } 2>&3 | true", true)]
    [InlineData("{ $CHECK --do flood --output json; echo $? >&2; } 2>&3 | head -c 100 >/dev/null", true)]
    public void What_nobody_can_read_is_unknown_and_said_on_standard_error(string line, bool piped = false)
    {
        var run = SampleRun.InShell(
            piped ? $"exec 3>&2; sleep 0.1; {line.Replace("$CHECK", "sleep 0.3; $CHECK", StringComparison.Ordinal)}" : line);
        Assert.Equal("", run.Output);
        Assert.Equal(piped ? NotWritten + "3\n" : NotWritten, run.Error);
        if (!piped)
            Assert.Equal(3, run.ExitCode);
    }

    [Fact]
    public void A_slow_reader_gets_everything()
    {
        var run = SampleRun.InShell("$CHECK --do flood --output json | (sleep 1; cat)");
        using var json = JsonDocument.Parse(run.Output);
        Assert.Equal(5000, json.RootElement.GetProperty("details").GetArrayLength());
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    [InlineData("HUP")]
    public void A_signal_ends_the_run_with_one_line_that_names_the_stage(string signal)
    {
        using var folder = new TemporaryFolder();
        using var process = SampleRun.Start(["--do", "sleep", "-t", "60", "--state-dir", folder.Path]);
        Requirements.Until(() => Directory.GetFiles(folder.Path).Length > 0, TimeSpan.FromSeconds(60), "the check to sleep");
        Assert.Equal(0, ProcessRun.Of("/bin/kill", [$"-{signal}", $"{process.Id}"]).ExitCode);
        var run = ProcessRun.Finish(process);
        Assert.Equal((3, $"SAMPLE UNKNOWN - ended by SIG{signal} while reading /proc/sleepy\n", ""), (run.ExitCode, run.Output, run.Error));
    }

    [Fact]
    public void A_signal_ends_even_a_run_whose_output_nobody_takes()
    {
        using var folder = new TemporaryFolder();
        var run = SampleRun.InShell(
            $"exec 3>&2; {{ timeout -s TERM 4 $CHECK --do flood --output json; echo $? >&3; ls {folder.Path} >&3; }} 2>&3 | {{ sleep 12; "
            + $"touch {folder.Path}/reader-has-gone; }}");
        Assert.Equal(NotWritten + "124\n", run.Error);
    }

    [Fact]
    public void A_check_that_hangs_does_not_outlive_its_answer()
    {
        var run = SampleRun.AsProcess("--do", "sleep", "-t", "1");
        Assert.Equal((3, "SAMPLE UNKNOWN - no result within 1 s (--timeout), stopped while reading /proc/sleepy\n"),
            (run.ExitCode, run.Output));
        Assert.InRange(run.Elapsed.TotalSeconds, 0, 20);
    }

    [Fact]
    public void Memory_that_runs_out_is_unknown()
    {
        using var process =
            SampleRun.Start(["--do", "exhaust", "-t", "60"], new Dictionary<string, string?> { ["DOTNET_GCHeapHardLimit"] = "0x4000000" });
        var run = ProcessRun.Finish(process);
        Assert.Equal((3, "SAMPLE UNKNOWN - out of memory while reading a very large file\n"), (run.ExitCode, run.Output));
    }

    [Fact]
    public void Bytes_that_are_no_text_on_the_command_line_are_printed_as_question_marks()
    {
        var run = SampleRun.InShell("$CHECK -n \"$(printf 'a\\377\\376\\033[1m|b')\"");
        Assert.StartsWith(
            "SAMPLE OK - 50 % full, namespace a?? [1m/b | fill=", WellFormed.Text(run.Output, run.ExitCode), StringComparison.Ordinal);
    }
}
