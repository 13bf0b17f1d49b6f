using Linux.Host;
using Nagios.Plugin;

namespace NagiosChecks.Conntrack.Tests;

public sealed class ConntrackHistoryTests
{
    private const double Window = 300;

    [Fact]
    public void What_is_kept_is_read_back()
    {
        var states = new FillStates();
        var space = new ConntrackNamespace("net:[7]", false, null, 1, "x", new ConntrackStatistics(5, 1, 2, 3, 0), 5);
        states.Remember(space, NagiosState.Warning);
        var now = At(100);

        var snapshot = ConntrackHistory.None.Next(ConntrackSample.Of(new ConntrackTable { IsPresent = true, Namespaces = [space] }, now), states, now, Window);
        var read = ConntrackHistory.Parse(snapshot, At(101));

        Assert.Equal(new ConntrackSample.Counters(5, 1, 2, 3), Assert.Single(read.Samples).Of(space));
        Assert.Equal(NagiosState.Warning, read.FillStates.Of(space));
    }

    [Fact]
    public void After_a_reboot_nothing_counts()
    {
        var snapshot = ConntrackHistory.None.Next(Sample(100), new FillStates(), At(100), Window);

        Assert.Empty(ConntrackHistory.Parse(snapshot, new ClockReading(0, 200, "another boot")).Samples);
    }

    [Fact]
    public void A_sample_from_the_future_of_a_restored_machine_does_not_count()
    {
        var snapshot = ConntrackHistory.None.Next(Sample(100), new FillStates(), At(100), Window);

        Assert.Empty(ConntrackHistory.Parse(snapshot, At(50)).Samples);
    }

    [Fact]
    public void Runs_every_minute_keep_one_sample_that_is_a_window_old_and_no_more()
    {
        var history = Run(Enumerable.Range(0, 60).Select(minute => minute * 60d));

        Assert.Equal(3240, history.DropReference(At(3540), Window)?.BootSeconds);
        Assert.InRange(history.Samples.Count, 6, 7);
    }

    [Fact]
    public void Runs_every_second_keep_few_samples_and_still_cover_the_window()
    {
        var history = Run(Enumerable.Range(0, 1200).Select(second => (double)second));

        Assert.InRange(history.Samples.Count, 20, 22);
        Assert.InRange(history.DropReference(At(1199), Window)!.BootSeconds, 870, 899);
    }

    [Fact]
    public void A_run_by_hand_between_two_scheduled_ones_hides_nothing_from_the_engine()
    {
        var scheduledAndByHand = Run([0, 300, 595]);

        // Whatever was dropped between 300 and 600 is still seen at 600.
        Assert.Equal(300, scheduledAndByHand.DropReference(At(600), Window)?.BootSeconds);
    }

    [Fact]
    public void Growth_is_measured_over_the_last_minute_or_since_the_only_earlier_run()
    {
        Assert.Equal(240, Run([0, 60, 120, 180, 240, 290]).GrowthReference(At(300))?.BootSeconds);
        Assert.Equal(290, Run([290]).GrowthReference(At(300))?.BootSeconds);
        Assert.Null(Run([299.5]).GrowthReference(At(300)));
    }

    [Fact]
    public void Thirty_thousand_mutated_states_are_read_as_far_as_they_make_sense()
    {
        var random = new Random(65536);
        var seed = string.Join('\n', "sample 100", "table net:[4026532177] 600 1351 49 0", "table own 5 0 0 0", "sample 160.5", "fill own CRITICAL");
        for (var round = 0; round < 30_000; round++)
        {
            var records = Mutation.Of(seed, random).Split('\n');
            var history = ConntrackHistory.Parse(new StateSnapshot(At(170), records), At(171));
            Assert.True(history.Samples.Count <= records.Length);
            Assert.All(history.Samples, sample => Assert.True(sample.BootSeconds < 171));
        }
    }

    private static ConntrackHistory Run(IEnumerable<double> times)
    {
        var history = ConntrackHistory.None;
        foreach (var time in times)
            history = ConntrackHistory.Parse(history.Next(Sample(time), new FillStates(), At(time), Window), At(time + 0.01));
        return history;
    }

    private static ConntrackSample Sample(double seconds) => new(seconds, new Dictionary<string, ConntrackSample.Counters> { ["own"] = new(1, 0, 0, 0) });

    private static ClockReading At(double seconds) => new(1_000_000 + seconds, seconds, "boot");
}
