namespace NagiosChecks.ConfigDrift;

/// <summary>Which way a replica must differ from its source for a rule's class to apply.</summary>
internal enum Direction
{
    /// <summary>Any difference.</summary>
    Unequal,

    /// <summary>The replica has the smaller number.</summary>
    ReplicaLess,

    /// <summary>ON at the source, OFF at the replica.</summary>
    OnlySourceOn,

    /// <summary>OFF at the source, ON at the replica.</summary>
    OnlyReplicaOn,

    /// <summary>The replica's list names something that the source's does not.</summary>
    ReplicaNamesMore,

    /// <summary>The replica keeps a committed transaction less surely over a crash.</summary>
    ReplicaLessDurable,
}
