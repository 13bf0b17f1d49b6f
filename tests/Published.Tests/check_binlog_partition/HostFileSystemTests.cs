using System.Globalization;
using Linux.Host;

namespace NagiosChecks.BinlogPartition.Tests;

public class HostFileSystemTests
{
    // A real table (Debian 12) with mounts added as mount(8) makes them: bind, over each other, blanks, a read-only remount.
    private const string Table = """
        22 27 0:21 / /proc rw,relatime - proc proc rw
        27 1 254:0 / / rw,relatime - ext4 /dev/vda rw,discard
        40 27 253:1 / /var/lib/mysql rw,noatime shared:5 - xfs /dev/mapper/vg0-mysql rw
        41 40 253:2 / /var/lib/mysql/binlog rw,noatime shared:6 master:1 - ext4 /dev/mapper/vg0-binlog rw
        42 27 254:0 /srv/data /data\040with\011blanks rw,relatime - ext4 /dev/vda rw
        43 27 0:50 / /backup rw,relatime - nfs4 nas:/backup rw,vers=4.2
        44 43 0:51 / /backup ro,relatime - nfs4 nas2:/backup rw,vers=4.2
        45 27 8:1 / /mnt/broken rw,relatime - ext4 /dev/sda1 ro,errors=remount-ro
        """;

    [Theory]
    [InlineData("/var/lib/mysql/binlog/mysql-bin.000001", "/var/lib/mysql/binlog (ext4 on /dev/mapper/vg0-binlog)", false)]
    [InlineData("/var/lib/mysql/binlog2", "/var/lib/mysql (xfs on /dev/mapper/vg0-mysql)", false)]
    [InlineData("/var/lib/mysql", "/var/lib/mysql (xfs on /dev/mapper/vg0-mysql)", false)]
    [InlineData("/etc", "/ (ext4 on /dev/vda)", false)]
    [InlineData("/data with\tblanks/x", "/data with\tblanks (ext4 on /dev/vda)", false)]
    [InlineData("/backup/db", "/backup (nfs4 on nas2:/backup)", true)]
    [InlineData("/mnt/broken", "/mnt/broken (ext4 on /dev/sda1)", true)]
    public void The_mount_that_holds_a_path_is_the_deepest_and_the_last(string path, string mount, bool readOnly)
    {
        var found = MountTable.Parse(Table).Holding(path);
        Assert.Equal(mount, found?.ToString());
        Assert.Equal(readOnly, found!.IsReadOnly);
    }

    [Theory]
    [InlineData("27 1 254:0 / / rw,relatime")]
    [InlineData("27 1 254:0 / / rw,relatime - ext4")]
    [InlineData("-")]
    public void A_line_that_is_no_mount_is_refused(string line) =>
        Assert.Contains(line, Assert.Throws<HostException>(() => MountTable.Parse(line + "\n")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("/")]
    [InlineData("/dev/shm")]
    [InlineData("/proc")]
    public void Free_space_and_inodes_are_what_stat_says(string path)
    {
        var before = ProcessRun.Of("/usr/bin/stat", ["-f", "-c", "%S %b %f %a %c %d", path]).Output.Split(' ').Select(text =>
            long.Parse(text, CultureInfo.InvariantCulture)).ToList();
        var usage = FileSystemUsage.Read(path);

        Assert.Equal(before[0] * before[1], usage.TotalBytes);
        Assert.InRange(usage.AvailableBytes, before[0] * before[3] - 500_000_000, before[0] * before[3] + 500_000_000);
        Assert.True(usage.FreeBytes >= usage.AvailableBytes);
        Assert.Equal(before[4], usage.Inodes);
        Assert.Equal(before[4] == 0, usage.InodesUsedPercent is null);
    }

    [Fact]
    public void Used_percent_is_what_df_says()
    {
        var df = ProcessRun.Of("/bin/df", ["--output=pcent", "/"]).Output.Split('\n')[1].Trim(' ', '%');
        Assert.Equal(double.Parse(df, CultureInfo.InvariantCulture), Math.Ceiling(FileSystemUsage.Read("/").UsedPercent), 1.0);
    }

    // Trees as /sys shows them: a partition, LVM over two partitions, RAID over LVM, NVMe.
    [Theory]
    [InlineData("8:1", "sda")]
    [InlineData("8:0", "sda")]
    [InlineData("253:0", "sda sdb")]
    [InlineData("9:0", "nvme0n1 sda sdb")]
    [InlineData("259:1", "nvme0n1")]
    [InlineData("0:50", "")]
    public void The_disks_below_a_device_are_found_through_everything_in_between(string device, string disks)
    {
        using var tree = new TemporaryFolder();
        Disk(tree, "devices/pci/ata1/block/sda", "8:0");
        Disk(tree, "devices/pci/ata1/block/sda/sda1", "8:1", isPartition: true);
        Disk(tree, "devices/pci/ata2/block/sdb", "8:16");
        Disk(tree, "devices/pci/ata2/block/sdb/sdb1", "8:17", isPartition: true);
        Disk(tree, "devices/pci/nvme/nvme0n1", "259:0");
        Disk(tree, "devices/pci/nvme/nvme0n1/nvme0n1p1", "259:1", isPartition: true);
        Disk(tree, "devices/virtual/block/dm-0", "253:0", slaves: ["sda1", "sdb1"]);
        Disk(tree, "devices/virtual/block/md0", "9:0", slaves: ["dm-0", "nvme0n1p1"]);

        Assert.Equal(disks, string.Join(' ', BlockDevices.DisksBelow(new HostFiles(tree.Path), device)));
    }

    // A file below a loop device may be deleted or hidden: then its disk is not known, and must not pass for another one.
    [Fact]
    public void A_real_loop_device_on_a_deleted_file_is_not_taken_for_a_disk()
    {
        Requirements.Root();
        using var folder = new TemporaryFolder();
        var image = Path.Combine(folder.Path, "disk.img");
        var loop = ProcessRun.OfShell($"truncate -s 8M {image} && losetup -f --show {image}").Output.Trim();
        Assert.SkipUnless(loop.StartsWith("/dev/loop", StringComparison.Ordinal), "needs a free loop device");
        try
        {
            File.Delete(image);
            var files = new HostFiles("/");
            var number = File.ReadAllText($"/sys/class/block/{Path.GetFileName(loop)}/dev").Trim();
            var stack = BlockDevices.DisksBelow(files, MountTable.Read(files), new Mount(number, "/", "/binlog", "ext4", loop, false));
            Assert.Empty(stack.Disks);
            Assert.Contains("was deleted", stack.Unseen, StringComparison.Ordinal);
        }
        finally
        {
            ProcessRun.OfShell($"losetup -d {loop}");
        }
    }

    [Fact]
    public void A_real_loop_device_leads_to_the_disk_below_its_file()
    {
        Requirements.Root();
        using var folder = new TemporaryFolder();
        var image = Path.Combine(folder.Path, "disk.img");
        var loop = ProcessRun.OfShell($"truncate -s 8M {image} && losetup -f --show {image}").Output.Trim();
        Assert.SkipUnless(loop.StartsWith("/dev/loop", StringComparison.Ordinal), "needs a free loop device");
        try
        {
            var files = new HostFiles("/");
            var number = File.ReadAllText($"/sys/class/block/{Path.GetFileName(loop)}/dev").Trim();
            var below = MountTable.Read(files).Holding(MountTable.Resolve(folder.Path)!)!;
            Assert.Equal(BlockDevices.DisksBelow(files, below.Device), BlockDevices.DisksBelow(files, number));
            Assert.DoesNotContain(Path.GetFileName(loop), BlockDevices.DisksBelow(files, number));
        }
        finally
        {
            ProcessRun.OfShell($"losetup -d {loop}");
        }
    }

    [Fact]
    public void Device_mapper_over_a_loop_device_leads_to_the_disk_below_its_file()
    {
        Requirements.Root();
        Requirements.Program("dmsetup", "/usr/sbin/dmsetup");
        using var folder = new TemporaryFolder();
        var image = Path.Combine(folder.Path, "disk.img");
        var loop = ProcessRun.OfShell($"truncate -s 64M {image} && losetup -f --show {image}").Output.Trim();
        Assert.SkipUnless(loop.StartsWith("/dev/loop", StringComparison.Ordinal), "needs a free loop device");
        var name = $"nagioschecks{Environment.ProcessId}";
        try
        {
            var made = ProcessRun.OfShell($"echo '0 131072 linear {loop} 0' | dmsetup create {name}");
            Assert.SkipUnless(made.ExitCode == 0, $"needs device mapper: {made.Error}");
            var files = new HostFiles("/");
            var number = ProcessRun.OfShell($"dmsetup info -c --noheadings -o major,minor --separator : {name}").Output.Trim();
            var root = MountTable.Read(files).Holding(MountTable.Resolve(folder.Path)!)!;

            Assert.Equal(BlockDevices.DisksBelow(files, MountTable.Read(files), root).Disks, BlockDevices.DisksBelow(files, number));
            Assert.NotEmpty(BlockDevices.DisksBelow(files, number));
        }
        finally
        {
            ProcessRun.OfShell($"dmsetup remove {name}; losetup -d {loop}");
        }
    }

    private static void Disk(TemporaryFolder tree, string path, string number, bool isPartition = false, string[]? slaves = null)
    {
        tree.Write($"sys/{path}/dev", number + "\n");
        if (isPartition)
            tree.Write($"sys/{path}/partition", "1\n");
        var name = Path.GetFileName(path);
        tree.Link($"sys/dev/block/{number}", $"../../{path}");
        tree.Link($"sys/class/block/{name}", $"../../{path}");
        Directory.CreateDirectory(Path.Combine(tree.Path, "sys", path, "slaves"));
        foreach (var slave in slaves ?? [])
            tree.Link($"sys/{path}/slaves/{slave}", $"../../{slave}");
    }
}
