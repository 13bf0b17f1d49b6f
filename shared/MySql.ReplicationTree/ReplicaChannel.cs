using System.Globalization;
using MySql.Session;

namespace MySql.ReplicationTree;

/// <summary>
/// One channel of a replica: what it has received and applied of its source, in the source's coordinates (MySQL manual, "SHOW REPLICA
/// STATUS Statement"; MariaDB manual, "SHOW REPLICA STATUS").
/// </summary>
public sealed record ReplicaChannel
{
    /// <summary>The channel's or connection's name; empty for the only one.</summary>
    public required string Name { get; init; }

    /// <summary>The source's host as this replica names it.</summary>
    public required string SourceHost { get; init; }

    /// <summary>The source's port.</summary>
    public required int SourcePort { get; init; }

    /// <summary>The source's UUID; empty on MariaDB and before the first connection.</summary>
    public required string SourceUuid { get; init; }

    /// <summary>True for the words and ways of MariaDB.</summary>
    public required bool IsMariaDb { get; init; }

    /// <summary>The thread that receives.</summary>
    public required ChannelThread Io { get; init; }

    /// <summary>The thread that applies; on MySQL with workers their coordinator.</summary>
    public required ChannelThread Sql { get; init; }

    /// <summary>The error that stopped the IO thread; 0 for none.</summary>
    public required long IoErrno { get; init; }

    /// <summary>The error that stopped the SQL thread; 0 for none.</summary>
    public required long SqlErrno { get; init; }

    /// <summary>Up to where the relay log holds the source's binlogs.</summary>
    public required SourcePlace Received { get; init; }

    /// <summary>Up to where they are applied.</summary>
    public required SourcePlace Executed { get; init; }

    /// <summary>The file and offset in the relay log that is applied next.</summary>
    public required SourcePlace RelayLog { get; init; }

    /// <summary>True when the channel asks its source by GTID: SOURCE_AUTO_POSITION=1, MASTER_USE_GTID other than no.</summary>
    public required bool UsesGtid { get; init; }

    /// <summary>
    /// MySQL: Retrieved_Gtid_Set, which has only what came since the relay log was last emptied. MariaDB: Gtid_IO_Pos, which is empty
    /// without GTIDs.
    /// </summary>
    public required string ReceivedGtids { get; init; }

    /// <summary>Seconds that the channel is held behind on purpose.</summary>
    public required long Delay { get; init; }

    /// <summary>The account on the source that the channel logs in with.</summary>
    public required string SourceUser { get; init; }

    /// <summary>The source's server_id when it was last connected; null where it is not told.</summary>
    public required long? SourceServerId { get; init; }

    /// <summary>What the SQL thread, or one of its workers, stopped with; empty for nothing.</summary>
    public required string SqlError { get; init; }

    /// <summary>The filters of the channel, <c>Replicate_Do_DB=app</c>; a replica with one has not all that its source has.</summary>
    public required IReadOnlyList<string> Filters { get; init; }

    /// <summary>True when everything that was received is applied.</summary>
    public bool IsAllApplied => Received == Executed;

    /// <summary>
    /// Bytes of the source's binlogs that were received and not applied; null where they lie in more than one file and where the
    /// places cannot be compared.
    /// </summary>
    public ulong? BytesNotApplied =>
        Received.File == Executed.File && Received.Offset >= Executed.Offset ? Received.Offset - Executed.Offset : null;

    /// <summary>
    /// True when any START throws away what was received and not applied. Measured on MariaDB 10.5, 10.11 and 11.8: with GTIDs and both
    /// threads stopped, by hand or by a restart, the relay log is emptied, and with a dead source that is data loss.
    /// </summary>
    public bool LosesRelayLogAtStart =>
        IsMariaDb && UsesGtid && Io == ChannelThread.Stopped && Sql == ChannelThread.Stopped && !IsAllApplied;

    /// <summary>Reads a row of SHOW REPLICA STATUS, SHOW SLAVE STATUS or SHOW ALL SLAVES STATUS.</summary>
    /// <exception cref="Nagios.Plugin.CheckException">A position is no number.</exception>
    public static ReplicaChannel Parse(MySqlRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return new ReplicaChannel
        {
            Name = row.Text("Channel_Name", "Connection_name") ?? "",
            SourceHost = row.Text("Source_Host", "Master_Host") ?? "",
            SourcePort = (int)Math.Min(row.Unsigned("Source_Port", "Master_Port") ?? 0, int.MaxValue),
            SourceUuid = row.Text("Source_UUID", "Master_UUID") ?? "",
            IsMariaDb = row.Has("Using_Gtid"),
            Io = Thread(row.Text("Replica_IO_Running", "Slave_IO_Running")),
            Sql = Thread(row.Text("Replica_SQL_Running", "Slave_SQL_Running")),
            IoErrno = row.Integer("Last_IO_Errno") ?? 0,
            SqlErrno = row.Integer("Last_SQL_Errno") ?? 0,
            Received = new SourcePlace(row.Text("Source_Log_File", "Master_Log_File") ?? "",
                row.Unsigned("Read_Source_Log_Pos", "Read_Master_Log_Pos") ?? 0),
            Executed = new SourcePlace(row.Text("Relay_Source_Log_File", "Relay_Master_Log_File") ?? "",
                row.Unsigned("Exec_Source_Log_Pos", "Exec_Master_Log_Pos") ?? 0),
            RelayLog = new SourcePlace(row.Text("Relay_Log_File") ?? "", row.Unsigned("Relay_Log_Pos") ?? 0),
            UsesGtid = row.Text("Auto_Position") == "1" || row.Text("Using_Gtid") is { } way && !way.Equals("No", StringComparison.Ordinal),
            ReceivedGtids = row.Text("Retrieved_Gtid_Set", "Gtid_IO_Pos") ?? "",
            Delay = row.Integer("SQL_Delay") ?? 0,
            SourceUser = row.Text("Source_User", "Master_User") ?? "",
            SourceServerId = row.Integer("Source_Server_Id", "Master_Server_Id"),
            SqlError = row.Text("Last_SQL_Error") ?? "",
            Filters = FiltersOf(row),
        };
    }

    /// <summary>host:port of the source.</summary>
    public string Source => string.Create(CultureInfo.InvariantCulture, $"{SourceHost}:{SourcePort}");

    private static List<string> FiltersOf(MySqlRow row)
    {
        var filters = new List<string>();
        foreach (var name in row.Columns.Names)
        {
            if (name.StartsWith("Replicate_", StringComparison.OrdinalIgnoreCase) && row.Text(name) is { Length: > 0 } value)
                filters.Add($"{name}={value}");
        }

        return filters;
    }

    private static ChannelThread Thread(string? word) => word switch
    {
        "Yes" => ChannelThread.Running,
        "Connecting" or "Preparing" => ChannelThread.Connecting,
        _ => ChannelThread.Stopped,
    };
}
