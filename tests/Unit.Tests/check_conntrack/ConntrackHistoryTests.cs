using Linux.Host;
using Nagios.Plugin;

namespace NagiosChecks.Conntrack.Tests;

public sealed class ConntrackHistoryTests
{
    private const double Window = 300;

    [Fact]
    public void What_is_kept_is_read_back()
    {
        var space = new ConntrackNamespace { Identity = "net:[7]", Statistics = new ConntrackStatistics(5, 1, 2, 3, 4, true, 0),
            Entries = 5 };
        var states = new FillStates(new Dictionary<string, string> { ["net:[7]"] = "WARNING" });
        var measured = new ConntrackMeasurement { Presence = ConntrackPresence.Read, Namespaces = [space] };

        var read = Reread(ConntrackHistory.None.Next(ConntrackSample.Of(measured, At(100)), states, Window), At(100), At(101));

        Assert.Equal(new ConntrackSample.Counters(5, 1, 2, 3, 4), Assert.Single(read.Samples).Of(space));
        Assert.Equal(NagiosState.Warning, read.FillStates.Of(space));
    }

    [Fact]
    public void After_a_reboot_nothing_counts()
    {
        Assert.Empty(Reread(History(100), At(100), new ClockReading(0, 200, "another boot")).Samples);
    }

    [Fact]
    public void A_sample_from_the_future_of_a_restored_machine_does_not_count()
    {
        Assert.Empty(Reread(History(100), At(100), At(50)).Samples);
    }

    [Fact]
    public void Runs_every_minute_keep_one_sample_that_is_a_window_old_and_no_more()
    {
        var history = Run(Enumerable.Range(0, 60).Select(minute => minute * 60d));

        Assert.Equal(3240, history.LossReference(Own, At(3540), Window)?.BootSeconds);
        Assert.InRange(history.Samples.Count, 6, 7);
    }

    [Fact]
    public void Runs_every_second_keep_few_samples_and_still_cover_the_window()
    {
        var history = Run(Enumerable.Range(0, 1200).Select(second => (double)second));

        Assert.InRange(history.Samples.Count, 20, 22);
        Assert.InRange(history.LossReference(Own, At(1199), Window)!.BootSeconds, 870, 899);
    }

    [Fact]
    public void A_run_by_hand_between_two_scheduled_ones_hides_nothing_from_the_engine()
    {
        var scheduledAndByHand = Run([0, 300, 595]);

        // Whatever was dropped between 300 and 600 is still seen at 600.
        Assert.Equal(300, scheduledAndByHand.LossReference(Own, At(600), Window)?.BootSeconds);
    }

    [Fact]
    public void Growth_is_measured_over_the_last_minute_or_since_the_only_earlier_run()
    {
        Assert.Equal(240, Run([0, 60, 120, 180, 240, 290]).GrowthReference(Own, At(300))?.BootSeconds);
        Assert.Equal(290, Run([290]).GrowthReference(Own, At(300))?.BootSeconds);
        Assert.Null(Run([299.5]).GrowthReference(Own, At(300)));
    }

    [Fact]
    public void Thirty_thousand_mutated_states_are_read_as_far_as_they_make_sense()
    {
        var random = new Random(65536);
        var seed = string.Join(
            '\n', "sample 100", "table net:[4026532177] 600 1351 49 0 -", "table own -5 0 0 0 7", "sample 160.5", "fill own CRITICAL");
        for (var round = 0; round < 30_000; round++)
        {
            var records = Mutation.Of(seed, random).Split('\n');
            var history = ConntrackHistory.Parse(new StateSnapshot(At(170), records), At(171));
            Assert.True(history.Samples.Count <= records.Length);
            Assert.All(history.Samples, sample => Assert.True(sample.BootSeconds < 171));
        }
    }

    [Fact]
    public void A_state_of_version_1_keeps_what_it_knows_and_its_missing_counter_is_unknown()
    {
        // Written by check_conntrack 1.0.0.
        var records = new[] { "sample 100", "table own 600 1351 49 3", "fill own CRITICAL" };

        var read = ReadVersion1(records, At(110));

        Assert.Equal(new ConntrackSample.Counters(600, 1351, 49, 3, null), Assert.Single(read.Samples).Of(Own));
        Assert.Equal(NagiosState.Critical, read.FillStates.Of(Own));
    }

    private static ConntrackNamespace Own { get; } = new() { Identity = "own", IsOwn = true };

    private static ConntrackHistory History(double time) => ConntrackHistory.None.Next(Sample(time), FillStates.None, Window);

    private static ConntrackHistory Run(IEnumerable<double> times)
    {
        var history = ConntrackHistory.None;
        foreach (var time in times)
            history = Reread(history.Next(Sample(time), FillStates.None, Window), At(time), At(time + 0.01));
        return history;
    }

    private static ConntrackHistory Reread(ConntrackHistory history, ClockReading written, ClockReading now) =>
        ConntrackHistory.Parse(new StateSnapshot(written, history.Records()), now);

    private static ConntrackHistory ReadVersion1(string[] records, ClockReading now) =>
        ConntrackHistory.Parse(new StateSnapshot(now, ConntrackHistory.FromVersion1(records)), now);

    private static ConntrackSample Sample(double seconds) =>
        new(seconds, new Dictionary<string, ConntrackSample.Counters> { ["own"] = new(1, 0, 0, 0, 0) });

    private static ClockReading At(double seconds) => new(1_000_000 + seconds, seconds, "boot");
}
