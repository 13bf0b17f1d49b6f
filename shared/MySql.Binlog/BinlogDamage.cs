namespace MySql.Binlog;

/// <summary>What is wrong with a file.</summary>
public enum BinlogDamage
{
    /// <summary>The magic is another's: this is no binlog.</summary>
    NotABinlog,

    /// <summary>A binlog of a format that this reader does not read: older than MySQL 5.0, or MariaDB's InnoDB binlog.</summary>
    UnsupportedFormat,

    /// <summary>The file ends inside an event's header, or inside the magic.</summary>
    TruncatedHeader,

    /// <summary>The file ends inside an event's body.</summary>
    TruncatedEvent,

    /// <summary>Zero bytes stand where an event must begin.</summary>
    Zeros,

    /// <summary>An event's length is smaller than its header, or larger than any server writes.</summary>
    BadLength,

    /// <summary>An event says that it ends elsewhere than its length says.</summary>
    BadNextPosition,

    /// <summary>The checksum over an event's bytes is another than the event carries.</summary>
    BadChecksum,

    /// <summary>A field in an event's body cannot be what it is.</summary>
    BadField,

    /// <summary>Something would have to be held in memory that is larger than the reader's limit.</summary>
    TooLarge,
}
