using System.Globalization;
using MySql.Binlog;
using MySql.Session;
using Nagios.Plugin;

namespace NagiosChecks.BinlogPartition;

/// <summary>
/// Asks the server. Variables and the process list answer at once even while the disk is full; the log lists hang then, and their
/// sessions stay, so they are asked only when the file system has room.
/// </summary>
internal static class ServerQuestions
{
    private const string Variables =
        "SHOW GLOBAL VARIABLES WHERE Variable_name IN "
            + "('log_bin','log_bin_basename','datadir','tmpdir','hostname','socket','expire_logs_days','binlog_expire_logs_seconds',"
        + "'binlog_expire_logs_auto_purge','max_binlog_total_size','binlog_space_limit','max_binlog_size',"
            + "'slave_connections_needed_for_purge')";

    private const double Day = 86400;

    // A large transaction holds the binlog's lock while it commits, and a log list waits for it.
    private static readonly TimeSpan LogListLimit = TimeSpan.FromSeconds(1.5);
    private const int LongCommitSeconds = 2;
    private static readonly string[] LogLists = ["SHOW MASTER STATUS", "SHOW BINARY LOG", "SHOW MASTER LOGS", "PURGE ", "FLUSH "];

    /// <summary>What can be asked at any time.</summary>
    public static ServerFacts Ask(MySqlSession session)
    {
        var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var row in session.Query(Variables))
            values[row.Text("Variable_name") ?? ""] = row.Text("Value");
        string? Text(string name) => values.GetValueOrDefault(name) is { Length: > 0 } text ? text : null;
        double? Number(string name) => double.TryParse(Text(name), NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            && double.IsFinite(value) ? value : null;

        var seconds = Number("binlog_expire_logs_seconds");
        return AskSessions(session, new ServerFacts
        {
            Version = session.Server.ToString(),
            IsMariaDb = session.Server.IsMariaDb,
            Account = session.Account,
            LogsBinary = Text("log_bin")?.ToUpperInvariant() is "ON" or "1",
            Basename = Text("log_bin_basename"),
            DataDirectory = Text("datadir"),
            TemporaryDirectory = Text("tmpdir")?.Split(':')[0],
            HostName = Text("hostname"),
            Socket = Text("socket"),
            ExpireSeconds = seconds > 0 ? seconds : Number("expire_logs_days") * Day ?? seconds,
            PurgesByItself = Text("binlog_expire_logs_auto_purge")?.ToUpperInvariant() is not ("OFF" or "0"),
            SpaceLimit = (long)(Number("max_binlog_total_size") ?? Number("binlog_space_limit") ?? 0),
            MaxBinlogSize = (long)(Number("max_binlog_size") ?? 0),
            ReplicasNeededForPurge = (long)(Number("slave_connections_needed_for_purge") ?? 0),
        });
    }

    /// <summary>Whether a binlog is open; only on a file system with room.</summary>
    public static ServerFacts AskOpenBinlog(MySqlSession session, ServerFacts facts)
    {
        var refused = BinlogList.TryReadCurrent(session, LogListLimit, out var current);
        if (refused is null)
            return facts with { BinlogIsClosed = current is null };
        return refused.Failure is MySqlFailure.Timeout or MySqlFailure.ServerGone
            ? facts with { Blindness = [.. facts.Blindness,
                $"{refused.Message}: a large transaction commits, or the disk does not answer"] }
            : facts with { Blindness = [.. facts.Blindness,
                $"whether the binlog went off cannot be seen: {GrantFor(session, "REPLICATION CLIENT", "BINLOG MONITOR")}"] };
    }

    /// <summary>The binlogs by the server's own list; only on a file system with room. Null when the account may not ask.</summary>
    public static List<BinlogFile>? AskFiles(MySqlSession session)
    {
        if (BinlogList.TryRead(session, LogListLimit, out var logs) is not null)
            return null;
        var files = new List<BinlogFile>(logs.Count);
        foreach (var log in logs)
        {
            if (BinlogFileName.Parse(log.Name) is { } name)
                files.Add(new BinlogFile(name, log.Size, null, null));
        }

        return files;
    }

    /// <summary>The statement that gives a privilege.</summary>
    public static string GrantFor(MySqlSession session, string privilege, string mariaDbPrivilege) =>
        session.GrantOf(session.Server.IsMariaDbSince(10, 5, 2) ? mariaDbPrivilege : privilege);

    private static ServerFacts AskSessions(MySqlSession session, ServerFacts facts)
    {
        var list = ProcessList.Read(session);
        var replicas = list.Entries.Where(entry => entry.IsBinlogDump).ToList();
        var seesAll = list.IsWhole(session);
        return facts with
        {
            ConnectedReplicas = seesAll ? replicas.Count : null,
            Replicas = replicas.ConvertAll(entry => UntrustedText.Clean($"{entry.User}@{entry.Host}", 80)),
            ReplicasBehind = replicas.Count(entry => !entry.State.Contains("has sent all binlog to", StringComparison.OrdinalIgnoreCase)),
            SessionsWaiting = list.WaitingForDiskSpace + list.Committing,
            SaysNoRoom = list.WaitingForDiskSpace > 0,
            LogIsBusy = list.Entries.Any(IsBusyWithTheLog),
            SessionsKilled = list.Entries.Count(entry => entry.IsKilled),
            Blindness = seesAll ? []
                : [$"other sessions cannot be seen (who waits for room, which replicas are connected): "
                    + $"{GrantFor(session, "PROCESS", "PROCESS")}"],
        };
    }

    // Who would ask for a log list now might wait as well.
    private static bool IsBusyWithTheLog(ProcessListEntry entry) => entry.Seconds >= LongCommitSeconds && entry.Command != "Sleep"
        && (entry.State.Contains("commit", StringComparison.OrdinalIgnoreCase)
            || Array.Exists(LogLists, list => entry.Statement.StartsWith(list, StringComparison.OrdinalIgnoreCase)));
}
