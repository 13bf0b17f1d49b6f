using MySql.BinlogFiles;
using Nagios.Plugin;

namespace NagiosChecks.BinlogTables;

/// <summary>What check_binlog_tables counted.</summary>
internal sealed record BinlogTablesMeasurement
{
    public required IReadOnlyList<CountedFile> Files { get; init; }

    public required BinlogCounter Counter { get; init; }

    /// <summary>Tables by falling bytes.</summary>
    public required IReadOnlyList<TableCount> Tables { get; init; }

    /// <summary>The time that the bytes were written in, in seconds; null where it cannot be told.</summary>
    public required double? Seconds { get; init; }

    /// <summary>What the counted bytes are, in words: "since the last run", "in the last 10 min".</summary>
    public required string Part { get; init; }

    /// <summary>True when columns and rewrites were counted.</summary>
    public required bool HasColumns { get; init; }

    /// <summary>The column with the most bytes of the top table, in a sample, where columns were not counted.</summary>
    public TableCount? Sample { get; init; }

    /// <summary>Bytes of the sample.</summary>
    public long SampleBytes { get; init; }

    /// <summary>True when the last run's place is gone, so that bytes went uncounted.</summary>
    public bool HasGap { get; init; }

    public IReadOnlyList<Unseen> Unseen { get; init; } = [];

    /// <summary>Where the next run goes on; null for files that were named.</summary>
    public BinlogBookmark? Next { get; init; }

    public long Bytes => Files.Sum(file => file.Bytes);

    /// <summary>Bytes a second of a table; null where the time is not known.</summary>
    public double? Rate(TableCount table) => Seconds is { } seconds && seconds > 0 ? table.Bytes / seconds : null;

    /// <summary>Share of a table in percent.</summary>
    public double Share(TableCount table) => Bytes == 0 ? 0 : 100.0 * table.Bytes / Bytes;
}
