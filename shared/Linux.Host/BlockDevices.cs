
namespace Linux.Host;

/// <summary>
/// Which physical disks a file system rests on: /sys/dev/block (sysfs-block), down through device mapper, LVM, RAID and partitions
/// by each device's <c>slaves</c>, and through loop devices by the name of their file.
/// </summary>
public static class BlockDevices
{
    private const int MaximumDepth = 16;

    /// <summary>The names of the disks below a device, such as <c>sda</c> and <c>nvme0n1</c>; empty when it has none (tmpfs, NFS) or
    /// they cannot be seen.</summary>
    /// <param name="files">Reads /sys.</param>
    /// <param name="device">Major and minor number as in mountinfo: <c>253:0</c>.</param>
    public static IReadOnlyCollection<string> DisksBelow(HostFiles files, string device)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(device);
        var disks = new SortedSet<string>(StringComparer.Ordinal);
        Collect(files, device, disks, 0);
        return disks;
    }

    /// <summary>The disks below a mount. File systems with numbers of their own (btrfs, overlay) are found by the device they name.</summary>
    public static IReadOnlyCollection<string> DisksBelow(HostFiles files, Mount mount)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(mount);
        var disks = DisksBelow(files, mount.Device);
        if (disks.Count > 0 || !mount.Source.StartsWith("/dev/", StringComparison.Ordinal))
            return disks;
        // /dev/mapper/NAME is a link to ../dm-N.
        var name = files.ReadLink(mount.Source) is { } target ? LastPart(target) : LastPart(mount.Source);
        return NumberOf(files, name) is { } number ? DisksBelow(files, number) : disks;
    }

    private static void Collect(HostFiles files, string device, SortedSet<string> disks, int depth)
    {
        var link = files.ReadLink($"/sys/dev/block/{device}");
        if (link is null || depth > MaximumDepth)
            return;
        var name = LastPart(link);
        if (files.Read($"/sys/dev/block/{device}/partition").Outcome == FileOutcome.Read)
        {
            var disk = LastPart(link[..(link.Length - name.Length - 1)]);
            if (NumberOf(files, disk) is { } whole && whole != device)
                Collect(files, whole, disks, depth + 1);
            else
                disks.Add(disk);
            return;
        }

        var below = Below(files, device);
        foreach (var slave in below)
        {
            if (NumberOf(files, slave) is { } number)
                Collect(files, number, disks, depth + 1);
        }

        if (below.Count > 0)
            return;
        if (files.Read($"/sys/dev/block/{device}/loop/backing_file") is { Outcome: FileOutcome.Read } backing && files.Status(backing.Text.Trim()) is { } file)
            Collect(files, $"{file.DeviceMajor}:{file.DeviceMinor}", disks, depth + 1);
        else
            disks.Add(name);
    }

    private static IReadOnlyList<string> Below(HostFiles files, string device)
    {
        try
        {
            return files.List($"/sys/dev/block/{device}/slaves") ?? [];
        }
        catch (HostException)
        {
            // Not visible to this user: the device itself is then the lowest that is known.
            return [];
        }
    }

    private static string? NumberOf(HostFiles files, string name) =>
        files.Read($"/sys/class/block/{name}/dev") is { Outcome: FileOutcome.Read } dev ? dev.Text.Trim() : null;

    private static string LastPart(string path) => path[(path.LastIndexOf('/') + 1)..];
}
