using MySql.ReplicationTree;

namespace NagiosChecks.Failover;

/// <summary>What was read of a tree.</summary>
/// <param name="Reading">The servers' answers.</param>
/// <param name="Tree">Who follows whom.</param>
internal sealed record FailoverMeasurement(TreeReading Reading, ServerTree Tree)
{
    /// <summary>Finds who follows whom.</summary>
    /// <exception cref="Nagios.Plugin.CheckException">A position in an answer is no number.</exception>
    public static FailoverMeasurement Of(TreeReading reading) => new(reading, ServerTree.Of(reading.Servers));
}
