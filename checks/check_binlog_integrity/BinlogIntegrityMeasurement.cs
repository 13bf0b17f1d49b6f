using MySql.BinlogFiles;
using Nagios.Plugin;

namespace NagiosChecks.BinlogIntegrity;

/// <summary>What check_binlog_integrity saw.</summary>
internal sealed record BinlogIntegrityMeasurement
{
    /// <summary>The directory; null when files were named.</summary>
    public BinlogDirectory? Directory { get; init; }

    /// <summary>The files that were looked at, oldest first.</summary>
    public required IReadOnlyList<FileReport> Files { get; init; }

    /// <summary>Names that the index lists and the directory lacks.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];

    /// <summary>Names that the directory holds and the index lacks.</summary>
    public IReadOnlyList<string> Extra { get; init; } = [];

    /// <summary>Names in the index before which a number is left out.</summary>
    public IReadOnlyList<string> Gaps { get; init; } = [];

    /// <summary>What could not be seen.</summary>
    public IReadOnlyList<Unseen> Unseen { get; init; } = [];

    /// <summary>Bytes that this run read.</summary>
    public long BytesRead => Files.Sum(file => file.BytesRead);

    /// <summary>Bytes that are left to later runs.</summary>
    public long BytesLeft => Files.Sum(file => file.BytesLeft);
}
