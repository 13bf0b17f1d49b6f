using Nagios.Plugin;
using static NagiosChecks.BinlogPartition.Tests.SimulatedPartition;

namespace NagiosChecks.BinlogPartition.Tests;

public class OrdinaryTrafficTests(ITestOutputHelper output)
{
    private const double Tick = 10, Minute = 60, Hour = 3600, Day = 86400;

    [Theory]
    [InlineData(60, 20111)]
    [InlineData(300, 20112)]
    public void Thirty_days_of_ordinary_traffic_raise_no_alarm(int interval, int seed)
    {
        var random = new Random(seed);
        var disk = new SimulatedPartition { Others = 5 * Giga, ExpireSeconds = Day };
        var (runs, alarms, first, unknown, minimumFree) = (0, 0, "", 0, double.MaxValue);
        var dump = 0d;
        var started = disk.Wall;
        for (var elapsed = 0d; elapsed < 31 * Day; elapsed += Tick)
        {
            var (day, time) = ((int)(elapsed / Day), elapsed % Day);
            disk.Pass(Tick);
            if (day != 22)
                Traffic(disk, random, day, time, ref dump);
            Incidents(disk, day, time);
            minimumFree = Math.Min(minimumFree, disk.Free);

            // Nobody looks for six hours on the fifth day.
            var asleep = day == 5 && time is > 6 * Hour and < 12 * Hour;
            if (elapsed % interval >= Tick || asleep)
                continue;
            var result = disk.Check();
            runs++;
            if (result.State == NagiosState.Unknown)
                unknown++;
            else if (result.State != NagiosState.Ok && alarms++ == 0)
                first = $"day {day} {TimeSpan.FromSeconds(time)}: {ResultText.Render(result, 1)}";
        }

        output.WriteLine(
            $"{(disk.Wall - started) / Day:0} days, a check every {interval} s: {runs} runs, {alarms} false alarms, {unknown} unknown; "
            + $"least free {minimumFree / Giga:0.0} GB of {disk.Total / Giga:0} GB; {disk.Samples} samples kept");
        Assert.Equal("", first);
        Assert.Equal(0, alarms + unknown);
        Assert.InRange(disk.Samples, 100, 700);
    }

    private static void Traffic(SimulatedPartition disk, Random random, int day, double time, ref double dump)
    {
        // By day up to 14 MB a minute, at night 2, with noise.
        var rate = 8 - 6 * Math.Cos((time - 2 * Hour) / Day * 2 * Math.PI);
        disk.Write(rate * (0.3 + 1.4 * random.NextDouble()) * Mega * Tick / Minute);
        // A report every hour: one transaction.
        if (time % Hour < Tick)
            disk.Write(400 * Mega, oneTransaction: true);
        // The nightly batch: 300 MB a minute for half an hour.
        if (time >= 1 * Hour && time < (1.4 + 0.2 * Math.Abs(Math.Sin(day))) * Hour)
            disk.Write(300 * Mega * Tick / Minute);
        // The nightly dump to the same file system; yesterday's is removed first.
        if (time >= 3 * Hour && time < 3 * Hour + Tick)
        {
            disk.Others -= dump;
            dump = 0;
        }

        if (time >= 3 * Hour && time < 3 * Hour + 50 * Minute)
        {
            disk.Others += 240 * Mega * Tick / Minute;
            dump += 240 * Mega * Tick / Minute;
        }

        // An import once a week: 250 MB a minute for an hour. Temporary tables come and go.
        if (day % 7 == 6 && time >= 10 * Hour && time < 11 * Hour)
            disk.Write(250 * Mega * Tick / Minute);
        if (time % (20 * Minute) < Tick)
            disk.Others += 2 * Giga;
        if (time % (20 * Minute) is >= 5 * Minute and < 5 * Minute + Tick)
            disk.Others -= 2 * Giga;
    }

    private static void Incidents(SimulatedPartition disk, int day, double time)
    {
        bool At(int when, double hour) => day == when && time >= hour * Hour && time < hour * Hour + Tick;
        if (At(8, 14))
            disk.Wall -= Hour; // the clock is put right, and wrong again a day later
        if (At(9, 14))
            disk.Wall += Hour;
        if (At(12, 9))
            disk.Total += 20 * Giga; // grown while in use
        if (At(15, 11))
            disk.Purge(_ => true, slowly: true); // by hand, and the file system takes its time
        if (At(15, 11.2))
            disk.FinishFreeing();
        if (At(18, 4))
            disk.Reboot("boot-2");
        if (day == 20 && time >= 12 * Hour && time < 12.2 * Hour)
            disk.Rotate(); // FLUSH LOGS in a loop
        if (At(25, 15) || At(27, 15) || At(27, 17))
            disk.Write(8 * Giga, oneTransaction: true); // one huge commit
    }
}
