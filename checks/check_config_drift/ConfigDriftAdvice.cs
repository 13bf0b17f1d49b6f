using System.Globalization;
using Nagios.Plugin;

namespace NagiosChecks.ConfigDrift;

/// <summary>The next steps: what to set where, if the source is the one that is right.</summary>
internal static class ConfigDriftAdvice
{
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
                    $"On {server.Name}: {Assignment.Of(server, setting.With(Plain(expected.Value)))}"));
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
            var assignment = Assignment.Of(server, own.With(wanted.Raw), difference.Class >= DriftClass.Statement);
            if (!told.Add(assignment.Text))
                continue;
            var alike = difference.Affected.Where(other => other[wanted.Name] is { } setting
                && Assignment.Of(other, setting.With(wanted.Raw), difference.Class >= DriftClass.Statement).Text == assignment.Text);
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
        $"On {drift.Server.Name}, to keep the value that runs: {Assignment.ToKeep(drift.Server, drift.Running)}");

    // 64G is for option files and people; SET wants the number.
    private static string Plain(string value) => VariableValue.Number(value) is { } number && number == Math.Floor(number)
        ? number.ToString("0", CultureInfo.InvariantCulture) : value;

    private static string Names(IEnumerable<DriftServer> servers) => DriftText.Names([.. servers.Select(server => server.Name)]);
}
