using Linux.Host;
using Nagios.Plugin;

namespace NagiosChecks.ReplicationIo.Tests;

public class ChannelHistoryTests
{
    [Fact]
    public void Time_without_connection_adds_up_over_runs_and_ends_when_it_runs()
    {
        var runs = new Runs();
        Assert.Equal(0, runs.Observe(0, running: false).SecondsDown);
        Assert.Equal(60, runs.Observe(60, running: false).SecondsDown);
        Assert.Equal(180, runs.Observe(120, running: false).SecondsDown);
        Assert.Equal(0, runs.Observe(60, running: true).SecondsDown);
        Assert.Equal(0, runs.Observe(60, running: false).SecondsDown);
    }

    [Fact]
    public void Falls_are_counted_for_an_hour()
    {
        var runs = new Runs();
        runs.Observe(0, running: true);
        for (var fall = 1; fall <= 4; fall++)
        {
            Assert.Equal(fall, runs.Observe(300, running: false).Falls);
            Assert.Equal(fall, runs.Observe(300, running: true).Falls);
        }

        Assert.Equal(3, runs.Observe(1600, running: true).Falls);
        Assert.Equal(0, runs.Observe(3500, running: true).Falls);
    }

    [Fact]
    public void A_thread_that_stays_down_falls_once()
    {
        var runs = new Runs();
        runs.Observe(0, running: true);
        for (var run = 0; run < 10; run++)
            Assert.Equal(1, runs.Observe(60, running: false).Falls);
    }

    [Fact]
    public void A_gap_of_more_than_an_hour_begins_a_new_history()
    {
        var runs = new Runs();
        runs.Observe(0, running: false);
        Assert.Equal(0, runs.Observe(3601, running: false).SecondsDown);
        Assert.Equal(3599, runs.Observe(3599, running: false).SecondsDown);
    }

    [Fact]
    public void Nothing_is_news_only_while_every_channel_runs_as_before()
    {
        bool IsNews(string[] last, double seconds, params (string Key, bool Running)[] channels)
        {
            var history = new ChannelHistory(new StateSnapshot(At(0), last), At(seconds));
            foreach (var (key, running) in channels)
                history.Observe(key, running);
            return history.IsNews;
        }

        Assert.False(IsNews(["a\tup\t0\t", "b\tup\t0\t"], 60, ("a", true), ("b", true)));
        Assert.True(IsNews(["a\tup\t0\t", "b\tup\t0\t"], 901, ("a", true), ("b", true)));
        Assert.True(IsNews(["a\tup\t0\t", "b\tup\t0\t"], 60, ("a", true)));
        Assert.True(IsNews(["a\tup\t0\t"], 60, ("a", true), ("b", true)));
        Assert.True(IsNews(["a\tup\t0\t"], 60, ("a", false)));
        Assert.True(IsNews(["a\tdown\t5\t"], 60, ("a", false)));
        Assert.True(IsNews(["a\tdown\t5\t"], 60, ("a", true)));
        Assert.True(IsNews(["a\tup\t0\t30"], 60, ("a", true)));
        Assert.True(new ChannelHistory(null, At(0)).IsNews);
    }

    [Fact]
    public void A_step_of_the_wall_clock_changes_nothing()
    {
        var history = new ChannelHistory(null, default);
        history.Observe("c", running: false);
        var snapshot = new StateSnapshot(new ClockReading(1_000_000, 100, "boot"), history.Records);
        Assert.Equal(60, new ChannelHistory(snapshot, new ClockReading(10, 160, "boot")).Observe("c", running: false).SecondsDown);
    }

    [Fact]
    public void Damaged_records_count_as_never_seen()
    {
        foreach (var record in new[] { "", "c", "c\tdown", "c\tdown\tx\t", "c\tdown\t-5\t", "c\tdown\t1e5\t", "\t\t\t\t\t" })
            Assert.Equal(0, new ChannelHistory(new StateSnapshot(At(0), [record]), At(60)).Observe("c", running: false).SecondsDown);
    }

    private static ClockReading At(double seconds) => new(1_700_000_000 + seconds, 1000 + seconds, "boot");

    private sealed class Runs
    {
        private StateSnapshot? _last;
        private double _time;

        public ChannelPast Observe(double later, bool running)
        {
            _time += later;
            var history = new ChannelHistory(_last, At(_time));
            var past = history.Observe("/c", running);
            if (history.IsNews)
                _last = new StateSnapshot(At(_time), history.Records);
            return past;
        }
    }
}
