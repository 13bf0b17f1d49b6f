using Nagios.Plugin;

namespace NagiosChecks.BinlogPartition.Tests;

/// <summary>
/// The forecast, judged run by run over simulated weeks, beside check_disk and predict_linear on the same series. The tables of
/// docs/checks/check_binlog_partition.md are what this test writes.
/// </summary>
public class ForecastTableTests(ITestOutputHelper output)
{
    public static TheoryData<string> NeverFull => [.. ForecastShapes.NeverFull().Select(shape => shape.Name)];

    public static TheoryData<string> Jobs => [.. ForecastShapes.Jobs().Select(job => job.Shape.Name)];

    public static TheoryData<string> Fills => [.. ForecastShapes.Fills().Select(fill => fill.Shape.Name)];

    public static TheoryData<string> Ended => [.. ForecastShapes.Ended().Select(end => end.Shape.Name)];

    [Theory]
    [MemberData(nameof(NeverFull))]
    public void What_never_fills_raises_no_alarm(string name)
    {
        var outcome = ForecastShapes.NeverFull().Single(shape => shape.Name == name).Judge(output.WriteLine);
        Documented(outcome, name);
        Assert.False(outcome.Filled);
        Assert.True(outcome.Runs >= 20);
        Assert.Equal(0, outcome.AllAlarms());
    }

    // The first two times nobody can know that it ends.
    [Theory]
    [MemberData(nameof(Jobs))]
    public void A_job_that_comes_again_is_learnt_after_two_times(string name)
    {
        var (shape, period, first) = ForecastShapes.Jobs().Single(job => job.Shape.Name == name);
        var outcome = shape.Judge(output.WriteLine);
        Documented(outcome, name);
        Assert.False(outcome.Filled);
        Assert.Equal(0, outcome.AllAlarms(first + 2 * period - 600));
    }

    [Theory]
    [MemberData(nameof(Fills))]
    public void What_fills_is_told_in_time(string name)
    {
        var (shape, warning, critical) = ForecastShapes.Fills().Single(fill => fill.Shape.Name == name);
        var outcome = shape.Judge();
        Documented(outcome, name);
        Assert.True(outcome.Filled);
        Assert.True(outcome.Lead(NagiosState.Warning) >= warning,
            $"first alarm {outcome.Lead(NagiosState.Warning):0.0} min before the end, wanted {warning}");
        Assert.True(outcome.Lead(NagiosState.Critical) >= critical,
            $"CRITICAL {outcome.Lead(NagiosState.Critical):0.0} min before the end, wanted {critical}");
    }

    [Theory]
    [MemberData(nameof(Ended))]
    public void Ten_minutes_after_a_leak_has_ended_nothing_alarms(string name)
    {
        var (shape, ends) = ForecastShapes.Ended().Single(end => end.Shape.Name == name);
        var outcome = shape.Judge(output.WriteLine);
        Assert.False(outcome.Filled);
        Assert.True(outcome.AllAlarms(0, ends + 600) > 0, "the leak was never told");
        Assert.Equal(0, outcome.AllAlarms(ends + 600));
    }

    private void Documented(ShapeOutcome outcome, string name)
    {
        var row = outcome.Row(name);
        output.WriteLine(row);
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "checks", "check_binlog_partition.md"));
        Assert.True(page.Contains(row + "\n", StringComparison.Ordinal),
            $"docs/checks/check_binlog_partition.md does not have this row:\n{row}");
    }
}
