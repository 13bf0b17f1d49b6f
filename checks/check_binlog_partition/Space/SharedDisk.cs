namespace NagiosChecks.BinlogPartition;

/// <summary>What is known about the disks below the binlogs and below the data.</summary>
internal enum SharedDiskKind
{
    /// <summary>Where the data is was not known.</summary>
    NotJudged,

    /// <summary>No disk is below both.</summary>
    Apart,

    /// <summary>One file system holds both.</summary>
    OneFileSystem,

    /// <summary>At least one disk is below both.</summary>
    OneDisk,

    /// <summary>A part of one of the two stacks cannot be seen.</summary>
    Unseen,
}

/// <summary>Whether the binlogs share a disk with the data.</summary>
/// <param name="Kind">What is known.</param>
/// <param name="DataDirectory">Where the data is; empty when that is not known.</param>
/// <param name="Detail">The mount, the disks, or what could not be seen.</param>
internal sealed record SharedDisk(SharedDiskKind Kind, string DataDirectory, string Detail)
{
    public static SharedDisk NotJudged { get; } = new(SharedDiskKind.NotJudged, "", "");
}
