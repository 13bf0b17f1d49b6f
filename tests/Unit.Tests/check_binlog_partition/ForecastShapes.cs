using static NagiosChecks.BinlogPartition.Tests.JudgedShape;
using static NagiosChecks.BinlogPartition.Tests.SimulatedPartition;

namespace NagiosChecks.BinlogPartition.Tests;

/// <summary>
/// Shapes of use that databases' disks were reported with. Those that never fill must stay silent; those that do must be told in time.
/// </summary>
internal static class ForecastShapes
{
    public static ServerFacts Facts(double expire, double maximum = 1 << 30, double cap = 0, int? replicas = 1, int behind = 0) => new()
    {
        Version = "MariaDB 11.4", IsMariaDb = true, ExpireSeconds = expire, MaxBinlogSize = (long)maximum, SpaceLimit = (long)cap,
            ConnectedReplicas = replicas, ReplicasBehind = behind,
    };

    /// <summary>A file system on which somebody has written and purged at one rate for some time before the first check.</summary>
    public static SimulatedPartition Steady(double total, double perMinute, double warmUp, Action<SimulatedPartition, double> purge,
        Action<SimulatedPartition>? set = null)
    {
        var disk = new SimulatedPartition { Total = total };
        set?.Invoke(disk);
        for (var time = 0d; time < warmUp; time += 10)
        {
            disk.Pass(10);
            disk.Write(perMinute / 6);
            purge(disk, time - warmUp);
        }

        return disk;
    }

    public static void HourlyPurge(SimulatedPartition disk, double time, double keep = 2 * Hour, double every = Hour)
    {
        // The purge is ten minutes before the first check.
        if ((((time + 600) % every) + every) % every < 10 && time % 10 < 5)
            disk.Purge(file => file.Modified < disk.Wall - keep);
    }

    public static SimulatedPartition Quiet(double total, double free, double hours = 8, double perMinute = 0.2 * Mega)
    {
        var disk = new SimulatedPartition { Total = total };
        for (var time = 0d; time < hours * Hour; time += 10)
        {
            disk.Pass(10);
            disk.Write(perMinute / 6);
        }

        disk.Others = total - disk.Binlogs - free;
        return disk;
    }

    public static IEnumerable<JudgedShape> NeverFull()
    {
        JudgedShape SteadyPurged(string name, double total, double rate, double hours, double expire, Func<double, ServerFacts?> server,
            double others = 0) => new()
        {
            Name = name, Seconds = hours * Hour, Server = server,
            Start = () => Steady(total, rate, Math.Max(3 * Hour, 4 * expire), (_, _) => { }, disk =>
                { disk.ExpireSeconds = expire; disk.Others = others; }),
            Step = (disk, _) => disk.Write(rate / 12),
        };
        yield return new JudgedShape
        {
            Name = "200 MB/min, purged each hour, 24 to 36 of 100 GB", Seconds = Day,
            Start = () => Steady(100 * Giga, 200 * Mega, 5 * Hour, (disk, time) => HourlyPurge(disk, time)),
            Step = (disk, time) => { disk.Write(200 * Mega / 12); HourlyPurge(disk, time); },
        };
        yield return new JudgedShape
        {
            Name = "the same on 47 GB, no login", Seconds = Day,
            Start = () => Steady(47 * Giga, 200 * Mega, 5 * Hour, (disk, time) => HourlyPurge(disk, time)),
            Step = (disk, time) => { disk.Write(200 * Mega / 12); HourlyPurge(disk, time); },
        };
        yield return SteadyPurged("200 MB/min, expiry 1 h, login, 13 of 20 GB", 20 * Giga, 200 * Mega, 6, Hour, _ => Facts(Hour));
        yield return SteadyPurged("the same with a dump thread that is seen sending in every other run", 20 * Giga, 200 * Mega, 6, Hour,
            time => Facts(Hour, behind: (int)(time / 60) % 2));
        yield return SteadyPurged("1 GB/min, expiry 30 min, login, 31 of 100 GB", 100 * Giga, Giga, 3, 1800, _ => Facts(1800));
        yield return SteadyPurged("1 GB/min, expiry 30 min, no login, 31 of 50 GB", 50 * Giga, Giga, 6, 1800, _ => null);
        yield return new JudgedShape
        {
            Name = "500 MB/min, size cap of 20 on 30 GB, login", Seconds = 4 * Hour, Server = _ => Facts(0, cap: 20 * Giga),
            Start = () => Steady(30 * Giga, 500 * Mega, 2 * Hour, (disk, _) => Cap(disk)),
            Step = (disk, _) => { disk.Write(500 * Mega / 12); Cap(disk); },
        };
        yield return new JudgedShape
        {
            Name = "log of another service, +2 GB an hour, rotated away, 4.5 to 5.6 of 20 GB free", Seconds = Day,
            Start = () => Quiet(20 * Giga, 5.6 * Giga),
            Step = (disk, time) => { disk.Others += 2 * Giga / 720; disk.Others -= time % (33 * Minute) < 5 && time > 5 ? 1.1 * Giga : 0; },
        };
        yield return new JudgedShape
        {
            Name = "Galera cache pages: one file of 1 GB each hour, removed later", Seconds = Day,
            Start = () => Quiet(80 * Giga, 4.9 * Giga),
            Step = (disk, time) => disk.Others += time % Hour < 5 ? Giga : time % Hour is >= 1500 and < 1505 && time > 0 ? -Giga : 0,
        };
        foreach (var interval in new[] { 1, 5, 15 })
        {
            yield return new JudgedShape
            {
                Name = $"one file of 8 GB at once, 33 GB left, check each {interval} min", Seconds = 6 * Hour, Interval = interval * Minute,
                Start = () => Quiet(100 * Giga, 33 * Giga), Step = (disk, time) =>
                    { disk.Write(2 * Mega / 12); disk.Others += time is >= 10850 and < 10855 ? 8 * Giga : 0; },
            };
        }

        yield return new JudgedShape
        {
            Name = "one commit of 8 GB at once, 35 GB left", Seconds = 4 * Hour, Start = () => Quiet(100 * Giga, 35 * Giga),
            Step = (disk, time) => { disk.Write(2 * Mega / 12); if (time is >= 7240 and < 7245) disk.Write(8 * Giga,
                oneTransaction: true); },
        };
        yield return new JudgedShape
        {
            Name = "one commit of 40 GB in 2 min, 90 GB left", Seconds = 4 * Hour, Start = () => Quiet(100 * Giga, 90 * Giga),
            Step = (disk, time) => { if (time is >= 7200 and < 7320) disk.Grow(40 * Giga / 24); else disk.Write(2 * Mega / 12); },
        };
        yield return new JudgedShape
        {
            Name = "1 TB purged, its blocks come back over 10 min", Seconds = 3 * Hour,
            Start = () => { var disk = Steady(1200 * Giga, 20 * Giga, 55 * Minute, (_, _) => { }); disk.Pass(Hour); return disk; },
            Step = (disk, time) =>
            {
                disk.Write(Mega);
                if (time is >= 3600 and < 3605)
                    disk.Purge(_ => true, slowly: true);
                else if (time is > 3605 and < 4200)
                    disk.FinishFreeing(0.03);
                else if (time >= 4200)
                    disk.FinishFreeing();
            },
        };
        yield return new JudgedShape
        {
            Name = "2.8 GB of 6 GB purged, 1 GB of it still open", Seconds = 2 * Hour,
            Start = () => { var disk = Steady(6 * Giga, 100 * Mega, 29 * Minute, (_, _) => { }, disk =>
                disk.MaxBinlogSize = 100 * Mega); disk.Pass(Hour); return disk; },
            Step = (disk, time) => { disk.Write(1000); if (time is >= 1800 and < 1805) { disk.Purge(_ => true,
                slowly: true); disk.FinishFreeing(0.65); } },
        };
        yield return new JudgedShape
        {
            Name = "all modification times become now, in order, before the first run", Seconds = Hour,
            Start = () => { var disk = Steady(100 * Giga, 500 * Mega, 2 * Hour, (_, _) =>
                { }); disk.Pass(Day); disk.Touch(10); return disk; },
            Step = (disk, _) => disk.Write(Mega / 12),
        };
        yield return new JudgedShape
        {
            Name = "all modification times become now (key rotation) between runs", Seconds = 3 * Hour,
            Start = () => Steady(100 * Giga, 200 * Mega, 5 * Hour, (_, _) => { }),
            Step = (disk, time) => { disk.Write(Mega / 12); if (time is >= 3600 and < 3605) disk.Touch(0); },
        };
        yield return new JudgedShape
        {
            Name = "2 days without a check, 40 GB by others meanwhile", Seconds = 2.5 * Day, StepSeconds = 60, IsSilent = time =>
                time is > Hour and < 2 * Day + Hour,
            Start = () => Quiet(100 * Giga, 70 * Giga), Step = (disk, time) =>
                { disk.Write(Mega); disk.Others += time is > 12 * Hour and < 13 * Hour ? 40 * Giga / 60 : 0; },
        };
        yield return new JudgedShape
        {
            Name = "2 days without a check, 40 GB by others at its end", Seconds = 2.5 * Day, StepSeconds = 60, IsSilent = time =>
                time is > Hour and < 2 * Day + Hour,
            Start = () => Quiet(100 * Giga, 70 * Giga), Step = (disk, time) =>
                { disk.Write(Mega); disk.Others += time is > 2 * Day and < 2 * Day + Hour ? 40 * Giga / 60 : 0; },
        };
        foreach (var step in new[] { Hour, -Hour })
        {
            yield return new JudgedShape
            {
                Name = $"clock set {(step > 0 ? "forward" : "back")} by an hour, 200 MB/min, purged each hour, 24 to 36 of 100 GB",
                    Seconds = 12 * Hour,
                Start = () => Steady(100 * Giga, 200 * Mega, 5 * Hour, (disk, time) => HourlyPurge(disk, time)),
                Step = (disk, time) => { disk.Write(200 * Mega / 12); HourlyPurge(disk,
                    time); disk.Wall += time is >= 5.4 * Hour and < 5.4 * Hour + 5 ? step : 0; },
            };
        }

        yield return new JudgedShape
        {
            Name = "the file system is grown by 50 GB, then shrunk by 40", Seconds = 6 * Hour, Start = () => Quiet(100 * Giga, 60 * Giga),
            Step = (disk, time) => { disk.Write(10 * Mega / 12); disk.Total += time is >= 7210 and < 7215 ? 50 * Giga
                : time is >= 14410 and < 14415 ? -40 * Giga : 0; },
        };
        yield return new JudgedShape
        {
            Name = "expiry of 2 days fills 78 % and settles there, login, 4 days", Seconds = 4 * Day, StepSeconds = 30,
                Interval = 5 * Minute, Server = _ => Facts(2 * Day),
            Start = () => { var disk = Quiet(100 * Giga, 95 * Giga, hours: 1); disk.ExpireSeconds = 2 * Day; return disk; }, Step = (disk,
                _) => disk.Write(26.4 * Mega / 2),
        };
        yield return new JudgedShape
        {
            Name = "2 GB within two minutes, every ten minutes by day, expiry 12 h, no login", Seconds = 4 * Day, StepSeconds = 30,
                Interval = 5 * Minute,
            Start = () => Steady(220 * Giga, 100 * Mega, 13 * Hour, (_, _) => { }, disk => disk.ExpireSeconds = Day / 2),
            Step = (disk, time) => disk.Write(time % Day is >= 4 * Hour and < 14 * Hour && time % 600 < 120 ? Giga / 2 : Mega / 2),
        };
        yield return new JudgedShape
        {
            Name = "temporary tables of 4 GB, 5 min each, 10 min apart, 15 GB left", Seconds = Day,
            Start = () => Quiet(50 * Giga, 15 * Giga),
            Step = (disk, time) => disk.Others += time % 600 < 5 ? 4 * Giga : time % 600 is >= 300 and < 305 ? -4 * Giga : 0,
        };
    }

    /// <summary>Jobs that come again: how many of their first occasions may be told as WARNING, and when each begins.</summary>
    public static IEnumerable<(JudgedShape Shape, double Period, double FirstAt)> Jobs()
    {
        yield return (new JudgedShape
        {
            Name = "nightly batch, 30 min at 10 times the rate, 200 GB, 7 nights", Seconds = 7 * Day, StepSeconds = 10,
            Start = () => Steady(200 * Giga, 100 * Mega, 13 * Hour, (_, _) => { }, disk =>
                { disk.ExpireSeconds = Day / 2; disk.Others = 20 * Giga; }),
            Step = (disk, time) => disk.Write((time % Day is >= 10 * Hour and < 10.5 * Hour ? Giga : 100 * Mega) / 6),
        }, Day, 10 * Hour);
        yield return (new JudgedShape
        {
            Name = "the same, 140 GB", Seconds = 7 * Day, StepSeconds = 10,
            Start = () => Steady(140 * Giga, 100 * Mega, 13 * Hour, (_, _) => { }, disk =>
                { disk.ExpireSeconds = Day / 2; disk.Others = 20 * Giga; }),
            Step = (disk, time) => disk.Write((time % Day is >= 10 * Hour and < 10.5 * Hour ? Giga : 100 * Mega) / 6),
        }, Day, 10 * Hour);
        yield return (new JudgedShape
        {
            Name = "nightly dump by others, 40 GB in 20 min, gone 10 min later, 140 GB, 7 nights", Seconds = 7 * Day, StepSeconds = 10,
            Start = () => Quiet(140 * Giga, 110 * Giga), Step = (disk, time) => Job(disk, time, Day, 10 * Hour, 40 * Giga, 20 * Minute,
                10 * Minute),
        }, Day, 10 * Hour);
        yield return (new JudgedShape
        {
            Name = "nightly dump by others, 45 GB in 15 min, gone 20 min later, 100 GB, 7 nights", Seconds = 7 * Day, StepSeconds = 10,
            Start = () => Quiet(100 * Giga, 86 * Giga), Step = (disk, time) => Job(disk, time, Day, 10 * Hour, 45 * Giga, 15 * Minute,
                20 * Minute),
        }, Day, 10 * Hour);
        yield return (new JudgedShape
        {
            Name = "the same, gone an hour later, check each 5 min", Seconds = 7 * Day, StepSeconds = 10, Interval = 5 * Minute,
            Start = () => Quiet(100 * Giga, 86 * Giga), Step = (disk, time) => Job(disk, time, Day, 10 * Hour, 45 * Giga, 15 * Minute,
                Hour),
        }, Day, 10 * Hour);
        yield return (new JudgedShape
        {
            Name = "hourly temporary files, 20 GB in 20 min, gone, 3 days", Seconds = 3 * Day, StepSeconds = 10,
            Start = () => Quiet(100 * Giga, 60 * Giga), Step = (disk, time) => Job(disk, time, Hour, 10 * Minute, 20 * Giga, 20 * Minute,
                Minute),
        }, Hour, 10 * Minute);
        yield return (new JudgedShape
        {
            Name = "weekly backup by others, 40 GB in 40 min, gone 2 h later, 100 GB, 5 weeks", Seconds = 35 * Day, StepSeconds = 60,
                Interval = 5 * Minute,
            Start = () => Quiet(100 * Giga, 80 * Giga), Step = (disk, time) => Job(disk, time, 7 * Day, 3 * Day, 40 * Giga, 40 * Minute,
                2 * Hour),
        }, 7 * Day, 3 * Day);
        yield return (new JudgedShape
        {
            Name = "backups twice a day, 30 GB in 20 min, removed before the next, 70 GB left, 4 days", Seconds = 4 * Day, StepSeconds = 10,
            Start = () => Quiet(100 * Giga, 70 * Giga), Step = (disk, time) => Job(disk, time, Day / 2, 3 * Hour, 30 * Giga, 20 * Minute,
                11 * Hour),
        }, Day / 2, 3 * Hour);
    }

    public static IEnumerable<(JudgedShape Shape, double Warning, double Critical)> Fills()
    {
        foreach (var phase in new[] { 0, 20, 40 })
            yield return (Leak($"3 GB/min into 90 GB (2011), the leak {phase} s before a check", 3 * Giga, 90 * Giga, phase: phase), 24,
                24);
        yield return (Leak("the same, first run 6 minutes after its start", 3 * Giga, 90 * Giga, silent: 6), 24 - 1, 24 - 1);
        yield return (Leak("the same, after a purge", 3 * Giga, 90 * Giga, before: disk => disk.Purge(_ => true)), 24, 24);
        yield return (Leak("the same, a purge still held by a reader", 3 * Giga, 90 * Giga, before: disk => disk.Purge(_ => true,
            slowly: true)), 24, 24);
        yield return (Leak("the same, check each 5 min", 3 * Giga, 90 * Giga, interval: 5), 20, 20);
        yield return (Leak("the same, check each 15 min", 3 * Giga, 90 * Giga, interval: 15), 15, 15);
        yield return (Leak("the same by other files", 3 * Giga, 90 * Giga, others: true), 24, 24);
        yield return (Leak("the same by other files, check each 5 min", 3 * Giga, 90 * Giga, interval: 5, others: true), 15, 15);
        yield return (Leak("1 GB/min into 90 GB", Giga, 90 * Giga), 73, 28);
        yield return (Leak("10 GB/min into 90 GB", 10 * Giga, 90 * Giga), 7, 7);
        yield return (Leak("300 MB/min by others into 90 GB", 300 * Mega, 90 * Giga, others: true), 115, 28);
        yield return (Leak("100 MB/min into 70 GB", 100 * Mega, 70 * Giga), 115, 28);
        yield return (Leak("1 MB/min into 720 MB", Mega, 720 * Mega), 115, 28);
        yield return (new JudgedShape
        {
            Name = "leak by others, 1 GB an hour, 84 GB left", Seconds = 5 * Day, StepSeconds = 10, Begins = 0,
            Start = () => Quiet(100 * Giga, 84 * Giga), Step = (disk, _) =>
                { disk.Write(10 * Mega / 6); disk.Others += Giga / 360 - 10 * Mega / 6; },
        }, 24 * 60, 0);
        yield return (new JudgedShape
        {
            Name = "the same in lumps of 1 GB", Seconds = 5 * Day, StepSeconds = 10, Begins = 0,
            Start = () => Quiet(100 * Giga, 84 * Giga), Step = (disk, time) => { disk.Write(Mega / 6); disk.Others += time % Hour < 10
                ? Giga - 60 * Mega : 0; },
        }, 24 * 60, 0);
        yield return (new JudgedShape
        {
            Name = "another data set of the pool, 1 GB/min", Seconds = 3 * Hour, Begins = Hour,
            Start = () => Quiet(140 * Giga, 100 * Giga), Step = (disk, time) => { disk.Write(5 * Mega / 12); disk.Siblings += time >= Hour
                ? Giga / 12 : 0; },
        }, 73, 28);
        yield return (new JudgedShape
        {
            Name = "total size changes by a block each run, others 1 GB/min", Seconds = 3 * Hour, Begins = Hour,
            Start = () => Quiet(140 * Giga, 100 * Giga), Step = (disk, time) => { disk.Write(5 * Mega / 12); disk.Others += time >= Hour
                ? Giga / 12 : 0; disk.Siblings = time % 120 < 60 ? 4096 : 0; },
        }, 73, 28);
        yield return (new JudgedShape
        {
            Name = "compressed 4:1, 1 GB/min of size", Seconds = 12 * Hour, Begins = Hour,
            Start = () => { var disk = Quiet(140 * Giga, 100 * Giga); disk.RoomPerByte = 0.25; return disk; }, Step = (disk, time) =>
                disk.Write(time >= Hour ? Giga / 12 : Mega / 12),
        }, 115, 28);
        yield return (NightlyHost("2 GB/min into 120 GB at noon, host with a nightly hour of 1 GB/min", 16 * Hour), 43, 27);
        yield return (NightlyHost("the same, beginning with the nightly hour", 10 * Hour), 43, 27);
        yield return (NightlyHost("the same, half an hour into the nightly hour", 10.5 * Hour), 30, 25);
        yield return (new JudgedShape
        {
            Name = "3 GB/min by others at noon, host with a nightly dump of 45 GB at that rate", Seconds = 7 * Day, StepSeconds = 10,
                Begins = 5 * Day + 16 * Hour,
            Start = () => Quiet(104 * Giga, 90 * Giga),
            Step = (disk, time) => { Job(disk, time, Day, 10 * Hour, 45 * Giga, 15 * Minute,
                20 * Minute); disk.Others += time >= 5 * Day + 16 * Hour ? 3 * Giga / 6 : 0; },
        }, 23, 23);
        yield return (new JudgedShape
        {
            Name = "200 MB/min, purge each hour that stops one day, 47 GB", Seconds = 2 * Day, Begins = Day,
            Start = () => Steady(47 * Giga, 200 * Mega, 5 * Hour, (disk, time) => HourlyPurge(disk, time)),
            Step = (disk, time) => { disk.Write(200 * Mega / 12); if (time < Day) HourlyPurge(disk, time); },
        }, 40, 28);
        yield return (new JudgedShape
        {
            Name = "1 GB/min, expiry 30 min that a replica stops, login, 60 GB", Seconds = 6 * Hour, Begins = Hour, Server = _ =>
                Facts(1800),
            Start = () => Steady(60 * Giga, Giga, 2 * Hour, (_, _) => { }, disk => disk.ExpireSeconds = 1800),
            Step = (disk, time) => { disk.Write(Giga / 12); if (time >= Hour) disk.ExpireSeconds = null; },
        }, 24, 24);
        foreach (var others in new[] { false, true })
        {
            yield return (new JudgedShape
            {
                Name = $"2 days without a check, 3 GB/min by {(others ? "others" : "binlogs")} 5 min before it is back", Seconds = 3 * Day,
                    StepSeconds = 10, Begins = 2 * Day + Hour - 300,
                IsSilent = time => time is > Hour and < 2 * Day + Hour, Start = () => Quiet(100 * Giga, 84 * Giga),
                Step = (disk, time) => { if (time >= 2 * Day + Hour - 300) { disk.Others += others ? 3 * Giga / 6 : 0; disk.Write(others
                    ? 100 : 3 * Giga / 6); } else disk.Write(100); },
            }, others ? 17 : 22, others ? 17 : 22);
        }
    }

    /// <summary>Growth that ends before the file system is full, and when it ends: ten minutes later nothing may alarm any more.</summary>
    public static IEnumerable<(JudgedShape Shape, double Ends)> Ended()
    {
        JudgedShape Stopping(string name, double perMinute, double room, double lasts, bool others = false, int interval = 1) => new()
        {
            Name = name, Seconds = 2 * Hour + lasts + 2 * Hour, Interval = interval * Minute, Begins = 2 * Hour, Start = () =>
                Quiet(100 * Giga, room),
            Step = (disk, time) =>
            {
                var grows = time >= 2 * Hour && time < 2 * Hour + lasts;
                disk.Others += grows && others ? perMinute / 12 : 0;
                disk.Write((grows && !others ? perMinute : Mega) / 12);
            },
        };
        yield return (Stopping("3 GB/min that stop at minute 15", 3 * Giga, 90 * Giga, 15 * Minute), 2 * Hour + 15 * Minute);
        yield return (Stopping("the same by others", 3 * Giga, 90 * Giga, 15 * Minute, others: true), 2 * Hour + 15 * Minute);
        yield return (Stopping("the same, check each 5 min", 3 * Giga, 90 * Giga, 15 * Minute, interval: 5), 2 * Hour + 15 * Minute);
        yield return (Stopping("1 GB/min that stop after 80 min, 10 GB left", Giga, 90 * Giga, 80 * Minute), 2 * Hour + 80 * Minute);
        yield return (Stopping("100 MB/min by others that stop after 6 h", 100 * Mega, 45 * Giga, 6 * Hour, others: true), 8 * Hour);
        yield return (new JudgedShape
        {
            Name = "20 MB/min on a volume of 600 MB that is grown twice, stops in minute 38 (captured on LVM)", Seconds = 2 * Hour,
                Begins = 6 * Minute,
            Start = () => Quiet(600 * Mega, 561 * Mega, hours: 0.1, perMinute: Mega),
            Step = (disk, time) =>
            {
                disk.Write((time is >= 6 * Minute and < 38 * Minute ? 20 : 1) * Mega / 12);
                disk.Total += time is >= 16 * Minute and < 16 * Minute + 5 or >= 31 * Minute and < 31 * Minute + 5 ? 600 * Mega : 0;
            },
        }, 38 * Minute);
        yield return (new JudgedShape
        {
            Name = "1 GB an hour by others for 3 days, then nothing, 8 GB left", Seconds = 4 * Day, StepSeconds = 10, Begins = 0,
                Start = () => Quiet(100 * Giga, 80 * Giga),
            Step = (disk, time) => { disk.Write(1000); disk.Others += time < 3 * Day ? Giga / 360 : 0; },
        }, 3 * Day);
        yield return (new JudgedShape
        {
            Name = "4.5 GB loaded into a new disk of 8 GB in 10 min", Seconds = 3 * Hour, Begins = Hour, Start = () => Quiet(8 * Giga,
                7.5 * Giga, hours: 1),
            Step = (disk, time) => disk.Others += time is >= Hour and < Hour + 600 ? 4.5 * Giga / 120 : 0,
        }, Hour + 600);
    }

    public static JudgedShape Leak(
        string name, double perMinute, double room, int interval = 1, int phase = 0, bool others = false, int silent = 0,
            Action<SimulatedPartition>? before = null) => new()
    {
        Name = name, Seconds = 3 * Hour + Day, Interval = interval * Minute, Phase = phase, Begins = 2 * Hour, IsSilent = time =>
            time < (silent == 0 ? 0 : 2 * Hour + silent * Minute),
        Start = () =>
        {
            var disk = Quiet(100 * Giga, room);
            for (var extra = 0; before is not null && extra < 20; extra++)
            {
                disk.Pass(600);
                disk.Write(Giga);
                disk.Others -= Giga;
            }

            return disk;
        },
        Step = (disk, time) =>
        {
            if (before is not null && time is >= 2 * Hour - 60 and < 2 * Hour - 55)
            {
                before(disk);
                disk.Others = disk.Total - disk.Binlogs - disk.Pending - room;
            }

            if (time >= 2 * Hour && others)
                disk.Others += perMinute / 12;
            disk.Write((time >= 2 * Hour && !others ? perMinute : 0.2 * Mega) / 12);
        },
    };

    private static JudgedShape NightlyHost(string name, double begins) => new()
    {
        Name = name, Seconds = 7 * Day, StepSeconds = 10, Begins = 5 * Day + begins,
        Start = () => Steady(220 * Giga, 10 * Mega, 3 * Hour, (_, _) => { }, disk =>
            { disk.ExpireSeconds = Day; disk.Others = 85 * Giga; }),
        Step = (disk, time) =>
        {
            var incident = time >= 5 * Day + begins;
            if (incident)
                disk.ExpireSeconds = null;
            // The incident begins with exactly 120 GB of room.
            if (time >= 5 * Day + begins - 60 && time < 5 * Day + begins - 50)
                disk.Others = disk.Total - disk.Binlogs - 120 * Giga;
            disk.Write(((time % Day is >= 10 * Hour and < 11 * Hour && !incident ? Giga : 10 * Mega) + (incident ? 2 * Giga : 0)) / 6);
        },
    };

    private static void Job(SimulatedPartition disk, double time, double period, double at, double bytes, double lasts, double stays)
    {
        disk.Write(Mega / 60 * 5);
        var since = ((time - at) % period + period) % period;
        if (time < at)
            return;
        var step = disk.Wall - disk.Before;
        if (since < lasts)
            disk.Temporary += bytes / lasts * step;
        else if (since >= lasts + stays)
            disk.Temporary = 0;
    }

    private static void Cap(SimulatedPartition disk)
    {
        while (disk.Binlogs > 20 * Giga)
        {
            var first = true;
            disk.Purge(_ => { var goes = first; first = false; return goes; });
        }
    }
}
