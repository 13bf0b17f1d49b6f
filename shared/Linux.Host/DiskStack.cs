namespace Linux.Host;

/// <summary>What a file system rests on.</summary>
/// <param name="Disks">The names of the disks, such as <c>sda</c> and <c>nvme0n1</c>; empty where there are none (tmpfs, NFS).</param>
/// <param name="Unseen">What of the stack cannot be seen, and why; null when all of it was seen.</param>
public sealed record DiskStack(IReadOnlyCollection<string> Disks, string? Unseen);
