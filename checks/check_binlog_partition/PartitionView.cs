using Linux.Host;
using MySql.Session;

namespace NagiosChecks.BinlogPartition;

/// <summary>Everything that one run saw of the binlogs and the file system that holds them.</summary>
internal sealed record PartitionView
{
    /// <summary>The directory of the binlogs as the operator knows it.</summary>
    public required string Directory { get; init; }

    /// <summary>How the directory was found, for people.</summary>
    public required string FoundBy { get; init; }

    /// <summary>The mount that holds it; null when the mount table does not say.</summary>
    public Mount? Mount { get; init; }

    /// <summary>Fill of the file system.</summary>
    public required FileSystemUsage Usage { get; init; }

    /// <summary>The binlogs by rising number; null when they could not be listed.</summary>
    public IReadOnlyList<BinlogFile>? Files { get; init; }

    /// <summary>Why the files could not be listed, with what would help; null when they were.</summary>
    public string? ListingFailure { get; init; }

    /// <summary>What gives the right to list them.</summary>
    public string? ListingGrant { get; init; }

    /// <summary>Fill of the past.</summary>
    public required FillHistory History { get; init; }

    /// <summary>What the server says; null without a login.</summary>
    public ServerFacts? Server { get; init; }

    /// <summary>Why a login that was asked for failed; null otherwise.</summary>
    public MySqlSessionException? LoginFailure { get; init; }

    /// <summary>What the binlogs share a disk with: "the data in /var/lib/mysql (disk sda)"; null for nothing or unknown.</summary>
    public string? SharesDiskWith { get; init; }

    /// <summary>False when it is not known where the data is.</summary>
    public bool DataIsKnown { get; init; }

    /// <summary>Remarks of the probe.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>True when nothing can be written to the file system.</summary>
    public bool IsReadOnly => Usage.IsReadOnly || Mount is { IsReadOnly: true };

    /// <summary>Bytes of all binlogs that were listed.</summary>
    public long BinlogBytes => Files?.Sum(file => file.Size) ?? 0;
}
