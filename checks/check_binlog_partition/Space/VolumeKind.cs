using Linux.Host;

namespace NagiosChecks.BinlogPartition;

/// <summary>What a file system lies on, as far as that decides how it is grown.</summary>
internal enum VolumeKind
{
    /// <summary>No block device of its own, or it cannot be seen.</summary>
    Other,

    /// <summary>A logical volume of LVM.</summary>
    LogicalVolume,

    /// <summary>A thin volume of LVM: its pool may be full before the file system is.</summary>
    ThinVolume,

    /// <summary>A partition.</summary>
    Partition,

    /// <summary>A whole disk.</summary>
    Disk,
}

/// <summary>Reads what kind of volume a mount lies on: sysfs-block-dm, and the attribute <c>partition</c>.</summary>
internal static class Volumes
{
    /// <summary>The kind below a mount.</summary>
    public static VolumeKind KindOf(HostFiles files, Mount mount)
    {
        var block = $"/sys/dev/block/{mount.Device}";
        if (files.Read($"{block}/dm/uuid") is { Outcome: FileOutcome.Read } uuid)
            return !uuid.Text.StartsWith("LVM-", StringComparison.Ordinal) ? VolumeKind.Other : IsThin(files, block)
                ? VolumeKind.ThinVolume : VolumeKind.LogicalVolume;
        if (files.Read($"{block}/partition").Outcome == FileOutcome.Read)
            return VolumeKind.Partition;
        return files.Read($"{block}/size").Outcome == FileOutcome.Read
            && files.Read($"{block}/loop/backing_file").Outcome != FileOutcome.Read ? VolumeKind.Disk : VolumeKind.Other;
    }

    private static bool IsThin(HostFiles files, string block)
    {
        foreach (var slave in files.List($"{block}/slaves") ?? [])
        {
            if (files.Read($"{block}/slaves/{slave}/dm/uuid") is { Outcome: FileOutcome.Read } below && below.Text.Contains("-tpool",
                StringComparison.Ordinal))
                return true;
        }

        return false;
    }
}
