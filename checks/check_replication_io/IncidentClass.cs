namespace NagiosChecks.ReplicationIo;

/// <summary>What stopped or hinders an IO thread. One class has one cause and one way out.</summary>
internal enum IncidentClass
{
    /// <summary>1236: the binlog ends within an event.</summary>
    Truncated,

    /// <summary>1236 "log event entry exceeded max_allowed_packet": hardly ever about max_allowed_packet.</summary>
    EventTooLarge,

    /// <summary>The same, and a look at the file showed a sound event that really is that large.</summary>
    TrulyTooLarge,

    /// <summary>1236: the event cannot be decoded.</summary>
    BogusData,

    /// <summary>1236: the source checks CRCs and one is wrong.</summary>
    ChecksumFailed,

    /// <summary>1236: the source cannot read its own file.</summary>
    UnreadableFile,

    /// <summary>1236: the file does not begin as a binlog does.</summary>
    NotABinlog,

    /// <summary>1236: the file that the replica asks for is not among the source's.</summary>
    FilePurged,

    /// <summary>1236: transactions that the replica lacks are in no binlog any more.</summary>
    TransactionsPurged,

    /// <summary>1236: the replica has what the source has not.</summary>
    Diverged,

    /// <summary>1236: the position lies beyond the file's end.</summary>
    BadPosition,

    /// <summary>1236, 1593: two servers with one server_id or server_uuid.</summary>
    Identity,

    /// <summary>1236, 1593: binlog off, GTID modes or checksums that do not go together.</summary>
    Configuration,

    /// <summary>1236: the source cannot decrypt its binlog.</summary>
    Encryption,

    /// <summary>1236: out of memory on the source.</summary>
    Memory,

    /// <summary>1236, 1872: the replica's own positions or tables cannot be read.</summary>
    ReplicaState,

    /// <summary>1153: an event above the replica's own limit, where raising the limit is right.</summary>
    ReplicaLimit,

    /// <summary>1595: the replica could not queue an event: a wrong CRC, or no room for relay logs.</summary>
    RelayWrite,

    /// <summary>1045 and the like: the source refuses the account.</summary>
    Credentials,

    /// <summary>1597, 1227: the account lacks a right.</summary>
    Rights,

    /// <summary>1130, 1129: the source refuses the replica's address.</summary>
    AddressRefused,

    /// <summary>2003: nothing answers there.</summary>
    SourceUnreachable,

    /// <summary>2005: the name does not resolve.</summary>
    UnknownHost,

    /// <summary>2013, 2006: the connection breaks.</summary>
    ConnectionLost,

    /// <summary>1040: the source has no connection left.</summary>
    TooManyConnections,

    /// <summary>2026: TLS.</summary>
    Tls,

    /// <summary>2061, 2059: the way of authentication.</summary>
    Authentication,

    /// <summary>Not running and no error: somebody stopped it.</summary>
    StoppedByHand,

    /// <summary>Connecting without an error yet.</summary>
    StillConnecting,

    /// <summary>None of these: the server's own text is all there is.</summary>
    Unknown,
}
