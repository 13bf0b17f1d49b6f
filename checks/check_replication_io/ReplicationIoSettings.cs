using Nagios.Plugin;

namespace NagiosChecks.ReplicationIo;

/// <summary>The options as values, read before anything is probed.</summary>
internal sealed record ReplicationIoSettings(
    Thresholds Lag, Thresholds Connecting, Thresholds Flaps, Thresholds PurgeTime, Thresholds PurgeFiles, NagiosState IfNotReplica, NagiosState IfStopped)
{
    /// <exception cref="CheckException">An option is not what it should be.</exception>
    public static ReplicationIoSettings Parse(ReplicationIoOptions options) => new(
        Thresholds.Parse("", options.Warning, options.Critical, Dimension.Duration),
        Thresholds.Parse("connecting", null, options.ConnectingCritical, Dimension.Duration),
        Thresholds.Parse("flaps", options.FlapsWarning, options.FlapsCritical),
        Thresholds.Parse("purge", options.PurgeWarning, options.PurgeCritical, Dimension.Duration),
        Thresholds.Parse("purge-files", options.PurgeFilesWarning, options.PurgeFilesCritical),
        NagiosStates.Parse("--if-not-replica", options.IfNotReplica ?? options.IfNotApplicable),
        NagiosStates.Parse("--if-stopped", options.IfStopped));
}
