namespace NagiosChecks.Failover;

/// <summary>How the tree's source is.</summary>
internal enum SourceCondition
{
    /// <summary>It answers, and nothing waits for its disk.</summary>
    Serving,

    /// <summary>It answers, and its writers wait for room on its binlog disk. Replicas can still read from it.</summary>
    Wedged,

    /// <summary>Nothing listens at its address, and no replica is connected to it.</summary>
    Gone,

    /// <summary>It was not asked, or could not be.</summary>
    NotAsked,
}
