using Nagios.Plugin;

namespace NagiosChecks.ConfigDrift;

/// <summary>What the check graphs.</summary>
internal static class ConfigDriftSeries
{
    /// <summary>Differences of <see cref="DriftClass.Breaks"/>.</summary>
    public static Series Breaks { get; } = new("breaks", "", "differences that stop replication or let rows differ without an error");

    /// <summary>Differences of <see cref="DriftClass.Statement"/>.</summary>
    public static Series Statements { get; } =
        new("statements", "", "differences in what statements result in, while a server has binlog_format STATEMENT or MIXED");

    /// <summary>Differences of <see cref="DriftClass.AfterPromotion"/>.</summary>
    public static Series AfterPromotion { get; } =
        new("after_promotion", "", "differences that applications notice after a promotion");

    /// <summary>Differences of <see cref="DriftClass.Slower"/>.</summary>
    public static Series Slower { get; } = new("slower", "", "differences that make a server slower than its source is");

    /// <summary>Values that a restart makes worse.</summary>
    public static Series RestartChanges { get; } = new("restart_changes", "", "values by which a server will differ more after a restart");

    /// <summary>Broken expectations.</summary>
    public static Series Unexpected { get; } = new("unexpected", "", "values that are not as --expect and --expectations say");

    /// <summary>Harmless differences.</summary>
    public static Series Cosmetic { get; } = new("cosmetic", "", "differences without a known consequence");

    /// <summary>Servers.</summary>
    public static Series Servers { get; } = new("servers", "", "servers that were compared");

    /// <summary>All, in the order of perfdata.</summary>
    public static IReadOnlyList<DeclaredSeries> All { get; } =
        [Breaks, Statements, AfterPromotion, Slower, RestartChanges, Unexpected, Cosmetic, Servers];
}
