namespace NagiosChecks.KilledQueries;

/// <summary>What a session waits for that it should not wait for long.</summary>
internal enum Plight
{
    /// <summary>Nothing of interest here.</summary>
    None,

    /// <summary>Killed and still there.</summary>
    Killed,

    /// <summary>Waits to commit: a moment, unless the binlog cannot be written.</summary>
    Committing,

    /// <summary>Killed, and waits to commit.</summary>
    KilledCommitting,

    /// <summary>The server says that it waits for room on a disk (MariaDB); the one that all others queue behind.</summary>
    WaitsForDisk,

    /// <summary>Its commit waits for a semi-synchronous replica; others may queue behind it.</summary>
    WaitsForReplica,
}
