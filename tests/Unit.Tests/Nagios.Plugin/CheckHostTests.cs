using System.Diagnostics;
using System.Text.Json;

namespace Nagios.Plugin.Tests;

public sealed class CheckHostTests
{
    [Theory]
    [InlineData("throw",
        "internal error while doing as told, please report it: InvalidOperationException: a bug of two lines / with a pipe")]
    [InlineData("nothing", "internal error while judging, please report it: InvalidOperationException: the check returned nothing")]
    public void A_bug_in_a_check_is_one_good_line_without_a_stack_trace(string how, string said)
    {
        var (output, exitCode) = SampleRun.Here("--do", how, "-vvv");
        Assert.Equal(3, exitCode);
        Assert.Equal($"SAMPLE UNKNOWN - {said}", WellFormed.Text(output, exitCode));
        Assert.DoesNotContain(" at ", output, StringComparison.Ordinal);
    }

    public static TheoryData<string, string> Failures => new()
    {
        { "Cast", "InvalidCastException" }, { "OutOfMemory", "out of memory while reading /proc/x" }, { "IO", "IOException" },
            { "Type", "TypeInitializationException" }, { "Aggregate", "AggregateException" },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public void Every_exception_ends_as_unknown_and_names_the_stage(string kind, string said)
    {
        Exception failure = kind switch
        {
            "Cast" => new InvalidCastException(),
            "OutOfMemory" => new InsufficientMemoryException(),
            "IO" => new IOException("x"),
            "Type" => new TypeInitializationException("X", new FormatException()),
            _ => new AggregateException(new FormatException()),
        };
        var (output, exitCode) = SampleRun.Here((_, run) => { run.Stage = "reading /proc/x"; throw failure; });
        Assert.Equal(3, exitCode);
        var first = WellFormed.Text(output, exitCode);
        Assert.Contains(said, first, StringComparison.Ordinal);
        Assert.Contains("reading /proc/x", first, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_check_cannot_look_at_is_unknown_with_the_next_steps()
    {
        var (output, exitCode) =
            SampleRun.Here((_, _) =>
            throw new CheckException("/proc/x may not be read by this user") { Steps = [$"run it as root", $"or grant it"] });
        Assert.Equal((3, "SAMPLE UNKNOWN - /proc/x may not be read by this user\nNext steps:\n1. run it as root\n2. or grant it\n"),
            (exitCode, output));
    }

    [Theory]
    [InlineData("unknown", 3, "UNKNOWN")]
    [InlineData("ok", 0, "OK")]
    [InlineData("Critical", 2, "CRITICAL")]
    public void What_does_not_apply_here_has_the_state_of_the_option(string state, int expected, string word)
    {
        var text = SampleRun.Here((_, _) => throw new CheckNotApplicableException("no MySQL\nhere"), "--if-not-applicable", state);
        Assert.Equal(($"SAMPLE {word} - not applicable: no MySQL here\n", expected), text);
        var json = JsonDocument.Parse(
            SampleRun.Here((_, _) =>
            throw new CheckNotApplicableException("no MySQL\nhere"), "--if-not-applicable", state, "--output=json").Output);
        Assert.Equal("no MySQL here", json.RootElement.GetProperty("not_applicable").GetString());
    }

    [Fact]
    public void A_check_that_hangs_ends_in_time_and_says_where_it_was()
    {
        var clock = Stopwatch.StartNew();
        var (output, exitCode) = SampleRun.Here("--do", "sleep", "-t", "1");
        Assert.Equal((3, "SAMPLE UNKNOWN - no result within 1 s (--timeout), stopped while reading /proc/sleepy\n"), (exitCode, output));
        Assert.InRange(clock.Elapsed.TotalSeconds, 0.95, 40);
    }

    [Fact]
    public void The_time_left_runs_down_and_never_below_nothing()
    {
        var left = new List<TimeSpan>();
        SampleRun.Here((_, run) =>
        {
            left.Add(run.Remaining);
            Thread.Sleep(30);
            left.Add(run.Remaining);
            return new NagiosCheckResult("SAMPLE");
        }, "-t", "1m");
        Assert.InRange(left[0].TotalSeconds, 20, 60);
        Assert.True(left[1] < left[0]);
        Assert.Equal(TimeSpan.Zero, new CheckRun(new CommonOptions(), "check_sample", -5).Remaining);
    }

    [Fact]
    public void The_clock_is_read_once_a_run()
    {
        SampleRun.Here((_, run) =>
        {
            var clock = run.Clock;
            Thread.Sleep(5);
            Assert.Equal(clock, run.Clock);
            return new NagiosCheckResult("SAMPLE");
        });
    }

    [Fact]
    public void A_screen_that_fails_is_reported_as_a_bug()
    {
        var (output, exitCode) =
            SampleRun.Here((_, _) => new NagiosCheckResult("SAMPLE") { Screen = _ => throw new FormatException("bad screen") });
        Assert.Equal((3, "SAMPLE UNKNOWN - internal error while printing the result, please report it: FormatException: bad screen\n"),
            (exitCode, output));
    }

    [Fact]
    public void A_run_ends_once_whoever_comes_first()
    {
        for (var number = 0; number < 2000; number++)
        {
            var end = new RunEnd();
            var result = new Thread(() => end.Signal(null));
            var signal = new Thread(() => end.Signal("SIGTERM"));
            result.Start();
            signal.Start();
            Assert.True(end.Wait(TimeSpan.FromSeconds(30), out var first));
            result.Join();
            signal.Join();
            Assert.True(end.Wait(TimeSpan.Zero, out var later));
            Assert.Equal(first, later);
        }
    }

    [Fact]
    public void A_run_that_does_not_end_is_given_up_in_time()
    {
        var clock = Stopwatch.StartNew();
        Assert.False(new RunEnd().Wait(TimeSpan.FromMilliseconds(50), out var signal));
        Assert.Null(signal);
        Assert.InRange(clock.ElapsedMilliseconds, 45, 5000);
    }
}
