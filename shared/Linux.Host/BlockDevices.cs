namespace Linux.Host;

/// <summary>
/// Which physical disks a file system rests on: /sys/dev/block (sysfs-block), down through device mapper, LVM, RAID and partitions
/// by each device's <c>slaves</c>, through loop devices by the name of their file, and for file systems of several devices by what
/// they say of themselves. What cannot be seen is never taken for "no disk".
/// </summary>
public sealed class BlockDevices
{
    private const int MaximumDepth = 16;
    private const string Deleted = " (deleted)";
    private readonly HostFiles _files;
    private readonly MountTable? _mounts;
    private readonly SortedSet<string> _disks = new(StringComparer.Ordinal);
    private string? _unseen;

    private BlockDevices(HostFiles files, MountTable? mounts)
    {
        _files = files;
        _mounts = mounts;
    }

    /// <summary>The disks below a device.</summary>
    /// <param name="files">Reads /sys.</param>
    /// <param name="device">Major and minor number as in mountinfo: <c>253:0</c>.</param>
    public static IReadOnlyCollection<string> DisksBelow(HostFiles files, string device)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(device);
        var devices = new BlockDevices(files, null);
        devices.AddDevice(device, 0);
        return devices._disks;
    }

    /// <summary>The disks below a mount, and what of them cannot be seen.</summary>
    /// <param name="files">Reads /sys.</param>
    /// <param name="mounts">All mounts: an overlay lies on another one.</param>
    /// <param name="mount">The mount.</param>
    public static DiskStack DisksBelow(HostFiles files, MountTable mounts, Mount mount)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(mounts);
        ArgumentNullException.ThrowIfNull(mount);
        var devices = new BlockDevices(files, mounts);
        devices.AddMount(mount, 0);
        return new DiskStack(devices._disks, devices._unseen);
    }

    private void AddMount(Mount mount, int depth)
    {
        if (depth > MaximumDepth)
            return;
        switch (mount.Type)
        {
            case "overlay":
                AddUpperDirectory(mount, depth);
                return;
            case "zfs":
                _disks.Add($"ZFS pool {mount.Source.Split('/')[0]}");
                return;
            case "btrfs" when AddBtrfs(mount, depth):
                return;
        }

        if (!AddDevice(mount.Device, depth) && mount.Source.StartsWith("/dev/", StringComparison.Ordinal))
            AddNode(mount.Source, depth);
        // A journal of its own (XFS) and a real-time part are written with every change.
        foreach (var option in new[] { "logdev", "rtdev" })
        {
            if (mount.Option(option) is { } journal)
                AddNode(journal, depth);
        }
    }

    // What is written to an overlay goes to its upper directory, which the table names as whoever mounted it saw it.
    private void AddUpperDirectory(Mount mount, int depth)
    {
        if (mount.Option("upperdir") is not { } upper)
            return;
        var path = _files.IsCaptured ? upper : MountTable.Resolve(upper);
        if (path is not null && _mounts!.Holding(path) is { } below && below != mount)
            AddMount(below, depth + 1);
        else
            _unseen ??= $"the directory {upper} below {mount.Point} (overlay) is not visible here";
    }

    // mountinfo names one device of a btrfs; /sys/fs/btrfs/UUID/devices names all.
    private bool AddBtrfs(Mount mount, int depth)
    {
        var first = NameOf(mount.Source);
        foreach (var identifier in ListOrNothing("/sys/fs/btrfs"))
        {
            var devices = ListOrNothing($"/sys/fs/btrfs/{identifier}/devices");
            if (first is null || !devices.Contains(first, StringComparer.Ordinal))
                continue;
            foreach (var device in devices)
                AddNamed(device, depth + 1);
            return true;
        }

        // One device is known from the mount; whether there are more is not.
        _unseen ??= $"which devices the btrfs of {mount.Point} lies on (/sys/fs/btrfs) is not visible here";
        return false;
    }

    private void AddNode(string node, int depth)
    {
        if (NameOf(node) is { } name && NumberOf(name) is { } number)
            AddDevice(number, depth + 1);
        else
            _unseen ??= $"the device {node} cannot be found in /sys";
    }

    // /dev/mapper/NAME and /dev/GROUP/VOLUME are links to ../dm-N, or nodes of their own where no udev runs: then the name that the
    // device bears tells, which for a volume of LVM is GROUP-VOLUME with every other '-' doubled.
    private string? NameOf(string node)
    {
        var name = LastPart(_files.ReadLink(node) ?? node);
        if (NumberOf(name) is not null)
            return name;
        var parts = node.Split('/');
        if (parts.Length == 4 && parts[2] != "mapper")
            name = $"{parts[2].Replace("-", "--", StringComparison.Ordinal)}-{parts[3].Replace("-", "--", StringComparison.Ordinal)}";
        return ListOrNothing("/sys/class/block").FirstOrDefault(device =>
            device.StartsWith("dm-", StringComparison.Ordinal)
            && _files.Read($"/sys/class/block/{device}/dm/name") is { Outcome: FileOutcome.Read } mapped && mapped.Text.Trim() == name);
    }

    private void AddNamed(string name, int depth)
    {
        if (NumberOf(name) is { } number)
            AddDevice(number, depth);
        else
            _unseen ??= $"the device {name} cannot be found in /sys";
    }

    private bool AddDevice(string device, int depth)
    {
        var link = _files.ReadLink($"/sys/dev/block/{device}");
        if (link is null || depth > MaximumDepth)
            return false;
        var name = LastPart(link);
        if (_files.Read($"/sys/dev/block/{device}/partition").Outcome == FileOutcome.Read)
        {
            var disk = LastPart(link[..(link.Length - name.Length - 1)]);
            if (NumberOf(disk) is { } whole && whole != device)
                AddDevice(whole, depth + 1);
            else
                _disks.Add(disk);
            return true;
        }

        var below = ListOrNothing($"/sys/dev/block/{device}/slaves");
        foreach (var slave in below)
        {
            AddNamed(slave, depth + 1);
            AddSnapshots(slave, name, depth);
        }

        if (below.Count == 0)
            AddLowest(device, name, depth);
        return true;
    }

    // The origin of an LVM snapshot lies on NAME-real; each snapshot of it too, and on a copy area that every write to the origin
    // may write to.
    private void AddSnapshots(string slave, string origin, int depth)
    {
        if (_files.Read($"/sys/class/block/{slave}/dm/uuid") is not { Outcome: FileOutcome.Read } uuid
            || !uuid.Text.Trim().EndsWith("-real", StringComparison.Ordinal))
            return;
        foreach (var holder in ListOrNothing($"/sys/class/block/{slave}/holders"))
        {
            if (holder == origin)
                continue;
            foreach (var other in ListOrNothing($"/sys/class/block/{holder}/slaves"))
            {
                if (other != slave)
                    AddNamed(other, depth + 1);
            }
        }
    }

    private void AddLowest(string device, string name, int depth)
    {
        if (_files.Read($"/sys/dev/block/{device}/loop/backing_file") is not { Outcome: FileOutcome.Read } backing)
        {
            _disks.Add(name);
            return;
        }

        var path = backing.Text.TrimEnd('\n');
        if (path.EndsWith(Deleted, StringComparison.Ordinal))
            _unseen ??= $"the file below {name} was deleted, so its disk is not known";
        else if (_files.Status(path) is { } file)
            AddBacking(file, path, depth);
        else
            _unseen ??= $"the file {path} below {name} is not visible to this user";
    }

    // A file on a file system without a device number of its own (btrfs, overlay) is found by its mount.
    private void AddBacking(FileStatus file, string path, int depth)
    {
        if (!AddDevice($"{file.DeviceMajor}:{file.DeviceMinor}", depth + 1)
            && _mounts?.Holding(MountTable.Resolve(path) ?? path) is { } mount)
            AddMount(mount, depth + 1);
    }

    private IReadOnlyList<string> ListOrNothing(string path)
    {
        try
        {
            return _files.List(path) ?? [];
        }
        catch (HostException)
        {
            // Not visible to this user: what is known so far is then the lowest.
            return [];
        }
    }

    private string? NumberOf(string name) => _files.Read($"/sys/class/block/{name}/dev") is { Outcome: FileOutcome.Read } dev
        ? dev.Text.Trim() : null;

    private static string LastPart(string path) => path[(path.LastIndexOf('/') + 1)..];
}
