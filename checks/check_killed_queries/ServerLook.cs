using MySql.Session;

namespace NagiosChecks.KilledQueries;

/// <summary>Room on the file system of the binlogs.</summary>
/// <param name="Folder">The binlogs' folder.</param>
/// <param name="FreeBytes">What the server could still write.</param>
/// <param name="TotalBytes">The file system's size.</param>
internal readonly record struct BinlogRoom(string Folder, long FreeBytes, long TotalBytes)
{
    // A statement that does not fit waits although a little is left; half a megabyte is nothing for a server that logs rows.
    private const long Nothing = 512 * 1024;

    /// <summary>True when nothing can be written any more.</summary>
    public bool IsFull => FreeBytes < Nothing;
}

/// <summary>What one look at a server showed.</summary>
internal sealed record ServerLook
{
    /// <summary>The server's family and version.</summary>
    public required ServerVersion Server { get; init; }

    /// <summary>Where it is.</summary>
    public required string Place { get; init; }

    /// <summary>How many sessions there are, this check's own not counted.</summary>
    public required int Count { get; init; }

    /// <summary>The sessions in trouble; where the look took a second glance, those that were so both times.</summary>
    public required IReadOnlyList<ServerSession> Sessions { get; init; }

    /// <summary>Rows that a session's transaction has yet to undo (INNODB_TRX.trx_rows_modified while ROLLING BACK), by session id.</summary>
    public IReadOnlyDictionary<long, long> RowsToUndo { get; init; } = new Dictionary<long, long>();

    /// <summary>The same, a glance earlier; empty when there was only one.</summary>
    public IReadOnlyDictionary<long, long> RowsBefore { get; init; } = new Dictionary<long, long>();

    /// <summary>Seconds between the two glances; 0 for a single one.</summary>
    public double GlanceSeconds { get; init; }

    /// <summary>Seconds since the server started; null when it was not needed.</summary>
    public double? UptimeSeconds { get; init; }

    /// <summary>Room for binlogs; null when the server is on another host, writes none, or it was not needed.</summary>
    public BinlogRoom? Room { get; init; }

    /// <summary>What could not be seen, with the grant that shows it; null when all could.</summary>
    public string? Blindness { get; init; }
}
