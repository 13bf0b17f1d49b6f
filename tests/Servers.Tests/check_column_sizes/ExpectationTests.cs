using System.Globalization;
using System.Text.Json.Nodes;
using DatabaseServers;

namespace NagiosChecks.ColumnSizes.Tests;

/// <summary>Expectations that a real server's rows break.</summary>
public sealed class ExpectationTests(ITestOutputHelper output) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(DatabaseFamily.MariaDb)]
    [InlineData(DatabaseFamily.MySql)]
    public void The_first_value_beyond_the_expectation_is_told_with_its_place_and_only_what_is_new_is_read(DatabaseFamily family)
    {
        using var server = DatabaseServer.Start(
            family, "--binlog-row-metadata=FULL");
        server.Execute("CREATE DATABASE app; CREATE TABLE app.`groups` (id INT PRIMARY KEY, description MEDIUMTEXT); "
            + "INSERT INTO app.`groups` VALUES (1, REPEAT('d', 2048)), (2, NULL)");
        Assert.Equal(0, Check(server).ExitCode);
        Assert.Equal(0, Check(server).ExitCode);

        var (file, before) = Position(server);
        server.Execute("UPDATE app.`groups` SET description = REPEAT('e', 2500) WHERE id = 2");
        var after = Position(server).Offset;
        server.Execute("UPDATE app.`groups` SET description = REPEAT('e', 30000) WHERE id = 1");
        var gtid = family == DatabaseFamily.MariaDb
            ? server.Scalar("SELECT @@gtid_binlog_pos")
            : server.Scalar("SELECT @@server_uuid") + ":" + server.Scalar("SELECT @@gtid_executed").Split('-')[^1];
        var run = Check(server, "--output", "json");
        output.WriteLine(run.Output);
        Assert.Equal(2, run.ExitCode);
        var broken = JsonNode.Parse(run.Output)!["data"]!["broken"]!.AsArray().Single()!;
        Assert.Equal("app.groups.description", $"{broken["column"]}");
        Assert.Equal((2L, 2500L, 30000L), (Number(broken, "values"), Number(broken, "first_size"), Number(broken, "largest_size")));
        Assert.Equal(file, Path.GetFileName($"{broken["file"]}"));
        Assert.InRange(Number(broken, "offset"), before, after);
        // The second value's transaction is the server's last one; the first value's is the one before.
        var number = int.Parse(gtid.Split('-', ':')[^1], CultureInfo.InvariantCulture) - 1;
        Assert.EndsWith((family == DatabaseFamily.MariaDb ? "-" : ":") + number.ToString(CultureInfo.InvariantCulture), $"{broken["gtid"]}",
            StringComparison.Ordinal);

        // The step that is printed shows the row, by the tool of the server's family.
        var step = JsonNode.Parse(run.Output)!["next_steps"]![0]!.GetValue<string>();
        var tool = family == DatabaseFamily.MariaDb ? "mariadb-binlog" : "mysqlbinlog";
        var command = step[step.IndexOf(tool, StringComparison.Ordinal)..];
        var shown = ProcessRun.OfShell($"{string.Join(' ', server.Tool(tool))} {command[tool.Length..]}");
        Assert.True(shown.ExitCode == 0, shown.Error);
        Assert.Contains("### UPDATE `app`.`groups`", shown.Output, StringComparison.Ordinal);
        Assert.Contains(new string('e', 2500) + "'", shown.Output, StringComparison.Ordinal);

        var human = Check(server);
        output.WriteLine(human.Output);
        Assert.Equal(2, human.ExitCode);
    }

    private ProcessRun Check(DatabaseServer server, params string[] arguments) => ProcessRun.OfPlugin(
        "check_column_sizes",
        ["--state-dir", Path.Combine(_folder.Path, "state"), "--dir", server.BinlogFolder, "--expect", "app.groups.description=2K",
            .. arguments]);

    private static (string File, long Offset) Position(DatabaseServer server)
    {
        var row = server.Query(server.Family == DatabaseFamily.MariaDb ? "SHOW MASTER STATUS" : "SHOW BINARY LOG STATUS")[0];
        return (row[0], long.Parse(row[1], CultureInfo.InvariantCulture));
    }

    private static long Number(JsonNode node, string name) => node[name]!.GetValue<long>();
}
