using Nagios.Plugin;

namespace NagiosChecks.StaleAcks.Tests;

/// <summary>Cases of public reports, rebuilt: what was acknowledged, what stands there now, and whether it is the same problem.</summary>
public sealed class ComparisonTests
{
    [Theory]
    [InlineData("CRITICAL: 1 of 14 filesystems\n/var 97 %", "", "CRITICAL: 1 of 14 filesystems\n/binlog 99 %", "")]
    [InlineData("CRITICAL: 1 of 14 filesystems\n/var 97 %", "", "CRITICAL: 3 of 14 filesystems\n/var 97 %", "")]
    [InlineData("RAID CRITICAL: md0 degraded, md1 clean", "", "RAID CRITICAL: md0 degraded, md1 degraded", "")]
    [InlineData("RAID CRITICAL: md0 degraded, md1 clean", "", "RAID CRITICAL: md0 clean, md1 degraded", "")]
    [InlineData("PS1: OK, PS2: CRITICAL", "", "PS1: CRITICAL, PS2: OK", "")]
    [InlineData("CRITICAL: disk in slot 3 failed", "", "CRITICAL: disk in slot 7 failed", "")]
    [InlineData("port 8080 refused", "", "port 9090 refused", "")]
    [InlineData("VM 101 down", "", "VM 102 down", "")]
    [InlineData("LUN 3 offline", "", "LUN 4 offline", "")]
    [InlineData("shard 3 unassigned", "", "shard 4 unassigned", "")]
    [InlineData("Physical Disk 0:1:0 failed", "", "Physical Disk 0:1:3 failed", "")]
    [InlineData("HTTP CRITICAL: status code 404", "", "HTTP CRITICAL: status code 500", "")]
    [InlineData("HTTP CRITICAL: HTTP/1.1 503", "", "HTTP CRITICAL: HTTP/1.1 404", "")]
    [InlineData("FILE_AGE CRITICAL: a is 900 seconds old", "age=900s;20;600", "FILE_AGE CRITICAL: b is 900 seconds old", "age=900s;20;600")]
    [InlineData("old files", "age=900s;20;600", "old files", "age=900s;20;600 age=950s;20;600")]
    [InlineData("CRITICAL - usage", "a_free=3%;20;10 b_free=60%;20;10 c_free=80%;20;10", "CRITICAL - usage",
        "a_free=3%;20;10 b_free=2%;20;10 c_free=80%;20;10")]
    [InlineData("CRITICAL - usage", "a=97%;80%;90% b=10%;80%;90%", "CRITICAL - usage", "a=97%;80%;90% b=97%;80%;90%")]
    [InlineData("ok=2, warning=0, critical=1\n\\_[OK] /boot/efi\n\\_[CRITICAL] /var", "/var=1000000000B;@206729625;@103364812",
        "ok=2, warning=0, critical=1\n\\_[OK] /boot/efi\n\\_[CRITICAL] /binlog", "/var=1000000000B;@206729625;@103364812")]
    [InlineData("Array B(Failed), Array C(OK)", "", "Array B(Failed), Array C(Failed)", "")]
    [InlineData("TOTO", "", "TATA", "")]
    [InlineData("datastores low\nds1", "", "datastores low\nds1\nds2", "")]
    public void Another_problem(string then, string thenPerf, string now, string nowPerf) =>
        Assert.True(IsOther(then, thenPerf, now, nowPerf));

    [Theory]
    [InlineData("/var: 97%used(31000MB/32000MB)", "/var: 98%used(31400MB/32000MB)")]
    [InlineData("rate 12.5MB/s", "rate 13.9MB/s")]
    [InlineData("traffic 812.3Mbit/s", "traffic 1.1Gbit/s")]
    [InlineData("temperature 35°C", "temperature 37°C")]
    [InlineData("memory 31.2GB/32.0GB", "memory 31.4GB/32.0GB")]
    [InlineData("used:97%", "used:98%")]
    [InlineData("load1:12.3", "load1:14.7")]
    [InlineData("last run 23.11.2026 03:00", "last run 24.11.2026 03:00")]
    [InlineData("started 3:00 AM", "started 3:00 PM")]
    [InlineData("value 1.23e+06", "value 2.31e+06")]
    [InlineData("value 12.345.678", "value 12.445.678")]
    [InlineData("PID:12345 hangs", "PID:22345 hangs")]
    [InlineData("backup-20261124.tar.gz too small", "backup-20261125.tar.gz too small")]
    [InlineData("failed: req 8f3a2b", "failed: req 9c0d11")]
    [InlineData("md0 recovery:0.4% 12K/sec", "md0 recovery:3.6% 12K/sec")]
    [InlineData("DISK CRITICAL - /var 97 %, /binlog 99 %", "DISK CRITICAL - /binlog 99 %")]
    [InlineData("96%used(476MB/496MB)", "97%used(481MB/496MB)")]
    [InlineData("3 jobs failed", "5 jobs failed")]
    [InlineData("2 d 3 h behind", "5 min behind")]
    public void The_same_problem(string then, string now) => Assert.False(IsOther(then, "", now, ""));

    [Theory]
    [InlineData("(Service check timed out after 60.01 seconds)")]
    [InlineData("CHECK_NRPE: Socket timeout after 10 seconds.")]
    [InlineData("Remote Icinga instance 'a' is not connected to 'm'")]
    [InlineData("CRITICAL: Service results are stale!")]
    [InlineData("No response from remote host 192.0.2.1")]
    public void What_cannot_be_seen_now_keeps_the_verdict(string text)
    {
        var watch = new Watch();
        var jobs = Watch.Disk with { Service = "jobs", Output = "backup of db1 failed", PerfData = "", State = NagiosState.Warning };
        watch.Single(1, jobs);

        var unseen = jobs with { Output = text, State = NagiosState.Unknown };
        Assert.Null(watch.Single(2, unseen).Worst);
        Assert.Equal(StaleClass.OtherProblem, watch.Single(3, jobs with { Output = "backup of db2 failed" }).Worst);
        Assert.Equal(StaleClass.OtherProblem, watch.Single(4, unseen).Worst);
    }

    [Fact]
    public void A_dead_host_gives_reasons_in_turn()
    {
        var watch = new Watch();
        var host = Watch.Disk with { Service = null, PerfData = "" };
        foreach (var text in new[] { "PING CRITICAL - Packet loss = 100%", "CRITICAL - Host Unreachable (192.0.2.77)",
            "CRITICAL - Plugin timed out", "CRITICAL - Network Unreachable (192.0.2.77)" })
            Assert.Null(watch.Single(1, host with { Output = text }).Worst);
    }

    [Fact]
    public void A_number_that_stayed_the_same_is_a_name_and_one_that_changed_is_a_measure()
    {
        var (steady, moving) = (new Watch(), new Watch());
        AcknowledgedProblem Peer(int number) => Watch.Disk with { Output = $"bgp to {number}", PerfData = "" };
        for (var hour = 1; hour < 8; hour++)
        {
            Assert.Null(steady.Single(hour, Peer(65010)).Worst);
            Assert.Null(moving.Single(hour, Peer(65010 + hour)).Worst);
        }

        Assert.Equal(StaleClass.OtherProblem, steady.Single(9, Peer(65020)).Worst);
        Assert.Null(moving.Single(9, Peer(65020)).Worst);
    }

    [Fact]
    public void What_cannot_be_compared_is_said_and_counted()
    {
        var watch = new Watch();
        var silent = Watch.Disk with { Output = "CRITICAL", PerfData = "" };
        watch.After(1, silent);

        var result = watch.After(2, silent);

        Assert.Equal(1, Watch.PerfData(result, "not_comparable"));
        Assert.Contains(
            result.Notes, note =>
            note.Contains("1 acknowledgement cannot be compared, because the output names nothing: db1/disk", StringComparison.Ordinal));
    }

    private static bool IsOther(string then, string thenPerf, string now, string nowPerf)
    {
        var watch = new Watch();
        AcknowledgedProblem Problem(string output, string perf) =>
            Watch.Disk with { Output = output.Split('\n')[0], LongOutput = string.Join('\n', output.Split('\n')[1..]), PerfData = perf };
        Assert.Null(watch.Single(1, Problem(then, thenPerf)).Worst);
        Assert.Null(watch.Single(2, Problem(then, thenPerf)).Worst);
        return watch.Single(3, Problem(now, nowPerf)).Worst == StaleClass.OtherProblem;
    }
}
