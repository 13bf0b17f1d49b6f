using Linux.Host;
using MySql.Binlog;
using Nagios.Plugin;

namespace NagiosChecks.BinlogPartition.Tests;

public class VerdictTests
{
    private const double Now = 1_700_000_000;
    private const long Giga = 1L << 30;

    private static BinlogPartitionMeasurement View(long available, double perSecond, ServerFacts? server = null, bool readOnly = false,
        SharedDisk? shared = null, long inodes = 0, long freeInodes = 0)
    {
        // Twenty files of half a minute each at this rate.
        var size = (long)(perSecond * 30);
        var files = Enumerable.Range(1, 20).Select(number => new BinlogFile(BinlogFileName.Parse($"mysql-bin.{number:000000}")!.Value,
            size, Now - (21 - number) * 30, Now - (20 - number) * 30)).ToList();
        return new BinlogPartitionMeasurement
        {
            Directory = "/binlog", FoundBy = "test", Usage = new FileSystemUsage(100 * Giga, available, available, inodes, freeInodes,
                readOnly), Files = files, Server = server,
            Shared = shared ?? SharedDisk.NotJudged, Mount = new Mount("8:1", "/", "/binlog", "ext4", "/dev/sda1", false),
                Volume = VolumeKind.Partition,
        };
    }

    private static NagiosCheckResult Judge(BinlogPartitionMeasurement view, BinlogPartitionLimits? limits = null,
        params PartitionSample[] earlier) =>
        BinlogPartitionEvaluation.Judge(view, limits ?? Limits(), new BinlogPartitionHistory(null, earlier, []), new ClockReading(Now,
            100_000, "b")).Result;

    private static BinlogPartitionLimits Limits(string arguments = "")
    {
        var options = new BinlogPartitionOptions();
        foreach (var pair in arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => word.Split('=')))
        {
            var property = typeof(BinlogPartitionOptions).GetProperty(pair[0]) ?? throw new ArgumentException(pair[0]);
            property.SetValue(options, pair[1]);
        }

        return BinlogPartitionLimits.Parse(options);
    }

    [Theory]
    [InlineData(50, 50, "", NagiosState.Critical, "/binlog full in 17 min: 2.9 GB/min, 50 GB of 100 GB free")]
    [InlineData(50, 50, "Critical=10m:", NagiosState.Warning, "/binlog full in 17 min")]
    [InlineData(50, 50, "Warning=15m: Critical=10m:", NagiosState.Ok, "/binlog full in 17 min")]
    [InlineData(50, 1, "", NagiosState.Ok, "/binlog growing 60 MB/min, not for long enough to say when it is full, 50 GB of 100 GB free")]
    [InlineData(90, 0.01, "", NagiosState.Ok, "not full within 36 h: 614 KB/min, 90 GB of 100 GB free")]
    [InlineData(50, 0, "", NagiosState.Ok, "not full within 36 h: 0 B/min, 50 GB of 100 GB free")]
    [InlineData(4, 0, "", NagiosState.Warning, "96 % of /binlog in use")]
    [InlineData(1, 0, "", NagiosState.Critical, "99 % of /binlog in use")]
    [InlineData(50, 1, "FreeWarning=60G:", NagiosState.Warning, "50 GB free on /binlog")]
    [InlineData(50, 1, "FreeCritical=60G:", NagiosState.Critical, "50 GB free on /binlog")]
    [InlineData(80, 10, "GrowthWarning=5M", NagiosState.Warning, "/binlog grows by 600 MB/min")]
    [InlineData(80, 10, "GrowthWarning=5M GrowthCritical=9M", NagiosState.Critical, "/binlog grows by 600 MB/min")]
    public void Time_use_room_and_growth_are_judged_by_their_ranges(int freeGiga, double megaPerSecond, string limits, NagiosState state,
        string text)
    {
        var result = Judge(View(freeGiga * Giga, megaPerSecond * 1024 * 1024), Limits(limits));
        Assert.Equal(state, result.State);
        Assert.Contains(text, ResultText.Render(result).Split('|')[0], StringComparison.Ordinal);
    }

    [Fact]
    public void What_has_just_begun_is_no_page_and_does_not_look_like_a_promise()
    {
        var view = View(50 * Giga, 50 * 1024 * 1024);
        var files = view.Files!.Take(1).Select(file => file with { Started = Now - 20, Modified = Now - 1 }).ToList();
        var result = Judge(view with { Files = files });

        Assert.Equal(NagiosState.Ok, result.State);
        Assert.Contains("/binlog growing ", ResultText.Render(result), StringComparison.Ordinal);
        Assert.Contains("not for long enough to say when it is full, 50 GB of 100 GB free", ResultText.Render(result),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Before_anything_is_known_of_the_growth_nothing_is_promised()
    {
        var text = ResultText.Render(Judge(View(50 * Giga, 0) with { Files = null }));
        Assert.StartsWith("BINLOG_PARTITION OK - /binlog: 50 GB of 100 GB free, its growth is not known yet", text,
            StringComparison.Ordinal);
        // The set and order of the perfdata are always the same.
        Assert.Contains("time_to_full=U used=50%", text, StringComparison.Ordinal);
        Assert.Contains("growth=U binlogs=U binlog_files=U inodes=U trend=U", text, StringComparison.Ordinal);
        Assert.DoesNotContain("not full", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_alarm_says_what_to_do()
    {
        Assert.Contains(Judge(View(50 * Giga, 0, readOnly: true), Limits()).NextSteps, step => step.Contains("dmesg",
            StringComparison.Ordinal));
        Assert.Contains(Judge(View(50 * Giga, 0, inodes: 1000, freeInodes: 1), Limits()).NextSteps, step => step.Contains("du --inodes",
            StringComparison.Ordinal));
        var waiting = Judge(View(50 * Giga, 0, new ServerFacts { Version = "MariaDB 10.11", SessionsWaiting = 2, SaysNoRoom = true }),
            Limits());
        Assert.Equal(NagiosState.Critical, waiting.State);
        Assert.StartsWith("Wait a minute", waiting.NextSteps[0], StringComparison.Ordinal);
        Assert.DoesNotContain(waiting.NextSteps, step => step.Contains("KILL", StringComparison.Ordinal));
    }

    [Fact]
    public void A_page_says_what_to_do_first_and_the_least_purge_with_what_it_gives()
    {
        var result = Judge(View(50 * Giga, 50 * 1024 * 1024));
        Assert.StartsWith("Find the writer: SHOW FULL PROCESSLIST", result.NextSteps[0], StringComparison.Ordinal);
        Assert.Contains("mysqlbinlog -v --base64-output=decode-rows -- /binlog/mysql-bin.000020", result.NextSteps[0],
            StringComparison.Ordinal);
        // Four hours at 2.9 GB a minute are more than all files hold.
        Assert.Contains(result.NextSteps, step =>
            step.StartsWith(
                "Purge on the server, all but the newest: PURGE BINARY LOGS TO 'mysql-bin.000015', then PURGE BINARY LOGS TO "
                + "'mysql-bin.000020'; frees 28 GB in 19 files, which gives 27 min at this rate", StringComparison.Ordinal));
    }

    // The data is there, too, or may be: what is no binlog is the database.
    [Theory]
    [InlineData(DataPlace.SameFileSystem, 2)]
    [InlineData(DataPlace.SameFileSystem, 0)]
    [InlineData(DataPlace.Unknown, 2)]
    [InlineData(DataPlace.Unknown, 0)]
    public void Where_the_data_is_or_may_be_nothing_is_removable_but_by_a_purge(object data, int freeGiga)
    {
        foreach (var user in new SpaceUser?[] { null, SpaceUser.RelayLogs, SpaceUser.GaleraCache, SpaceUser.InnoDb, SpaceUser.Temporary,
            SpaceUser.Deleted, SpaceUser.OpenTransactions })
        {
            var steps = Judge(Filling(freeGiga * Giga, user) with { Data = (DataPlace)data }).NextSteps;
            Assert.NotEmpty(steps);
            foreach (var step in steps)
            {
                Assert.DoesNotContain("remove what", step, StringComparison.Ordinal);
                Assert.DoesNotMatch(@"\brm\b|\bunlink\b|may be (re)?moved", step);
            }

            Assert.Contains(steps, step => step.Contains("remove no file of it by hand", StringComparison.Ordinal)
                || step.Contains("never remove a binlog but by PURGE", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("ext4", "/dev/mapper/vg0-binlog", VolumeKind.LogicalVolume, "lvextend -r -L +10G -- /dev/mapper/vg0-binlog")]
    [InlineData("ext4", "/dev/sda1",
        VolumeKind.Partition,
            "enlarge the disk (at the cloud provider or hypervisor) and the partition (growpart) below it, then resize2fs -- /dev/sda1")]
    [InlineData("ext4", "/dev/vdb",
        VolumeKind.Disk, "enlarge the disk (at the cloud provider or hypervisor) below it, then resize2fs -- /dev/vdb")]
    [InlineData("xfs", "/dev/mapper/vg0-binlog",
        VolumeKind.LogicalVolume, "lvextend -L +10G -- /dev/mapper/vg0-binlog && xfs_growfs -- /binlog")]
    [InlineData("xfs", "/dev/nvme1n1", VolumeKind.Disk, "then xfs_growfs -- /binlog")]
    [InlineData("btrfs", "/dev/sdb", VolumeKind.Other, "btrfs filesystem resize max /binlog")]
    [InlineData("tmpfs", "tmpfs", VolumeKind.Other, "mount -o remount,size=115343361k -- /binlog")]
    [InlineData("zfs", "tank/mysql/binlog", VolumeKind.Other, "zfs list -o space -- tank/mysql/binlog")]
    [InlineData("overlay", "overlay", VolumeKind.Other, "grow the file system of the host that holds this container's layer")]
    [InlineData("nfs4", "nas:/binlog", VolumeKind.Other, "grow it on the server that exports nas:/binlog")]
    public void Growing_fits_the_file_system_and_what_it_lies_on(string type, string source, object volume, string command)
    {
        foreach (var free in new[] { 0, 50 * Giga })
        {
            var view = View(free, 50 * 1024 * 1024) with { Mount = new Mount("8:1", "/", "/binlog", type, source, false),
                Volume = (VolumeKind)volume };
            var steps = Judge(view).NextSteps;
            Assert.Contains(steps, step => step.Contains(command, StringComparison.Ordinal));
            Assert.Equal(free == 0, steps[0].StartsWith("Make room now: ", StringComparison.Ordinal));
            Assert.DoesNotContain(steps, step => step.Contains("lvextend", StringComparison.Ordinal)
                && (VolumeKind)volume != VolumeKind.LogicalVolume);
            Assert.DoesNotContain(steps, step => step.Contains("tune2fs", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData(SpaceUser.RelayLogs, "relay logs write 2.9 GB/min, binlogs 0 B/min", "relay_log_purge")]
    [InlineData(SpaceUser.GaleraCache, "Galera's cache files write 2.9 GB/min, binlogs 0 B/min", "gcache.page")]
    [InlineData(SpaceUser.Temporary, "temporary files write 2.9 GB/min, binlogs 0 B/min", "temporary files")]
    [InlineData(SpaceUser.OpenTransactions, "transactions that are still open write 2.9 GB/min, binlogs 0 B/min", "trx_rows_modified")]
    [InlineData(SpaceUser.Deleted, "deleted but open files write 2.9 GB/min, binlogs 0 B/min", "lsof -nP +L1 -- /binlog")]
    [InlineData(null, "others write 2.9 GB/min, binlogs 0 B/min", "du -xh --max-depth=2 -- /binlog")]
    public void Who_fills_it_stands_in_the_first_line_and_has_steps_of_its_own(object? user, string text, string step)
    {
        var result = Judge(Filling(50 * Giga, (SpaceUser?)user), earlier: Lost(50 * Giga, (SpaceUser?)user));
        Assert.Equal(NagiosState.Critical, result.State);
        Assert.Contains($"/binlog full in 17 min: {text}, 50 GB of 100 GB free", ResultText.Render(result).Split('|')[0],
            StringComparison.Ordinal);
        Assert.Contains(result.NextSteps, line => line.Contains(step, StringComparison.Ordinal));
        Assert.DoesNotContain(result.NextSteps, line => line.Contains("Find the writer", StringComparison.Ordinal));

        NagiosCheckResult Judge(BinlogPartitionMeasurement view, PartitionSample[] earlier) =>
            BinlogPartitionEvaluation.Judge(view, Limits(), new BinlogPartitionHistory(null, earlier, [new SpaceUse(Now - 600, [1, 1, 1, 1,
                1, 1])]), new ClockReading(Now, 100_000, "b")).Result;
    }

    private static BinlogPartitionMeasurement Filling(long free, SpaceUser? user)
    {
        var bytes = new long[] { 1, 1, 1, 1, 1, 1 };
        if (user is { } known)
            bytes[(int)known] = (long)(600 * 50.0 * 1024 * 1024);
        return View(free, 0) with { Use = new SpaceUse(Now, bytes) };
    }

    // Ten minutes in which the room shrank by 50 MB a second.
    private static PartitionSample[] Lost(long free, SpaceUser? user) =>
        [.. Enumerable.Range(1, 10).Reverse().Select(minute => new PartitionSample(new ClockReading(Now - minute * 60,
            100_000 - minute * 60, "b"), "-", free + minute * 60 * 50L * 1024 * 1024, 0, 10, 0))];

    [Theory]
    [InlineData("expiry is switched off", 0, 0, 0)]
    [InlineData("slave_connections_needed_for_purge asks for 1 connected replica(s) and 0 are connected, which switches expiry off", 3600,
        1, 0)]
    [InlineData("mysql-bin.000001 should have expired", 60, 0, 1)]
    public void Why_nothing_is_purged_is_told(string text, double expire, int needed, int connected)
    {
        var server = new ServerFacts { Version = "MariaDB 11.4", IsMariaDb = true, ExpireSeconds = expire, MaxBinlogSize = 1 << 30,
            ReplicasNeededForPurge = needed, ConnectedReplicas = connected };
        Assert.Contains(Judge(View(50 * Giga, 50 * 1024 * 1024, server)).Notes, note => note.Contains(text, StringComparison.Ordinal));
    }

    [Fact]
    public void Where_the_use_settles_is_told()
    {
        var server = new ServerFacts { Version = "MariaDB 11.4", IsMariaDb = true, ExpireSeconds = 3600, MaxBinlogSize = 1 << 30,
            ConnectedReplicas = 0 };
        var disk = ForecastShapes.Steady(20 * Giga, 200 * 1024 * 1024, 6 * 3600, (_, _) => { }, disk => disk.ExpireSeconds = 3600);
        Assert.Contains(disk.Check(server).Notes, note =>
            note.Contains("(200 MB/min) and an expiry of 60 min the use settles at 69 %; it would be full at 1.5 times the rate",
            StringComparison.Ordinal));
    }

    [Fact]
    public void Sessions_that_wait_for_another_full_disk_are_told_with_that_disk()
    {
        var server = new ServerFacts { Version = "MariaDB 10.11", SessionsWaiting = 1, SaysNoRoom = true };
        var result = Judge(View(50 * Giga, 0, server) with { OtherPlaces = [new FullPlace("the data directory", "/var/lib/mysql", 0)] });
        Assert.Contains("1 session waits for room on the data directory /var/lib/mysql, which is full; /binlog has room",
            ResultText.Render(result), StringComparison.Ordinal);
        Assert.DoesNotContain(result.NextSteps, step => step.StartsWith("Wait a minute", StringComparison.Ordinal));
        Assert.Contains("df -h -- /var/lib/mysql", result.NextSteps[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_quota_below_the_file_system_counts()
    {
        var result = Judge(View(50 * Giga, 0) with { QuotaRoom = 0 });
        Assert.Equal(NagiosState.Critical, result.State);
        Assert.Contains("/binlog is full: 0 B of 100 GB free (a quota leaves no room)", ResultText.Render(result),
            StringComparison.Ordinal);
        Assert.Contains(result.NextSteps, step => step.StartsWith("Raise the quota of /binlog", StringComparison.Ordinal));
    }

    [Fact]
    public void A_full_disk_is_critical_says_who_waits_and_warns_of_what_hangs()
    {
        var server = new ServerFacts { Version = "MariaDB 10.11.19", IsMariaDb = true, SessionsWaiting = 4, SaysNoRoom = true,
            SessionsKilled = 2 };
        var result = Judge(View(0, 0, server), Limits());

        Assert.Equal(NagiosState.Critical, result.State);
        Assert.StartsWith(
            "BINLOG_PARTITION CRITICAL - /binlog is full: 0 B of 100 GB free, 4 sessions wait for room and 2 killed ones cannot end",
            ResultText.Render(result), StringComparison.Ordinal);
        Assert.Contains("time_to_full=0s", ResultText.Render(result), StringComparison.Ordinal);
        Assert.StartsWith("Make room now", result.NextSteps[0], StringComparison.Ordinal);
        Assert.Contains(result.NextSteps, step => step.StartsWith("Do not restart", StringComparison.Ordinal));
        Assert.Contains(result.NextSteps, step => step.Contains("SHOW BINARY LOGS", StringComparison.Ordinal) && step.Contains("they hang",
            StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", NagiosState.Ok)]
    [InlineData("IfSameDevice=warning", NagiosState.Warning)]
    [InlineData("IfSameDevice=critical", NagiosState.Critical)]
    public void One_disk_for_binlogs_and_data_is_what_the_operator_says(string limits, NagiosState state)
    {
        var result = Judge(View(50 * Giga, 0, shared: new SharedDisk(SharedDiskKind.OneDisk, "/var/lib/mysql", "sda")), Limits(limits));
        Assert.Equal(state, result.State);
        Assert.Contains("the binlogs share a disk with the data in /var/lib/mysql (disk sda)", ResultText.Render(result),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", NagiosState.Critical)]
    [InlineData("IfBinlogOff=warning", NagiosState.Warning)]
    public void A_binlog_that_went_off_is_told(string limits, NagiosState state)
    {
        var result = Judge(View(50 * Giga, 0, new ServerFacts { Version = "MySQL 9.7.4", BinlogIsClosed = true }), Limits(limits));
        Assert.Equal(state, result.State);
        Assert.Contains("MySQL 9.7.4 writes no binlog although log_bin is on", ResultText.Render(result), StringComparison.Ordinal);
        Assert.Equal(2, result.NextSteps.Count);
        Assert.Contains("restart the server", result.NextSteps[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_read_only_file_system_and_used_up_inodes_are_critical()
    {
        Assert.Contains("/binlog (ext4 on /dev/sda1) is mounted read-only", ResultText.Render(Judge(View(50 * Giga, 0, readOnly: true),
            Limits())), StringComparison.Ordinal);
        var result = Judge(View(50 * Giga, 0, inodes: 1000, freeInodes: 10), Limits());
        Assert.Equal(NagiosState.Critical, result.State);
        Assert.Contains("99 % of the inodes", ResultText.Render(result), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", NagiosState.Unknown, false)]
    [InlineData("IfUnlisted=ok", NagiosState.Ok, false)]
    [InlineData("", NagiosState.Unknown, true)]
    public void A_directory_that_may_not_be_listed_is_never_silently_OK(string limits, NagiosState state, bool isLooking)
    {
        var view = View(50 * Giga, 0) with { Files = null, Directory = "/bin log", Unlisted = new UnlistedBinlogs("nagios", isLooking) };
        var result = Judge(view, Limits(limits));
        Assert.Equal(state, result.State);
        Assert.Contains($"may not be {(isLooking ? "looked at" : "listed")} by user nagios",
            string.Concat(result.Findings.Select(finding => finding.Text)), StringComparison.Ordinal);
        Assert.StartsWith("Let nagios list the binlogs: setfacl -m u:nagios:rx -- '/bin log', and pass (x) each directory above it that "
            + "refuses that user: namei -l -- '/bin log' shows their rights", Assert.Single(result.NextSteps),
            StringComparison.Ordinal);

        // On a full disk making room comes first.
        var full = Judge(view with { Usage = view.Usage with { AvailableBytes = 0, FreeBytes = 0 } });
        Assert.StartsWith("Make room now", full.NextSteps[0], StringComparison.Ordinal);
        Assert.Contains("setfacl", full.NextSteps[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void The_first_line_stays_on_a_phone_and_bars_show_the_growth()
    {
        var view = View(50 * Giga, 50 * 1024 * 1024);
        Assert.InRange(ResultText.Render(Judge(view)).Split('|')[0].Length, 20, 110);
        Assert.Contains(Judge(view, Limits() with { ShowBars = true }).Notes, note =>
            System.Text.RegularExpressions.Regex.IsMatch(note, "written in the last 60 min: \\.+[▁-█]+ at most 2\\.9 GB/min"));
    }
}
