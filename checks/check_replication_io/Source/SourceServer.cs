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
    private const double StuckSeconds = 3;
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
        var list = ProcessList.Read(session);
        if (!list.IsWhole(session))
            return reading with { Unseen =
                [new Unseen(List, UnseenReason.Denied, "a full disk there could not be ruled out",
                    session.GrantOf("PROCESS"))] };

        var forReplica = list.Entries.Where(entry => entry.Wait == SessionWait.ReplicaAcknowledgement).ToList();
        reading = reading with
        {
            SessionsWaitingForDisk = list.WaitingForDiskSpace,
            SessionsWaitingForReplica = forReplica.Count,
            SecondsWaitingForReplica = forReplica.Select(entry => (long)entry.Seconds).DefaultIfEmpty().Max(),
        };
        if (reading.SessionsWaitingForDisk > 0)
            return reading;
        // MariaDB names the wait; on MySQL everybody is "waiting for handler commit", which short waits are called, too.
        return !session.Server.IsMariaDb && list.LongestCommitSeconds >= StuckSeconds
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
        if (answer.Item1 is { ErrorNumber: BinlogList.NotLogging })
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
