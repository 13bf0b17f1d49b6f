namespace NagiosChecks.ReplicationIo;

/// <summary>What a replication thread does.</summary>
internal enum ReplicaThreadState
{
    /// <summary>Not running.</summary>
    Stopped,

    /// <summary>The IO thread tries to reach its source (<c>Connecting</c>, MariaDB also <c>Preparing</c>).</summary>
    Connecting,

    /// <summary>Running.</summary>
    Running,
}
