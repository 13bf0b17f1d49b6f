namespace MySql.ReplicationTree;

/// <summary>What a server is in its tree. Found from the channels, so that it is right after a failover too.</summary>
public enum TreeRole
{
    /// <summary>It did not answer, so its own channels are not known.</summary>
    Down,

    /// <summary>It follows nobody, and is followed.</summary>
    Source,

    /// <summary>It follows another server.</summary>
    Replica,

    /// <summary>It follows a server that follows it, directly or through others.</summary>
    RingMember,

    /// <summary>It follows nobody, and none of the servers that were asked follows it.</summary>
    Alone,
}
