using MySql.BinlogFiles;
using Nagios.Plugin;

namespace NagiosChecks.ColumnSizes;

/// <summary>What check_column_sizes measured.</summary>
internal sealed record ColumnSizesMeasurement
{
    public required IReadOnlyList<CountedFile> Files { get; init; }

    /// <summary>Columns of which a value was written, the largest value first.</summary>
    public required IReadOnlyList<ColumnSize> Columns { get; init; }

    public required long Values { get; init; }

    /// <summary>The time that the values were written in, in seconds; null where it cannot be told.</summary>
    public required double? Seconds { get; init; }

    /// <summary>What was looked at, in words.</summary>
    public required string Part { get; init; }

    public bool HasUntold { get; init; }

    public bool IsFull { get; init; }

    /// <summary>True when the last run's place is gone.</summary>
    public bool HasGap { get; init; }

    /// <summary>How many expectations were written to the file of --propose; null without it.</summary>
    public int? Proposed { get; init; }

    public IReadOnlyList<Unseen> Unseen { get; init; } = [];

    public BinlogBookmark? Next { get; init; }

    public long Bytes => Files.Sum(file => file.Bytes);
}
