using Linux.Host;
using MySql.Binlog;
using Nagios.Plugin;
using static NagiosChecks.BinlogPartition.Tests.SimulatedPartition;

namespace NagiosChecks.BinlogPartition.Tests;

public class GrowthModelTests
{
    private const double Now = 1_700_000_000;

    private static BinlogFile File(long number, double size, double? started, double? modified) =>
        new(BinlogFileName.Parse($"b.{number:000000}")!.Value, (long)size, started, modified);

    [Fact]
    public void Bytes_are_spread_between_a_files_first_event_and_its_last_modification()
    {
        var history = WrittenHistory.Of([File(1, 1000, Now - 300, Now - 200), File(2, 4000, Now - 200, Now - 100), File(3, 500, Now - 100, Now - 50)], [], Now);

        Assert.Equal(0, history.BytesAt(Now - 400));
        Assert.Equal(500, history.BytesAt(Now - 250));
        Assert.Equal(3000, history.BytesAt(Now - 150));
        Assert.Equal(5250, history.BytesAt(Now - 75));
        Assert.Equal(5500, history.BytesAt(Now - 10));
        Assert.True(history.TimesAreTrusted);
    }

    [Fact]
    public void Without_first_events_a_file_begins_where_the_one_before_ends_and_the_oldest_ones_bytes_are_history()
    {
        var history = WrittenHistory.Of([File(1, 1000, null, Now - 200), File(2, 4000, null, Now - 100)], [], Now);

        Assert.Equal(1000, history.BytesAt(Now - 300));
        Assert.Equal(3000, history.BytesAt(Now - 150));
    }

    [Fact]
    public void A_sample_is_exact_and_bends_the_line_between_a_files_ends()
    {
        // The file looks evenly written, but a sample knows that it was nearly empty ten seconds ago.
        var history = WrittenHistory.Of([File(7, 6000, Now - 600, Now)], [new WrittenMark(Now - 10, 7, 100, 0)], Now);

        Assert.Equal(100, history.BytesAt(Now - 10), 0.5);
        Assert.Equal(3050, history.BytesAt(Now - 5), 0.5);
        Assert.InRange(history.BytesAt(Now - 300), 0, 100);
    }

    [Fact]
    public void A_sample_still_counts_when_its_file_was_purged_and_not_when_files_behind_it_were()
    {
        var files = new[] { File(8, 1000, Now - 100, Now - 50), File(9, 1000, Now - 50, Now) };
        Assert.Equal(0, WrittenHistory.Of(files, [new WrittenMark(Now - 120, 7, 900, 0)], Now).BytesAt(Now - 110));
        Assert.Equal(Now - 120, WrittenHistory.Of(files, [new WrittenMark(Now - 120, 7, 900, 0)], Now).Start);
        Assert.Equal(Now - 100, WrittenHistory.Of(files, [new WrittenMark(Now - 200, 5, 900, 0)], Now).Start);
    }

    [Fact]
    public void What_was_purged_long_ago_is_known_from_the_sums_that_samples_carry_on()
    {
        var history = WrittenHistory.Of([File(8, 1000, Now - 100, Now)], [new WrittenMark(Now - 900, 3, 10, 500), new WrittenMark(Now - 600, 5, 10, 3500), new WrittenMark(Now - 50, 8, 400, 9000)], Now);
        Assert.Equal(3000, history.BytesAt(Now - 600) - history.BytesAt(Now - 900));
        Assert.Equal(8500, history.BytesAt(Now - 50) - history.BytesAt(Now - 900));
        Assert.Equal(600, history.BytesAt(Now) - history.BytesAt(Now - 50));
    }

    [Fact]
    public void Samples_from_before_a_RESET_are_left_out()
    {
        var history = WrittenHistory.Of([File(1, 300, Now - 30, Now)], [new WrittenMark(Now - 900, 1, 5000, 0), new WrittenMark(Now - 600, 57, 800, 900)], Now);
        Assert.Equal(300, history.BytesAt(Now) - history.BytesAt(Now - 900));
        Assert.Equal(Now - 30, history.Start);
    }

    [Fact]
    public void A_clock_set_back_an_hour_puts_no_bytes_into_the_last_minutes()
    {
        var files = Enumerable.Range(1, 30).Select(number => File(number, Giga, Now + number * 100, Now + number * 100 + 100)).ToList();
        files.Add(File(31, 50 * Mega, Now + 3100, Now - 1));
        var history = WrittenHistory.Of(files, [], Now);

        Assert.False(history.TimesAreTrusted);
        Assert.InRange(history.BytesAt(Now) - history.BytesAt(Now - 3600), 0, 50 * Mega);
    }

    [Fact]
    public void Touched_or_copied_files_are_no_growth()
    {
        // Restored from a backup this minute: every file has the same time.
        var files = Enumerable.Range(1, 30).Select(number => File(number, Giga, Now - 86400 + number, Now - 5)).ToList();
        var history = WrittenHistory.Of(files, [], Now);
        Assert.True(Growth.Windows(FillHistory.Of(files, [], Sample(files)), 60, 21600).All(window => window.BytesPerSecond < 30 * Mega));

        files[10] = files[10] with { Modified = Now - 1 };
        Assert.False(WrittenHistory.Of(files, [], Now).TimesAreTrusted);
        Assert.True(history.TimesAreTrusted);
    }

    [Theory]
    [InlineData(0, 40, 0)] // a burst that ended 20 s ago does not last through the last third
    [InlineData(20, 60, 0)] // a burst that began 40 s ago has not lasted through the first
    [InlineData(0, 60, 10)]
    public void A_rate_must_last_through_all_thirds_of_its_window(double from, double to, double expected)
    {
        var samples = new List<PartitionSample>();
        for (var second = 0; second <= 60; second += 5)
            samples.Add(new PartitionSample(new ClockReading(Now - 60 + second, second, "b"), "8:1", 1000, 500, (long)Written(second), 1, (long)Written(second)));
        var files = new[] { File(1, Written(60), null, null) };
        var window = Growth.Windows(FillHistory.Of(files, samples[..^1], samples[^1] with { UsedBytes = 500 }), 60, 60).Single();

        Assert.Equal(expected, window.BinlogBytesPerSecond, 0.01);

        double Written(double second) => 10 * Math.Max(0, Math.Min(second, to) - from);
    }

    [Fact]
    public void What_others_write_counts_and_what_they_take_away_is_not_counted_on()
    {
        Assert.Equal(10, Rate(used => 10 * used), 0.01);
        Assert.Equal(0, Rate(used => -10 * used), 0.01);

        static double Rate(Func<double, double> others)
        {
            var samples = Enumerable.Range(0, 13).Select(step => new PartitionSample(new ClockReading(Now - 60 + step * 5, step * 5, "b"), "8:1", 100_000, (long)(50_000 + others(step * 5)), 0, 0, 0)).ToList();
            return Growth.Windows(FillHistory.Of([], samples[..^1], samples[^1]), 60, 60).Single().BytesPerSecond;
        }
    }

    [Fact]
    public void A_purge_that_is_freed_late_is_nobodys_growth()
    {
        // Listed: 50 GB fewer at once; used: the same as before for a while.
        var files = new[] { File(60, Giga, Now - 600, Now) };
        var before = new PartitionSample(new ClockReading(Now - 60, 0, "b"), "8:1", 100L << 30, 60L << 30, (51L << 30) - 100, 60, (1L << 30) - 100);
        var current = new PartitionSample(new ClockReading(Now, 60, "b"), "8:1", 100L << 30, (60L << 30) + 100, 1L << 30, 60, 1L << 30);
        var history = FillHistory.Of(files, [before], current);

        Assert.InRange(history.AllBytesAt(Now) - history.AllBytesAt(Now - 60), 0, 5000);

        // And when it is freed at last, nobody has taken anything away.
        var freed = new PartitionSample(new ClockReading(Now + 60, 120, "b"), "8:1", 100L << 30, 10L << 30, 1L << 30, 60, 1L << 30);
        var later = FillHistory.Of([File(60, Giga, Now - 600, Now)], [before, current], freed);
        Assert.InRange(later.OthersBytesAt(Now + 60) - later.OthersBytesAt(Now - 60), -5000, 5000);
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(1, 50)]
    public void What_others_write_counts_while_binlogs_are_purged_all_the_time(double written, double purged)
    {
        var samples = Enumerable.Range(0, 13).Select(step => new PartitionSample(
            new ClockReading(Now - 60 + step * 5, step * 5, "b"), "8:1", (long)(100 * Giga), (long)(50 * Giga + (written - purged) * step * Mega), (long)(10 * Giga - purged * step * Mega), 0, 0)).ToList();
        Assert.Equal(written * Mega / 5, Growth.Windows(FillHistory.Of([], samples[..^1], samples[^1]), 60, 60).Single().BytesPerSecond, 1.0);
    }

    [Fact]
    public void An_average_is_taken_over_the_time_that_is_known()
    {
        var samples = Enumerable.Range(0, 4).Select(step => new PartitionSample(new ClockReading(Now - 30 + step * 10, step * 10, "b"), "8:1", (long)(100 * Giga), (long)(50 * Giga + step * 10 * Mega), 0, 0, 0)).ToList();
        var history = FillHistory.Of([], samples[..^1], samples[^1]);
        Assert.Equal(Mega, Growth.Average(history, 300, 20), 1.0);
        Assert.Equal(Mega / 2.0, Growth.Average(history, 300, 60), 1.0);
    }

    [Theory]
    [InlineData("8:2", 100L << 30)]
    [InlineData("8:1", 200L << 30)]
    public void The_fill_of_another_or_a_resized_file_system_is_not_compared(string device, long total)
    {
        var before = new PartitionSample(new ClockReading(Now - 60, 0, "b"), "8:1", 100L << 30, 10L << 30, 0, 0, 0);
        var current = new PartitionSample(new ClockReading(Now, 60, "b"), device, total, 90L << 30, 0, 0, 0);
        var history = FillHistory.Of([], [before], current);

        Assert.Equal(0, history.Samples);
        Assert.Equal(0, history.AllBytesAt(Now) - history.AllBytesAt(Now - 60));
    }

    [Fact]
    public void A_sample_survives_its_record_and_nothing_else_is_taken_for_one()
    {
        var sample = new PartitionSample(new ClockReading(1700000000.25, 1234.5, "0a1b-c"), "254:0", 1L << 40, 1L << 39, 5, 17, 3);
        Assert.Equal(sample, PartitionSample.Parse(sample.ToRecord(null), null));
        Assert.Equal(sample, PartitionSample.Parse(sample.ToRecord(sample), sample));
        Assert.Null(PartitionSample.Parse(sample.ToRecord(sample), null));
        var random = new Random(4711);
        for (var round = 0; round < 2000; round++)
        {
            var text = sample.ToRecord(null).ToCharArray();
            text[random.Next(text.Length)] = (char)random.Next(' ', 127);
            _ = PartitionSample.Parse(text.AsSpan(0, random.Next(text.Length + 1)), sample);
        }

        Assert.NotNull(PartitionSample.Parse("1 2 3 4 5 6 7 8 8:1 b", null));
        Assert.Null(PartitionSample.Parse("1 2 3 4 5 6 7 8 8:1", null));
        Assert.Null(PartitionSample.Parse("1 2 3 4 5 6 -7 8 8:1 b", null));
        Assert.Null(PartitionSample.Parse("x 2 3 4 5 6 7 8 8:1 b", null));
        Assert.Null(PartitionSample.Parse("1 2 3 4 5 6 7 8 8:1 b c", null));
    }

    [Fact]
    public void Samples_are_thinned_with_age_and_those_from_the_future_are_dropped()
    {
        var now = new ClockReading(Now, 10 * 86400, "b");
        var samples = Enumerable.Range(0, 10 * 1440).Select(minute => new PartitionSample(new ClockReading(Now - (14400 - minute) * 60, minute * 60, "b"), "8:1", 1, 1, 0, 0, 0)).ToList();
        var kept = SampleHistory.Read(SampleHistory.Records(samples, now), now);

        Assert.InRange(kept.Count, 200, 450);
        Assert.Equal(samples[^1], kept[^1]);
        Assert.Equal(30, kept.Count(sample => sample.AgeAt(now) <= 1800));
        Assert.True(kept.All(sample => sample.AgeAt(now) <= 9 * 86400));
        Assert.Empty(SampleHistory.Read([new PartitionSample(new ClockReading(Now + 50, 11 * 86400, "b"), "8:1", 1, 1, 0, 0, 0).ToRecord(null)], now));
    }

    [Fact]
    public void A_nightly_batch_on_a_tight_disk_warns_twice_and_then_no_more_and_a_longer_one_warns_again()
    {
        // 300 MB a minute for half an hour every night into some 30 GB of room: 100 minutes to full while it lasts.
        var disk = new SimulatedPartition { Total = 60 * Giga, Others = 17 * Giga, ExpireSeconds = 86400 };
        var nights = new int[8];
        for (var minute = 0; minute < 8 * 1440; minute++)
        {
            disk.Pass(60);
            if (minute % 1440 < (minute / 1440 == 7 ? 90 : 30))
                disk.Write(300 * Mega);
            disk.Write(2 * Mega);
            if (disk.Check().State != NagiosState.Ok)
                nights[minute / 1440]++;
        }

        Assert.True(nights[0] > 0 && nights[1] > 0, string.Join(' ', nights));
        Assert.True(nights[3..7].All(count => count == 0), string.Join(' ', nights));
        Assert.True(nights[7] > 0, string.Join(' ', nights));
    }

    [Theory]
    [InlineData(100, 0, 1000.0)] // no plan: free / rate
    [InlineData(100, 600, 1600.0)] // a file that goes after 600 s gives its 60 more
    [InlineData(100, 1100, 1000.0)] // too late
    public void Certain_purges_put_the_end_off(double free, double after, double seconds)
    {
        var plan = after == 0 ? PurgePlan.None : new PurgePlan([(after, 60)], 1, null);
        Assert.Equal(seconds, plan.TimeToFull(free, 500, new GrowthWindow(60, 0.1, 0.1)), 0.001);
    }

    [Fact]
    public void Under_a_size_cap_with_room_for_it_the_binlogs_never_fill_the_disk_but_others_do()
    {
        var plan = new PurgePlan([], 1, 550);
        Assert.Equal(double.PositiveInfinity, plan.TimeToFull(100, 500, new GrowthWindow(60, 0.1, 0.1)));
        Assert.Equal(1000, plan.TimeToFull(100, 500, new GrowthWindow(60, 0.1, 0)), 0.001);
        Assert.Equal(500, new PurgePlan([], 1, 700).TimeToFull(50, 500, new GrowthWindow(60, 0.1, 0.1)), 0.001);
    }

    [Theory]
    [InlineData(true, 0, 0, 0, true)]
    [InlineData(false, 0, 0, 0, false)] // binlog_expire_logs_auto_purge=OFF
    [InlineData(true, null, 0, 0, false)] // replicas cannot be seen
    [InlineData(true, 2, 1, 0, false)] // one is behind
    [InlineData(true, 2, 0, 0, true)]
    [InlineData(true, 0, 0, 1, false)] // MariaDB waits for a replica that is not connected
    public void A_purge_is_only_certain_when_the_server_does_it_and_no_replica_is_in_its_way(bool byItself, int? replicas, int behind, int needed, bool certain)
    {
        var server = new ServerFacts
        {
            Version = "MySQL 9.7.4", PurgesByItself = byItself, ConnectedReplicas = replicas, ReplicasBehind = behind, ReplicasNeededForPurge = needed, ExpireSeconds = 3600, MaxBinlogSize = 1 << 30,
        };
        var plan = PurgeAdvice.Plan([File(1, 100, Now - 4000, Now - 3000), File(2, 100, Now - 3000, Now)], server, Now);
        Assert.Equal(certain, plan.Expiring.Count == 1);
        if (certain)
            Assert.Equal((600, 100), plan.Expiring[0]);
    }

    private static PartitionSample Sample(IReadOnlyList<BinlogFile> files) =>
        new(new ClockReading(Now, 1000, "b"), "8:1", 100L << 30, 50L << 30, files.Sum(file => file.Size), files[^1].Number, files[^1].Size);
}
