using Nagios.Plugin;

namespace NagiosChecks.KilledQueries;

/// <summary>The options after checking, before anything is asked.</summary>
/// <param name="Stuck">How long a killed session may go on without dying, seconds.</param>
/// <param name="Rollback">How long a killed session may roll back, seconds.</param>
/// <param name="Commit">How long sessions may wait to commit, seconds.</param>
/// <param name="IfDiskFull">State when a disk of the server is full.</param>
internal sealed record KilledQueriesLimits(Thresholds Stuck, Thresholds Rollback, Thresholds Commit, NagiosState IfDiskFull)
{
    /// <exception cref="CheckException">An option is not what it should be.</exception>
    public static KilledQueriesLimits Parse(KilledQueriesOptions options) => new(
        Thresholds.Parse("", options.Warning, options.Critical, Dimension.Duration),
        Thresholds.Parse("rollback", options.RollbackWarning, options.RollbackCritical, Dimension.Duration),
        Thresholds.Parse("commit", options.CommitWarning, options.CommitCritical, Dimension.Duration),
        NagiosStates.Parse("--if-disk-full", options.IfDiskFull));
}
