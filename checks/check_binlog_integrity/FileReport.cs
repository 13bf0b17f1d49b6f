namespace NagiosChecks.BinlogIntegrity;

/// <summary>What reading one binlog showed.</summary>
/// <param name="Path">The path that it was opened by.</param>
internal sealed record FileReport(string Path)
{
    /// <summary>The file's name without its directory.</summary>
    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>What is known of it as a whole.</summary>
    public FileCondition Condition { get; init; }

    /// <summary>Its damage; null where it has none.</summary>
    public FileDamage? Damage { get; init; }

    /// <summary>Its size in bytes.</summary>
    public long Bytes { get; init; }

    /// <summary>How many events were read, those that earlier runs read included.</summary>
    public long Events { get; init; }

    /// <summary>How many of them stand before <see cref="SafePosition"/>.</summary>
    public long SafeEvents { get; init; }

    /// <summary>Bytes that this run read.</summary>
    public long BytesRead { get; init; }

    /// <summary>Bytes that are left to later runs, because the time was up.</summary>
    public long BytesLeft { get; init; }

    /// <summary>Where the last whole transaction ends, or the last event that belongs to none.</summary>
    public long SafePosition { get; init; }

    /// <summary>The GTID of the last whole transaction; empty where there is none.</summary>
    public string SafeGtid { get; init; } = "";

    /// <summary>True when the first event says that the file was not closed.</summary>
    public bool IsInUse { get; init; }

    /// <summary>True when the last event is ROTATE or STOP.</summary>
    public bool IsClosed { get; init; }

    /// <summary>Where a transaction begins that has no end in the file; null where there is none.</summary>
    public long? OpenTransaction { get; init; }

    /// <summary>Where the event begins of which the file holds only a part while it is written; null where there is none.</summary>
    public long? PartialEvent { get; init; }

    /// <summary>Length of the largest event, of those that this run read.</summary>
    public long LargestEvent { get; init; }

    /// <summary>Where the first event stands that is larger than --max-allowed-packet; null where there is none.</summary>
    public long? OversizedAt { get; init; }

    /// <summary>True for MariaDB's encryption: lengths were checked and checksums could not be.</summary>
    public bool HasEncryptedEvents { get; init; }

    /// <summary>False where the server writes no checksums.</summary>
    public bool HasChecksums { get; init; }

    /// <summary>True for the MariaDB family.</summary>
    public bool IsMariaDb { get; init; }

    /// <summary>True for a relay log.</summary>
    public bool IsRelayLog { get; init; }

    /// <summary>True for the newest file of its directory, or a file that was named by itself.</summary>
    public bool IsNewest { get; init; }

    /// <summary>When the server wrote the file last, seconds since 1970.</summary>
    public long ModifiedSeconds { get; init; }

    /// <summary>Its inode number.</summary>
    public ulong Inode { get; init; }

    /// <summary>A hash of its first event, which tells it from another of the same name and inode.</summary>
    public ulong Identity { get; init; }

    /// <summary>True when nothing was written to the file for longer than --stuck.</summary>
    public bool IsStill { get; init; }
}
