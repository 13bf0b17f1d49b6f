using MySql.ReplicationTree;
using MySql.Session;
using Nagios.Plugin;

namespace NagiosChecks.ConfigDrift.Tests;

/// <summary>Trees made of variables alone: a source "s" and replicas, as their servers would answer.</summary>
internal sealed class Tree
{
    private const string SourceUuid = "00000000-0000-0000-0000-000000000001";
    private readonly List<ServerReading> _servers = [];

    /// <summary>Adds the source.</summary>
    public Tree Source(params string[] variables) => Add("s", false, variables);

    /// <summary>Adds a replica of the source.</summary>
    public Tree Replica(string name, params string[] variables) => Add(name, true, variables);

    /// <summary>Adds an answer to the server that was added last.</summary>
    public Tree Answering(string statement, string[] columns, params string?[][] rows)
    {
        var last = _servers[^1];
        var names = new MySqlColumns(columns);
        var answer = new Answer(statement, [.. rows.Select(row => new MySqlRow(names, row))]);
        return Replace(last with { Answers = last.Answers with { Answers = [.. last.Answers.Answers, answer] } });
    }

    /// <summary>Makes the server that was added last refuse a statement.</summary>
    public Tree Refusing(string statement, string why)
    {
        var last = _servers[^1];
        Answer[] rest = [.. last.Answers.Answers.Where(answer => answer.Statement != statement)];
        return Replace(last with { Answers = last.Answers with { Answers = [.. rest, new Answer(statement, [], why)] } });
    }

    /// <summary>Gives the replica that was added last threads in these states.</summary>
    public Tree WithThreads(string io, string sql)
    {
        var last = _servers[^1];
        var answers = last.Answers.Answers.Select(answer => answer.Rows is not [var row] || !row.Has("Source_Host") ? answer
            : answer with { Rows = [new MySqlRow(row.Columns, ["s", "3306", SourceUuid, io, sql])] });
        return Replace(last with { Answers = last.Answers with { Answers = [.. answers] } });
    }

    /// <summary>Gives the server that was added last an option file.</summary>
    public Tree WithOptionFile(string text)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(Path.Combine(folder.Path, "x.my.cnf"), text);
        return Replace(RecordedOptionFiles.Of(
            folder.Path, _servers[^1].Answers with { Server = "x" }) with { Answers = _servers[^1].Answers });
    }

    /// <summary>The servers.</summary>
    public IReadOnlyList<ServerReading> Servers => _servers;

    /// <summary>What the check says, with these options.</summary>
    public NagiosCheckResult Judge(Action<ConfigDriftOptions>? set = null, bool isDiscovered = false)
    {
        var options = new ConfigDriftOptions();
        set?.Invoke(options);
        return ConfigDriftEvaluation.Judge(
            new ConfigDriftMeasurement(_servers) { IsDiscovered = isDiscovered }, ConfigDriftLimits.Parse(options));
    }

    /// <summary>The difference of a name; null where there is none.</summary>
    public Difference? Find(string name) => TreeComparison.Compare(DriftTree.Of(_servers)).Find(difference => difference.Name == name);

    private Tree Replace(ServerReading reading)
    {
        _servers[^1] = reading;
        return this;
    }

    private Tree Add(string name, bool isReplica, string[] variables)
    {
        var given = variables.Select(variable => variable.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        given.TryAdd("version", "9.7.4");
        given.TryAdd("server_uuid", isReplica ? $"uuid of {name}" : SourceUuid);
        given.TryAdd("server_id", isReplica ? $"{_servers.Count + 10}" : "1");
        var rows = new MySqlColumns(["Variable_name", "Value"]);
        var status = new MySqlColumns(["Source_Host", "Source_Port", "Source_UUID", "Replica_IO_Running", "Replica_SQL_Running"]);
        var mariaDb = given["version"].Contains("MariaDB", StringComparison.Ordinal);
        _servers.Add(new ServerReading(new ServerAnswers(name,
        [
            new Answer("SHOW GLOBAL VARIABLES", [.. given.Select(pair => new MySqlRow(rows, [pair.Key, pair.Value]))]),
            new Answer(mariaDb ? "SHOW ALL SLAVES STATUS" : "SHOW REPLICA STATUS",
                isReplica ? [new MySqlRow(status, ["s", "3306", SourceUuid, "Yes", "Yes"])] : []),
        ]), null, "not read"));
        return this;
    }
}
