using System.Globalization;
using MySql.Session;
using Nagios.Plugin;

namespace NagiosChecks.ReplicationIo;

/// <summary>
/// Asks a source for its binlogs, and only where that is safe: while its binlog disk is full, SHOW BINARY LOGS hangs and the server's
/// thread stays after the client has gone, so that a check that asks every minute would leak a connection a minute.
/// </summary>
internal static class SourceServer
{
    /// <summary>"You are not using binary logging", although log_bin is 1: turned off after a write error.</summary>
    private const int NotLogging = 1381;

    private const string DiskIsFull = "Waiting for someone to free space";
    private const string SemiSync = "Waiting for semi-sync ACK";
    private const string List = "the list of the source's binlogs";

    /// <summary>The source as its server tells it.</summary>
    /// <param name="session">A session on the source.</param>
    /// <param name="address">How replicas name the source.</param>
    /// <param name="guard">Keeps from asking a source again that did not answer.</param>
    public static SourceReading Read(MySqlSession session, string address, QuestionGuard guard)
    {
        var reading = new SourceReading { Address = address };
        var settings = session.Query("SELECT @@global.log_bin AS log_bin");
        if (settings.Count == 0 || settings[0].Text("log_bin") is not "1")
            return reading with { Unseen = [new Unseen(List, UnseenReason.Absent, "log_bin is 0: the source writes no binlog")] };
        // Without PROCESS the list holds the account's own sessions only and nobody says so.
        if (!session.HasGlobalPrivilege("PROCESS"))
            return reading with { Unseen =
                [new Unseen(List, UnseenReason.Denied, "a full disk there could not be ruled out",
                    session.GrantOf("PROCESS"))] };

        var stuck = false;
        foreach (var row in session.Query(
            $"SELECT TIME, STATE FROM information_schema.PROCESSLIST WHERE STATE IN ('{DiskIsFull}', 'waiting for handler commit') OR "
                + $"STATE LIKE '{SemiSync}%'"))
        {
            var (state, seconds) = (row.Text("STATE") ?? "",
                long.TryParse(row.Text("TIME"), CultureInfo.InvariantCulture, out var time) ? time : 0);
            if (state == DiskIsFull)
                reading = reading with { SessionsWaitingForDisk = reading.SessionsWaitingForDisk + 1 };
            else if (state.StartsWith(SemiSync, StringComparison.Ordinal))
                reading = reading with { SessionsWaitingForReplica = reading.SessionsWaitingForReplica + 1,
                    SecondsWaitingForReplica = Math.Max(reading.SecondsWaitingForReplica, seconds) };
            else
                stuck |= seconds >= 3;
        }

        if (reading.SessionsWaitingForDisk > 0)
            return reading;
        // MariaDB names the wait; on MySQL everybody is "waiting for handler commit", which short waits are called, too.
        return stuck
            ? reading with { Unseen = [new Unseen(List, UnseenReason.Hidden, "sessions there have been committing for seconds, which "
                + "is how a full binlog disk looks on MySQL; the question would hang", "run check_killed_queries on the source")] }
            : ListLogs(session, reading, guard);
    }

    private static SourceReading ListLogs(MySqlSession session, SourceReading reading, QuestionGuard guard)
    {
        var answer = guard.Ask(session.Place, () =>
        {
            var refusal = session.TryQuery("SHOW BINARY LOGS", out var rows);
            return Tuple.Create(refusal, rows);
        });
        if (answer is null)
            return reading with { Unseen =
                [new Unseen(List, UnseenReason.Hidden, "the source did not answer that question the last time",
                    "see whether its binlog disk is full")] };
        if (answer.Item1 is { ErrorNumber: NotLogging })
            return reading with { WritesNoBinlog = true };
        if (answer.Item1 is { } refused)
            return reading with { Unseen = [new Unseen(List, UnseenReason.Denied, refused.Message)] };
        return reading with
        {
            Logs = [.. answer.Item2.Select(row => new SourceLog(row.Text("Log_name") ?? "", row.Integer("File_size") ?? 0))],
            ExpirySeconds = Expiry(session),
        };
    }

    /// <summary>
    /// What a MySQL server that may have lost its binlog in silence shows of that; asked only where binlog_error_action makes that
    /// possible. Null elsewhere, and when it could not be asked safely.
    /// </summary>
    public static SourceReading? ReadOwnSilence(MySqlSession session, QuestionGuard guard)
    {
        if (session.Server.IsMariaDb
            || session.TryQuery("SELECT @@global.log_bin AS log_bin, @@global.binlog_error_action AS action",
                out var rows) is not null || rows.Count == 0)
            return null;
        return rows[0].Text("log_bin") is "1"
            && rows[0].Text("action") is "IGNORE_ERROR" ? Read(session, "this server", guard) with { Logs = [] } : null;
    }

    // binlog_expire_logs_seconds: MySQL 8.0, MariaDB 10.6; before it expire_logs_days, which MariaDB also has as a fraction.
    private static double? Expiry(MySqlSession session)
    {
        double? seconds = null, days = null;
        var purges = true;
        foreach (var row in session.Query("SHOW GLOBAL VARIABLES WHERE Variable_name IN ('binlog_expire_logs_seconds', "
            + "'expire_logs_days', 'binlog_expire_logs_auto_purge')"))
        {
            var value = row.Text("Value") ?? "";
            double? number = double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture,
                out var parsed) ? parsed : null;
            switch (row.Text("Variable_name"))
            {
                case "binlog_expire_logs_seconds":
                    seconds = number;
                    break;
                case "expire_logs_days":
                    days = number * 86400;
                    break;
                default:
                    purges = value is not ("OFF" or "0");
                    break;
            }
        }

        return purges && (seconds ?? days) is > 0 and var expiry ? expiry : null;
    }
}
