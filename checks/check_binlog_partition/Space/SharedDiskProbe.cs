using Linux.Host;
using Nagios.Plugin;

namespace NagiosChecks.BinlogPartition;

/// <summary>Looks whether the binlogs and the data lie on one disk.</summary>
internal static class SharedDiskProbe
{
    private const int MostNamed = 4;

    /// <summary>What is known about it.</summary>
    public static SharedDisk Read(HostFiles files, BinlogLocation location, Mount? mount, CheckRun run)
    {
        if (location.DataDirectory is not { } data || mount is null)
            return SharedDisk.NotJudged;
        run.Stage = $"looking at the disks below {data}";
        var mounts = MountTable.Read(files, location.Process);
        var inside = location.Process == "self" ? MountTable.Resolve(data) ?? data : data[$"/proc/{location.Process}/root".Length..];
        return mounts.Holding(inside) is { } other ? Compare(files, mounts, mount, other, data) : new SharedDisk(SharedDiskKind.Unseen,
            data, "no mount holds it");
    }

    /// <summary>Compares two mounts.</summary>
    /// <param name="files">Reads /sys.</param>
    /// <param name="mounts">All mounts.</param>
    /// <param name="binlogs">The mount of the binlogs.</param>
    /// <param name="other">The mount of the data.</param>
    /// <param name="data">The data directory.</param>
    public static SharedDisk Compare(HostFiles files, MountTable mounts, Mount binlogs, Mount other, string data)
    {
        if (other.Device == binlogs.Device)
            return new SharedDisk(SharedDiskKind.OneFileSystem, data, binlogs.ToString());
        var (ours, theirs) = (BlockDevices.DisksBelow(files, mounts, binlogs), BlockDevices.DisksBelow(files, mounts, other));
        var shared = ours.Disks.Intersect(theirs.Disks, StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        if (shared.Count > 0)
            return new SharedDisk(SharedDiskKind.OneDisk, data, string.Join(", ", shared.Take(MostNamed)));
        return (ours.Unseen ?? theirs.Unseen) is { } unseen ? new SharedDisk(SharedDiskKind.Unseen, data, unseen)
            : new SharedDisk(SharedDiskKind.Apart, data, "");
    }
}
