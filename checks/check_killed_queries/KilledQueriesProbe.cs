using MySql.Session;

namespace NagiosChecks.KilledQueries;

/// <summary>
/// Asks the server, and only what also answers on a primary whose binlog disk is full: SHOW PROCESSLIST, INNODB_TRX, one status
/// variable and @@ variables (measured on MariaDB 10.11 and MySQL 9.7; the log lists hang there).
/// </summary>
internal static class KilledQueriesProbe
{
    private const string RollingBack =
        "SELECT trx_mysql_thread_id, trx_rows_modified, TIMESTAMPDIFF(SECOND, trx_started, NOW()) AS seconds FROM information_schema.INNODB_TRX WHERE trx_state = 'ROLLING BACK'";

    // What is over within this time after the first glance was on its way and is nobody's trouble.
    private static readonly TimeSpan SecondGlance = TimeSpan.FromSeconds(1);

    private readonly record struct Glance(List<ServerSession> Sessions, Dictionary<long, long> RowsToUndo, MySqlSessionException? Refused);

    /// <summary>Looks once, and a second time when a session is in trouble that the last run did not see in it.</summary>
    public static ServerLook Look(MySqlSession session, SeenSessions seen)
    {
        var first = Take(session);
        var look = new ServerLook
        {
            Server = session.Server,
            Place = session.Place,
            Count = first.Sessions.Count,
            Sessions = first.Sessions.FindAll(one => one.Plight != Plight.None),
            RowsToUndo = first.RowsToUndo,
            // Without PROCESS, SHOW PROCESSLIST shows the account's own sessions alone and says nothing about it.
            Blindness = first.Refused is { Failure: MySqlFailure.MissingPrivilege } ? $"GRANT PROCESS ON *.* TO {session.Account}" : null,
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
        var second = Take(session);
        return look with
        {
            Sessions = second.Sessions.FindAll(now => now.Plight != Plight.None && look.Sessions.Any(before => before.IsSameAs(now))),
            RowsBefore = look.RowsToUndo,
            RowsToUndo = second.RowsToUndo,
            GlanceSeconds = (Environment.TickCount64 - started) / 1000d,
        };
    }

    private static Glance Take(MySqlSession session)
    {
        var sessions = session.Query("SHOW PROCESSLIST").Select(ServerSession.Parse).Where(one => one.Id != session.ConnectionId).ToList();
        var refused = session.TryQuery(RollingBack, out var rows);
        var rowsToUndo = new Dictionary<long, long>();
        foreach (var row in rows)
        {
            var id = row.Integer("trx_mysql_thread_id") ?? 0;
            rowsToUndo[id] = row.Integer("trx_rows_modified") ?? 0;
            // MySQL strikes a session from its list when the connection is closed, which is before the rollback.
            if (id > 0 && !sessions.Exists(one => one.Id == id))
                sessions.Add(ServerSession.Disconnected(id, row.Integer("seconds") ?? 0));
        }

        return new Glance(sessions, rowsToUndo, refused);
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
