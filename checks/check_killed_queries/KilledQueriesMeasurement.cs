using MySql.Session;
using Nagios.Plugin;

namespace NagiosChecks.KilledQueries;

/// <summary>What one look at a server showed.</summary>
internal sealed record KilledQueriesMeasurement
{
    /// <summary>The server's family and version.</summary>
    public required ServerVersion Server { get; init; }

    /// <summary>Where it is.</summary>
    public required string Place { get; init; }

    /// <summary>How many sessions there are, this check's own not counted.</summary>
    public required int Count { get; init; }

    /// <summary>The sessions in trouble; where the look took a second glance, those that were so both times.</summary>
    public required IReadOnlyList<ServerSession> Sessions { get; init; }

    /// <summary>Rows that a session's transaction has yet to undo (INNODB_TRX.trx_rows_modified while ROLLING BACK), by session
    /// id.</summary>
    public IReadOnlyDictionary<long, long> RowsToUndo { get; init; } = new Dictionary<long, long>();

    /// <summary>The same, a glance earlier; empty when there was only one.</summary>
    public IReadOnlyDictionary<long, long> RowsBefore { get; init; } = new Dictionary<long, long>();

    /// <summary>Seconds between the two glances; 0 for a single one.</summary>
    public double GlanceSeconds { get; init; }

    /// <summary>Seconds since the server started; null when it was not needed.</summary>
    public double? UptimeSeconds { get; init; }

    /// <summary>Room for binlogs; null when the server is on another host, writes none, or it was not needed.</summary>
    public BinlogRoom? Room { get; init; }

    /// <summary>The sessions of other accounts, where they cannot be seen; null when they can.</summary>
    public Unseen? Hidden { get; init; }

    /// <summary>What else could not be seen, and changes no verdict.</summary>
    public IReadOnlyList<Unseen> Unseen { get; init; } = [];

    /// <summary>The account that asked, as grants name it.</summary>
    public string Account { get; init; } = "";

    /// <summary>Remarks about option files and the like.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
