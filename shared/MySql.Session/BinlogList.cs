namespace MySql.Session;

/// <summary>One entry of a server's list of binlogs.</summary>
/// <param name="Name">File name, without its directory.</param>
/// <param name="Size">Bytes.</param>
public readonly record struct BinlogListEntry(string Name, long Size);

/// <summary>
/// A server's own list of its binlogs. Only where the disk is not full (<see cref="ProcessList.WaitingForDiskSpace"/>,
/// <see cref="ProcessList.LongestCommitSeconds"/>): there the statements hang, and the server's thread stays after the client has gone,
/// so that a check that asks every minute would leak a connection a minute.
/// </summary>
public static class BinlogList
{
    /// <summary>"You are not using binary logging", although log_bin is 1: turned off after a write error (ER_NO_BINARY_LOGGING).</summary>
    public const int NotLogging = 1381;

    /// <summary>Asks for the list.</summary>
    /// <param name="session">The session; of no more use after a time-out.</param>
    /// <param name="limit">How long to wait: a large transaction holds the binlog's lock while it commits.</param>
    /// <param name="logs">Oldest first; empty when there is no answer.</param>
    /// <returns>Null with an answer; else why there is none; its error number is <see cref="NotLogging"/> where the binlog is
    /// off.</returns>
    public static MySqlSessionException? TryRead(MySqlSession session, TimeSpan limit, out IReadOnlyList<BinlogListEntry> logs)
    {
        ArgumentNullException.ThrowIfNull(session);
        var refused = session.TryQueryWithin("SHOW BINARY LOGS", limit, out var rows);
        logs = [.. rows.Select(row => new BinlogListEntry(row.Text("Log_name") ?? "", row.Integer("File_size") ?? 0))];
        return refused;
    }

    /// <summary>Asks which binlog is written now; empty where none is open.</summary>
    /// <param name="session">The session; of no more use after a time-out.</param>
    /// <param name="limit">How long to wait.</param>
    /// <param name="file">File name; null when no binlog is open or there is no answer.</param>
    /// <returns>Null with an answer; else why there is none.</returns>
    public static MySqlSessionException? TryReadCurrent(MySqlSession session, TimeSpan limit, out string? file)
    {
        ArgumentNullException.ThrowIfNull(session);
        var refused = session.TryQueryWithin(
            session.Server.IsMySqlSince(8, 2) ? "SHOW BINARY LOG STATUS" : "SHOW MASTER STATUS", limit, out var rows);
        file = rows.Count > 0 ? rows[0].Text("File") : null;
        return refused;
    }

    /// <summary>The privilege that both statements need, as this server names it.</summary>
    public static string Privilege(ServerVersion server)
    {
        ArgumentNullException.ThrowIfNull(server);
        return server.IsMariaDbSince(10, 5, 2) ? "BINLOG MONITOR" : "REPLICATION CLIENT";
    }
}
