using Nagios.Plugin;

namespace NagiosChecks.BinlogTables;

/// <summary>Which part of a directory is counted.</summary>
internal enum CountedPart
{
    /// <summary>What was written since the last run.</summary>
    New,

    /// <summary>What was written within a time.</summary>
    Since,

    /// <summary>The newest bytes.</summary>
    LastBytes,
}

/// <summary>The options of check_binlog_tables after checking.</summary>
internal sealed record BinlogTablesLimits
{
    public required IReadOnlyList<string> Files { get; init; }

    public required string? Directory { get; init; }

    public required CountedPart Part { get; init; }

    /// <summary>For <see cref="CountedPart.Since"/>.</summary>
    public required double SinceSeconds { get; init; }

    /// <summary>For <see cref="CountedPart.LastBytes"/>.</summary>
    public required long LastBytes { get; init; }

    /// <summary>Bytes a second of one table.</summary>
    public required Thresholds Rate { get; init; }

    /// <summary>Share of the top table in percent.</summary>
    public required Thresholds Share { get; init; }

    /// <summary>Share of rewritten bytes of the top table in percent.</summary>
    public required Thresholds Rewrites { get; init; }

    /// <summary>Bytes of the largest transaction.</summary>
    public required Thresholds Transaction { get; init; }

    /// <summary>Bytes a second from which shares are judged.</summary>
    public required double Busy { get; init; }

    public required bool Columns { get; init; }

    public required int Top { get; init; }

    public required bool Timeline { get; init; }

    public required bool Csv { get; init; }

    public required string? Names { get; init; }

    /// <summary>True when somebody reads files by hand: the table is shown.</summary>
    public bool IsByHand => Files.Count > 0;

    public static BinlogTablesLimits Of(BinlogTablesOptions options)
    {
        var files = options.Files ?? [];
        if (files.Count > 0 && options.Dir is not null)
            throw CheckException.Usage("--dir", options.Dir, "cannot be given together with files: name one or the other");
        var parts = (options.New ? 1 : 0) + (options.Since is null ? 0 : 1) + (options.LastBytes is null ? 0 : 1);
        if (parts > 1)
            throw new CheckException("only one of --new, --since and --last-bytes can be given");
        if (parts > 0 && files.Count > 0)
            throw new CheckException("--new, --since and --last-bytes are for a directory (--dir); files are counted whole");
        return new BinlogTablesLimits
        {
            Files = files,
            Directory = options.Dir,
            Part = options.Since is not null ? CountedPart.Since : options.LastBytes is not null ? CountedPart.LastBytes : CountedPart.New,
            SinceSeconds = options.Since is null ? 0 : Quantity.Parse("--since", options.Since, Dimension.Duration, 1, 366 * 86400),
            LastBytes = options.LastBytes is null ? 0
                : (long)Quantity.Parse("--last-bytes", options.LastBytes, Dimension.Size, 1, 1L << 50),
            Rate = Thresholds.Parse("", options.Warning, options.Critical, Dimension.Size),
            Share = Thresholds.Parse("share", options.ShareWarning, options.ShareCritical, Dimension.Percent),
            Rewrites = Thresholds.Parse("rewrites", options.RewritesWarning, options.RewritesCritical, Dimension.Percent),
            Transaction = Thresholds.Parse("transaction", options.TransactionWarning, options.TransactionCritical, Dimension.Size),
            Busy = Quantity.Parse("--busy", options.Busy, Dimension.Size, 0, 1L << 40),
            Columns = options.Columns,
            Top = (int)Quantity.Parse("--top", options.Top, Dimension.Number, 1, 1000),
            Timeline = options.Timeline,
            Csv = options.Csv,
            Names = options.Names,
        };
    }
}
