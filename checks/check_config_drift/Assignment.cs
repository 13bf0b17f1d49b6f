using System.Buffers;
using System.Globalization;
using MySql.ReplicationTree;
using Nagios.Plugin;

namespace NagiosChecks.ConfigDrift;

/// <summary>How a variable of one server gets a value that counts now and lasts: statements and lines of the option file.</summary>
internal static class Assignment
{
    private const int SecondsOfDay = 86400;

    private static readonly SearchValues<char> PlainSigns =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+.,:/=");

    /// <summary>The words behind "On r1: ".</summary>
    /// <param name="server">The server.</param>
    /// <param name="wanted">Its variable with the value that it is to have.</param>
    /// <param name="isForReplication">True where the value is to count for what it replicates, and not only for clients.</param>
    public static NextStep Of(DriftServer server, Setting wanted, bool isForReplication = false)
    {
        var setting = InUnitsOf(wanted);
        if (setting.Name == "innodb_redo_log_capacity" && setting.ServerName != setting.Name && !server.Version.IsMariaDbSince(10, 9))
            return NextStep.Of($"set innodb_log_file_size in its option file so that all its redo log files together have "
                + $"{VariableValue.Human(ValueKind.Size, wanted.Raw)}, and restart it while its source serves");
        var rule = DriftRules.Of(setting.Name);
        var change = server.Version.IsMariaDb && rule?.MariaDbChange is { } own ? own : rule?.Change ?? Change.Running;
        if (change != Change.Running || setting.Name.StartsWith("replicate_", StringComparison.Ordinal))
            return WithoutStatement(setting, change);
        if (Statement(server, setting) is not { } set)
            return NextStep.Of($"put {Line(setting)} under [mysqld] of its option file");
        var by = setting.Name == "replica_max_allowed_packet" ? TakenOver.ByIoThread : rule?.TakenOver ?? TakenOver.AtOnce;
        var now = Now(server, set, isForReplication || by != TakenOver.BySqlThread ? by : TakenOver.AtOnce);
        return server.Version.IsMySqlSince(8, 0) ? now
            : NextStep.Of($"{now} and, for the next start, {Line(setting)} under [mysqld] of its option file");
    }

    /// <summary>How the value that runs outlives a restart.</summary>
    public static NextStep ToKeep(DriftServer server, Setting running)
    {
        var setting = InUnitsOf(running);
        return server.Version.IsMySqlSince(8, 0) && Statement(server, setting) is { } set ? NextStep.Of($"{set}")
            : NextStep.Of($"put {Line(setting)} under [mysqld] of its option file");
    }

    private static NextStep WithoutStatement(Setting setting, Change change)
    {
        if (setting.Name.StartsWith("replicate_", StringComparison.Ordinal))
            return NextStep.Of(
                $"a filter that is meant belongs into --ignore {setting.Name}; one that is not is taken away on a replica that "
                + $"is made anew");
        if (change == Change.NewData)
            return NextStep.Of($"{setting.ServerName} cannot be changed on a data directory that is there; make the replica anew with it");
        if (change == Change.Procedure)
            return NextStep.Of($"{setting.ServerName} is changed on all servers in the steps of the manual, never on one alone");
        return setting.Raw.Length == 0
            ? NextStep.Of($"take {setting.ServerName} out of its option file, and restart it while its source serves")
            : NextStep.Of($"put {Line(setting)} under [mysqld] of its option file, and restart it while its source serves");
    }

    // A thread takes a session's values over as it starts. On MariaDB with GTIDs a START throws the relay log away once both threads are
    // stopped: one thread is started again only while the other runs.
    private static NextStep Now(DriftServer server, SqlStatement set, TakenOver by)
    {
        if (by == TakenOver.AtOnce || server.Place.Channels.Count == 0)
            return NextStep.Of($"{set}");
        var isSql = by != TakenOver.ByIoThread;
        var words = isSql ? "SQL thread" : "IO thread";
        if (server.Place.Channels is not [{ Name.Length: 0 } channel])
            return NextStep.Of($"{set}; it counts when each channel's {words} starts the next time");
        var other = isSql ? channel.Io : channel.Sql;
        if (other == ChannelThread.Stopped)
            return NextStep.Of(
                $"{set}; it counts when the {words} starts the next time. The other thread is stopped: ask check_replication_io "
                + $"before any START, which may throw received events away");
        var replica = server.Version.IsMySqlSince(8, 0, 22);
        return (isSql, replica) switch
        {
            (true, true) => NextStep.Of($"{SqlStatement.Of($"STOP REPLICA SQL_THREAD; {set}; START REPLICA SQL_THREAD")}"),
            (true, false) => NextStep.Of($"{SqlStatement.Of($"STOP SLAVE SQL_THREAD; {set}; START SLAVE SQL_THREAD")}"),
            (_, true) => NextStep.Of($"{SqlStatement.Of($"STOP REPLICA IO_THREAD; {set}; START REPLICA IO_THREAD")}"),
            _ => NextStep.Of($"{SqlStatement.Of($"STOP SLAVE IO_THREAD; {set}; START SLAVE IO_THREAD")}"),
        };
    }

    // The servers' seconds, for a server that counts days.
    private static Setting InUnitsOf(Setting setting) => setting.ServerName == "expire_logs_days" && setting.Number is { } seconds
        ? setting with { Raw = Math.Ceiling(seconds / SecondsOfDay).ToString("0", CultureInfo.InvariantCulture) } : setting;

    // A dotted name belongs to a component; each part is a name of its own.
    private static SqlStatement? Statement(DriftServer server, Setting setting)
    {
        if (Value(setting.Raw) is not { } value)
            return null;
        var dot = setting.ServerName.IndexOf('.', StringComparison.Ordinal);
        var name = dot < 0 ? SqlStatement.Of($"{new SqlIdentifier(setting.ServerName)}")
            : SqlStatement.Of($"{new SqlIdentifier(setting.ServerName[..dot])}.{new SqlIdentifier(setting.ServerName[(dot + 1)..])}");
        return server.Version.IsMySqlSince(8, 0) ? SqlStatement.Of($"SET PERSIST {name} = {value}")
            : SqlStatement.Of($"SET GLOBAL {name} = {value}");
    }

    private static SqlStatement? Value(string raw)
    {
        if (VariableValue.Number(raw) is not { } number)
            return SqlStatement.Of($"{raw}");
        if (number != Math.Floor(number))
            return null;
        return number < 0 ? SqlStatement.Of($"{(long)number}") : SqlStatement.Of($"{(ulong)number}");
    }

    // A value with signs that a shell or an option file acts on is not printed as a line.
    private static string Line(Setting setting)
    {
        if (VariableValue.Number(setting.Raw) is { } number && number == Math.Floor(number))
            return string.Create(CultureInfo.InvariantCulture, $"{setting.ServerName} = {number:0}");
        return setting.Raw.AsSpan().ContainsAnyExcept(PlainSigns) ? $"this value of {setting.ServerName}"
            : $"{setting.ServerName} = {setting.Raw}";
    }
}
