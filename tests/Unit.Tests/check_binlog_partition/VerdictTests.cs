using Linux.Host;
using MySql.Binlog;
using Nagios.Plugin;

namespace NagiosChecks.BinlogPartition.Tests;

public class VerdictTests
{
    private const double Now = 1_700_000_000;
    private const long Giga = 1L << 30;

    private static PartitionView View(long available, double perSecond, ServerFacts? server = null, bool readOnly = false, string? shares = null, long inodes = 0, long freeInodes = 0)
    {
        // Ten files of a minute each at this rate.
        var size = (long)(perSecond * 60);
        var files = Enumerable.Range(1, 10).Select(number => new BinlogFile(BinlogFileName.Parse($"mysql-bin.{number:000000}")!.Value, size, Now - (11 - number) * 60, Now - (10 - number) * 60)).ToList();
        var usage = new FileSystemUsage(100 * Giga, available, available, inodes, freeInodes, readOnly);
        var sample = new PartitionSample(new ClockReading(Now, 1000, "b"), "8:1", usage.TotalBytes, usage.UsedBytes, size * 10, 10, size);
        return new PartitionView
        {
            Directory = "/binlog", FoundBy = "test", Usage = usage, Files = files, History = FillHistory.Of(files, [], sample), Server = server, SharesDiskWith = shares,
            Mount = new Mount("8:1", "/", "/binlog", "ext4", "/dev/sda1", false),
        };
    }

    private static PartitionLimits Limits(string arguments = "")
    {
        var options = new BinlogPartitionOptions();
        foreach (var pair in arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => word.Split('=')))
        {
            var property = typeof(BinlogPartitionOptions).GetProperty(pair[0]) ?? throw new ArgumentException(pair[0]);
            property.SetValue(options, pair[1]);
        }

        return PartitionLimits.Parse(options);
    }

    [Theory]
    [InlineData(50, 50, "", NagiosState.Critical, "/binlog full in 17 min: 2.9 GB/min, 50 GB of 100 GB free")]
    [InlineData(50, 50, "Critical=10m:", NagiosState.Warning, "/binlog full in 17 min")]
    [InlineData(50, 50, "Warning=15m: Critical=10m:", NagiosState.Ok, "/binlog full in 17 min")]
    [InlineData(50, 1, "", NagiosState.Ok, "/binlog growing 60 MB/min, not for long enough to say when it is full, 50 GB of 100 GB free")]
    [InlineData(90, 0.01, "", NagiosState.Ok, "not full within 30 h: 614 KB/min, 90 GB of 100 GB free")]
    [InlineData(50, 0, "", NagiosState.Ok, "not full within 30 h: 0 B/min, 50 GB of 100 GB free")]
    [InlineData(4, 0, "", NagiosState.Warning, "96 % of /binlog in use")]
    [InlineData(1, 0, "", NagiosState.Critical, "99 % of /binlog in use")]
    [InlineData(50, 1, "FreeWarning=60G:", NagiosState.Warning, "50 GB free on /binlog")]
    [InlineData(50, 1, "FreeCritical=60G:", NagiosState.Critical, "50 GB free on /binlog")]
    [InlineData(80, 10, "GrowthWarning=5M", NagiosState.Warning, "/binlog grows by 600 MB/min")]
    [InlineData(80, 10, "GrowthWarning=5M GrowthCritical=9M", NagiosState.Critical, "/binlog grows by 600 MB/min")]
    public void Time_use_room_and_growth_are_judged_by_their_ranges(int freeGiga, double megaPerSecond, string limits, NagiosState state, string text)
    {
        var result = BinlogPartitionCheck.Evaluate(View(freeGiga * Giga, megaPerSecond * 1024 * 1024), Limits(limits));
        Assert.Equal(state, result.State);
        Assert.Contains(text, ResultText.Render(result).Split('|')[0], StringComparison.Ordinal);
    }

    [Fact]
    public void What_has_just_begun_is_no_page_and_does_not_look_like_a_promise()
    {
        var view = View(50 * Giga, 50 * 1024 * 1024);
        var files = view.Files!.Take(1).Select(file => file with { Started = Now - 20, Modified = Now - 1 }).ToList();
        var sample = new PartitionSample(new ClockReading(Now, 1000, "b"), "8:1", 1, 1, files[0].Size, 1, files[0].Size);
        var result = BinlogPartitionCheck.Evaluate(view with { Files = files, History = FillHistory.Of(files, [], sample) }, Limits());

        Assert.Equal(NagiosState.Ok, result.State);
        Assert.Contains("/binlog growing 8.8 GB/min, not for long enough to say when it is full, 50 GB of 100 GB free", ResultText.Render(result), StringComparison.Ordinal);
    }

    [Fact]
    public void Before_anything_is_known_of_the_growth_nothing_is_promised()
    {
        var view = View(50 * Giga, 0);
        var sample = new PartitionSample(new ClockReading(Now, 1000, "b"), "8:1", 1, 1, 0, 0, 0);
        var result = BinlogPartitionCheck.Evaluate(view with { Files = null, History = FillHistory.Of([], [], sample) }, Limits());

        var text = ResultText.Render(result);
        Assert.StartsWith("BINLOG_PARTITION OK - /binlog: 50 GB of 100 GB free, its growth is not known yet", text, StringComparison.Ordinal);
        Assert.DoesNotContain("time_to_full", text, StringComparison.Ordinal);
        Assert.DoesNotContain("growth=", text, StringComparison.Ordinal);
        Assert.DoesNotContain("not full", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_alarm_says_what_to_do()
    {
        Assert.Contains(BinlogPartitionCheck.Evaluate(View(50 * Giga, 0, readOnly: true), Limits()).NextSteps, step => step.Contains("dmesg", StringComparison.Ordinal));
        Assert.Contains(BinlogPartitionCheck.Evaluate(View(50 * Giga, 0, inodes: 1000, freeInodes: 1), Limits()).NextSteps, step => step.Contains("du --inodes", StringComparison.Ordinal));
        var waiting = BinlogPartitionCheck.Evaluate(View(50 * Giga, 0, new ServerFacts { Version = "MariaDB 10.11", SessionsWaiting = 2, SaysNoRoom = true }), Limits());
        Assert.Equal(NagiosState.Critical, waiting.State);
        Assert.StartsWith("Wait a minute", waiting.NextSteps[0], StringComparison.Ordinal);
        Assert.DoesNotContain(waiting.NextSteps, step => step.Contains("KILL", StringComparison.Ordinal));
    }

    [Fact]
    public void A_page_says_what_to_do_first_and_the_statement_with_what_it_frees()
    {
        var result = BinlogPartitionCheck.Evaluate(View(50 * Giga, 50 * 1024 * 1024), Limits());
        Assert.StartsWith("Find the writer", result.NextSteps[0], StringComparison.Ordinal);
        Assert.Contains(result.NextSteps, step => step.StartsWith("Purge on the server: PURGE BINARY LOGS TO 'mysql-bin.000010'; frees 26 GB in 9 files", StringComparison.Ordinal));
    }

    [Fact]
    public void A_full_disk_is_critical_says_who_waits_and_warns_of_what_hangs()
    {
        var server = new ServerFacts { Version = "MariaDB 10.11.19", IsMariaDb = true, SessionsWaiting = 4, SaysNoRoom = true, SessionsKilled = 2 };
        var result = BinlogPartitionCheck.Evaluate(View(0, 0, server), Limits());

        Assert.Equal(NagiosState.Critical, result.State);
        Assert.StartsWith("BINLOG_PARTITION CRITICAL - /binlog is full: 0 B of 100 GB free, 4 sessions wait for room and 2 killed ones cannot end", ResultText.Render(result), StringComparison.Ordinal);
        Assert.Contains("time_to_full=0s", ResultText.Render(result), StringComparison.Ordinal);
        Assert.Contains("Do not restart", result.NextSteps[0], StringComparison.Ordinal);
        Assert.Contains(result.NextSteps, step => step.Contains("SHOW BINARY LOGS", StringComparison.Ordinal) && step.Contains("they hang", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", NagiosState.Ok)]
    [InlineData("IfSameDevice=warning", NagiosState.Warning)]
    [InlineData("IfSameDevice=critical", NagiosState.Critical)]
    public void One_disk_for_binlogs_and_data_is_what_the_operator_says(string limits, NagiosState state)
    {
        var result = BinlogPartitionCheck.Evaluate(View(50 * Giga, 0, shares: "the data in /var/lib/mysql (disk sda)"), Limits(limits));
        Assert.Equal(state, result.State);
        Assert.Contains("the binlogs share a disk with the data in /var/lib/mysql (disk sda)", ResultText.Render(result), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", NagiosState.Critical)]
    [InlineData("IfBinlogOff=warning", NagiosState.Warning)]
    public void A_binlog_that_went_off_is_told(string limits, NagiosState state)
    {
        var result = BinlogPartitionCheck.Evaluate(View(50 * Giga, 0, new ServerFacts { Version = "MySQL 9.7.4", BinlogIsClosed = true }), Limits(limits));
        Assert.Equal(state, result.State);
        Assert.Contains("MySQL 9.7.4 writes no binlog although log_bin is on", ResultText.Render(result), StringComparison.Ordinal);
        Assert.Equal(2, result.NextSteps.Count);
        Assert.Contains("restart the server", result.NextSteps[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_read_only_file_system_and_used_up_inodes_are_critical()
    {
        Assert.Contains("/binlog (ext4 on /dev/sda1) is mounted read-only", ResultText.Render(BinlogPartitionCheck.Evaluate(View(50 * Giga, 0, readOnly: true), Limits())), StringComparison.Ordinal);
        var result = BinlogPartitionCheck.Evaluate(View(50 * Giga, 0, inodes: 1000, freeInodes: 10), Limits());
        Assert.Equal(NagiosState.Critical, result.State);
        Assert.Contains("99 % of the inodes", ResultText.Render(result), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", NagiosState.Unknown)]
    [InlineData("IfUnlisted=ok", NagiosState.Ok)]
    public void A_directory_that_may_not_be_listed_is_never_silently_OK(string limits, NagiosState state)
    {
        var view = View(50 * Giga, 0) with { Files = null, ListingFailure = "the binlogs in /binlog may not be listed by user nagios", ListingGrant = "Let nagios list them" };
        var result = BinlogPartitionCheck.Evaluate(view, Limits(limits));
        Assert.Equal(state, result.State);
        Assert.Equal(["Let nagios list them"], result.NextSteps);
    }

    [Fact]
    public void The_first_line_stays_on_a_phone_and_bars_show_the_growth()
    {
        var view = View(50 * Giga, 50 * 1024 * 1024);
        Assert.InRange(ResultText.Render(BinlogPartitionCheck.Evaluate(view, Limits())).Split('|')[0].Length, 20, 110);
        var line = Sparkline.Render(view.History, 1200);
        Assert.Matches("written in the last 20 min: \\.+[▁-█]+ at most 2\\.9 GB/min", line);
        Assert.Null(Sparkline.Render(View(50 * Giga, 0).History, 1200));
    }
}
