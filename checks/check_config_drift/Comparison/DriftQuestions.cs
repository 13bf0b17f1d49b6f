using System.Globalization;
using MySql.Session;

namespace NagiosChecks.ConfigDrift;

/// <summary>The statements that this check asks a server besides those about replication, and what their answers say. None of them waits
/// for a disk or a lock, also on a source whose binlog disk is full.</summary>
internal static class DriftQuestions
{
    /// <summary>Where the values came from, MySQL 8.0 and later.</summary>
    public const string MySqlOrigins =
        "SELECT VARIABLE_NAME, VARIABLE_SOURCE, VARIABLE_PATH, SET_TIME, SET_USER FROM performance_schema.variables_info "
        + "WHERE VARIABLE_SOURCE<>'COMPILED'";

    /// <summary>What SET PERSIST keeps, MySQL 8.0 and later.</summary>
    public const string MySqlPersisted = "SELECT * FROM performance_schema.persisted_variables";

    /// <summary>Where the values came from, MariaDB.</summary>
    public const string MariaDbOrigins =
        "SELECT VARIABLE_NAME, GLOBAL_VALUE, GLOBAL_VALUE_ORIGIN, GLOBAL_VALUE_PATH, DEFAULT_VALUE FROM "
            + "information_schema.SYSTEM_VARIABLES "
        + "WHERE GLOBAL_VALUE_ORIGIN NOT IN ('COMPILE-TIME','AUTO')";

    /// <summary>Plugins.</summary>
    public const string Plugins = "SELECT PLUGIN_NAME, PLUGIN_STATUS, PLUGIN_TYPE FROM information_schema.PLUGINS";

    /// <summary>Components, MySQL 8.0 and later.</summary>
    public const string MySqlComponents = "SELECT component_urn FROM mysql.component";

    /// <summary>Whether the time-zone tables are filled; asks no table that needs a right.</summary>
    public const string NamedZones = "SELECT CONVERT_TZ('2000-01-01 12:00:00','+00:00','Europe/Berlin') IS NOT NULL AS named_zones";

    /// <summary>Tables by engine; MariaDB opens every table for it.</summary>
    public const string Engines =
        "SELECT ENGINE, COUNT(*) AS tables FROM information_schema.TABLES WHERE TABLE_SCHEMA NOT IN "
        + "('mysql','sys','performance_schema','information_schema') GROUP BY ENGINE";

    /// <summary>Logins of accounts; refused without SELECT on mysql.user.</summary>
    public const string Logins = "SELECT User, Host, plugin FROM mysql.user";

    /// <summary>A number for the rights of each account. Sums do not depend on the order and are never cut.</summary>
    public const string Rights =
        "SELECT GRANTEE, COUNT(*) AS rights, SUM(CRC32(what)) AS digest FROM ("
        + "SELECT GRANTEE, CONCAT_WS('/', PRIVILEGE_TYPE, IS_GRANTABLE) AS what FROM information_schema.USER_PRIVILEGES "
        + "UNION ALL SELECT GRANTEE, CONCAT_WS('/', TABLE_SCHEMA, PRIVILEGE_TYPE, IS_GRANTABLE) FROM information_schema.SCHEMA_PRIVILEGES "
        + "UNION ALL SELECT GRANTEE, CONCAT_WS('/', TABLE_SCHEMA, TABLE_NAME, PRIVILEGE_TYPE, IS_GRANTABLE) "
        + "FROM information_schema.TABLE_PRIVILEGES "
        + "UNION ALL SELECT GRANTEE, CONCAT_WS('/', TABLE_SCHEMA, TABLE_NAME, COLUMN_NAME, PRIVILEGE_TYPE, IS_GRANTABLE) "
        + "FROM information_schema.COLUMN_PRIVILEGES) AS every_right GROUP BY GRANTEE";

    /// <summary>The statements for one server.</summary>
    /// <param name="server">Its family and version.</param>
    /// <param name="withEngines">True to count tables by engine.</param>
    /// <param name="withAccounts">True to read accounts and rights.</param>
    public static IReadOnlyList<string> For(ServerVersion server, bool withEngines, bool withAccounts)
    {
        ArgumentNullException.ThrowIfNull(server);
        var statements = new List<string>();
        if (server.IsMariaDb)
            statements.Add(MariaDbOrigins);
        else if (server.IsMySqlSince(8, 0))
            statements.AddRange([MySqlOrigins, MySqlPersisted, MySqlComponents]);
        statements.AddRange([Plugins, NamedZones]);
        if (withEngines)
            statements.Add(Engines);
        if (withAccounts)
            statements.AddRange([Logins, Rights]);
        return statements;
    }

    /// <summary>True when the server knows named time zones; null where it was not asked.</summary>
    public static bool? HasNamedZones(DriftServer server) =>
        server.Place.Answers.To(NamedZones)?.Rows is [var row, ..] ? row.Text("named_zones") == "1" : null;

    /// <summary>Such as <c>InnoDB 12, MyISAM 1</c>; null where it was not asked.</summary>
    public static string? TablesByEngine(DriftServer server)
    {
        if (server.Place.Answers.To(Engines) is not { Refusal: null } answer)
            return null;
        var engines = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var row in answer.Rows)
            engines.Add(string.Create(CultureInfo.InvariantCulture, $"{row.Text("ENGINE") ?? "views"} {row.Text("tables")}"));
        return engines.Count == 0 ? "none" : string.Join(", ", engines);
    }

    /// <summary>True where a server shows an account its own rights alone, which it does without an error.</summary>
    public static bool HidesRights(DriftServer server) =>
        server.Place.Answers.To(Logins) is { Refusal: null, Rows.Count: > 1 }
        && server.Place.Answers.To(Rights) is { Refusal: null, Rows.Count: < 2 };

    /// <summary>A text for each account that is equal where its login and its rights are; null where it was not asked or is
    /// refused.</summary>
    public static Dictionary<string, string>? Accounts(DriftServer server)
    {
        if (server.Place.Answers.To(Logins) is not { Refusal: null } logins
            || server.Place.Answers.To(Rights) is not { Refusal: null } rights)
            return null;
        var accounts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var row in logins.Rows)
            accounts[$"'{row.Text("User")}'@'{row.Text("Host")}'"] = row.Text("plugin") ?? "";
        foreach (var row in rights.Rows)
        {
            if (row.Text("GRANTEE") is { } account && accounts.TryGetValue(account, out var login))
                accounts[account] = $"{login} {row.Text("rights")} {row.Text("digest")}";
        }

        return accounts;
    }
}
