using System.Globalization;
using MySql.ReplicationTree;

namespace NagiosChecks.ConfigDrift;

/// <summary>The variables of one server under their newest names.</summary>
internal static class SettingTable
{
    private const string VariablesStatement = "SHOW GLOBAL VARIABLES";
    private const decimal SecondsOfDay = 86400;

    // The status' columns have the names of the variables.
    private static readonly string[] Filters =
    [
        "replicate_do_db", "replicate_ignore_db", "replicate_do_table", "replicate_ignore_table", "replicate_wild_do_table",
        "replicate_wild_ignore_table", "replicate_rewrite_db",
    ];

    /// <summary>Reads the variables. Of an old and a new name side by side the new one counts.</summary>
    public static Dictionary<string, Setting> Of(ServerAnswers answers)
    {
        ArgumentNullException.ThrowIfNull(answers);
        var table = new Dictionary<string, Setting>(StringComparer.Ordinal);
        foreach (var answer in answers.Answers)
        {
            if (!answer.Statement.StartsWith(VariablesStatement, StringComparison.Ordinal))
                continue;
            foreach (var row in answer.Rows)
            {
                if (row.Text("Variable_name") is not { Length: > 0 } name)
                    continue;
                var setting = Setting.Of(name, row.Text("Value") ?? "");
                if (!table.ContainsKey(setting.Name) || setting.Name == name)
                    table[setting.Name] = setting;
            }
        }

        TakeDays(table);
        TakeRedoLog(table);
        TakeTimeZone(table);
        return table;
    }

    /// <summary>The filters of a server's channels, which MySQL tells there alone; empty on a server without a channel.</summary>
    public static void AddFilters(Dictionary<string, Setting> table, ServerAnswers answers)
    {
        ArgumentNullException.ThrowIfNull(answers);
        var rows = answers.To("SHOW REPLICA STATUS", "SHOW ALL SLAVES STATUS", "SHOW SLAVE STATUS")?.Rows ?? [];
        foreach (var name in Filters)
        {
            var values = new List<string>();
            foreach (var row in rows)
            {
                if (row.Text(name) is { Length: > 0 } value && !values.Contains(value))
                    values.Add(value);
            }

            if (values.Count > 0 || !table.ContainsKey(name))
                table[name] = Setting.Of(name, string.Join(',', values));
        }
    }

    // expire_logs_days=7 and binlog_expire_logs_seconds=604800 are one; where both are told, both say the same or the seconds count.
    private static void TakeDays(Dictionary<string, Setting> table)
    {
        if (!table.Remove("expire_logs_days", out var days) || table.ContainsKey("binlog_expire_logs_seconds"))
            return;
        var seconds = (days.Number ?? 0) * SecondsOfDay;
        table["binlog_expire_logs_seconds"] = Setting.Of("binlog_expire_logs_seconds", seconds.ToString("0", CultureInfo.InvariantCulture))
            with { ServerName = days.ServerName };
    }

    // Before innodb_redo_log_capacity the redo log was so many files of one size; MariaDB since 10.6 has one file.
    private static void TakeRedoLog(Dictionary<string, Setting> table)
    {
        if (!table.Remove("innodb_log_file_size", out var size))
            return;
        var files = table.Remove("innodb_log_files_in_group", out var count) ? count.Number ?? 1 : 1;
        if (table.ContainsKey("innodb_redo_log_capacity") || size.Number is not { } bytes)
            return;
        table["innodb_redo_log_capacity"] = Setting.Of("innodb_redo_log_capacity",
            (bytes * files).ToString("0", CultureInfo.InvariantCulture)) with { ServerName = size.ServerName };
    }

    // SYSTEM is what the host says.
    private static void TakeTimeZone(Dictionary<string, Setting> table)
    {
        if (table.TryGetValue("time_zone", out var zone) && table.TryGetValue("system_time_zone", out var system)
            && string.Equals(zone.Raw, "SYSTEM", StringComparison.OrdinalIgnoreCase))
            table["time_zone"] = zone with { Value = system.Value };
    }
}
