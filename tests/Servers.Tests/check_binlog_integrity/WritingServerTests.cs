using System.Text.Json.Nodes;
using DatabaseServers;

namespace NagiosChecks.BinlogIntegrity.Tests;

/// <summary>Binlogs of real servers while they are written, rotated, purged, encrypted, relayed and cut.</summary>
public sealed class WritingServerTests : IDisposable
{
    private readonly ITestOutputHelper _output;
    private readonly TemporaryFolder _folder = new();

    public WritingServerTests(ITestOutputHelper output)
    {
        Requirements.Root();
        _output = output;
    }

    public void Dispose() => _folder.Dispose();

    private ProcessRun Check(params string[] arguments) =>
        ProcessRun.OfPlugin("check_binlog_integrity", ["--state-dir", Path.Combine(_folder.Path, "state"), .. arguments]);

    private static JsonNode File(ProcessRun run, int index = 0) => JsonNode.Parse(run.Output)!["data"]!["files"]![index]!;

    private static DatabaseServer Start(DatabaseFamily family, params string[] arguments)
    {
        var server = DatabaseServer.Start(family, arguments);
        server.Execute("CREATE DATABASE app; CREATE TABLE app.fat (id INT PRIMARY KEY AUTO_INCREMENT, body LONGTEXT)");
        return server;
    }

    // NAGIOSCHECKS_INTEGRITY_RUNS is how many runs are wanted beside each server: some hundred here, a thousand and more by hand.
    private static int Runs => int.TryParse(Environment.GetEnvironmentVariable("NAGIOSCHECKS_INTEGRITY_RUNS"), out var runs) ? runs : 300;

    [Theory]
    [InlineData(DatabaseFamily.MariaDb)]
    [InlineData(DatabaseFamily.MySql)]
    public void Beside_a_server_that_writes_rotates_and_purges_no_run_is_a_false_alarm(DatabaseFamily family)
    {
        using var server = Start(family, "--max-binlog-size=4M", "--sync-binlog=0");
        const string small =
            "INSERT INTO app.fat (body) VALUES (REPEAT('x', 50)); UPDATE app.fat SET body = 'y' WHERE id = LAST_INSERT_ID();";
        const string purge = "SELECT SLEEP(0.2); FLUSH BINARY LOGS; PURGE BINARY LOGS BEFORE NOW() - INTERVAL 1 SECOND; "
            + "DELETE FROM app.fat WHERE LENGTH(body) > 9000";
        const string large = "INSERT INTO app.fat (body) VALUES (REPEAT('x', 700000));";
        var (stop, failure) = (false, "");
        Thread[] writers = [Writer(small, 500), Writer(small, 500), Writer(large, 20), Writer(purge, 1)];
        var (sizes, opened) = (new HashSet<long>(), 0);
        for (var run = 0; run < Runs; run++)
        {
            // Every third one reads all files from their first byte; the others go on where the last one stopped.
            var state = Path.Combine(_folder.Path, run % 3 == 0 ? "fresh" + run : "kept");
            var check = ProcessRun.OfPlugin(
                "check_binlog_integrity", "--state-dir", state, "--dir", server.BinlogFolder, "--output", "json");
            Assert.True(check.ExitCode == 0, $"run {run}: {check.Output}");
            var files = JsonNode.Parse(check.Output)!["data"]!["files"]!.AsArray();
            sizes.Add(files[^1]!["bytes"]!.GetValue<long>());
            opened += files.Count(file => file!["state"]!.GetValue<string>() == "open");
        }

        stop = true;
        foreach (var writer in writers)
            Assert.True(writer.Join(TimeSpan.FromSeconds(30)));
        Assert.Equal("", failure);
        var names = server.Query("SHOW BINARY LOGS");
        _output.WriteLine(
            $"{family}: {Runs} runs, {sizes.Count} sizes of the newest file, {opened} open files, the last is {names[^1][0]}");
        // The server did write, rotate and purge between the runs.
        Assert.InRange(sizes.Count, Runs / 4, int.MaxValue);
        Assert.NotEqual("mysql-bin.000001", names[0][0]);
        Assert.InRange(opened, Runs / 2, int.MaxValue);

        Thread Writer(string sql, int times)
        {
            var statements = string.Concat(Enumerable.Repeat(sql, times));
            var thread = new Thread(() =>
            {
                while (!Volatile.Read(ref stop))
                {
                    var client = server.RunClient(["--socket=" + server.Socket, "--user=root", "-e", statements]);
                    if (client.ExitCode != 0 && !Volatile.Read(ref stop))
                    {
                        failure = client.Error;
                        return;
                    }
                }
            })
            { IsBackground = true };
            thread.Start();
            return thread;
        }
    }

    [Theory]
    [InlineData(DatabaseFamily.MariaDb)]
    [InlineData(DatabaseFamily.MySql)]
    public void A_cut_in_the_middle_of_an_event_is_found_before_the_replica_asks_and_the_replica_says_what_was_foretold(
        DatabaseFamily family)
    {
        using var pair = ServerPair.Start(family);
        var primary = pair.Primary;
        primary.Execute("CREATE DATABASE app; CREATE TABLE app.fat (id INT PRIMARY KEY, body LONGTEXT)");
        primary.Execute("INSERT INTO app.fat VALUES (1, 'whole')");
        Requirements.Until(
            () => pair.Replica.Query("SELECT COUNT(*) FROM information_schema.tables WHERE table_name = 'fat'")[0][0] == "1"
                && pair.Replica.Scalar("SELECT COUNT(*) FROM app.fat") == "1", TimeSpan.FromSeconds(20), "the replica has the first row");
        pair.Replica.Execute(family == DatabaseFamily.MariaDb ? "STOP SLAVE" : "STOP REPLICA");
        var good = Position(primary);
        primary.Execute("INSERT INTO app.fat VALUES (2, REPEAT('x', 50000)); FLUSH BINARY LOGS; INSERT INTO app.fat VALUES (3, 'after')");
        var file = Path.Combine(primary.BinlogFolder, good.File);
        Assert.Equal(0, Check(file).ExitCode);
        Assert.Equal(0, ProcessRun.OfShell($"truncate -s {good.Offset + 20000} '{file}'").ExitCode);

        var check = Check("--dir", primary.BinlogFolder, "--all");
        _output.WriteLine(check.Output);
        Assert.Equal(2, check.ExitCode);
        Assert.Contains($"{good.File} is damaged at offset ", check.FirstLine, StringComparison.Ordinal);
        Assert.Contains($"everything up to {good.Offset}", check.FirstLine, StringComparison.Ordinal);
        Assert.Contains("binlog truncated in the middle of event", check.Output, StringComparison.Ordinal);
        var damaged = File(Check(file, "--output", "json"));
        Assert.Equal("damaged", damaged["state"]!.GetValue<string>());
        Assert.Equal(good.Offset, damaged["last_safe_position"]!.GetValue<long>());

        pair.StartReplica();
        var number = family == DatabaseFamily.MariaDb ? "1236" : "13114 (1236)";
        Requirements.Until(
            () => Error(pair).Length > 0, TimeSpan.FromSeconds(30), "the replica's error");
        _output.WriteLine(Error(pair));
        Assert.Contains("binlog truncated in the middle of event", Error(pair), StringComparison.Ordinal);
        Assert.Contains($"{number} \"binlog truncated in the middle of event\"", check.Output, StringComparison.Ordinal);
    }

    private static string Error(ServerPair pair) => pair.Replica.QueryByName(pair.StatusStatement)[0]["Last_IO_Error"];

    private static (string File, long Offset) Position(DatabaseServer server)
    {
        var row = server.Query(server.Family == DatabaseFamily.MariaDb ? "SHOW MASTER STATUS" : "SHOW BINARY LOG STATUS")[0];
        return (row[0], long.Parse(row[1], System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData(DatabaseFamily.MariaDb)]
    [InlineData(DatabaseFamily.MySql)]
    public void Relay_logs_of_a_real_replica_are_whole_and_a_flipped_bit_in_one_is_found(DatabaseFamily family)
    {
        using var pair = ServerPair.Start(family);
        pair.Primary.Execute("CREATE DATABASE app; CREATE TABLE app.fat (id INT PRIMARY KEY, body LONGTEXT)");
        pair.Replica.Execute(family == DatabaseFamily.MariaDb ? "STOP SLAVE SQL_THREAD" : "STOP REPLICA SQL_THREAD");
        pair.Primary.Execute("INSERT INTO app.fat VALUES (1, REPEAT('x', 60000)), (2, REPEAT('y', 60000))");
        var log = "";
        Requirements.Until(
            () => (log = Largest(pair.Replica.DataFolder)).Length > 0, TimeSpan.FromSeconds(20), "the relay log has the rows");
        var run = Check(log, "--output", "json");
        Assert.True(run.ExitCode == 0, run.Output);
        Assert.NotEqual("damaged", File(run)["state"]!.GetValue<string>());
        Assert.InRange(File(run)["bytes"]!.GetValue<long>(), 120000, new FileInfo(log).Length);

        var copy = Path.Combine(_folder.Path, "relay-log.000009");
        System.IO.File.Copy(log, copy);
        using (var stream = new FileStream(copy, FileMode.Open))
        {
            stream.Position = stream.Length - 20000;
            var value = stream.ReadByte();
            stream.Position--;
            stream.WriteByte((byte)(value ^ 1));
        }

        var damaged = Check(copy);
        _output.WriteLine(damaged.Output);
        Assert.Equal(2, damaged.ExitCode);
        Assert.Contains("checksum", damaged.FirstLine, StringComparison.Ordinal);
        Assert.Contains("relay log", damaged.Output, StringComparison.Ordinal);
    }

    private static string Largest(string folder) => Directory.GetFiles(folder, "*relay*.0*")
        .Where(file => new FileInfo(file).Length > 120000).OrderByDescending(file => new FileInfo(file).Length).FirstOrDefault() ?? "";

    [Fact]
    public void An_encrypted_binlog_is_walked_by_its_lengths_the_output_says_so_and_a_cut_is_found()
    {
        var keys = Path.Combine(_folder.Path, "keys.txt");
        System.IO.File.WriteAllText(keys, "1;a7addd9adea9978fda19f21e6be987880e68ac92632ca052e5bb42b1a506939a\n");
        Assert.Equal(0, ProcessRun.OfShell($"chmod 755 {_folder.Path}; chmod 644 {keys}").ExitCode);
        using var server = Start(
            DatabaseFamily.MariaDb, "--plugin-load-add=file_key_management", $"--file-key-management-filename={keys}",
                "--encrypt-binlog=1");
        server.Execute("INSERT INTO app.fat (body) VALUES (REPEAT('secret ', 9000)); FLUSH BINARY LOGS");
        var file = Path.Combine(server.BinlogFolder, "mysql-bin.000001");
        Assert.False(System.IO.File.ReadAllText(file, System.Text.Encoding.Latin1).Contains("secret secret", StringComparison.Ordinal));
        var run = Check(file);
        _output.WriteLine(run.Output);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("encrypted", run.Output, StringComparison.Ordinal);
        Assert.Equal(0, ProcessRun.OfShell($"truncate -s -40 '{file}'").ExitCode);
        var cut = Check(file);
        _output.WriteLine(cut.Output);
        Assert.Equal(2, cut.ExitCode);
    }
}
