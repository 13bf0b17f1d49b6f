using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using DatabaseServers;

namespace NagiosChecks.BinlogTables.Tests;

/// <summary>Binlogs written by real servers, and what the servers' own tools and queries say of them.</summary>
public sealed partial class ServersOwnWordTests(ITestOutputHelper output) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<DatabaseFamily, string> Settings => new()
    {
        { DatabaseFamily.MariaDb, "" },
        { DatabaseFamily.MariaDb, "--binlog-checksum=NONE" },
        { DatabaseFamily.MariaDb, "--binlog-row-image=MINIMAL" },
        { DatabaseFamily.MariaDb, "--log-bin-compress=ON" },
        { DatabaseFamily.MySql, "" },
        { DatabaseFamily.MySql, "--binlog-row-image=NOBLOB" },
        { DatabaseFamily.MySql, "--binlog-row-value-options=PARTIAL_JSON" },
    };

    public void Dispose() => _folder.Dispose();

    private ProcessRun Check(params string[] arguments) =>
        ProcessRun.OfPlugin("check_binlog_tables", ["--state-dir", Path.Combine(_folder.Path, "state"), .. arguments]);

    private static void Work(DatabaseServer server) => server.Execute(
        "CREATE DATABASE app; USE app; CREATE TABLE words (id INT PRIMARY KEY AUTO_INCREMENT, word VARCHAR(200), body LONGTEXT, "
        + "doc JSON); CREATE TABLE nokey (a BIGINT, b CHAR(10)); "
        + "INSERT INTO words (word, body, doc) SELECT CONCAT('w', 1), REPEAT('a', 3000), '{\"a\": 1, \"b\": \"xxxxxxxxxxxxxxxx\"}'; "
        + "INSERT INTO words (word, body, doc) VALUES ('two', REPEAT('b', 70000), '{}'), ('three', NULL, NULL); "
        + "UPDATE words SET word = CONCAT(word, '!'); UPDATE words SET doc = JSON_SET(doc, '$.a', 2) WHERE id = 1; "
        + "BEGIN; INSERT INTO nokey VALUES (1, 'x'), (2, 'y'); UPDATE words SET body = 'short' WHERE id = 2; DELETE FROM nokey; COMMIT; "
        + "DELETE FROM words WHERE id = 1; FLUSH BINARY LOGS");

    [Theory]
    [MemberData(nameof(Settings))]
    public void Bytes_and_rows_of_every_table_are_those_of_the_servers_own_tool(DatabaseFamily family, string setting)
    {
        using var server = DatabaseServer.Start(family, setting.Length > 0 ? [setting] : []);
        Work(server);
        var file = Path.Combine(server.BinlogFolder, "mysql-bin.000001");
        var said = SaidByTool(server, family == DatabaseFamily.MariaDb ? "mariadb-binlog" : "mysqlbinlog", file);
        foreach (var columns in new string[][] { [], ["--columns"] })
        {
            var run = Check([file, "--output", "json", .. columns]);
            Assert.True(run.ExitCode == 0, run.Output);
            var data = JsonNode.Parse(run.Output)!["data"]!;
            var tables = data["tables"]!.AsArray().ToDictionary(table => $"{table!["schema"]}.{table["table"]}", table => table!);
            Assert.Equal(said.Keys.Order(), tables.Keys.Order());
            foreach (var (name, tool) in said)
            {
                Assert.Equal(
                    (name, tool.Bytes, tool.Inserts, tool.Updates, tool.Deletes),
                    (name, Number(tables[name], "bytes"), Number(tables[name], "inserts"), Number(tables[name], "updates"),
                        Number(tables[name], "deletes")));
            }

            Assert.Equal(
                new FileInfo(file).Length,
                Number(data, "overhead_bytes") + Number(data, "statement_bytes") + tables.Values.Sum(table => Number(table, "bytes")));
            if (setting.Contains("compress", StringComparison.Ordinal))
                Assert.InRange(Number(tables["app.words"], "logged_bytes"), 70000, 400000);
        }
    }

    // A transaction payload has no events that the tool's text gives offsets of in the file; rows and the logged sizes can be compared
    // with a server that does not compress.
    [Fact]
    public void A_compressed_transaction_says_the_rows_and_logged_bytes_of_the_same_work_without_compression()
    {
        var data = new List<JsonNode>();
        foreach (var compression in new[] { "OFF", "ON" })
        {
            using var server = DatabaseServer.Start(
                DatabaseFamily.MySql, $"--binlog-transaction-compression={compression}", "--binlog-checksum=NONE");
            Work(server);
            var file = Path.Combine(server.BinlogFolder, "mysql-bin.000001");
            var run = Check(file, "--columns", "--output", "json");
            Assert.True(run.ExitCode == 0, run.Output);
            data.Add(JsonNode.Parse(run.Output)!["data"]!);
            Assert.Equal(
                new FileInfo(file).Length,
                Number(data[^1], "overhead_bytes") + Number(data[^1], "statement_bytes")
                    + data[^1]["tables"]!.AsArray().Sum(table => Number(table!, "bytes")));
        }

        foreach (var plain in data[0]["tables"]!.AsArray())
        {
            var packed = data[1]["tables"]!.AsArray().Single(table => $"{table!["table"]}" == $"{plain!["table"]}")!;
            foreach (var what in new[] { "logged_bytes", "inserts", "updates", "deletes", "largest_row" })
                Assert.Equal((what, Number(plain!, what)), (what, Number(packed, what)));
        }

        Assert.InRange(Number(data[1], "bytes"), 1, Number(data[0], "bytes") / 10);
    }

    [Theory]
    [InlineData(DatabaseFamily.MariaDb)]
    [InlineData(DatabaseFamily.MySql)]
    public void The_bytes_of_a_column_are_the_lengths_that_the_server_knows(DatabaseFamily family)
    {
        using var server = DatabaseServer.Start(family, "--binlog-row-metadata=FULL");
        server.Execute(
            "CREATE DATABASE app; CREATE TABLE app.words (id INT PRIMARY KEY AUTO_INCREMENT, word VARCHAR(200) CHARACTER SET utf8mb4, "
            + "body LONGTEXT CHARACTER SET utf8mb4)");
        for (var row = 1; row <= 40; row++)
            server.Execute(string.Create(CultureInfo.InvariantCulture,
                $"INSERT INTO app.words (word, body) VALUES (REPEAT('ä', {row}), REPEAT('€', {row * row * 3}))"));
        // Prefixes: two bytes where 200 characters of four bytes do not fit one, four bytes of a LONGTEXT.
        var lengths = server.Query("SELECT SUM(LENGTH(word) + 2), SUM(LENGTH(body) + 4), COUNT(*) * 4 FROM app.words")[0];
        server.Execute("FLUSH BINARY LOGS");
        var run = Check(Path.Combine(server.BinlogFolder, "mysql-bin.000001"), "--columns", "--output", "json");
        var columns = JsonNode.Parse(run.Output)!["data"]!["tables"]![0]!["columns"]!.AsArray()
            .ToDictionary(column => $"{column!["name"]}", column => Number(column!, "bytes").ToString(CultureInfo.InvariantCulture));
        Assert.Equal((lengths[2], lengths[0], lengths[1]), (columns["id"], columns["word"], columns["body"]));
    }

    // A group that gets N posts is written 2N + 1 times, with its description of 100 KB in every image; through a client that assigns every
    // column, as an object mapper does.
    [Theory]
    [InlineData(DatabaseFamily.MariaDb)]
    [InlineData(DatabaseFamily.MySql)]
    public void In_the_outage_of_2011_table_column_and_rewrites_are_named_within_one_run_and_an_ordinary_day_is_quiet(DatabaseFamily family)
    {
        using var server = DatabaseServer.Start(family, "--binlog-row-metadata=FULL");
        server.Execute(
            "CREATE DATABASE app; USE app; CREATE TABLE `groups` (id INT PRIMARY KEY, name VARCHAR(80), description MEDIUMTEXT, "
                + "posts_count INT, "
            + "updated_at DATETIME(6)); CREATE TABLE posts (id INT PRIMARY KEY AUTO_INCREMENT, group_id INT, title VARCHAR(200)); "
            + "INSERT INTO `groups` VALUES (1, 'all', REPEAT('d', 100000), 0, NOW(6))");
        string[] arguments = ["--dir", server.BinlogFolder, "--new", "--columns"];
        var first = Check(arguments);
        output.WriteLine(first.Output);
        Assert.Equal(0, first.ExitCode);
        server.Execute(string.Concat(Enumerable.Repeat("INSERT INTO app.posts (group_id, title) VALUES (1, 'an ordinary title');", 50)));
        var quiet = Check(arguments);
        output.WriteLine(quiet.Output);
        Assert.Equal(0, quiet.ExitCode);

        const string save =
            "UPDATE `groups` SET name = name, description = description, posts_count = posts_count + 1, updated_at = NOW(6) "
            + "WHERE id = 1;";
        const int posts = 1000;
        for (var part = 0; part < 10; part++)
        {
            server.Execute("USE app; BEGIN;" + string.Concat(Enumerable.Repeat(
                "INSERT INTO posts (group_id, title) VALUES (1, 'a title');" + save + save, posts / 10)) + "COMMIT;");
        }

        server.Execute("USE app; " + save);
        var loud = Check(arguments);
        output.WriteLine(loud.Output);
        Assert.InRange(loud.ExitCode, 1, 2);
        Assert.Matches(@"^BINLOG_TABLES (WARNING|CRITICAL) - app\.groups .* column description", loud.FirstLine);
        Assert.DoesNotContain("posts", loud.FirstLine.Split('|')[0], StringComparison.Ordinal);
        var data = JsonNode.Parse(
            Check(Path.Combine(server.BinlogFolder, "mysql-bin.000001"), "--columns", "--output", "json").Output)!["data"]!;
        var table = data["tables"]![0]!;
        Assert.Equal("groups", $"{table["table"]}");
        Assert.Equal((2 * posts) + 1, Number(table, "updates"));
        Assert.Equal((1, (2 * posts) + 1), (Number(table["rewrites"]!, "rows"), Number(table["rewrites"]!, "updates")));
    }

    private static long Number(JsonNode node, string name) => node[name]!.GetValue<long>();

    private sealed record Said
    {
        public long Bytes { get; set; }

        public int Inserts { get; set; }

        public int Updates { get; set; }

        public int Deletes { get; set; }
    }

    // The tool prints "# at N" for every event, and its header line, both in the file's order (MariaDB's prints several places before the
    // events of a statement). An event's bytes reach to the next place. A rows event belongs to the map of its id.
    private static Dictionary<string, Said> SaidByTool(DatabaseServer server, string tool, string file)
    {
        var command = server.Tool(tool);
        var run = ProcessRun.Of(command[0], [.. command.Skip(1), "-vv", "--base64-output=DECODE-ROWS", file]);
        Assert.True(run.ExitCode == 0, run.Error);
        var lines = run.Output.Split('\n');
        var places = lines.Select(line => EventPlace().Match(line)).Where(match => match.Success)
            .Select(match => long.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)).Append(new FileInfo(file).Length).ToList();
        var said = new Dictionary<string, Said>();
        var names = new Dictionary<string, string>();
        var (current, number) = ("", 0);
        foreach (var line in lines)
        {
            if (HeaderLine().IsMatch(line))
            {
                var bytes = places[number + 1] - places[number];
                number++;
                if (MapLine().Match(line) is { Success: true } map)
                    current = names[map.Groups[3].Value] = $"{map.Groups[1].Value}.{map.Groups[2].Value}";
                else if (RowsLine().Match(line) is { Success: true } rows)
                    current = names[rows.Groups[1].Value];
                else
                    continue;
                said.TryAdd(current, new Said());
                said[current].Bytes += bytes;
            }
            else if (line.StartsWith("### INSERT INTO", StringComparison.Ordinal))
            {
                said[current].Inserts++;
            }
            else if (line.StartsWith("### UPDATE", StringComparison.Ordinal))
            {
                said[current].Updates++;
            }
            else if (line.StartsWith("### DELETE FROM", StringComparison.Ordinal))
            {
                said[current].Deletes++;
            }
        }

        Assert.Equal(places.Count - 1, number);
        Assert.NotEmpty(said);
        return said;
    }

    [GeneratedRegex("^# at ([0-9]+)$")]
    private static partial Regex EventPlace();

    [GeneratedRegex("^#[0-9]{6} +[0-9]+:[0-9]{2}:[0-9]{2} server id ")]
    private static partial Regex HeaderLine();

    [GeneratedRegex("Table_map: `(.+?)`\\.`(.+?)` mapped to number ([0-9]+)")]
    private static partial Regex MapLine();

    [GeneratedRegex("(?:Write|Update|Delete)_.*table id ([0-9]+)")]
    private static partial Regex RowsLine();
}
