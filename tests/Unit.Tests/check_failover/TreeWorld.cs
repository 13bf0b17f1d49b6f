using System.Globalization;
using MySql.ReplicationTree;
using MySql.Session;

namespace NagiosChecks.Failover.Tests;

/// <summary>How the servers of a world name what they have.</summary>
internal enum WorldMode
{
    MySqlGtid,
    MySqlPosition,
    MariaDbGtid,
    MariaDbPosition,
}

/// <summary>One replica of a world, by what really is there. Transactions are numbered from 1.</summary>
internal sealed class WorldReplica
{
    public int Received { get; set; }

    public int Applied { get; set; }

    public bool Reads { get; set; } = true;

    public bool Applies { get; set; } = true;

    public int SqlErrno { get; set; }

    public bool HasBinlog { get; set; } = true;

    public bool LogsUpdates { get; set; } = true;

    public bool IsFiltered { get; set; }

    public bool HasAccount { get; set; } = true;

    public int OwnWrites { get; set; }

    public int Delay { get; set; }

    public int ServerId { get; set; }

    public int Minor { get; set; } = 11;

    public int Purged { get; set; }
}

/// <summary>
/// A tree that is made up: what each server has, and the rows in which it would tell. <see cref="CanTakeOver"/> is the model: it plays the
/// promotion with sets of transactions and knows nothing of the check's rules.
/// </summary>
internal sealed class TreeWorld
{
    private const string SourceUuid = "11111111-1111-1111-1111-111111111111";

    public WorldMode Mode { get; init; }

    /// <summary>How many transactions the source has written.</summary>
    public int Written { get; init; }

    public bool IsSourceAlive { get; init; }

    public List<WorldReplica> Replicas { get; } = [];

    private bool IsMariaDb => Mode is WorldMode.MariaDbGtid or WorldMode.MariaDbPosition;

    private bool IsByGtid => Mode is WorldMode.MariaDbGtid or WorldMode.MySqlGtid;

    /// <summary>A world by chance: mostly in order, with some troubles.</summary>
    public static TreeWorld Of(Random random, int replicas)
    {
        var world = new TreeWorld
        {
            Mode = (WorldMode)random.Next(4),
            Written = random.Next(5, 2000),
            IsSourceAlive = random.Next(2) == 0,
        };
        for (var number = 0; number < replicas; number++)
            world.Replicas.Add(world.Replica(random, number));
        return world;
    }

    /// <summary>What is left of the tree when this replica is promoted at once: nothing lost, everybody able to follow.</summary>
    public bool CanTakeOver(WorldReplica candidate)
    {
        if (!candidate.HasBinlog || candidate.IsFiltered || candidate.SqlErrno != 0 || candidate.OwnWrites > 0 && !IsInvisible)
            return false;
        // Somebody must act first: START, or drop the delay.
        if (!candidate.Applies || candidate.Delay > 0 || (IsSourceAlive && !candidate.Reads))
            return false;
        var held = Enumerable.Range(1, candidate.Received).ToHashSet();
        foreach (var other in Replicas.Where(other => other != candidate))
        {
            var lacks = held.Except(Enumerable.Range(1, other.Received)).ToList();
            if (!Enumerable.Range(1, other.Received).All(held.Contains) || other.ServerId == candidate.ServerId
                || candidate.Minor > other.Minor || !candidate.HasAccount)
                return false;
            // Without its own log it serves only those that lack nothing; the captured trees do not choose it beside one that logs.
            if (!candidate.LogsUpdates && (lacks.Count > 0 || Replicas.Any(one => one.LogsUpdates && one.HasBinlog)))
                return false;
        }

        return true;
    }

    /// <summary>What the servers answer: s, and r1 to rN.</summary>
    public IReadOnlyList<ServerAnswers> Answers()
    {
        var servers = new List<ServerAnswers> { Source() };
        for (var at = 0; at < Replicas.Count; at++)
            servers.Add(Replica(at));
        return servers;
    }

    // Without GTIDs nothing shows what a replica of MySQL wrote alone: the check says so, and a model of what it can know leaves it out.
    private bool IsInvisible => Mode == WorldMode.MySqlPosition;

    private WorldReplica Replica(Random random, int number)
    {
        var received = random.Next(3) > 0 ? Written : random.Next(1, Written + 1);
        var applies = random.Next(6) > 0;
        var replica = new WorldReplica
        {
            Received = received,
            Applied = applies && random.Next(3) > 0 ? received : random.Next(0, received + 1),
            Applies = applies,
            Reads = IsSourceAlive && (received == Written || random.Next(3) == 0),
            SqlErrno = applies || random.Next(2) == 0 ? 0 : 1062,
            HasBinlog = random.Next(15) > 0,
            LogsUpdates = random.Next(8) > 0,
            IsFiltered = random.Next(20) == 0,
            HasAccount = random.Next(20) > 0,
            OwnWrites = random.Next(20) == 0 ? random.Next(1, 4) : 0,
            Delay = random.Next(25) == 0 ? 3600 : 0,
            ServerId = random.Next(40) == 0 ? 2 : number + 2,
            Minor = random.Next(20) == 0 ? 12 : 11,
        };
        if (replica is { HasBinlog: false } or { LogsUpdates: false })
            replica.OwnWrites = 0;
        return replica;
    }

    private ServerAnswers Source()
    {
        if (!IsSourceAlive)
            return new ServerAnswers("s", [], "ERROR 2003: nobody listens, at 192.0.2.1:3306") { Address = "192.0.2.1:3306" };
        return new ServerAnswers("s",
        [
            new Answer(StatusStatement, []),
            Variables([("server_id", "1"), ("server_uuid", SourceUuid), ("version", Version(11)), ("log_bin", "ON"),
                .. Gtids(Written, 0, 1)]),
            Sessions(Replicas.Count(replica => replica.Reads)),
            new Answer(IsMariaDb ? "SHOW MASTER STATUS" : "SHOW BINARY LOG STATUS",
                [Row(("File", "bin.000001"), ("Position", Offset(Written)))]),
        ]) { Address = "192.0.2.1:3306" };
    }

    private ServerAnswers Replica(int at)
    {
        var replica = Replicas[at];
        return new ServerAnswers($"r{at + 1}",
        [
            new Answer(StatusStatement, [Status(replica)]),
            Variables(
            [
                ("server_id", Text(replica.ServerId)), ("server_uuid", Uuid(at)), ("version", Version(replica.Minor)),
                ("log_bin", replica.HasBinlog ? "ON" : "OFF"), (IsMariaDb ? "log_slave_updates" : "log_replica_updates",
                    replica.LogsUpdates ? "ON" : "OFF"),
                ("read_only", "ON"), .. Gtids(replica.Applied, replica.OwnWrites, at + 2, replica),
            ]),
            Sessions(0),
            new Answer("SELECT User, Host FROM mysql.user WHERE Repl_slave_priv='Y'",
                replica.HasAccount ? [Row(("User", "repl"), ("Host", "%"))] : []),
        ]) { Address = $"192.0.2.{at + 2}:3306" };
    }

    private string StatusStatement => IsMariaDb ? "SHOW ALL SLAVES STATUS" : "SHOW REPLICA STATUS";

    private IEnumerable<(string, string)> Gtids(int applied, int own, int server, WorldReplica? replica = null)
    {
        if (IsMariaDb)
        {
            var isLogged = replica is null or { HasBinlog: true, LogsUpdates: true };
            var state = string.Join(
                ',', new[] { own > 0 ? $"0-{server}-{applied + own}" : "", isLogged && applied > 0 ? $"0-1-{applied}" : "" }
                .Where(text => text.Length > 0));
            return [("gtid_slave_pos", replica is null || applied == 0 ? "" : $"0-1-{applied}"), ("gtid_binlog_state", state),
                ("gtid_binlog_pos", isLogged && applied > 0 ? $"0-1-{applied}" : "")];
        }

        var set = (applied > 0 ? $"{SourceUuid}:1-{applied}" : "") + (own > 0 ? $",{Uuid(server - 2)}:1-{own}" : "");
        return [("gtid_mode", IsByGtid ? "ON" : "OFF"), ("gtid_executed", IsByGtid ? set : "")];
    }

    private MySqlRow Status(WorldReplica replica)
    {
        var (thread, source) = IsMariaDb ? ("Slave", "Master") : ("Replica", "Source");
        var row = new List<(string, string)>
        {
            ($"{source}_Host", "192.0.2.1"), ($"{source}_Port", "3306"), ($"{source}_User", "repl"), ($"{source}_Server_Id", "1"),
            ($"{source}_Log_File", "bin.000001"), ($"Read_{source}_Log_Pos", Offset(replica.Received)),
            ($"Relay_{source}_Log_File", "bin.000001"), ($"Exec_{source}_Log_Pos", Offset(replica.Applied)),
            ("Relay_Log_File", "relay.000002"), ("Relay_Log_Pos", Offset(replica.Applied)),
            ($"{thread}_IO_Running", replica.Reads ? "Yes" : IsSourceAlive ? "No" : "Connecting"),
            ($"{thread}_SQL_Running", replica.Applies ? "Yes" : "No"), ("Last_SQL_Errno", Text(replica.SqlErrno)),
            ("Replicate_Do_DB", replica.IsFiltered ? "app" : ""), ("SQL_Delay", Text(replica.Delay)),
        };
        if (IsMariaDb)
            row.AddRange([("Using_Gtid", IsByGtid ? "Slave_Pos" : "No"), ("Gtid_IO_Pos", IsByGtid ? $"0-1-{replica.Received}" : "")]);
        else
            row.AddRange([("Source_UUID", SourceUuid), ("Auto_Position", IsByGtid ? "1" : "0"),
                ("Retrieved_Gtid_Set", IsByGtid ? $"{SourceUuid}:1-{replica.Received}" : "")]);
        return Row([.. row]);
    }

    private static Answer Sessions(int readers) => new("SELECT * FROM information_schema.PROCESSLIST",
        [.. Enumerable.Range(1, readers).Select(id => Row(("ID", Text(id)), ("COMMAND", "Binlog Dump"), ("TIME", "9"), ("STATE", "")))]);

    private static Answer Variables((string Name, string Value)[] values) => new("SHOW GLOBAL VARIABLES",
        [.. values.Select(value => Row(("Variable_name", value.Name), ("Value", value.Value)))]);

    private string Version(int minor) => IsMariaDb ? $"10.{minor}.5-MariaDB" : $"9.{minor}.0";

    private static string Uuid(int at) => $"22222222-2222-2222-2222-{at:000000000000}";

    private static string Offset(int transactions) => Text(1000 + transactions * 300);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static MySqlRow Row(params (string Name, string Value)[] cells) =>
        new(new MySqlColumns([.. cells.Select(cell => cell.Name)]), [.. cells.Select(cell => cell.Value)]);
}
