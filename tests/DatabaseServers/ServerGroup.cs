using System.Globalization;

namespace DatabaseServers;

/// <summary>A source and replicas of one family, all on 127.0.0.1, each with a table of rows that replication carries.</summary>
public sealed class ServerGroup : IDisposable
{
    private const string User = "repl";
    private const string Password = "replpw";

    private readonly List<DatabaseServer> _servers;

    private ServerGroup(List<DatabaseServer> servers, bool usesGtid)
    {
        _servers = servers;
        UsesGtid = usesGtid;
    }

    /// <summary>The server that writes.</summary>
    public DatabaseServer Source => _servers[0];

    /// <summary>The servers that follow.</summary>
    public IReadOnlyList<DatabaseServer> Replicas => _servers[1..];

    /// <summary>All servers, the source first.</summary>
    public IReadOnlyList<DatabaseServer> Servers => _servers;

    /// <summary>True when the replicas follow by GTID.</summary>
    public bool UsesGtid { get; }

    /// <summary>The family of all.</summary>
    public DatabaseFamily Family => Source.Family;

    /// <summary>The servers as --hosts names them.</summary>
    public string Hosts => string.Join(',', _servers.Select(Address));

    private bool IsMariaDb => Family == DatabaseFamily.MariaDb;

    /// <summary>127.0.0.1 and the port.</summary>
    public static string Address(DatabaseServer server)
    {
        ArgumentNullException.ThrowIfNull(server);
        return string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{server.Port}");
    }

    /// <summary>Starts a source and replicas side by side, links them and waits until all have what the source has.</summary>
    /// <param name="family">Which family.</param>
    /// <param name="usesGtid">By GTID, or by file and position.</param>
    /// <param name="replicas">How many replicas.</param>
    /// <param name="options">How each server is started, by its number, the source being 0; null for the plain way.</param>
    public static ServerGroup Start(DatabaseFamily family, bool usesGtid, int replicas, Func<int, ServerOptions>? options = null)
    {
        string[] mode = family == DatabaseFamily.MariaDb ? ["--log-slave-updates=ON", "--read-only=OFF"]
            : usesGtid ? ["--gtid-mode=ON", "--enforce-gtid-consistency=ON"] : ["--gtid-mode=OFF"];
        var starts = Enumerable.Range(0, replicas + 1).Select(number => Task.Run(() =>
        {
            var own = options?.Invoke(number) ?? new ServerOptions();
            return DatabaseServer.Start(family, own with { ServerId = number + 1, Arguments = [.. mode, .. own.Arguments] });
        })).ToArray();
        try
        {
            Task.WaitAll(starts);
        }
        catch (AggregateException failure)
        {
            foreach (var start in starts.Where(start => start.IsCompletedSuccessfully))
                start.Result.Dispose();
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure.InnerExceptions[0]);
        }

        var group = new ServerGroup([.. starts.Select(start => start.Result)], usesGtid);
        group.Seed();
        return group;
    }

    /// <summary>Points a server at another one and starts its threads.</summary>
    public void Link(DatabaseServer replica, DatabaseServer source, string? more = null)
    {
        ArgumentNullException.ThrowIfNull(replica);
        ArgumentNullException.ThrowIfNull(source);
        var mode = IsMariaDb ? $"MASTER_USE_GTID={(UsesGtid ? "slave_pos" : "no")}" : $"SOURCE_AUTO_POSITION={(UsesGtid ? 1 : 0)}";
        var tail = more is null ? mode : $"{mode}, {more}";
        replica.Execute(IsMariaDb
            ? string.Create(CultureInfo.InvariantCulture, $"CHANGE MASTER TO MASTER_HOST='127.0.0.1', MASTER_PORT={source.Port}, ")
                + $"MASTER_USER='{User}', MASTER_PASSWORD='{Password}', MASTER_CONNECT_RETRY=1, {tail}; START SLAVE"
            : string.Create(CultureInfo.InvariantCulture, $"CHANGE REPLICATION SOURCE TO SOURCE_HOST='127.0.0.1', ")
                + string.Create(CultureInfo.InvariantCulture, $"SOURCE_PORT={source.Port}, SOURCE_USER='{User}', ")
                + $"SOURCE_PASSWORD='{Password}', SOURCE_CONNECT_RETRY=1, GET_SOURCE_PUBLIC_KEY=1, {tail}; START REPLICA");
    }

    /// <summary>Writes rows at a server.</summary>
    public static void Write(DatabaseServer server, int rows = 1)
    {
        ArgumentNullException.ThrowIfNull(server);
        for (var row = 0; row < rows; row++)
            server.Execute("INSERT INTO app.t(body) VALUES(repeat('x',200))");
    }

    /// <summary>Waits until some servers hold as many rows as one does.</summary>
    public static void WaitForRows(DatabaseServer like, params IEnumerable<DatabaseServer> servers)
    {
        ArgumentNullException.ThrowIfNull(like);
        ArgumentNullException.ThrowIfNull(servers);
        var wanted = like.Scalar("SELECT COUNT(*) FROM app.t");
        foreach (var server in servers)
            Requirements.Until(() => server.Query("SELECT COUNT(*) FROM app.t") is [[var count]] && count == wanted,
                TimeSpan.FromSeconds(30), $"{wanted} rows arrive at port {server.Port}");
    }

    /// <summary>Waits until every replica has applied all that it has received: the rows of a transaction are there a moment
    /// before.</summary>
    public void WaitUntilApplied()
    {
        foreach (var replica in Replicas)
            Requirements.Until(
                () => Status(replica) is var status && Column(status, "Read_{0}_Log_Pos") == Column(status, "Exec_{0}_Log_Pos")
                    && Column(status, "{0}_Log_File") == Column(status, "Relay_{0}_Log_File"),
                TimeSpan.FromSeconds(30), "all that was received is applied");
    }

    /// <summary>A replica's status, columns as its server names them.</summary>
    public IReadOnlyDictionary<string, string> Status(DatabaseServer replica)
    {
        ArgumentNullException.ThrowIfNull(replica);
        return replica.QueryByName(IsMariaDb ? "SHOW ALL SLAVES STATUS" : "SHOW REPLICA STATUS")[0];
    }

    /// <summary>START or STOP of one thread, in the family's words: <c>Threads(r1, "STOP", "IO_THREAD")</c>.</summary>
    public void Threads(DatabaseServer replica, string verb, string thread = "")
    {
        ArgumentNullException.ThrowIfNull(replica);
        replica.Execute($"{verb} {(IsMariaDb ? "SLAVE" : "REPLICA")} {thread}");
    }

    /// <summary>Kills all.</summary>
    public void Dispose()
    {
        foreach (var server in _servers)
            server.Dispose();
    }

    private string Column(IReadOnlyDictionary<string, string> status, string name) =>
        status[string.Format(CultureInfo.InvariantCulture, name, IsMariaDb ? "Master" : "Source")];

    private void Seed()
    {
        Source.Execute($"CREATE USER {User}@'127.0.0.1' IDENTIFIED BY '{Password}'; GRANT REPLICATION SLAVE ON *.* TO {User}@'127.0.0.1'; "
            + "CREATE DATABASE app; CREATE TABLE app.t(id INT AUTO_INCREMENT PRIMARY KEY, body LONGTEXT) ENGINE=InnoDB; "
            + "INSERT INTO app.t(body) VALUES('one'),('two')");
        foreach (var replica in Replicas)
            Link(replica, Source);
        foreach (var replica in Replicas)
            Requirements.Until(() => replica.Query("SHOW TABLES FROM mysql LIKE 'user'").Count > 0
                && replica.Query("SELECT COUNT(*) FROM information_schema.TABLES WHERE TABLE_SCHEMA='app'") is [["1"]],
                TimeSpan.FromSeconds(30), "the table arrives");
        WaitForRows(Source, Replicas);
    }
}
