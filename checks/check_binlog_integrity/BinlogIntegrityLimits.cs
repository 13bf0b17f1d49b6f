using Nagios.Plugin;

namespace NagiosChecks.BinlogIntegrity;

/// <summary>The options of check_binlog_integrity after checking.</summary>
internal sealed record BinlogIntegrityLimits
{
    /// <summary>The files named on the command line; empty for those of a directory.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>The directory; null to find it.</summary>
    public required string? Directory { get; init; }

    /// <summary>How many of the newest files are watched; int.MaxValue for all.</summary>
    public required int NewestFiles { get; init; }

    /// <summary>The largest event that is no finding, in bytes.</summary>
    public required long LargestEvent { get; init; }

    /// <summary>How long half an event may stand at the end of the newest file, in seconds.</summary>
    public required double StuckSeconds { get; init; }

    public required NagiosState IfDamaged { get; init; }

    public required NagiosState IfMissing { get; init; }

    public required NagiosState IfExtra { get; init; }

    public required NagiosState IfNotClosed { get; init; }

    public required NagiosState IfOversized { get; init; }

    public required NagiosState IfEncrypted { get; init; }

    public static BinlogIntegrityLimits Of(BinlogIntegrityOptions options)
    {
        var files = options.Files ?? [];
        if (files.Count > 0 && options.Dir is not null)
            throw CheckException.Usage("--dir", options.Dir, "cannot be given together with files: name one or the other");
        return new BinlogIntegrityLimits
        {
            Files = files,
            Directory = options.Dir,
            NewestFiles = options.All ? int.MaxValue : (int)Quantity.Parse("--files", options.NewestFiles, Dimension.Number, 1, 1_000_000),
            LargestEvent = (long)Quantity.Parse("--max-allowed-packet", options.MaxAllowedPacket, Dimension.Size, 1024, 1L << 32),
            StuckSeconds = Quantity.Parse("--stuck", options.Stuck, Dimension.Duration, 1, 86400),
            IfDamaged = NagiosStates.Parse("--if-damaged", options.IfDamaged),
            IfMissing = NagiosStates.Parse("--if-missing", options.IfMissing),
            IfExtra = NagiosStates.Parse("--if-extra", options.IfExtra),
            IfNotClosed = NagiosStates.Parse("--if-not-closed", options.IfNotClosed),
            IfOversized = NagiosStates.Parse("--if-oversized", options.IfOversized),
            IfEncrypted = NagiosStates.Parse("--if-encrypted", options.IfEncrypted),
        };
    }
}
