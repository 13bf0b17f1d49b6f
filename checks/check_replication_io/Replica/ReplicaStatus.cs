using System.Globalization;
using MySql.Session;
using Nagios.Plugin;

namespace NagiosChecks.ReplicationIo;

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

    /// <summary>What the SQL thread (or its coordinator) is doing, in the server's words; empty when it does not run.</summary>
    public string SqlDoing { get; init; } = "";

    /// <summary>The relay log that the SQL thread reads.</summary>
    public string RelayFile { get; init; } = "";

    /// <summary>Position in <see cref="RelayFile"/>, bytes.</summary>
    public ulong RelayPosition { get; init; }

    /// <summary>MySQL: GTIDs that this server has executed or counts as executed; empty without GTIDs. Line breaks are taken out.</summary>
    public string ExecutedGtids { get; init; } = "";

    /// <summary>MariaDB: the last transaction of each domain in the replica's data, those of its own binlog counted in (the column
    /// Gtid_Slave_Pos shows what gtid_current_pos does); null on other servers.</summary>
    public string? GtidDataPosition { get; init; }

    /// <summary>MariaDB: the GTIDs from which the IO thread asks; empty without GTIDs, and when gtid_slave_pos is empty.</summary>
    public string? GtidIoPosition { get; init; }

    /// <summary>MariaDB: Using_Gtid is Current_Pos, so that transactions written on the replica itself count as its position.</summary>
    public bool UsesCurrentPosition { get; init; }

    /// <summary>MySQL: how often the IO thread tries to connect before it gives up; null when not told.</summary>
    public long? RetryCount { get; init; }

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

    /// <summary>
    /// True when everything that was received is applied: both threads are at one place of the source's binlogs, or the SQL thread
    /// runs and says that it has read all relay log.
    /// </summary>
    public bool IsAllApplied =>
        ReadFile.Length == 0
        || (ReadFile == ExecutedFile && ReadPosition <= ExecutedPosition)
        || (Sql == ReplicaThreadState.Running && SqlDoing.Contains("has read all relay log", StringComparison.Ordinal));

    /// <summary>Bytes of the source's binlog that were received and not applied; null when the two threads are in different
    /// files.</summary>
    public ulong? BytesNotApplied => IsAllApplied ? 0 : ReadFile == ExecutedFile ? ReadPosition - ExecutedPosition : null;

    /// <summary>
    /// True when the next START of a thread throws away what was received and not applied: MariaDB with GTIDs and both threads stopped.
    /// It then fetches those events again, which fails when the source is dead or has them no more.
    /// </summary>
    public bool LosesRelayLogAtStart =>
        Dialect == ReplicaDialect.MariaDb && UsesGtid && Io == ReplicaThreadState.Stopped
            && Sql == ReplicaThreadState.Stopped && !IsAllApplied;

    /// <summary>
    /// True for a replica of a managed service: its operator has no right to CHANGE REPLICATION SOURCE, and no access to the host.
    /// Known by the names that Amazon RDS and Azure give to servers and binlogs.
    /// </summary>
    public bool IsManaged =>
        SourceHost.EndsWith(".rds.amazonaws.com", StringComparison.OrdinalIgnoreCase)
        || SourceHost.EndsWith(".rds.amazonaws.com.cn", StringComparison.OrdinalIgnoreCase)
        || SourceHost.EndsWith(".mysql.database.azure.com", StringComparison.OrdinalIgnoreCase)
        || ReadFile.StartsWith("mysql-bin-changelog.", StringComparison.Ordinal);

    /// <summary>host:port of the source.</summary>
    public string Source => string.Create(CultureInfo.InvariantCulture, $"{SourceHost}:{SourcePort}");

    /// <summary>
    /// Seconds behind what the operator wants: the configured delay taken off. Null while the IO thread does not run, because
    /// the server then says 0 or NULL whatever the truth is.
    /// </summary>
    public long? Lag => Io == ReplicaThreadState.Running && SecondsBehind is { } behind ? Math.Max(0, behind - Delay) : null;

    /// <summary>
    /// True for what stands in the list without being a channel that anybody expects to run: the one that group replication uses only
    /// while a member recovers, and one without a source that was never started.
    /// </summary>
    public bool IsDormant => Io == ReplicaThreadState.Stopped && IoErrno == 0 && SqlErrno == 0
        && (Channel == "group_replication_recovery" || SourceHost.Length == 0);

    /// <summary>Reads a row.</summary>
    /// <exception cref="CheckException">The row has no thread states, or text where a number belongs: it is not a replica's
    /// status.</exception>
    public static ReplicaStatus Parse(MySqlRow row)
    {
        var io = Text(row, "Replica_IO_Running", "Slave_IO_Running");
        var sql = Text(row, "Replica_SQL_Running", "Slave_SQL_Running");
        if (io.Length == 0 || sql.Length == 0)
        {
            throw new CheckException(
                "the server's replica status has no column Replica_IO_Running or Slave_IO_Running (or it is NULL): not a status this "
                    + "check knows");
        }

        var until = Text(row, "Until_Condition");
        var status = new ReplicaStatus
        {
            Channel = Text(row, "Channel_Name", "Connection_name"),
            Dialect = row.Has("Replica_IO_Running") ? ReplicaDialect.MySql
                : row.Has("Using_Gtid") ? ReplicaDialect.MariaDb
                : ReplicaDialect.OldMySql,
            SourceHost = Text(row, "Source_Host", "Master_Host"),
            SourcePort = Small(row.Unsigned("Source_Port", "Master_Port")),
            SourceUser = Text(row, "Source_User", "Master_User"),
            Io = State(io),
            IoDoing = Text(row, "Replica_IO_State", "Slave_IO_State"),
            IoErrno = Small(row.Unsigned("Last_IO_Errno")),
            IoError = Text(row, "Last_IO_Error"),
            Sql = State(sql),
            SqlErrno = Small(row.Unsigned("Last_SQL_Errno")),
            SqlError = Text(row, "Last_SQL_Error"),
            SqlDoing = Text(row, "Replica_SQL_Running_State", "Slave_SQL_Running_State"),
            RetryCount = Number(row, "Source_Retry_Count", "Master_Retry_Count"),
            SecondsBehind = Number(row, "Seconds_Behind_Source", "Seconds_Behind_Master"),
            Delay = Small(row.Unsigned("SQL_Delay")),
            Until = until is "None" ? "" : until,
        };
        return status.WithPlaces(row);
    }

    // How far the two threads are, by file and position and by GTID.
    private ReplicaStatus WithPlaces(MySqlRow row) => this with
    {
        RelayFile = Text(row, "Relay_Log_File"),
        RelayPosition = row.Unsigned("Relay_Log_Pos") ?? 0,
        RelaySpace = row.Unsigned("Relay_Log_Space"),
        ReadFile = Text(row, "Source_Log_File", "Master_Log_File"),
        ReadPosition = row.Unsigned("Read_Source_Log_Pos", "Read_Master_Log_Pos") ?? 0,
        ExecutedFile = Text(row, "Relay_Source_Log_File", "Relay_Master_Log_File"),
        ExecutedPosition = row.Unsigned("Exec_Source_Log_Pos", "Exec_Master_Log_Pos") ?? 0,
        ExecutedGtids = Text(row, "Executed_Gtid_Set").Replace("\n", "", StringComparison.Ordinal)
            .Replace(" ", "", StringComparison.Ordinal),
        GtidDataPosition = row.Has("Gtid_Slave_Pos") ? Text(row, "Gtid_Slave_Pos") : null,
        GtidIoPosition = row.Has("Gtid_IO_Pos") ? Text(row, "Gtid_IO_Pos") : null,
        UsesGtid = Text(row, "Auto_Position") == "1" || Text(row, "Using_Gtid") is "Slave_Pos" or "Current_Pos" or "Replica_Pos",
        UsesCurrentPosition = Text(row, "Using_Gtid") is "Current_Pos",
    };

    private static string Text(MySqlRow row, params ReadOnlySpan<string> names) => (row.Text(names) ?? "").Trim();

    // A server whose clock was set back has answered with a number below zero, written without its sign: no number that means anything.
    private static long? Number(MySqlRow row, params ReadOnlySpan<string> names) =>
        long.TryParse(Text(row, names), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : null;

    private static int Small(ulong? number) => (int)Math.Min(number ?? 0, int.MaxValue);

    private static ReplicaThreadState State(string word) => word.ToUpperInvariant() switch
    {
        "YES" => ReplicaThreadState.Running,
        "NO" => ReplicaThreadState.Stopped,
        _ => ReplicaThreadState.Connecting,
    };
}
