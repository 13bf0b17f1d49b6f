using System.Globalization;
using MySql.Session;
using Nagios.Plugin;

namespace NagiosChecks.ReplicationIo;

/// <summary>What a replication thread does.</summary>
internal enum ReplicaThreadState
{
    /// <summary>Not running.</summary>
    Stopped,

    /// <summary>The IO thread tries to reach its source (<c>Connecting</c>, MariaDB also <c>Preparing</c>).</summary>
    Connecting,

    /// <summary>Running.</summary>
    Running,
}

/// <summary>
/// One channel (MySQL) or connection (MariaDB) of a replica: a row of SHOW REPLICA STATUS, SHOW SLAVE STATUS or SHOW ALL SLAVES
/// STATUS. Columns are found by name, in the old spelling (Slave_, Master_) and in the new one (Replica_, Source_, MySQL 8.0.22
/// and later); columns that a version lacks are null or zero here. https://dev.mysql.com/doc/refman/8.4/en/show-replica-status.html,
/// https://mariadb.com/kb/en/show-replica-status/
/// </summary>
internal sealed record ReplicaStatus
{
    /// <summary>The channel's name; empty for the default one.</summary>
    public string Channel { get; init; } = "";

    /// <summary>Which words and statements this server knows.</summary>
    public ReplicaDialect Dialect { get; init; }

    /// <summary>Host name of the source as configured.</summary>
    public string SourceHost { get; init; } = "";

    /// <summary>TCP port of the source.</summary>
    public int SourcePort { get; init; }

    /// <summary>The account that the IO thread uses on the source.</summary>
    public string SourceUser { get; init; } = "";

    /// <summary>The IO thread, which copies the source's binlog.</summary>
    public ReplicaThreadState Io { get; init; }

    /// <summary>What the IO thread is doing, in the server's words; empty when it does not run.</summary>
    public string IoDoing { get; init; } = "";

    /// <summary>Last_IO_Errno: 0 for none; 1236 is 13114 on MySQL 8.0 and later.</summary>
    public int IoErrno { get; init; }

    /// <summary>Last_IO_Error, cut by the server at 320 or 512 bytes.</summary>
    public string IoError { get; init; } = "";

    /// <summary>The SQL thread, which applies what was copied.</summary>
    public ReplicaThreadState Sql { get; init; }

    /// <summary>Last_SQL_Errno, 0 for none.</summary>
    public int SqlErrno { get; init; }

    /// <summary>Last_SQL_Error.</summary>
    public string SqlError { get; init; } = "";

    /// <summary>The source's binlog that the IO thread reads; empty before the first contact.</summary>
    public string ReadFile { get; init; } = "";

    /// <summary>Position in <see cref="ReadFile"/> up to which was read, bytes.</summary>
    public ulong ReadPosition { get; init; }

    /// <summary>The source's binlog that the SQL thread has got to.</summary>
    public string ExecutedFile { get; init; } = "";

    /// <summary>Position in <see cref="ExecutedFile"/>, bytes.</summary>
    public ulong ExecutedPosition { get; init; }

    /// <summary>Size of all relay logs of this channel, bytes; null when not told.</summary>
    public ulong? RelaySpace { get; init; }

    /// <summary>Seconds_Behind: null when the server cannot tell. Only worth something while the IO thread runs.</summary>
    public long? SecondsBehind { get; init; }

    /// <summary>The delay that the operator configured, seconds.</summary>
    public long Delay { get; init; }

    /// <summary>True when the position is kept as GTIDs (Auto_Position, Using_Gtid) and not as file and offset.</summary>
    public bool UsesGtid { get; init; }

    /// <summary>The condition of START REPLICA UNTIL; empty for none.</summary>
    public string Until { get; init; } = "";

    /// <summary>host:port of the source.</summary>
    public string Source => string.Create(CultureInfo.InvariantCulture, $"{SourceHost}:{SourcePort}");

    /// <summary>
    /// Seconds behind what the operator wants: the configured delay taken off. Null while the IO thread does not run, because
    /// the server then says 0 or NULL whatever the truth is.
    /// </summary>
    public long? Lag => Io == ReplicaThreadState.Running && SecondsBehind is { } behind ? Math.Max(0, behind - Delay) : null;

    /// <summary>
    /// True for what stands in the list without being a channel that anybody expects to run: the one that group replication uses only
    /// while a member recovers, and one without a source.
    /// </summary>
    public bool IsDormant => Io == ReplicaThreadState.Stopped && IoErrno == 0 && SqlErrno == 0 && (Channel == "group_replication_recovery" || SourceHost.Length == 0);

    /// <summary>Reads a row.</summary>
    /// <exception cref="CheckException">The row has no thread states, or text where a number belongs: it is not a replica's status.</exception>
    public static ReplicaStatus Parse(MySqlRow row)
    {
        var io = Text("Replica_IO_Running", "Slave_IO_Running");
        var sql = Text("Replica_SQL_Running", "Slave_SQL_Running");
        if (io.Length == 0 || sql.Length == 0)
            throw new CheckException("the server's replica status has no column Replica_IO_Running or Slave_IO_Running (or it is NULL): not a status this check knows");

        var until = Text("Until_Condition");
        return new ReplicaStatus
        {
            Channel = Text("Channel_Name", "Connection_name"),
            Dialect = row.Has("Replica_IO_Running") ? ReplicaDialect.MySql : row.Has("Using_Gtid") ? ReplicaDialect.MariaDb : ReplicaDialect.OldMySql,
            SourceHost = Text("Source_Host", "Master_Host"),
            SourcePort = Small(row.Unsigned("Source_Port", "Master_Port")),
            SourceUser = Text("Source_User", "Master_User"),
            Io = State(io),
            IoDoing = Text("Replica_IO_State", "Slave_IO_State"),
            IoErrno = Small(row.Unsigned("Last_IO_Errno")),
            IoError = Text("Last_IO_Error"),
            Sql = State(sql),
            SqlErrno = Small(row.Unsigned("Last_SQL_Errno")),
            SqlError = Text("Last_SQL_Error"),
            ReadFile = Text("Source_Log_File", "Master_Log_File"),
            ReadPosition = row.Unsigned("Read_Source_Log_Pos", "Read_Master_Log_Pos") ?? 0,
            ExecutedFile = Text("Relay_Source_Log_File", "Relay_Master_Log_File"),
            ExecutedPosition = row.Unsigned("Exec_Source_Log_Pos", "Exec_Master_Log_Pos") ?? 0,
            RelaySpace = row.Unsigned("Relay_Log_Space"),
            SecondsBehind = row.Integer("Seconds_Behind_Source", "Seconds_Behind_Master"),
            Delay = Small(row.Unsigned("SQL_Delay")),
            UsesGtid = Text("Auto_Position") == "1" || Text("Using_Gtid") is "Slave_Pos" or "Current_Pos" or "Replica_Pos",
            Until = until is "None" ? "" : until,
        };

        string Text(params ReadOnlySpan<string> names) => (row.Text(names) ?? "").Trim();

        static int Small(ulong? number) => (int)Math.Min(number ?? 0, int.MaxValue);
    }

    private static ReplicaThreadState State(string word) => word.ToUpperInvariant() switch
    {
        "YES" => ReplicaThreadState.Running,
        "NO" => ReplicaThreadState.Stopped,
        _ => ReplicaThreadState.Connecting,
    };
}
