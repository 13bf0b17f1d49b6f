namespace NagiosChecks.ReplicationIo;

/// <summary>Which words a server knows for its replication.</summary>
internal enum ReplicaDialect
{
    /// <summary>MySQL up to 8.0.21: SLAVE and MASTER.</summary>
    OldMySql,

    /// <summary>MySQL 8.0.22 and later: REPLICA and SOURCE.</summary>
    MySql,

    /// <summary>MariaDB: SLAVE and MASTER, named connections.</summary>
    MariaDb,
}
