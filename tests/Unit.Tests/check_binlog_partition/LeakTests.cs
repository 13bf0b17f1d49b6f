using Nagios.Plugin;
using static NagiosChecks.BinlogPartition.Tests.SimulatedPartition;

namespace NagiosChecks.BinlogPartition.Tests;

public class LeakTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(60)]
    [InlineData(300)]
    public void A_leak_of_any_rate_is_found_in_time(int interval)
    {
        output.WriteLine($"a check every {interval} s; 100 GB, a quiet server before; lead times in minutes before the disk is full");
        output.WriteLine($"{"leak/min",10} {"free at start",14} {"fills in",10} {"WARNING",10} {"CRITICAL",10} {"part left",10}");
        foreach (var rate in new[] { 1 * Mega, 3 * Mega, 10 * Mega, 30 * Mega, 100 * Mega, 300 * Mega, 1 * Giga, 3 * Giga, 5 * Giga,
            10 * Giga })
        {
            // The slow ones begin with half a day of room, not with two months of it.
            var (whole, warning, critical) = Leak(rate, Math.Min(90 * Giga, rate * 720), interval);
            var lead = Math.Max(warning, critical);
            output.WriteLine(
                $"{Quantity.Human(rate, Dimension.Size),10} {Quantity.Human(Math.Min(90 * Giga, rate * 720), Dimension.Size),14} "
                + $"{whole / 60,10:0.0} {warning / 60,10:0.0} {critical / 60,10:0.0} {lead / whole,10:0 %}");

            // Four fifths of the time while that is less than the thresholds ask for, minus what passes until somebody looks.
            Assert.True(lead >= Math.Min(0.8 * whole, 115 * 60) - interval,
                $"{rate / Mega} MB/min: first alarm {lead} s before the end of {whole} s");
            Assert.True(critical >= Math.Min(0.8 * whole, 29 * 60) - interval,
                $"{rate / Mega} MB/min: CRITICAL {critical} s before the end of {whole} s");
        }
    }

    [Fact]
    public void The_incident_of_2011_pages_with_more_than_two_thirds_of_the_time_left_where_others_page_at_the_end()
    {
        var (whole, warning, critical) = Leak(3 * Giga, 90 * Giga, 60);
        output.WriteLine(
            $"3 GB/min into 90 GB: full after {whole / 60:0.0} min; CRITICAL {critical / 60:0.0} min before; check_disk -w 20% -c 10% "
            + $"would warn {20 / 3.0:0.0} min and page {10 / 3.0:0.0} min before");
        Assert.InRange(critical / whole, 0.67, 1);
        Assert.InRange(Math.Max(critical, warning) / whole, 0.67, 1);
    }

    [Fact]
    public void The_first_run_in_the_middle_of_the_incident_needs_no_sample()
    {
        var disk = new SimulatedPartition { Others = 4 * Giga };
        Fill(disk, 10 * Mega, 600, 3600);
        Fill(disk, 3 * Giga, 1, 6 * 60);
        var result = disk.Check();

        Assert.Equal(NagiosState.Critical, result.State);
        var line = ResultText.Render(result).Split('\n')[0];
        output.WriteLine(line);
        Assert.Matches(
            @"^BINLOG_PARTITION CRITICAL - /var/lib/mysql-binlog full in (2\d|30) min: (2\.\d|3\.0) GB/min, \d\d GB of 100 GB free \|",
            line);
    }

    // Seconds from the leak's begin to the full disk, and from the first WARNING and CRITICAL to the full disk.
    private static (double Whole, double Warning, double Critical) Leak(double perMinute, double free, int interval)
    {
        // Only the time to full is judged: what is used in percent would speak first where there is little room.
        var disk = new SimulatedPartition { Limits = BinlogPartitionLimits.Parse(new BinlogPartitionOptions { UsedWarning = "~:",
            UsedCritical = "~:" }) };
        for (var time = 0; time < 8 * 3600; time += 10)
        {
            disk.Pass(10);
            disk.Write(0.2 * Mega / 6);
            if (time % interval == 0)
                disk.Check();
        }

        disk.Others = disk.Total - disk.Binlogs - free;
        disk.Check();
        var (begin, warning, critical) = (disk.Wall, double.NaN, double.NaN);
        for (var time = 1; disk.Free > 0; time++)
        {
            disk.Pass(1);
            disk.Write(perMinute / 60);
            if (time % interval != 0 || disk.Free <= 0)
                continue;
            var state = disk.Check().State;
            if (state == NagiosState.Warning && double.IsNaN(warning))
                warning = disk.Wall;
            if (state == NagiosState.Critical && double.IsNaN(critical))
                critical = disk.Wall;
        }

        var end = disk.Wall;
        return (end - begin, double.IsNaN(warning) ? 0 : end - warning, double.IsNaN(critical) ? 0 : end - critical);
    }

    internal static void Fill(SimulatedPartition disk, double perMinute, double step, double seconds)
    {
        for (var time = 0d; time < seconds; time += step)
        {
            disk.Pass(step);
            disk.Write(perMinute / 60 * step);
        }
    }
}
