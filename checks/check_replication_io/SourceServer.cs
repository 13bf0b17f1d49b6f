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

    // After a question that was never answered, nobody asks again for this long.
    private const double Pause = 600;

    private const string DiskIsFull = "Waiting for someone to free space";

    /// <summary>The source as its server tells it.</summary>
    /// <param name="session">A session on the source.</param>
    /// <param name="address">How replicas name the source.</param>
    /// <param name="run">This run.</param>
    public static SourceReading Read(MySqlSession session, string address, CheckRun run)
    {
        var reading = new SourceReading { Address = address };
        if (session.Query("SELECT @@global.log_bin AS log_bin")[0].Text("log_bin") is not "1")
            return reading with { Notes = [$"the source {address} writes no binlog (log_bin=0)"] };
        if (!SeesAllSessions(session))
            return reading with { Notes = [$"the source's binlogs were not listed, because a full disk there could not be ruled out: GRANT PROCESS ON *.* TO {session.Account}"] };

        var (full, stuck) = Waiting(session);
        if (full > 0)
            return reading with { SessionsWaitingForDisk = full };
        if (stuck)
            return reading with { Notes = ["the source's binlogs were not listed: sessions there have been committing for seconds, which is how a full binlog disk looks on MySQL (check_binlog_partition, check_killed_queries)"] };
        return ListLogs(session, reading, run);
    }

    private static SourceReading ListLogs(MySqlSession session, SourceReading reading, CheckRun run)
    {
        using var state = run.OpenState($"log list of {session.Place}");
        if (state.Load() is { Records.Count: > 0 } unanswered && (run.Clock.SecondsSince(unanswered.Taken) ?? 0) < Pause)
            return reading with { Notes = ["the source's binlogs were not listed: it did not answer that question the last time"] };

        _ = state.Save(new StateSnapshot(run.Clock, ["asking"]));
        var refusal = session.TryQuery("SHOW BINARY LOGS", out var rows);
        _ = state.Save(new StateSnapshot(run.Clock, []));
        if (refusal is { ErrorNumber: NotLogging })
            return reading with { WritesNoBinlog = true };
        if (refusal is not null)
            return reading with { Notes = [refusal.Message] };
        return reading with
        {
            Logs = [.. rows.Select(row => new SourceLog(row.Text("Log_name") ?? "", row.Integer("File_size") ?? 0))],
            ExpirySeconds = Expiry(session),
        };
    }

    /// <summary>
    /// True when a MySQL server has lost its binlog in silence; asked only where binlog_error_action makes that possible. Null with a
    /// remark when it could not be asked safely.
    /// </summary>
    public static SourceReading? ReadOwnSilence(MySqlSession session, CheckRun run)
    {
        if (session.Server.IsMariaDb || session.TryQuery("SELECT @@global.log_bin AS log_bin, @@global.binlog_error_action AS action", out var rows) is not null)
            return null;
        return rows[0].Text("log_bin") is "1" && rows[0].Text("action") is "IGNORE_ERROR" ? Read(session, "this server", run) with { Logs = [] } : null;
    }

    // MariaDB names the wait; on MySQL everybody is "waiting for handler commit", which short waits are called, too.
    private static (int Full, bool Stuck) Waiting(MySqlSession session)
    {
        var rows = session.Query($"SELECT TIME, STATE FROM information_schema.PROCESSLIST WHERE STATE IN ('{DiskIsFull}', 'waiting for handler commit')");
        var full = rows.Count(row => row.Text("STATE") == DiskIsFull);
        return (full, rows.Any(row => row.Text("STATE") != DiskIsFull && row.Integer("TIME") >= 3));
    }

    // Without PROCESS the list holds the account's own sessions only and nobody says so.
    private static bool SeesAllSessions(MySqlSession session)
    {
        foreach (var row in session.Query("SHOW GRANTS"))
        {
            var grant = row.Text(row.Columns.Names[0]) ?? "";
            var privileges = grant.Split(" ON *.*")[0];
            if (privileges.Length < grant.Length && (privileges.Contains("ALL PRIVILEGES", StringComparison.Ordinal) || privileges[5..].Split(',', StringSplitOptions.TrimEntries).Contains("PROCESS")))
                return true;
        }

        return false;
    }

    // binlog_expire_logs_seconds: MySQL 8.0, MariaDB 10.6; before it expire_logs_days, which MariaDB also has as a fraction.
    private static double? Expiry(MySqlSession session)
    {
        double? seconds = null, days = null;
        var purges = true;
        foreach (var row in session.Query("SHOW GLOBAL VARIABLES WHERE Variable_name IN ('binlog_expire_logs_seconds', 'expire_logs_days', 'binlog_expire_logs_auto_purge')"))
        {
            var value = row.Text("Value") ?? "";
            double? number = double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var parsed) ? parsed : null;
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
