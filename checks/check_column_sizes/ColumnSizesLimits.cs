using Nagios.Plugin;

namespace NagiosChecks.ColumnSizes;

/// <summary>The options of check_column_sizes after checking.</summary>
internal sealed record ColumnSizesLimits
{
    public required IReadOnlyList<string> Files { get; init; }

    public required string? Directory { get; init; }

    public required IReadOnlyList<Expectation> Expectations { get; init; }

    /// <summary>CRITICAL beyond so many times the expected size.</summary>
    public required double Factor { get; init; }

    public required double HoldSeconds { get; init; }

    /// <summary>How far to look back; null for what is new since the last run.</summary>
    public required double? SinceSeconds { get; init; }

    public required string? Propose { get; init; }

    public required string? Names { get; init; }

    public required int Top { get; init; }

    public static ColumnSizesLimits Of(ColumnSizesOptions options)
    {
        var files = options.Files ?? [];
        if (files.Count > 0 && options.Dir is not null)
            throw CheckException.Usage("--dir", options.Dir, "cannot be given together with files: name one or the other");
        if (files.Count > 0 && options.Since is not null)
            throw CheckException.Usage("--since", options.Since, "is for a directory (--dir); files are read whole");
        return new ColumnSizesLimits
        {
            Files = files,
            Directory = options.Dir,
            Expectations = ExpectationList.Of(options.Expect, options.Expectations),
            Factor = Quantity.Parse("--factor", options.Factor, Dimension.Number, 1, 1_000_000),
            HoldSeconds = Quantity.Parse("--hold", options.Hold, Dimension.Duration, 0, 366 * 86400),
            SinceSeconds = options.Since is null ? null : Quantity.Parse("--since", options.Since, Dimension.Duration, 1, 366 * 86400),
            Propose = options.Propose,
            Names = options.Names,
            Top = (int)Quantity.Parse("--top", options.Top, Dimension.Number, 1, 1000),
        };
    }
}
