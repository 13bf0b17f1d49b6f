using System.Text;
using DatabaseServers;

namespace Nagios.Plugin.Tests;

/// <summary>Statements of next steps, pasted into the real clients of both families: every value arrives, in both sql_modes.</summary>
public sealed class SqlStatementServerTests
{
    public static TheoryData<DatabaseFamily> Families => [DatabaseFamily.MariaDb, DatabaseFamily.MySql];

    [Theory]
    [MemberData(nameof(Families))]
    public void Every_hostile_value_and_name_reaches_the_server_whole(DatabaseFamily family)
    {
        using var server = DatabaseServer.Start(family);
        VerifyValues(server);
        VerifyNames(server);
    }

    private static void VerifyValues(DatabaseServer server)
    {
        foreach (var (mode, backslash) in new[] { ("", SqlBackslash.Escapes), ("NO_BACKSLASH_ESCAPES", SqlBackslash.Ordinary),
            ("ANSI_QUOTES", SqlBackslash.Escapes) })
        {
            var values = HostileValues.All.Where(value => mode != "NO_BACKSLASH_ESCAPES" || !value.Contains('\r', StringComparison.Ordinal))
                .ToList();
            var statements = values.ConvertAll(value => SqlStatement.Of(backslash, $"SELECT CONCAT('x', HEX({value}))").Text);
            var rows = server.Query($"SET SESSION sql_mode = '{mode}'; {string.Join("; ", statements)}");
            Assert.Equal(values.ConvertAll(value => "x" + Convert.ToHexString(Encoding.UTF8.GetBytes(value))), rows.Select(row => row[0]));
        }
    }

    private static void VerifyNames(DatabaseServer server)
    {
        server.Execute("CREATE DATABASE names");
        foreach (var mode in new[] { "", "NO_BACKSLASH_ESCAPES", "ANSI_QUOTES" })
        {
            // A name of a table ends in no blank and holds no character beyond the basic plane (MySQL manual, "Schema Object Names").
            foreach (var value in HostileValues.All.Where(
                value => value.Trim() == value && value.Length > 0 && !value.Any(char.IsSurrogate) && !value.Any(char.IsControl)))
            {
                var name = new SqlIdentifier(value);
                var rows = server.Query(
                    $"SET SESSION sql_mode = '{mode}'; USE names; {SqlStatement.Of($"CREATE TABLE {name} (x INT) ENGINE=MEMORY").Text}; "
                    + "SELECT HEX(CONVERT(table_name USING utf8mb4)) FROM information_schema.tables WHERE table_schema = 'names'; "
                    + SqlStatement.Of($"DROP TABLE {name}").Text);
                Assert.Equal([Convert.ToHexString(Encoding.UTF8.GetBytes(value))], rows.Select(row => row[0]));
            }
        }
    }
}
