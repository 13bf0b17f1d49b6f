using Linux.Host;
using Nagios.Plugin;

namespace NagiosChecks.BinlogPartition.Tests;

/// <summary>Who takes the room besides the binlogs, by the names of files, and what to do about a file system that is read-only.</summary>
public sealed class SpaceUseTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Files_below_a_directory_of_the_servers_own_count_whatever_their_names_are()
    {
        foreach (var (name, bytes) in new[] { ("#binlog_cache_files/cache_12", 1000), ("#binlog_temp_files/bolt_7", 200),
            ("#innodb_temp/temp_1.ibt", 30), ("#innodb_redo/#ib_redo4", 4), ("mysql-bin.000001", 9), ("app/t.ibd", 9) })
            _folder.Write(name, new string('x', bytes));
        var status = FileStatus.Read(_folder.Path)!.Value;

        var use = SpaceProbe.Read([_folder.Path], $"{status.DeviceMajor}:{status.DeviceMinor}", null, 5)!;

        Assert.Equal((1200, 30, 4), (use[SpaceUser.OpenTransactions], use[SpaceUser.Temporary], use[SpaceUser.InnoDb]));
        Assert.Equal(use.Bytes, SpaceUse.Parse(use.ToRecord())!.Bytes);
    }

    [Fact]
    public void A_record_of_before_open_transactions_were_told_apart_is_read() =>
        Assert.Equal([1, 2, 3, 4, 5, 0], SpaceUse.Parse("7 1 2 3 4 5")!.Bytes);

    [Theory]
    [InlineData("tmpfs", "tmpfs", "mount -o remount,rw -- '/bin log'", "dmesg")]
    [InlineData("overlay", "overlay", "a volume of their own", "fsck")]
    [InlineData("nfs4", "nas:/x", "the server that exports nas:/x", "fsck")]
    [InlineData("zfs", "tank/x", "zfs get readonly -- tank/x", "fsck")]
    [InlineData("ext4", "/dev/sda1", "fsck.ext4 -f -- /dev/sda1", "xfs_repair")]
    [InlineData("xfs", "/dev/sda1", "xfs_repair -- /dev/sda1", "fsck")]
    [InlineData("btrfs", "/dev/sda1", "btrfs device stats -- '/bin log'", "fsck")]
    public void A_read_only_file_system_has_steps_of_its_type(string type, string source, string step, string never)
    {
        var result = new NagiosCheckResult("X");

        ReadOnlyAdvice.Add(result, new Mount("8:1", "/", "/bin log", type, source, true), "/bin log");

        Assert.Contains(step, string.Concat(result.NextSteps), StringComparison.Ordinal);
        Assert.DoesNotContain(never, string.Concat(result.NextSteps), StringComparison.Ordinal);
    }
}
