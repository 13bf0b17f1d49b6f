using Linux.Host;

namespace Nagios.Plugin.Tests;

public sealed class ClockReadingTests
{
    private static readonly ClockReading Earlier = new(1_000_000, 500, "boot-a");

    [Theory]
    [InlineData(1_000_060, 560, "boot-a", 60.0)]
    [InlineData(1_009_060, 560, "boot-a", 60.0)] // the wall clock was set forward
    [InlineData(900_000, 560, "boot-a", 60.0)] // and back
    [InlineData(1_000_060, 500, "boot-a", null)] // no time has passed
    [InlineData(1_000_060, 400, "boot-a", null)] // a virtual machine went back to a snapshot
    [InlineData(1_000_060, 560, "boot-b", null)] // rebooted
    [InlineData(1_000_060, 30, "boot-b", null)]
    public void Time_between_runs_knows_no_wall_clock_and_no_reboot(double wall, double boot, string bootId, double? seconds) =>
        Assert.Equal(seconds, new ClockReading(wall, boot, bootId).SecondsSince(Earlier));

    [Fact]
    public void Without_a_boot_id_a_reboot_cannot_be_ruled_out() =>
        Assert.Null(new ClockReading(1_000_060, 560, "").SecondsSince(new ClockReading(1_000_000, 500, "")));

    [Fact]
    public void The_clocks_of_this_host_are_read()
    {
        var before = ClockReading.Now();
        Thread.Sleep(20);
        var after = ClockReading.Now();
        Assert.InRange(after.SecondsSince(before)!.Value, 0.02, 10);
        Assert.Equal(File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim(), after.BootId);
        Assert.Equal(double.Parse(File.ReadAllText("/proc/uptime").Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture),
            after.BootSeconds, 5.0);
        Assert.Equal((DateTime.UtcNow - DateTime.UnixEpoch).TotalSeconds, after.WallSeconds, 5.0);
    }
}
