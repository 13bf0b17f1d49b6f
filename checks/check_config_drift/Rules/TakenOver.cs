namespace NagiosChecks.ConfigDrift;

/// <summary>When a value that is set while a replica runs counts for its replication.</summary>
internal enum TakenOver
{
    /// <summary>At once.</summary>
    AtOnce,

    /// <summary>When the SQL thread starts.</summary>
    BySqlThread,

    /// <summary>When the SQL thread starts; MySQL refuses the statement while it runs.</summary>
    WhileSqlThreadIsStopped,

    /// <summary>When the IO thread starts.</summary>
    ByIoThread,
}
