namespace NagiosChecks.BinlogPartition.Tests;

/// <summary>The incident of 2011 at its true size, on a sparse file system of 100 GB.</summary>
public sealed class TrueSizeTests(ITestOutputHelper output) : IDisposable
{
    private const long Giga = 1L << 30;
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        ProcessRun.OfShell($"umount {_folder.Path}/m");
        _folder.Dispose();
    }

    [Fact]
    public void The_check_pages_in_the_first_third_and_check_disk_in_the_last()
    {
        Requirements.Root();
        Requirements.Program("e2fsprogs", "/usr/sbin/mkfs.ext4");
        var disk = Requirements.Program("monitoring-plugins-basic", "/usr/lib/nagios/plugins/check_disk");
        var mount = Path.Combine(_folder.Path, "m");
        var made = ProcessRun.OfShell(
            $"cd {_folder.Path} && mkdir m && truncate -s 100G i && mkfs.ext4 -q -F -m 0 -E "
            + $"lazy_itable_init=1,lazy_journal_init=1,nodiscard i && mount -o loop i m", TimeSpan.FromMinutes(2));
        Assert.SkipUnless(made.ExitCode == 0, $"needs a loop device: {made.Error}");

        // An hour of quiet before: 10 GB. Then 3 GB a minute: a binlog of 1 GB every 20 seconds, until the disk is full.
        var begin = BinlogFolder.Now;
        for (var number = 1; number <= 10; number++)
            Binlog(mount, number, begin - (11 - number) * 360, begin - (10 - number) * 360);
        var (ours, theirs, lines, full) = (double.NaN, double.NaN, 0, 88 / 3.0);
        for (var number = 11; number <= 97; number++)
        {
            var elapsed = (number - 10) * 20;
            Binlog(mount, number, begin + elapsed - 20, begin + elapsed);
            if (number % 6 != 4 && !(double.IsNaN(ours) && number % 3 == 1))
                continue;

            // The same moment for the check: all files as much older as it pretends to be later.
            Shift(mount, begin + elapsed - BinlogFolder.Now);
            var minute = elapsed / 60.0;
            var check = ProcessRun.OfPlugin(
                "check_binlog_partition", "--path", mount, "--login", "never", "--state-dir", Path.Combine(_folder.Path, $"state-{number}"),
                "--used-warning", "~:", "--used-critical", "~:");
            var other = ProcessRun.Of(disk, ["-w", "20%", "-c", "10%", "-p", mount]);
            output.WriteLine(
                $"minute {minute,4:0.0}: "
                + $"{check.FirstLine.Split('|')[0].Replace(mount, "/var/lib/mysql-binlog", StringComparison.Ordinal),-110} check_disk "
                + $"{other.FirstLine.Split(' ')[1]}");
            lines++;
            if (check.ExitCode == 2 && double.IsNaN(ours))
                ours = minute;
            if (other.ExitCode == 2 && double.IsNaN(theirs))
                theirs = minute;
            Shift(mount, BinlogFolder.Now - (begin + elapsed));
        }

        output.WriteLine($"CRITICAL: this check in minute {ours:0.0}, check_disk in minute {theirs:0.0} of {full:0.0}");
        Assert.InRange(ours, 1, full / 3);
        Assert.InRange(theirs, full * 2 / 3, full);
        Assert.True(lines > 10);
    }

    private static void Binlog(string folder, int number, double started, double modified)
    {
        var path = Path.Combine(folder, $"mysql-bin.{number:000000}");
        Assert.Equal(0, ProcessRun.Of("/usr/bin/fallocate", ["-l", "1G", path]).ExitCode);
        BinlogFolder.Add(folder, number, Giga, started, modified);
    }

    private static void Shift(string folder, double seconds)
    {
        foreach (var path in Directory.GetFiles(folder, "mysql-bin.*"))
        {
            var modified = File.GetLastWriteTimeUtc(path).AddSeconds(-seconds);
            using (var file = File.Open(path, FileMode.Open, FileAccess.ReadWrite))
            {
                var stamp = new byte[4];
                file.Position = 4;
                file.ReadExactly(stamp);
                file.Position = 4;
                file.Write(BitConverter.GetBytes((uint)(BitConverter.ToUInt32(stamp) - (long)Math.Round(seconds))));
            }

            File.SetLastWriteTimeUtc(path, modified);
        }
    }
}
