using System.Text;
using Linux.Host;

namespace NagiosChecks.BinlogPartition.Tests;

/// <summary>Whether binlogs and data lie on one disk, over stacks that were captured from a real kernel.</summary>
public sealed class SharedDiskTests : IDisposable
{
    private static readonly string Stacks = Repository.Fixture("check_binlog_partition", "stacks");
    private readonly TemporaryFolder _tree = new();

    public void Dispose() => _tree.Dispose();

    public static TheoryData<string, string> Captured =>
        [.. File.ReadLines(Path.Combine(Stacks, "stacks.tsv")).Skip(1).Select(line => line.Split('\t')).Select(fields =>
            new TheoryDataRow<string, string>(fields[0], fields[1]))];

    // "Apart" of one disk is the one wrong answer; what cannot be seen is said.
    [Theory]
    [MemberData(nameof(Captured))]
    public void A_captured_stack_is_told_right_or_as_unseen(string stack, string truth)
    {
        Unpack(Path.Combine(Stacks, $"{stack}.tree"));
        var told = Compare("/binlog", File.ReadAllText(Path.Combine(_tree.Path, "proc/self/mountinfo")).Contains(" /data/mysql ",
            StringComparison.Ordinal) ? "/data/mysql" : "/data");

        if (stack is "loop-on-deleted-file" or "loop-on-closed-data" or "btrfs-two-devices-second-shared")
            Assert.Equal(SharedDiskKind.Unseen, told.Kind);
        else
            Assert.Equal(truth, told.Kind is SharedDiskKind.OneDisk or SharedDiskKind.OneFileSystem ? "same"
                : told.Kind == SharedDiskKind.Apart ? "apart" : told.ToString());
    }

    [Fact]
    public void Every_device_of_a_btrfs_counts()
    {
        Unpack(Path.Combine(Stacks, "btrfs-two-devices-second-shared.tree"));
        var mounts = MountTable.Read(new HostFiles(_tree.Path));
        var btrfs = mounts.Mounts.First(mount => mount.Type == "btrfs");
        var second = mounts.Holding(btrfs.Point == "/data" ? "/binlog" : "/data")!;
        // As /sys/fs/btrfs shows a file system of two devices (Documentation/ABI/testing/sysfs-fs-btrfs).
        var disk = Path.GetFileName(new HostFiles(_tree.Path).ReadLink($"/sys/dev/block/{second.Device}")!);
        foreach (var device in new[] { Path.GetFileName(btrfs.Source), disk })
            _tree.Write($"sys/fs/btrfs/11111111-2222-3333-4444-555555555555/devices/{device}", "");

        Assert.Equal(SharedDiskKind.OneDisk, Compare("/binlog", "/data").Kind);
    }

    [Theory]
    [InlineData("/lower/u", SharedDiskKind.OneDisk)] // the upper directory is on the binlogs' disk
    [InlineData("/nowhere", SharedDiskKind.Apart)] // a path of the root, which is on a third disk
    public void An_overlay_lies_where_its_upper_directory_is(string upper, object kind)
    {
        Mounts($"""
            30 1 8:0 / / rw - ext4 /dev/root rw
            31 30 8:16 / /binlog rw - ext4 /dev/sdb rw
            32 30 8:16 /l /lower rw - ext4 /dev/sdb rw
            33 30 0:44 / /data rw - overlay overlay rw,lowerdir=/lower/l,upperdir={upper},workdir=/lower/w
            """);
        Disk("sda", "8:0");
        Disk("sdb", "8:16");
        Assert.Equal((SharedDiskKind)kind, Compare("/binlog", "/data").Kind);
    }

    [Fact]
    public void A_snapshot_writes_to_its_copy_area_with_every_write_to_its_origin()
    {
        // vg-data is the origin on vg-data-real (sda); the copy area of its snapshot lies on sdb, where the binlogs are.
        Mounts("""
            30 1 253:0 / /data rw - ext4 /dev/mapper/vg-data rw
            31 1 8:16 / /binlog rw - ext4 /dev/sdb rw
            """);
        Disk("sda", "8:0");
        Disk("sdb", "8:16");
        Disk("dm-1", "253:1", slaves: ["sda"], uuid: "LVM-abc-real", holders: ["dm-0", "dm-3"]);
        Disk("dm-0", "253:0", slaves: ["dm-1"], uuid: "LVM-abc");
        Disk("dm-2", "253:2", slaves: ["sdb"], uuid: "LVM-def-cow");
        Disk("dm-3", "253:3", slaves: ["dm-1", "dm-2"], uuid: "LVM-def");
        Assert.Equal(SharedDiskKind.OneDisk, Compare("/binlog", "/data").Kind);
    }

    [Fact]
    public void A_mapped_device_is_found_by_its_name_where_dev_mapper_has_nodes()
    {
        Mounts("""
            30 1 0:40 / /data rw - btrfs /dev/mapper/vg-data rw,subvolid=5
            31 1 8:0 / /binlog rw - ext4 /dev/sda rw
            """);
        Disk("sda", "8:0");
        Disk("dm-0", "253:0", slaves: ["sda"], uuid: "LVM-abc", mapped: "vg-data");
        Assert.Equal(SharedDiskKind.OneDisk, Compare("/binlog", "/data").Kind);
    }

    [Theory]
    [InlineData("tank/binlog", SharedDiskKind.OneDisk)]
    [InlineData("other/binlog", SharedDiskKind.Apart)]
    public void Data_sets_of_one_pool_share_its_disks(string source, object kind)
    {
        Mounts($"""
            30 1 0:40 / /data rw - zfs tank/mysql rw
            31 1 0:41 / /binlog rw - zfs {source} rw
            """);
        Assert.Equal((SharedDiskKind)kind, Compare("/binlog", "/data").Kind);
    }

    // As the kernel shows a subvolume with a limit: Documentation/ABI/testing/sysfs-fs-btrfs.
    [Theory]
    [InlineData("1", 300L)]
    [InlineData("0", null)]
    public void A_limit_of_a_btrfs_subvolume_is_read(string flags, long? room)
    {
        foreach (var (name, text) in new[] { ("limit_flags", flags), ("max_referenced", "1000"), ("referenced", "700"),
            ("max_exclusive", "0"), ("exclusive", "700") })
            _tree.Write($"sys/fs/btrfs/11111111-2222-3333-4444-555555555555/qgroups/0_256/{name}", text + "\n");
        _tree.Write("sys/fs/btrfs/11111111-2222-3333-4444-555555555555/devices/sdb", "");
        var mount = new Mount("0:44", "/@binlog", "/binlog", "btrfs", "/dev/sdb",
            false) { FileSystemOptions = "rw,space_cache=v2,subvolid=256,subvol=/@binlog" };
        Assert.Equal(room, Quotas.RoomOf(new HostFiles(_tree.Path), mount));
    }

    private SharedDisk Compare(string binlogs, string data)
    {
        var files = new HostFiles(_tree.Path);
        var mounts = MountTable.Read(files);
        return SharedDiskProbe.Compare(files, mounts, mounts.Holding(binlogs)!, mounts.Holding(data)!, data);
    }

    private void Mounts(string table) => _tree.Write("proc/self/mountinfo", table + "\n");

    private void Disk(string name, string number, string[]? slaves = null, string? uuid = null, string[]? holders = null,
        string? mapped = null)
    {
        var path = $"sys/devices/virtual/block/{name}";
        _tree.Write($"{path}/dev", number + "\n");
        _tree.Link($"sys/dev/block/{number}", $"../../devices/virtual/block/{name}");
        _tree.Link($"sys/class/block/{name}", $"../../devices/virtual/block/{name}");
        Directory.CreateDirectory(Path.Combine(_tree.Path, path, "slaves"));
        Directory.CreateDirectory(Path.Combine(_tree.Path, path, "holders"));
        foreach (var slave in slaves ?? [])
            _tree.Link($"{path}/slaves/{slave}", $"../../{slave}");
        foreach (var holder in holders ?? [])
            _tree.Link($"{path}/holders/{holder}", $"../../{holder}");
        if (uuid is not null)
            _tree.Write($"{path}/dm/uuid", uuid + "\n");
        if (mapped is not null)
            _tree.Write($"{path}/dm/name", mapped + "\n");
    }

    private void Unpack(string tree)
    {
        foreach (var line in File.ReadLines(tree))
        {
            var fields = line.Split(' ', 3);
            var path = fields[1].TrimStart('/');
            if (fields[0] == "D")
                Directory.CreateDirectory(Path.Combine(_tree.Path, path));
            else if (fields[0] == "L")
                _tree.Link(path, fields[2]);
            else
                _tree.Write(path, Unescape(fields.Length > 2 ? fields[2] : ""));
        }
    }

    // The escapes that printf %b reads, as far as the trees have them.
    private static string Unescape(string text)
    {
        var result = new StringBuilder(text.Length);
        for (var index = 0; index < text.Length; index++)
        {
            if (text[index] != '\\' || index + 1 == text.Length)
                result.Append(text[index]);
            else
                result.Append(text[++index] switch { 'n' => '\n', 't' => '\t', '\\' => '\\', var other => other });
        }

        return result.ToString();
    }
}
