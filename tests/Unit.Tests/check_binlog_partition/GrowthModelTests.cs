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
        var history = WrittenHistory.Of([File(1, 1000, Now - 300, Now - 200), File(2, 4000, Now - 200, Now - 100), File(3, 500, Now - 100,
            Now - 50)], [], Now);

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
    public void What_was_purged_long_ago_is_known_from_the_sums_that_samples_carry_on()
    {
        var history = WrittenHistory.Of([File(8, 1000, Now - 100, Now)], [new WrittenMark(Now - 900, 3, 10, 500),
            new WrittenMark(Now - 600, 5, 10, 3500), new WrittenMark(Now - 50, 8, 400, 9000)], Now);
        Assert.Equal(3000, history.BytesAt(Now - 600) - history.BytesAt(Now - 900));
        Assert.Equal(8500, history.BytesAt(Now - 50) - history.BytesAt(Now - 900));
        Assert.Equal(600, history.BytesAt(Now) - history.BytesAt(Now - 50));
    }

    [Fact]
    public void After_a_RESET_all_that_is_there_is_new()
    {
        var history = WrittenHistory.Of([File(1, 300, Now - 30, Now)], [new WrittenMark(Now - 900, 1, 5000, 0), new WrittenMark(Now - 600,
            57, 800, 900)], Now);
        Assert.Equal(300, history.SinceLatestMark);
        Assert.Equal(300, history.BytesAt(Now) - history.BytesAt(Now - 600));
        Assert.Equal(900, history.BytesAt(Now - 600) - history.BytesAt(Now - 900));
    }

    [Fact]
    public void What_a_purged_file_still_got_is_neither_counted_nor_missing()
    {
        // The file of the sample has been purged since: nobody knows how large it became.
        var files = new[] { File(8, 1000, Now - 100, Now - 50), File(9, 1000, Now - 50, Now) };
        Assert.Equal(2000, WrittenHistory.Of(files, [new WrittenMark(Now - 120, 7, 900, 0)], Now).SinceLatestMark);
        Assert.Equal(2000, WrittenHistory.Of(files, [new WrittenMark(Now - 200, 5, 900, 0)], Now).SinceLatestMark);
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
        Assert.False(WrittenHistory.Of(files, [], Now).TimesAreTrusted);
        Assert.True(Growth.Windows(RoomHistory.Of(files, [], Sample(files)), 60, 21600).All(window => window.BytesPerSecond < 30 * Mega));

        files[10] = files[10] with { Modified = Now - 1 };
        Assert.False(WrittenHistory.Of(files, [], Now).TimesAreTrusted);
    }

    [Theory]
    [InlineData(0, 40, 0)] // a burst that ended 20 s ago does not last through the last third
    [InlineData(20, 60, 0)] // a burst that began 40 s ago has not lasted through the first
    [InlineData(0, 60, 10)]
    public void A_rate_must_last_through_all_thirds_of_its_window(double from, double to, double expected)
    {
        var marks = Enumerable.Range(0, 12).Select(step => new WrittenMark(Now - 60 + step * 5, 1, (long)Written(step * 5),
            Written(step * 5))).ToList();
        Assert.Equal(expected, WrittenHistory.Of([File(1, Written(60), null, null)], marks, Now).Sustained(Now, 60), 0.01);

        double Written(double second) => 10 * Math.Max(0, Math.Min(second, to) - from);
    }

    [Fact]
    public void What_is_only_interpolated_is_no_evidence()
    {
        // A commit of 8 GB between two samples a minute apart.
        var history = WrittenHistory.Of([File(1, 9000, null, null)], [new WrittenMark(Now - 120, 1, 900, 0), new WrittenMark(Now - 60, 1,
            1000, 100)], Now);
        Assert.True(history.BytesAt(Now - 30) > 4000);
        Assert.Equal(0, history.Sustained(Now, 60));
    }

    [Theory]
    [InlineData(10, 10)]
    [InlineData(-10, 0)] // what others take away is not counted on
    public void What_others_write_counts_by_the_room_that_is_lost(double perSecond, double expected) =>
        Assert.Equal(expected, Rate(step => (long)(50_000_000 - perSecond * step * 20), _ => 0, _ => 0), 0.01);

    [Fact]
    public void One_step_between_two_samples_is_no_rate() =>
        Assert.Equal(0, Rate(step => step == 12 ? 10_000_000 : 50_000_000, _ => 0, _ => 0));

    [Theory]
    [InlineData(1, 2)]
    [InlineData(1, 50)]
    public void What_others_write_counts_while_binlogs_are_purged_all_the_time(double others, double purged)
    {
        // As many binlogs are purged as are written; what is lost is the others'.
        Assert.Equal(others * Mega / 20, Rate(step => (long)(50 * Giga - others * step * Mega), step => (long)(purged * step * Mega), _ =>
            (long)(10 * Giga)), 1.0);
    }

    [Fact]
    public void A_purge_that_is_given_back_late_is_nobodys_growth()
    {
        // 40 GB are purged in step 9; nothing of it comes back at once, then 4 GB in every step.
        long Room(int step) => (long)((10 + 4 * Math.Max(0, step - 9)) * Giga);
        Assert.Equal(0, Rate(Room, _ => 0, step => (long)((step < 9 ? 50 : 10) * Giga)));
        Assert.Equal(28, History(Room, _ => 0, step => (long)((step < 9 ? 50 : 10) * Giga)).Owed / Giga, 0.01);
    }

    [Fact]
    public void The_room_of_another_file_system_is_not_compared()
    {
        var before = new PartitionSample(new ClockReading(Now - 60, 0, "b"), "8:2", 90L << 30, 0, 0, 0);
        var history = RoomHistory.Of([], [before], new PartitionSample(new ClockReading(Now, 60, "b"), "8:1", 10L << 30, 0, 0, 0));

        Assert.Equal(0, history.Samples);
        Assert.Equal(0, history.TakenAt(Now) - history.TakenAt(Now - 60));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0.25)]
    [InlineData(0.03)]
    public void How_much_room_a_byte_of_binlog_takes_is_learnt_from_the_room(double ratio) =>
        Assert.Equal(ratio, History(step => (long)(50 * Giga - ratio * step * 100 * Mega), step => step * 100L << 20, step =>
            step * 100L << 20).RoomPerByte, 0.001);

    private static double Rate(Func<int, long> room, Func<int, long> written, Func<int, long> listed) =>
        Growth.Windows(History(room, written, listed), 60, 240)[^1].BytesPerSecond;

    // Thirteen samples, twenty seconds apart; the binlogs are known by the samples' sums.
    private static RoomHistory History(Func<int, long> room, Func<int, long> written, Func<int, long> listed)
    {
        var samples = Enumerable.Range(0, 13).Select(step =>
            new PartitionSample(new ClockReading(Now - 240 + step * 20, step * 20, "b"), "8:1", room(step), listed(step), 1, listed(step),
                written(step))).ToList();
        var last = samples[^1].WrittenBytes - samples[^2].WrittenBytes;
        return RoomHistory.Of([File(1, samples[^2].NewestSize + last, null, Now)], samples[..^1], samples[^1]);
    }

    [Fact]
    public void A_sample_survives_its_record_and_nothing_else_is_taken_for_one()
    {
        var sample = new PartitionSample(new ClockReading(1700000000.25, 1234.5, "0a1b-c"), "254:0/2", 1L << 40, 5, 17, 3,
            12) { PeakBinlogs = 7, PeakOthers = 9 };
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

        Assert.NotNull(PartitionSample.Parse("1 2 3 4 5 6 7 8 9 8:1 b", null));
        Assert.Null(PartitionSample.Parse("1 2 3 4 5 6 7 8 9 8:1", null));
        Assert.Null(PartitionSample.Parse("1 2 3 4 5 6 -7 8 9 8:1 b", null));
        Assert.Null(PartitionSample.Parse("x 2 3 4 5 6 7 8 9 8:1 b", null));
        Assert.Null(PartitionSample.Parse("1 2 3 4 5 6 7 8 9 8:1 b c", null));
    }

    [Fact]
    public void Samples_are_thinned_with_age_and_their_peaks_stay()
    {
        // Ten days, a sample each minute; every night at three o'clock 40 GB go within ten minutes and come back in one.
        var samples = new List<PartitionSample>();
        for (var minute = 0; minute < 14400; minute++)
        {
            var now = new ClockReading(Now + minute * 60, minute * 60, "b");
            var since = minute % 1440 - 180;
            var room = (100 - (since is >= 0 and < 10 ? 4 * (since + 1) : 0)) * (1L << 30);
            samples.Add(new PartitionSample(now, "8:1", room, 0, 0, 0) { PeakOthers = since == 5 ? 70_000_000 : 0 });
            samples = SampleHistory.Thinned(samples, now);
        }

        Assert.InRange(samples.Count, 100, 500);
        Assert.Equal(10, samples.Count(sample => sample.RoomBytes == 60L << 30));
        // The fastest growth of each night is still known, near its end.
        Assert.Equal(10, samples.Count(sample => sample.PeakOthers == 70_000_000));
        Assert.Equal(30, samples.Count(sample => samples[^1].Taken.WallSeconds - sample.Taken.WallSeconds < 1800));
    }

    [Fact]
    public void Samples_from_the_future_and_of_long_ago_are_dropped()
    {
        var now = new ClockReading(Now, 10 * 86400, "b");
        Assert.Empty(SampleHistory.Read([new PartitionSample(new ClockReading(Now + 50, 11 * 86400, "b"), "8:1", 1, 1, 0,
            0).ToRecord(null)], now));
        var old = new PartitionSample(new ClockReading(Now - 37 * 86400, 5, "a"), "8:1", 1, 1, 0, 0);
        Assert.Equal(2, SampleHistory.Thinned([old, old with { Taken = new ClockReading(Now - 60, 1, "b") }, old with { Taken = now }],
            now).Count);
    }

    [Fact]
    public void A_nightly_batch_on_a_tight_disk_warns_at_first_and_then_no_more_and_a_longer_one_warns_again()
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

        // From the second night on as much of the night before expires as is written, and from the third on it is learnt.
        Assert.True(nights[0] > 0, string.Join(' ', nights));
        Assert.True(nights[2..7].All(count => count == 0), string.Join(' ', nights));
        Assert.True(nights[7] > 0, string.Join(' ', nights));
    }

    [Theory]
    [InlineData(100, 1700, 1600.0)] // the file that goes after 600 s gives its 60 more, and later files expire too late
    [InlineData(100, 500, double.PositiveInfinity)] // as much expires as is written, before the room is gone
    public void Certain_purges_put_the_end_off(double free, double age, double seconds) =>
        Assert.Equal(seconds, new PurgePlan(age, [(600, 60)], 1, null).TimeToFull(free, 500, new GrowthWindow(60, 0.1, 0.1, 0.1)), 0.001);

    [Fact]
    public void Without_a_plan_the_room_lasts_as_long_as_its_loss_says() =>
        Assert.Equal(1000, PurgePlan.None.TimeToFull(100, 500, new GrowthWindow(60, 0.1, 0.2, 0.2)), 0.001);

    [Fact]
    public void Under_a_size_cap_with_room_for_it_the_binlogs_never_fill_the_disk_but_others_do()
    {
        var plan = new PurgePlan(0, [], 1, 550);
        Assert.Equal(double.PositiveInfinity, plan.TimeToFull(100, 500, new GrowthWindow(60, 0.1, 0.1, 0.1)));
        Assert.Equal(1000, plan.TimeToFull(100, 500, new GrowthWindow(60, 0.1, 0, 0.1)), 0.001);
        Assert.Equal(500, new PurgePlan(0, [], 1, 700).TimeToFull(50, 500, new GrowthWindow(60, 0.1, 0.1, 0.1)), 0.001);
    }

    [Theory]
    [InlineData(true, 0, 0, 0, true)]
    [InlineData(false, 0, 0, 0, false)] // binlog_expire_logs_auto_purge=OFF
    [InlineData(true, null, 0, 0, false)] // replicas cannot be seen
    [InlineData(true, 2, 1, 0, true)] // one look at a dump thread that sends decides nothing: files that should have gone do
    [InlineData(true, 0, 0, 1, false)] // MariaDB waits for a replica that is not connected
    public void A_purge_is_only_certain_when_the_server_does_it(bool byItself, int? replicas, int behind, int needed, bool certain)
    {
        var server = new ServerFacts
        {
            Version = "MySQL 9.7.4", PurgesByItself = byItself, ConnectedReplicas = replicas, ReplicasBehind = behind,
                ReplicasNeededForPurge = needed, ExpireSeconds = 3600, MaxBinlogSize = 1 << 30,
        };
        var plan = PurgePlan.Of([File(1, 100, Now - 4000, Now - 3000), File(2, 100, Now - 3000, Now)], server, Now);
        Assert.Equal(certain, plan.IsCertain);
        if (certain)
            Assert.Equal((600, 100), plan.Expiring[0]);
    }

    [Fact]
    public void A_file_that_should_have_expired_makes_no_purge_certain()
    {
        var files = new[] { File(1, 100, Now - 9000, Now - 5000), File(2, 100, Now - 5000, Now - 4500), File(3, 100, Now - 4500, Now) };
        var server = new ServerFacts { Version = "MySQL 9.7.4", ConnectedReplicas = 1, ExpireSeconds = 3600, MaxBinlogSize = 1 << 30 };
        Assert.False(PurgePlan.Of(files, server, Now).IsCertain);
        Assert.Equal(1, PurgePlan.Overdue(files, 3600, Now)?.Number);
        Assert.Null(PurgePlan.Overdue(files, 7200, Now));
    }

    [Fact]
    public void The_least_purge_comes_in_portions()
    {
        var files = Enumerable.Range(1, 101).Select(number => File(number, Giga, null, null)).ToList();
        var purge = PurgeAdvice.For(files, 50 * Giga)!;
        Assert.Equal(["b.000021", "b.000041", "b.000051"], purge.Portions);
        Assert.Equal((50 * Giga, 50, true), (purge.Bytes, purge.Files, purge.IsEnough));
        Assert.Equal(["b.000002"], PurgeAdvice.For(files, 0)!.Portions);
        Assert.False(PurgeAdvice.For(files, 200 * Giga)!.IsEnough);
        Assert.Null(PurgeAdvice.For(files[..1], Giga));
    }

    private static PartitionSample Sample(IReadOnlyList<BinlogFile> files) =>
        new(new ClockReading(Now, 1000, "b"), "8:1", 50L << 30, files.Sum(file => file.Size), files[^1].Number, files[^1].Size);
}
