using System.Globalization;
using Linux.Host;

namespace NagiosChecks.BinlogPartition;

/// <summary>
/// The room that a quota leaves where statvfs(3) does not count it: qgroups of btrfs, /sys/fs/btrfs/UUID/qgroups (since Linux 5.9). Project
/// quotas of XFS and ext4, and quotas of ZFS, are in statvfs already.
/// </summary>
internal static class Quotas
{
    private const long LimitsReferenced = 1;
    private const long LimitsExclusive = 2;

    /// <summary>Bytes left to the subvolume of a mount; null where no quota is known.</summary>
    public static long? RoomOf(HostFiles files, Mount mount)
    {
        if (mount.Type != "btrfs" || mount.Option("subvolid") is not { } subvolume)
            return null;
        long? room = null;
        foreach (var identifier in files.List("/sys/fs/btrfs") ?? [])
        {
            if (!IsOf(files, identifier, mount))
                continue;
            var group = $"/sys/fs/btrfs/{identifier}/qgroups/0_{subvolume}";
            var limits = Number(files, $"{group}/limit_flags") ?? 0;
            if ((limits & LimitsReferenced) != 0)
                room = Left(files, group, "max_referenced", "referenced");
            if ((limits & LimitsExclusive) != 0 && Left(files, group, "max_exclusive", "exclusive") is { } exclusive)
                room = Math.Min(room ?? long.MaxValue, exclusive);
        }

        return room;
    }

    private static bool IsOf(HostFiles files, string identifier, Mount mount)
    {
        var device = mount.Source[(mount.Source.LastIndexOf('/') + 1)..];
        return files.Status($"/sys/fs/btrfs/{identifier}/devices/{device}", followLinks: false) is not null;
    }

    private static long? Left(HostFiles files, string group, string most, string used) =>
        Number(files, $"{group}/{most}") is { } limit && Number(files, $"{group}/{used}") is { } now ? Math.Max(0, limit - now) : null;

    private static long? Number(HostFiles files, string path) =>
        files.Read(path) is { Outcome: FileOutcome.Read } content && long.TryParse(content.Text.Trim(), NumberStyles.None,
            CultureInfo.InvariantCulture, out var number) ? number : null;
}
