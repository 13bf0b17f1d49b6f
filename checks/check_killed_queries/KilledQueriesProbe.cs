using MySql.Session;

namespace NagiosChecks.KilledQueries;

/// <summary>
/// Asks the server, and only what also answers on a primary whose binlog disk is full: SHOW PROCESSLIST, INNODB_TRX, one status
/// variable and @@ variables (measured on MariaDB 10.11 and MySQL 9.7; the log lists hang there).
/// </summary>
internal static class KilledQueriesProbe
{
    private const string RollingBack = "SELECT trx_mysql_thread_id, trx_rows_modified FROM information_schema.INNODB_TRX WHERE trx_state = 'ROLLING BACK'";

    /// <summary>What is over within this time after the first glance was on its way and is nobody's trouble.</summary>
    private static readonly TimeSpan SecondGlance = TimeSpan.FromSeconds(1);

    /// <summary>Looks once, and a second time when a session is in trouble that the last run did not see in it.</summary>
    public static ServerLook Look(MySqlSession session, SeenSessions seen)
    {
        var first = Sessions(session);
        var refused = session.TryQuery(RollingBack, out var rows);
        var look = new ServerLook
        {
            Server = session.Server,
            Place = session.Place,
            Count = first.Count,
            Sessions = first.FindAll(one => one.Plight != Plight.None),
            RowsToUndo = RowsById(rows),
            // Without PROCESS, SHOW PROCESSLIST shows the account's own sessions alone and says nothing about it.
            Blindness = refused is { Failure: MySqlFailure.MissingPrivilege } ? $"GRANT PROCESS ON *.* TO {session.Account}" : null,
        };
        if (look.Sessions.Count == 0)
            return look;

        if (look.Sessions.Any(one => !seen.Knows(one)))
            look = LookAgain(session, look);
        return look.Sessions.Count == 0 ? look : look with { UptimeSeconds = Uptime(session), Room = Room(session, look) };
    }

    private static ServerLook LookAgain(MySqlSession session, ServerLook look)
    {
        var started = Environment.TickCount64;
        Thread.Sleep(SecondGlance);
        var second = Sessions(session);
        _ = session.TryQuery(RollingBack, out var rows);
        return look with
        {
            Sessions = second.FindAll(now => now.Plight != Plight.None && look.Sessions.Any(before => before.Id == now.Id && before.User == now.User)),
            RowsBefore = look.RowsToUndo,
            RowsToUndo = RowsById(rows),
            GlanceSeconds = (Environment.TickCount64 - started) / 1000d,
        };
    }

    private static List<ServerSession> Sessions(MySqlSession session) =>
        [.. session.Query("SHOW PROCESSLIST").Select(ServerSession.Parse).Where(one => one.Id != session.ConnectionId)];

    private static Dictionary<long, long> RowsById(IReadOnlyList<MySqlRow> rows)
    {
        var found = new Dictionary<long, long>();
        foreach (var row in rows)
            found[row.Integer("trx_mysql_thread_id") ?? 0] = row.Integer("trx_rows_modified") ?? 0;
        return found;
    }

    private static double? Uptime(MySqlSession session) =>
        session.TryQuery("SHOW GLOBAL STATUS LIKE 'Uptime'", out var rows) is null && rows.Count > 0 ? rows[0].Integer("Value") : null;

    private static BinlogRoom? Room(MySqlSession session, ServerLook look)
    {
        if (!session.IsOnThisHost || look.Sessions.All(one => one.Plight == Plight.Killed)
            || session.TryQuery("SELECT @@log_bin_basename AS basename", out var rows) is not null
            || Path.GetDirectoryName(rows[0].Text("basename")) is not { Length: > 0 } folder)
            return null;
        try
        {
            var drive = new DriveInfo(folder);
            return new BinlogRoom(folder, drive.AvailableFreeSpace, drive.TotalSize);
        }
        catch (Exception unseen) when (unseen is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // The server may live in a container with folders of its own: then the disk is not known, and the sessions speak alone.
            return null;
        }
    }
}
