using System.Globalization;

namespace DatabaseServers;

/// <summary>A primary and a replica of one family, replicating.</summary>
public sealed class ServerPair : IDisposable
{
    private const string ReplicationUser = "repl";
    private const string ReplicationPassword = "replpw";

    private ServerPair(DatabaseServer primary, DatabaseServer replica)
    {
        Primary = primary;
        Replica = replica;
    }

    /// <summary>The server that writes.</summary>
    public DatabaseServer Primary { get; }

    /// <summary>The server that follows.</summary>
    public DatabaseServer Replica { get; }

    private bool IsMariaDb => Primary.Family == DatabaseFamily.MariaDb;

    /// <summary>The statement that shows replication on this family: all connections or channels.</summary>
    public string StatusStatement => IsMariaDb ? "SHOW ALL SLAVES STATUS" : "SHOW REPLICA STATUS";

    /// <summary>Starts both, makes the replication account (repl, replpw) and, unless told otherwise, links them.</summary>
    /// <param name="family">Which family.</param>
    /// <param name="primary">How the primary is started; server id 1.</param>
    /// <param name="replica">How the replica is started; its server id becomes 2.</param>
    /// <param name="link">Whether replication is started and waited for.</param>
    public static ServerPair Start(DatabaseFamily family, ServerOptions? primary = null, ServerOptions? replica = null, bool link = true)
    {
        var first = Task.Run(() => DatabaseServer.Start(family, primary ?? new ServerOptions()));
        var second = Task.Run(() => DatabaseServer.Start(family, (replica ?? new ServerOptions()) with { ServerId = 2 }));
        try
        {
            Task.WaitAll(first, second);
        }
        catch (AggregateException failure)
        {
            (first.IsCompletedSuccessfully ? first.Result : null)?.Dispose();
            (second.IsCompletedSuccessfully ? second.Result : null)?.Dispose();
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure.InnerExceptions[0]);
        }

        var pair = new ServerPair(first.Result, second.Result);
        pair.Primary.Execute(
            $"CREATE USER {ReplicationUser}@'127.0.0.1' IDENTIFIED BY '{ReplicationPassword}'; GRANT REPLICATION SLAVE ON *.* TO "
            + $"{ReplicationUser}@'127.0.0.1'");
        if (link)
        {
            pair.Link();
            pair.WaitUntilRunning();
        }

        return pair;
    }

    /// <summary>Points the replica at the primary and starts it.</summary>
    /// <param name="more">More options of CHANGE MASTER / CHANGE REPLICATION SOURCE, separated by commas; the default is GTID on both
    /// families.</param>
    /// <param name="channel">The connection's or channel's name; empty for the default one.</param>
    public void Link(string? more = null, string channel = "")
    {
        var options = more ?? (IsMariaDb ? "MASTER_USE_GTID=slave_pos" : "SOURCE_AUTO_POSITION=1");
        var tail = options.Length > 0 ? ", " + options : "";
        Replica.Execute(IsMariaDb
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"CHANGE MASTER {Named(channel)} TO MASTER_HOST='127.0.0.1', MASTER_PORT={Primary.Port}, MASTER_USER='{ReplicationUser}', "
                + $"MASTER_PASSWORD='{ReplicationPassword}', MASTER_CONNECT_RETRY=1{tail}")
            : string.Create(
                CultureInfo.InvariantCulture,
                $"CHANGE REPLICATION SOURCE TO SOURCE_HOST='127.0.0.1', SOURCE_PORT={Primary.Port}, SOURCE_USER='{ReplicationUser}', "
                + $"SOURCE_PASSWORD='{ReplicationPassword}', SOURCE_CONNECT_RETRY=1, GET_SOURCE_PUBLIC_KEY=1{tail} FOR CHANNEL "
                + $"'{channel}'"));
        StartReplica(channel);
    }

    /// <summary>Starts the replica's threads.</summary>
    public void StartReplica(string channel = "") =>
        Replica.Execute(IsMariaDb ? $"START SLAVE {Named(channel)}" : $"START REPLICA FOR CHANNEL '{channel}'");

    /// <summary>Stops the replica's threads.</summary>
    public void StopReplica(string channel = "") =>
        Replica.Execute(IsMariaDb ? $"STOP SLAVE {Named(channel)}" : $"STOP REPLICA FOR CHANNEL '{channel}'");

    /// <summary>The replication status of the replica, one row per connection or channel, columns as the server names them.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, string>> Status() => Replica.QueryByName(StatusStatement);

    /// <summary>Waits until both threads of every connection run.</summary>
    public void WaitUntilRunning() =>
        Requirements.Until(
            () => Status() is { Count: > 0 } rows
            && rows.All(row => Column(row, "IO_Running") == "Yes" && Column(row, "SQL_Running") == "Yes"), TimeSpan.FromSeconds(30),
            "the replica runs");

    /// <summary>Waits until the replica has applied all that the primary has written.</summary>
    public void WaitUntilInSync() =>
        // The primary is asked each time: MariaDB writes a checkpoint into a new binlog a moment after the file has begun.
        Requirements.Until(
            () => Status() is { Count: > 0 } rows
                && ((rows[0].GetValueOrDefault("Relay_Master_Log_File") ?? rows[0].GetValueOrDefault("Relay_Source_Log_File"))!,
                    (rows[0].GetValueOrDefault("Exec_Master_Log_Pos") ?? rows[0].GetValueOrDefault("Exec_Source_Log_Pos"))!)
                    == PrimaryPosition(),
            TimeSpan.FromSeconds(30),
            "the replica reaches the end of the primary's binlog");

    /// <summary>Waits until the first connection shows an IO error and returns its number and text.</summary>
    public (int Number, string Text) WaitForIoError(int seconds = 30)
    {
        var found = (Number: 0, Text: "");
        Requirements.Until(
            () =>
            {
                var row = Status().FirstOrDefault(row => row["Last_IO_Errno"] != "0");
                found = row is null ? found : (int.Parse(row["Last_IO_Errno"], CultureInfo.InvariantCulture), row["Last_IO_Error"]);
                return found.Number != 0;
            },
            TimeSpan.FromSeconds(seconds),
            "an IO error on the replica");
        return found;
    }

    /// <summary>The primary's current binlog file and position.</summary>
    public (string File, string Position) PrimaryPosition()
    {
        var row = Primary.Query(IsMariaDb ? "SHOW MASTER STATUS" : "SHOW BINARY LOG STATUS")[0];
        return (row[0], row[1]);
    }

    /// <summary>A column of a status row in either family's spelling: "IO_Running" finds Slave_IO_Running and Replica_IO_Running.</summary>
    public static string? Column(IReadOnlyDictionary<string, string> row, string name)
    {
        ArgumentNullException.ThrowIfNull(row);
        return row.GetValueOrDefault(name) ?? row.GetValueOrDefault("Slave_" + name) ?? row.GetValueOrDefault("Replica_" + name)
            ?? row.GetValueOrDefault("Master_" + name) ?? row.GetValueOrDefault("Source_" + name);
    }

    /// <summary>Kills both.</summary>
    public void Dispose()
    {
        Replica.Dispose();
        Primary.Dispose();
    }

    private static string Named(string channel) => channel.Length > 0 ? $"'{channel}'" : "";
}
