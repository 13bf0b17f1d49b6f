namespace Nagios.Plugin.Tests;

/// <summary>The options of <see cref="SampleCheck"/> after checking.</summary>
internal sealed record SampleLimits
{
    public required Thresholds Fill { get; init; }

    /// <summary>For the text of the finding; null means all namespaces.</summary>
    public required string? Namespace { get; init; }

    public static SampleLimits Of(SampleOptions options) => new()
    {
        Fill = Thresholds.Parse("", options.Warning, options.Critical, Dimension.Percent),
        Namespace = options.Namespace,
    };
}
