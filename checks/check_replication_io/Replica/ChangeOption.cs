namespace NagiosChecks.ReplicationIo;

/// <summary>Options of CHANGE REPLICATION SOURCE that next steps set; they begin with SOURCE_ or MASTER_, as the server's version has
/// it.</summary>
internal enum ChangeOption
{
    /// <summary>Host name or address of the source.</summary>
    Host,

    /// <summary>The replication account.</summary>
    User,

    /// <summary>Its password.</summary>
    Password,

    /// <summary>Binlog of the source to begin with.</summary>
    LogFile,

    /// <summary>Position in that binlog, bytes.</summary>
    LogPosition,

    /// <summary>MySQL: 1 for positioning by GTID.</summary>
    AutoPosition,

    /// <summary>MySQL: how often to try to connect.</summary>
    RetryCount,

    /// <summary>1 for TLS.</summary>
    Tls,
}
