namespace MySql.Binlog;

/// <summary>Flags of an event's header; the rest are private to the servers. Source: log_event.h of both families.</summary>
[Flags]
public enum BinlogEventFlags
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>On the first event: the file was not closed. Normal for the newest file of a running server. Cleared in place when
    /// the file is closed, and taken as unset in that event's checksum.</summary>
    BinlogInUse = 0x1,

    /// <summary>The event depends on the thread, such as one that uses temporary tables.</summary>
    ThreadSpecific = 0x4,

    /// <summary>The event does not need its default database.</summary>
    SuppressUse = 0x8,

    /// <summary>Written by a replica's own bookkeeping, never executed.</summary>
    Artificial = 0x20,

    /// <summary>Written to a relay log by the receiver.</summary>
    RelayLog = 0x40,

    /// <summary>A reader that does not know the type may skip the event.</summary>
    Ignorable = 0x80,

    /// <summary>MariaDB: a replica with parallel threads must skip it.</summary>
    SkipReplication = 0x8000,
}
