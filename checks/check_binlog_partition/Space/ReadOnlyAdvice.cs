using Linux.Host;
using Nagios.Plugin;

namespace NagiosChecks.BinlogPartition;

/// <summary>What to do about a file system that is mounted read-only, by its type: a disk that failed is repaired by the file system's own
/// program; what has no disk was made read-only by somebody.</summary>
internal static class ReadOnlyAdvice
{
    /// <summary>Adds the steps.</summary>
    /// <param name="result">Where they go.</param>
    /// <param name="mount">The mount; null when it is not known.</param>
    /// <param name="point">Where it is mounted.</param>
    public static void Add(NagiosCheckResult result, Mount? mount, string point)
    {
        switch (mount?.Type)
        {
            case "tmpfs" or "ramfs":
                result.Advise($"Find out who mounted {point} read-only: it lies in memory, so no disk has failed; then make it writable: "
                    + $"{ShellCommand.Of($"mount -o remount,rw -- {point}")}");
                return;
            case "overlay":
                result.Advise($"Find out why the layer of this container is read-only (docker run --read-only, or the host's file system "
                    + $"below it), and give the binlogs a volume of their own");
                return;
            case "nfs" or "nfs4" or "cifs":
                result.Advise($"See on the server that exports {mount.Source} why it is read-only, and in /etc/fstab whether this host "
                    + $"mounts it so");
                return;
            case "zfs":
                result.Advise($"See whether the pool or the data set is read-only: {ShellCommand.Of($"zpool status")} and "
                    + $"{ShellCommand.Of($"zfs get readonly -- {mount.Source}")}");
                return;
            default:
                result.Advise($"See {ShellCommand.Of($"dmesg -T")} for the error that made the kernel mount {point} read-only, and have "
                    + $"the "
                    + $"disk looked at");
                result.Advise($"Let a replica take over; then stop the server, {Repair(mount)} and mount it again (mount -o remount,rw "
                    + $"alone "
                    + $"only hides the error)");
                return;
        }
    }

    private static NextStep Repair(Mount? mount) => mount?.Type switch
    {
        "ext2" or "ext3" or "ext4" => NextStep.Of($"unmount it, run {ShellCommand.Of($"fsck.ext4 -f -- {mount.Source}")}"),
        "xfs" => NextStep.Of($"unmount it, run {ShellCommand.Of($"xfs_repair -- {mount.Source}")}"),
        "btrfs" => NextStep.Of($"look at {ShellCommand.Of($"btrfs device stats -- {mount.Point}")}, replace a device that fails"),
        _ => NextStep.Of($"unmount it, run the repair program of its file system"),
    };
}
