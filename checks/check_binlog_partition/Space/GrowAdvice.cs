using Linux.Host;
using Nagios.Plugin;

namespace NagiosChecks.BinlogPartition;

/// <summary>How a file system is made larger, by its type and by what it lies on.</summary>
internal static class GrowAdvice
{
    private const double Tenth = 0.1;
    private const int Kilo = 1024;

    /// <summary>The end of the sentence "Make room: ..."; never names anything to remove.</summary>
    public static NextStep For(Mount? mount, VolumeKind volume, FileSystemUsage usage)
    {
        if (mount is null)
            return NextStep.Of($"grow its file system");
        var isLvm = volume is VolumeKind.LogicalVolume or VolumeKind.ThinVolume;
        return mount.Type switch
        {
            "ext2" or "ext3" or "ext4" when isLvm =>
                NextStep.Of($"grow it while it is in use: {ShellCommand.Of($"lvextend -r -L +10G -- {mount.Source}")} "
                    + $"({ShellCommand.Of($"vgs")} shows what is left){Thin(volume)}{Reserved(mount, usage)}"),
            "ext2" or "ext3" or "ext4" =>
                NextStep.Of($"enlarge the {Below(volume)} below it, then "
                    + $"{ShellCommand.Of($"resize2fs -- {mount.Source}")}{Reserved(mount, usage)}"),
            "xfs" when isLvm =>
                NextStep.Of($"grow it while it is in use: "
                    + $"{ShellCommand.Of($"lvextend -L +10G -- {mount.Source} && xfs_growfs -- {mount.Point}")} "
                    + $"({ShellCommand.Of($"vgs")} shows what is left){Thin(volume)}"),
            "xfs" => NextStep.Of($"enlarge the {Below(volume)} below it, then {ShellCommand.Of($"xfs_growfs -- {mount.Point}")}"),
            "btrfs" => NextStep.Of(
                $"see {ShellCommand.Of($"btrfs filesystem usage -- {mount.Point}")} (chunks and metadata can be full before the rest), "
                    + $"enlarge the device or add one, then {ShellCommand.Of($"btrfs filesystem resize max {mount.Point}")}"),
            "tmpfs" => NextStep.Of(
                $"raise its size, as far as there is memory: "
                    + $"{ShellCommand.Of($"mount -o remount,size={Larger(usage)}k -- {mount.Point}")}"),
            "zfs" => NextStep.Of(
                $"see what holds the pool's room: {ShellCommand.Of($"zfs list -o space -- {mount.Source}")} and "
                    + $"{ShellCommand.Of($"zfs get quota,refquota,reservation -- {mount.Source}")}; raise the quota or add a disk to the "
                    + $"pool"),
            "overlay" => NextStep.Of(
                $"grow the file system of the host that holds this container's layer, or give the binlogs a volume of their own"),
            "nfs" or "nfs4" or "cifs" => NextStep.Of($"grow it on the server that exports {mount.Source}"),
            _ => NextStep.Of($"grow the file system {mount.ToString()}"),
        };
    }

    private static long Larger(FileSystemUsage usage) => (long)(usage.TotalBytes * (1 + Tenth) / Kilo) + 1;

    private static NextStep Below(VolumeKind volume) => volume switch
    {
        VolumeKind.Partition => NextStep.Of($"disk (at the cloud provider or hypervisor) and the partition (growpart)"),
        VolumeKind.Disk => NextStep.Of($"disk (at the cloud provider or hypervisor)"),
        _ => NextStep.Of($"device"),
    };

    private static NextStep Thin(VolumeKind volume) => volume == VolumeKind.ThinVolume
        ? NextStep.Of($"; it is a thin volume: see with {ShellCommand.Of($"lvs -o lv_name,pool_lv,data_percent,metadata_percent")} that "
            + $"its pool is not the one that is full")
        : NextStep.Of($"");

    private static NextStep Reserved(Mount mount, FileSystemUsage usage) => usage.FreeBytes - usage.AvailableBytes > usage.TotalBytes / 100
        ? NextStep.Of($"; or give up what it reserves for root: {ShellCommand.Of($"tune2fs -m 0 -- {mount.Source}")}")
        : NextStep.Of($"");
}
