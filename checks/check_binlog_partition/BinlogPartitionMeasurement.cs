using Linux.Host;
using MySql.Session;

namespace NagiosChecks.BinlogPartition;

/// <summary>Whether the data of the server is on the file system of its binlogs.</summary>
internal enum DataPlace
{
    /// <summary>Not known: then nothing there may be called removable.</summary>
    Unknown,

    /// <summary>The same file system.</summary>
    SameFileSystem,

    /// <summary>Another one.</summary>
    Apart,
}

/// <summary>Everything that one run saw of the binlogs and the file system that holds them.</summary>
internal sealed record BinlogPartitionMeasurement
{
    /// <summary>The directory of the binlogs as the operator knows it.</summary>
    public required string Directory { get; init; }

    /// <summary>What the names of the binlogs begin with; null when the directory showed it.</summary>
    public string? Prefix { get; init; }

    /// <summary>How the directory was found, for people.</summary>
    public required string FoundBy { get; init; }

    /// <summary>True when no server was found and the place is that of earlier runs.</summary>
    public bool IsRemembered { get; init; }

    /// <summary>Identifies the file system and the directory, so that the room of another one is not compared.</summary>
    public string Device { get; init; } = "-";

    /// <summary>The mount that holds it; null when the mount table does not say.</summary>
    public Mount? Mount { get; init; }

    /// <summary>What the mount lies on.</summary>
    public VolumeKind Volume { get; init; }

    /// <summary>Fill of the file system.</summary>
    public required FileSystemUsage Usage { get; init; }

    /// <summary>Bytes that a quota leaves; null where none is known.</summary>
    public long? QuotaRoom { get; init; }

    /// <summary>The binlogs by rising number; null when they could not be listed.</summary>
    public IReadOnlyList<BinlogFile>? Files { get; init; }

    /// <summary>Why the files could not be listed; null when they were.</summary>
    public UnlistedBinlogs? Unlisted { get; init; }

    /// <summary>What the server says; null without a login.</summary>
    public ServerFacts? Server { get; init; }

    /// <summary>Why a login that was asked for failed; null otherwise.</summary>
    public MySqlSessionException? LoginFailure { get; init; }

    /// <summary>Whether the binlogs share a disk with the data.</summary>
    public SharedDisk Shared { get; init; } = SharedDisk.NotJudged;

    /// <summary>Whether the data is on the same file system.</summary>
    public DataPlace Data { get; init; }

    /// <summary>What takes the space besides the binlogs; null when it could not be seen.</summary>
    public SpaceUse? Use { get; init; }

    /// <summary>The other places that the server writes to, with their room.</summary>
    public IReadOnlyList<FullPlace> OtherPlaces { get; init; } = [];

    /// <summary>The process whose files show which binlogs are open; null when it is not known.</summary>
    public IReadOnlyList<HeldBinlog> Held { get; init; } = [];

    /// <summary>Remarks of the probe.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>True when nothing can be written to the file system.</summary>
    public bool IsReadOnly => Usage.IsReadOnly || Mount is { IsReadOnly: true };

    /// <summary>Bytes that the server can still write: what the file system has, or what a quota leaves of it.</summary>
    public long RoomBytes => Math.Min(Usage.AvailableBytes, QuotaRoom ?? long.MaxValue);

    /// <summary>The room now.</summary>
    public RoomNow Room => new(Usage.TotalBytes, RoomBytes, BinlogBytes, Files is { Count: > 0 } ? Files[0].Number : 0);

    /// <summary>Bytes of all binlogs that were listed.</summary>
    public long BinlogBytes => Files?.Sum(file => file.Size) ?? 0;

    /// <summary>This run's sample.</summary>
    public PartitionSample Sample(ClockReading now)
    {
        var newest = Files is { Count: > 0 } files ? files[^1] : default;
        return new PartitionSample(now, Device, RoomBytes, BinlogBytes, Files is { Count: > 0 } ? newest.Number : 0, newest.Size);
    }
}

/// <summary>Why the binlogs could not be listed.</summary>
/// <param name="User">The user that runs the check.</param>
/// <param name="IsLooking">True when the directory may be listed (r) and its files may not be looked at (x is missing).</param>
internal sealed record UnlistedBinlogs(string User, bool IsLooking);

/// <summary>A binlog that somebody has open.</summary>
/// <param name="Name">The file's name.</param>
/// <param name="Holder">Who: <c>the server (a replica or reader)</c>, <c>mysqlbinlog (process 4711)</c>.</param>
internal sealed record HeldBinlog(string Name, string Holder);
