using System.Collections.Concurrent;
using DatabaseServers;
using Nagios.Plugin;

namespace NagiosChecks.ReplicationIo.Tests;

/// <summary>
/// Follows the printed steps on a real pair: the commands are taken out of the step and run as they are, with nothing changed but the
/// words in capitals that only the operator can fill in.
/// </summary>
internal sealed class Cures : IDisposable
{
    private static readonly ConcurrentDictionary<string, bool> RunShapes = new();

    private readonly ServerPair _pair;
    private readonly TemporaryFolder _programs = new();

    public Cures(ServerPair pair)
    {
        _pair = pair;
        if (IsMariaDb)
            return;
        // MySQL's programs are not on the path here: they are unpacked beside the server.
        foreach (var name in new[] { "mysql", "mysqlbinlog", "mysqladmin" })
        {
            var path = _programs.Write(name, $"#!/bin/sh\nexec {string.Join(' ', pair.Primary.Tool(name))} \"$@\"\n");
            _ = ProcessRun.Of("/bin/chmod", ["755", path]);
        }
    }

    /// <summary>True for MariaDB.</summary>
    public bool IsMariaDb => _pair.Replica.Family == DatabaseFamily.MariaDb;

    /// <summary>What the check says about the replica now.</summary>
    public NagiosCheckResult Look()
    {
        return Captured.Judge([.. _pair.Status().Select(Row).Select(ReplicaStatus.Parse)]);
    }

    /// <summary>A row of the family's client as the session reads it.</summary>
    public static MySql.Session.MySqlRow Row(IReadOnlyDictionary<string, string> row)
    {
        var columns = row.ToDictionary(pair => pair.Key, pair =>
            pair.Value == "NULL" ? null : pair.Value.Replace("\\n", "\n", StringComparison.Ordinal));
        // The last column of MariaDB; an empty one is lost at the end of the client's line.
        if (row.ContainsKey("Using_Gtid"))
            _ = columns.TryAdd("Gtid_Slave_Pos", "");
        return new MySql.Session.MySqlRow(new MySql.Session.MySqlColumns([.. columns.Keys]), [.. columns.Values]);
    }

    /// <summary>Waits until the check's first line has some words.</summary>
    public NagiosCheckResult Until(string words)
    {
        var result = Look();
        for (var deadline = DateTime.UtcNow.AddSeconds(60); !Captured.FirstLine(result).Contains(words,
            StringComparison.Ordinal); result = Look())
        {
            Assert.True(DateTime.UtcNow < deadline, $"not '{words}' but: {ResultText.Render(result)}");
            Thread.Sleep(200);
        }

        return result;
    }

    /// <summary>Runs every statement of the step that has these words, on a server, as root.</summary>
    public static string Follow(NagiosCheckResult result, string words, DatabaseServer on, params (string Word, string Value)[] filled)
    {
        return Follow(Step(result, words), on, filled);
    }

    /// <summary>Runs every statement of a step.</summary>
    public static string Follow(NextStep step, DatabaseServer on, params (string Word, string Value)[] filled)
    {
        var output = "";
        foreach (var command in step.Commands.OfType<SqlStatement>())
        {
            Remember(command);
            output += Run(on, Fill(command.Text, filled)) + "\n";
        }

        Assert.NotEqual("", output);
        return output;
    }

    // MySQL's STOP REPLICA waits a minute for the rest of half a transaction.
    private static string Run(DatabaseServer on, string sql)
    {
        using var client = on.InBackground(sql);
        var run = ProcessRun.Finish(client, TimeSpan.FromSeconds(100));
        Assert.True(run.ExitCode == 0, $"{sql}: {run.Error}");
        return string.Join('\n', run.Output.Split('\n').Skip(1));
    }

    /// <summary>Runs every shell command of the step that has these words, in a folder.</summary>
    public ProcessRun Shell(NagiosCheckResult result, string words, string folder, params (string Word, string Value)[] filled)
    {
        var command = Assert.Single(Step(result, words).Commands.OfType<ShellCommand>());
        Remember(command);
        return ProcessRun.OfShell($"cd {folder}; PATH={_programs.Path}:$PATH; {Fill(command.Text, filled)}");
    }

    /// <summary>Runs the commands of a step that change nothing: statements that show something, on both servers, and programs that
    /// connect.</summary>
    public void RunWhatOnlyLooks(NextStep step)
    {
        foreach (var command in step.Commands)
        {
            var text = Fill(command.Text, [("'HOST'", "'127.0.0.1'")]);
            if (command is SqlStatement && (text.StartsWith("SELECT ", StringComparison.Ordinal)
                || text.StartsWith("SHOW ", StringComparison.Ordinal)))
            {
                Remember(command);
                // The replication account is on the source alone.
                _ = (text.Contains("CREATE USER", StringComparison.Ordinal) ? _pair.Primary : _pair.Replica).Query(text);
            }
            else if (text is "SET GLOBAL max_allowed_packet=1073741824" or "FLUSH HOSTS" or "TRUNCATE TABLE performance_schema.host_cache")
            {
                Remember(command);
                _ = _pair.Primary.Query(text);
            }
            else if (command is ShellCommand
                && (text.StartsWith("openssl ", StringComparison.Ordinal) || text.StartsWith("df ", StringComparison.Ordinal)
                    || text.Contains("admin ", StringComparison.Ordinal)))
            {
                Remember(command);
                var run = ProcessRun.OfShell($"PATH={_programs.Path}:$PATH; {text}");
                Assert.True(run.ExitCode == 0
                    || run.Output.Contains("CONNECTED", StringComparison.Ordinal), $"{text}: {run.Output}{run.Error}");
            }
        }
    }

    /// <summary>The shapes of all commands that were run in this process.</summary>
    public static IReadOnlyCollection<string> ShapesRun => [.. RunShapes.Keys];

    /// <summary>Types a line at a command's prompt for a password and returns what came.</summary>
    public string Typed(NagiosCheckResult result, string words, string password, string line)
    {
        var command = Assert.Single(Step(result, words).Commands.OfType<ShellCommand>());
        Remember(command);
        return ProcessRun.OfShell($"cd /; PATH={_programs.Path}:$PATH; (sleep 2; echo {password}; sleep 2; echo '{line}'; sleep 2; "
            + $"echo exit; sleep 1) | script -qc \"{command.Text}\" /dev/null").Output;
    }

    /// <summary>Writes a row and waits until the replica has it and both have the same rows.</summary>
    public void AssertReplicates(string what)
    {
        _pair.Write(50);
        var rows = _pair.Primary.Scalar("SELECT COUNT(*) FROM app.t");
        Requirements.Until(() => _pair.Replica.Scalar("SELECT COUNT(*) FROM app.t") == rows, TimeSpan.FromSeconds(40),
            $"the replica has all {rows} rows after: {what}; {ResultText.Render(Look())}");
        Assert.Equal(_pair.Primary.Query("CHECKSUM TABLE app.t")[0][1], _pair.Replica.Query("CHECKSUM TABLE app.t")[0][1]);
        Requirements.Until(() => Look().State == NagiosState.Ok, TimeSpan.FromSeconds(20), $"the check is OK after: {what}; "
            + $"{ResultText.Render(Look())}");
    }

    public void Dispose() => _programs.Dispose();

    private static NextStep Step(NagiosCheckResult result, string words)
    {
        var step = result.Steps.FirstOrDefault(step => step.Text.Contains(words, StringComparison.Ordinal));
        Assert.True(step is not null, $"no step with '{words}' in: {ResultText.Render(result)}");
        return step;
    }

    private static string Fill(string text, (string Word, string Value)[] filled)
    {
        foreach (var (word, value) in filled)
            text = text.Replace(word, value, StringComparison.Ordinal);
        return text;
    }

    private static void Remember(PrintedCommand command)
    {
        Assert.Null(command.Problem);
        foreach (var shape in CommandShapes.Of(command))
        {
            Assert.True(CommandShapes.Run.Contains(shape), $"a command that stands in no list of those that are run: {shape}");
            RunShapes[shape] = true;
        }
    }
}
