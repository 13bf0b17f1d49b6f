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
            Assert.Equal(fall, runs.Observe(300, running: false).FallCount);
            Assert.Equal(fall, runs.Observe(300, running: true).FallCount);
        }

        Assert.Equal(3, runs.Observe(1600, running: true).FallCount);
        Assert.Equal(0, runs.Observe(3500, running: true).FallCount);
    }

    [Fact]
    public void A_thread_that_stays_down_falls_once()
    {
        var runs = new Runs();
        runs.Observe(0, running: true);
        for (var run = 0; run < 10; run++)
            Assert.Equal(1, runs.Observe(60, running: false).FallCount);
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
            var history = Captured.History(seconds, last);
            var next = channels.ToDictionary(channel => channel.Key, channel =>
                ChannelHistory.After(history.Of(channel.Key), Status(channel.Running), null, seconds));
            return new ReplicationIoHistory(next, new Dictionary<string, double>()).IsNewsAfter(history);
        }

        Assert.False(IsNews(["a\tup\t0\t", "b\tup\t0\t"], 60, ("a", true), ("b", true)));
        Assert.True(IsNews(["a\tup\t0\t", "b\tup\t0\t"], 901, ("a", true), ("b", true)));
        Assert.True(IsNews(["a\tup\t0\t", "b\tup\t0\t"], 60, ("a", true)));
        Assert.True(IsNews(["a\tup\t0\t"], 60, ("a", true), ("b", true)));
        Assert.True(IsNews(["a\tup\t0\t"], 60, ("a", false)));
        Assert.True(IsNews(["a\tdown\t5\t"], 60, ("a", false)));
        Assert.True(IsNews(["a\tdown\t5\t"], 60, ("a", true)));
        Assert.True(IsNews(["a\tup\t0\t30"], 60, ("a", true)));
        Assert.True(new ReplicationIoHistory(new Dictionary<string, ChannelHistory>(), new Dictionary<string,
            double>()).IsNewsAfter(ReplicationIoHistory.Format.Empty));
    }

    [Fact]
    public void A_step_of_the_wall_clock_changes_nothing()
    {
        var snapshot = new StateSnapshot(new ClockReading(1_000_000, 100, "boot"), ReplicationIoHistory.FromVersion1(["c\tdown\t0\t"]));
        Assert.Equal(60, ReplicationIoHistory.Read(snapshot, new ClockReading(10, 160, "boot")).Of("c")!.SecondsDown);
    }

    [Fact]
    public void Damaged_records_count_as_never_seen()
    {
        foreach (var record in new[] { "", "c", "c\tdown", "c\tdown\tx\t", "c\tdown\t-5\t", "c\tdown\t1e5\t", "\t\t\t\t\t" })
            Assert.Null(Captured.History(60, record).Of("c"));
    }

    [Fact]
    public void What_is_kept_is_read_back_and_state_of_version_1_is_not_forgotten()
    {
        var old = Captured.History(60, "/dc1\tdown\t5\t30,90");
        Assert.Equal((true, 65, 2), (old.Of("/dc1")!.IsDown, old.Of("/dc1")!.SecondsDown, old.Of("/dc1")!.FallCount));
        var stalled = new ChannelHistory { ReadPlace = "mysql-bin.000004:385", BytesBehind = 700, SecondsStalled = 20 };
        var history = new ReplicationIoHistory(new Dictionary<string, ChannelHistory> { ["/"] = stalled }, new Dictionary<string,
            double> { ["db1:3306"] = 10 });
        var again = ReplicationIoHistory.Read(new StateSnapshot(Captured.At(0), ReplicationIoHistory.Write(history)), Captured.At(40));
        Assert.Equal(stalled with { SecondsStalled = 60 }, again.Of("/"));
        Assert.Equal(50, again.Unanswered["db1:3306"]);
    }

    [Fact]
    public void A_thread_that_reads_nothing_while_its_source_goes_on_is_stalled_until_it_reads_again()
    {
        var running = Captured.Channel("mysql-d3-position-1");
        var first = ChannelHistory.After(null, running, 0, 0);
        Assert.Equal(0, first.SecondsStalled);
        Assert.Equal(0, ChannelHistory.After(first, running, 0, 60).SecondsStalled);
        var second = ChannelHistory.After(first, running, 8_000_000, 20);
        Assert.Equal(20, second.SecondsStalled);
        Assert.Equal(20, ChannelHistory.After(second, running, 8_000_000, 60).SecondsStalled);
        Assert.Equal(0, ChannelHistory.After(second, running with { ReadPosition = running.ReadPosition + 1 },
            7_999_999, 60).SecondsStalled);
        Assert.Equal(0, ChannelHistory.After(second, running with { Io = ReplicaThreadState.Stopped }, 8_000_000, 60).SecondsStalled);
    }

    private static ReplicaStatus Status(bool running) =>
        Captured.Channel("mysql-d3-position-1") with { Io = running ? ReplicaThreadState.Running : ReplicaThreadState.Connecting };

    private sealed class Runs
    {
        private StateSnapshot? _last;
        private double _time;

        public ChannelHistory Observe(double later, bool running)
        {
            _time += later;
            var now = Captured.At(_time);
            var history = _last is null ? ReplicationIoHistory.Format.Empty : ReplicationIoHistory.Read(_last, now);
            var next = ChannelHistory.After(history.Of("/c"), Status(running), null, later);
            var all = new ReplicationIoHistory(new Dictionary<string, ChannelHistory> { ["/c"] = next }, new Dictionary<string, double>());
            if (all.IsNewsAfter(history))
                _last = new StateSnapshot(now, ReplicationIoHistory.Write(all));
            return next;
        }
    }
}
