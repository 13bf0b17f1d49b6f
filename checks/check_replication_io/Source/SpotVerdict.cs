namespace NagiosChecks.ReplicationIo;

/// <summary>What stands in the source's binlog at the place where an IO thread stopped.</summary>
internal enum SpotVerdict
{
    /// <summary>The file is not there.</summary>
    Missing,

    /// <summary>The file ends before the place, or exactly at it.</summary>
    BeyondEnd,

    /// <summary>The file ends within the event's header or body.</summary>
    Cut,

    /// <summary>What stands there is no event header.</summary>
    Garbage,

    /// <summary>The file does not begin with a binlog's magic number.</summary>
    NotABinlog,

    /// <summary>The file is encrypted: its events cannot be judged without the key.</summary>
    Encrypted,

    /// <summary>The place lies within a sound event: it is no event boundary.</summary>
    InsideAnEvent,

    /// <summary>A header that agrees with the file; the event is as long as it says.</summary>
    Sane,
}
