using System.Globalization;
using MySql.Session;
using Nagios.Plugin;

namespace NagiosChecks.KilledQueries;

/// <summary>
/// Asks the server, and only what also answers on a primary whose binlog disk is full: SHOW PROCESSLIST, INNODB_TRX, one status
/// variable and @@ variables (measured on MariaDB 10.11 and MySQL 9.7; the lists of binlogs hang there). All but the process list is
/// optional: what does not answer within a second, or makes no sense, is left out.
/// </summary>
internal static class KilledQueriesProbe
{
    private const string RollingBack =
        "SELECT trx_mysql_thread_id, trx_rows_modified, TIMESTAMPDIFF(SECOND, trx_started, NOW()) AS seconds FROM "
            + "information_schema.INNODB_TRX "
        + "WHERE trx_state = 'ROLLING BACK'";

    // Sessions that are over within this time after the first glance are ignored.
    private static readonly TimeSpan SecondGlance = TimeSpan.FromSeconds(1);

    // An optional answer may take no longer, and never so long that the run would end without a verdict.
    private static readonly TimeSpan Optional = TimeSpan.FromSeconds(2);

    private readonly record struct Glance(List<ServerSession> Sessions, Dictionary<long, long> RowsToUndo, MySqlSessionException? Refused);

    /// <summary>Looks once, and a second time when a session is in trouble that the last run did not see in it.</summary>
    public static KilledQueriesMeasurement Look(MySqlSession session, KilledQueriesHistory history, CheckRun run)
    {
        var first = Take(session, run);
        var look = new KilledQueriesMeasurement
        {
            Server = session.Server,
            Place = session.Place,
            Account = session.Account,
            Notes = session.Notes,
            Count = first.Sessions.Count,
            Sessions = first.Sessions.FindAll(one => one.Plight != Plight.None),
            RowsToUndo = first.RowsToUndo,
            // Without PROCESS, SHOW PROCESSLIST shows the account's own sessions alone and says nothing about it.
            Hidden = first.Refused is { Failure: MySqlFailure.MissingPrivilege }
                ? new Unseen("the sessions of other accounts", UnseenReason.Denied, null, session.GrantOf("PROCESS"))
                : null,
            Unseen = first.Refused is { } refused and not { Failure: MySqlFailure.MissingPrivilege }
                ? [new Unseen("which transactions roll back (information_schema.INNODB_TRX)", UnseenReason.Unreadable, refused.Message)]
                : [],
        };
        if (look.Sessions.Count == 0)
            return look;
        if (!session.IsWaiting && look.Sessions.Any(one => !history.Knows(one)) && run.Remaining > SecondGlance + Optional)
            look = LookAgain(session, look, run);
        return look.Sessions.Count == 0 ? look : look with { Room = Room(session, look, run), UptimeSeconds = Uptime(session, run) };
    }

    private static KilledQueriesMeasurement LookAgain(MySqlSession session, KilledQueriesMeasurement look, CheckRun run)
    {
        var started = Environment.TickCount64;
        run.Stage = "waiting for a second glance";
        Thread.Sleep(SecondGlance);
        var second = Take(session, run);
        return look with
        {
            Sessions = second.Sessions.FindAll(now => now.Plight != Plight.None && look.Sessions.Any(before => before.IsSameAs(now))),
            RowsBefore = look.RowsToUndo,
            RowsToUndo = second.RowsToUndo,
            GlanceSeconds = (Environment.TickCount64 - started) / 1000d,
        };
    }

    private static Glance Take(MySqlSession session, CheckRun run)
    {
        var sessions = ProcessList.Read(session).Entries.Select(ServerSession.Of).ToList();
        var refused = Try(session, run, RollingBack, out var rows);
        var rowsToUndo = new Dictionary<long, long>();
        foreach (var row in rows)
        {
            var id = Number(row, "trx_mysql_thread_id") ?? 0;
            rowsToUndo[id] = Number(row, "trx_rows_modified") ?? 0;
            // MySQL strikes a session from its list when the connection is closed, which is before the rollback.
            if (id > 0 && !sessions.Exists(one => one.Id == id))
                sessions.Add(ServerSession.Disconnected(id, Number(row, "seconds") ?? 0));
        }

        return new Glance(sessions, rowsToUndo, refused);
    }

    private static double? Uptime(MySqlSession session, CheckRun run) =>
        Try(session, run, "SHOW GLOBAL STATUS LIKE 'Uptime'", out var rows) is null && rows.Count > 0 ? Number(rows[0], "Value") : null;

    private static BinlogRoom? Room(MySqlSession session, KilledQueriesMeasurement look, CheckRun run)
    {
        if (!session.IsOnThisHost || look.Sessions.All(one => one.Plight == Plight.Killed)
            || Try(session, run, "SELECT @@log_bin_basename AS basename", out var rows) is not null || rows.Count == 0
            || Path.GetDirectoryName(rows[0].Text("basename")) is not { Length: > 0 } directory)
            return null;
        try
        {
            var drive = new DriveInfo(directory);
            return new BinlogRoom(directory, drive.AvailableFreeSpace, drive.TotalSize);
        }
        catch (Exception unseen) when (unseen is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // The server may live in a container with directories of its own: then the disk is not known, and the sessions speak alone.
            return null;
        }
    }

    // A question that is not answered leaves the session of no more use: the next ones are not asked.
    private static MySqlSessionException? Try(MySqlSession session, CheckRun run, string sql, out IReadOnlyList<MySqlRow> rows)
    {
        rows = [];
        var left = run.Remaining - TimeSpan.FromSeconds(1);
        if (session.IsWaiting || left <= TimeSpan.Zero)
            return new MySqlSessionException(MySqlFailure.Timeout, "not asked: no time was left, or the server owes an answer");
        return session.TryQueryWithin(sql, left < Optional ? left : Optional, out rows);
    }

    // A server whose clock was set back has written a number below zero without its sign: no number that means anything.
    private static long? Number(MySqlRow row, string column) =>
        long.TryParse(row.Text(column), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
}
