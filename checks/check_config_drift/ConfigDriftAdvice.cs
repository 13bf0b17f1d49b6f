using System.Globalization;
using Nagios.Plugin;

namespace NagiosChecks.ConfigDrift;

/// <summary>The next steps: what to set where, if the source is the one that is right.</summary>
internal static class ConfigDriftAdvice
{
    private static readonly System.Buffers.SearchValues<char> PlainSigns = System.Buffers.SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+.,:/=");

    /// <summary>Steps for everything that is not OK, in the order of the findings.</summary>
    public static void Advise(NagiosCheckResult result, DriftVerdict verdict, ConfigDriftLimits limits)
    {
        foreach (var difference in verdict.Differences)
        {
            if (limits.StateOf(difference.Class) != NagiosState.Ok)
                Advise(result, difference);
        }

        foreach (var drift in verdict.Restarts)
        {
            if (drift.IsWorse && limits.IfRestartChanges != NagiosState.Ok)
                result.Advise(Keep(drift));
        }

        foreach (var (server, expected, setting) in verdict.Unexpected)
        {
            if (setting is not null && limits.IfUnexpected != NagiosState.Ok)
                result.Advise(NextStep.Of(
                    $"On {server.Name}: {Assignment(server, setting.With(Plain(expected.Value)), ChangeOf(server, setting))}"));
        }
    }

    private static void Advise(NagiosCheckResult result, Difference difference)
    {
        if (difference.Wanted is not { } wanted || difference.Model is not { } model || difference.Rule is null)
        {
            if (Special(difference) is { } step)
                result.Advise(step);
            return;
        }

        // One step for the servers to which one statement can be given.
        var told = new HashSet<string>(StringComparer.Ordinal);
        foreach (var server in difference.Affected)
        {
            if (server[wanted.Name] is not { } own)
                continue;
            var assignment = Assignment(server, own.With(wanted.Raw), ChangeOf(server, own));
            if (!told.Add(assignment.Text))
                continue;
            var alike = difference.Affected.Where(other => other[wanted.Name] is { } setting
                && Assignment(other, setting.With(wanted.Raw), ChangeOf(other, setting)).Text == assignment.Text);
            result.Advise(NextStep.Of($"On {Names(alike)}, if {model.Name} is right: {assignment}"));
        }
    }

    private static NextStep? Special(Difference difference)
    {
        const string Plugin = "plugin ";
        if (difference.Name.StartsWith(Plugin, StringComparison.Ordinal))
        {
            var model = difference.Values.First(value => value.Text == "loaded").Server.Name;
            var library = SqlStatement.Of($"SELECT PLUGIN_LIBRARY, LOAD_OPTION FROM information_schema.PLUGINS "
                + $"WHERE PLUGIN_NAME = {difference.Name[Plugin.Length..]}");
            return NextStep.Of($"See how {model} loads it, and load it in the same way: {library}");
        }

        return difference.Name switch
        {
            "time-zone tables" =>
                NextStep.Of($"Fill the tables: {ShellCommand.Of($"mysql_tzinfo_to_sql /usr/share/zoneinfo")} prints what to run "
                + $"in the schema mysql; run it on the source where that has none, else on the replica with SET sql_log_bin=0 before it"),
            "server_id" or "server_uuid" or "server_uid" =>
                NextStep.Of($"Give each server an id of its own: server_id in its option file; for "
                + $"a copied server_uuid remove auto.cnf from the data directory; then restart that replica while its source serves"),
            "tables by engine" => NextStep.Of($"Find the tables, on both servers: {SqlStatement.Of($"""
                SELECT TABLE_SCHEMA, TABLE_NAME, ENGINE FROM information_schema.TABLES WHERE ENGINE <> 'InnoDB'
                """)}"),
            _ => null,
        };
    }

    // What runs is kept; whether it should be is for a person to say.
    private static NextStep Keep(RestartDrift drift) => NextStep.Of(
        $"On {drift.Server.Name}, to keep the value that runs: {Assignment(drift.Server, drift.Running, Change.Running, isKept: true)}");

    private static NextStep Assignment(DriftServer server, Setting setting, Change change, bool isKept = false)
    {
        if (change == Change.NewData)
            return NextStep.Of($"{setting.ServerName} cannot be changed on a data directory that is there; make the replica anew with it");
        if (change == Change.Procedure)
        {
            return setting.Name.StartsWith("replicate_", StringComparison.Ordinal)
                ? NextStep.Of($"a filter that is meant belongs into --ignore {setting.Name}; one that is not is taken away on a replica "
                    + $"that is made anew")
                : NextStep.Of($"{setting.ServerName} is changed on all servers in the steps of the manual, never on one alone");
        }

        if (change == Change.Restart && setting.Raw.Length == 0)
            return NextStep.Of($"take {setting.ServerName} out of its option file, and restart it while its source serves");
        if (change == Change.Restart)
            return NextStep.Of($"put {Line(setting)} under [mysqld] of its option file, and restart it while its source serves");
        if (Statement(server, setting) is not { } statement)
            return NextStep.Of($"put {Line(setting)} under [mysqld] of its option file");
        if (server.Version.IsMySqlSince(8, 0))
            return NextStep.Of($"{statement}");
        return isKept ? NextStep.Of($"put {Line(setting)} under [mysqld] of its option file")
            : NextStep.Of($"{statement} and, for the next start, {Line(setting)} under [mysqld] of its option file");
    }

    private static Change ChangeOf(DriftServer server, Setting setting)
    {
        if (setting.Name.StartsWith("replicate_", StringComparison.Ordinal))
            return Change.Procedure;
        if (DriftRules.Of(setting.Name) is not { } rule)
            return Change.Running;
        return server.Version.IsMariaDb && rule.MariaDbChange is { } own ? own : rule.Change;
    }

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

    // 64G is for option files and people; SET wants the number.
    private static string Plain(string value) => VariableValue.Number(value) is { } number && number == Math.Floor(number)
        ? number.ToString("0", CultureInfo.InvariantCulture) : value;

    private static string Names(IEnumerable<DriftServer> servers) => DriftText.Names([.. servers.Select(server => server.Name)]);
}
