using Nagios.Plugin;

namespace NagiosChecks.ReplicationIo;

/// <summary>The statements of next steps for one channel, as its server takes them.</summary>
/// <param name="replica">The channel.</param>
internal sealed class ReplicaStatements(ReplicaStatus replica)
{
    private readonly bool _isMariaDb = replica.Dialect == ReplicaDialect.MariaDb;
    private readonly bool _hasNewWords = replica.Dialect == ReplicaDialect.MySql;

    /// <summary>Starts both threads.</summary>
    public SqlStatement Start => Thread(_hasNewWords ? SqlStatement.Of($"START REPLICA") : SqlStatement.Of($"START SLAVE"), null);

    /// <summary>Starts the IO thread alone.</summary>
    public SqlStatement StartIo => Thread(Start0, SqlStatement.Of($"IO_THREAD"));

    /// <summary>Starts the SQL thread alone.</summary>
    public SqlStatement StartSql => Thread(Start0, SqlStatement.Of($"SQL_THREAD"));

    /// <summary>Stops both threads.</summary>
    public SqlStatement Stop => Thread(Stop0, null);

    /// <summary>Stops the IO thread alone.</summary>
    public SqlStatement StopIo => Thread(Stop0, SqlStatement.Of($"IO_THREAD"));

    /// <summary>Stops the SQL thread alone.</summary>
    public SqlStatement StopSql => Thread(Stop0, SqlStatement.Of($"SQL_THREAD"));

    /// <summary>Forgets the place in the source's binlogs and deletes the relay log; the connection's options stay.</summary>
    public SqlStatement Reset => Thread(_hasNewWords ? SqlStatement.Of($"RESET REPLICA") : SqlStatement.Of($"RESET SLAVE"), null);

    /// <summary>Waits up to a minute until everything that was received is applied: 0 or more when it is, -1 when it is not yet.</summary>
    public SqlStatement WaitUntilApplied
    {
        get
        {
            var (file, position) = (replica.ReadFile, replica.ReadPosition);
            if (_hasNewWords)
                return SqlStatement.Of($"SELECT SOURCE_POS_WAIT({file}, {position}, 60, {replica.Channel})");
            return replica.Channel.Length == 0
                ? SqlStatement.Of($"SELECT MASTER_POS_WAIT({file}, {position}, 60)")
                : SqlStatement.Of($"SELECT MASTER_POS_WAIT({file}, {position}, 60, {replica.Channel})");
        }
    }

    /// <summary>The statement that shows the channel's state.</summary>
    public SqlStatement Status => _isMariaDb ? SqlStatement.Of($"SHOW ALL SLAVES STATUS")
        : _hasNewWords ? SqlStatement.Of($"SHOW REPLICA STATUS")
        : SqlStatement.Of($"SHOW SLAVE STATUS");

    /// <summary>CHANGE REPLICATION SOURCE (CHANGE MASTER) with options that are already written for this server.</summary>
    public SqlStatement Change(SqlStatement options)
    {
        if (_isMariaDb)
        {
            return replica.Channel.Length == 0
                ? SqlStatement.Of($"CHANGE MASTER TO {options}")
                : SqlStatement.Of($"CHANGE MASTER {replica.Channel} TO {options}");
        }

        var change = _hasNewWords ? SqlStatement.Of($"CHANGE REPLICATION SOURCE TO {options}")
            : SqlStatement.Of($"CHANGE MASTER TO {options}");
        return replica.Channel.Length == 0 ? change : SqlStatement.Of($"{change} FOR CHANNEL {replica.Channel}");
    }

    /// <summary>An option of CHANGE in this server's words, from one in the words of MySQL.</summary>
    /// <param name="name">Its name behind SOURCE_ or MASTER_: HOST, LOG_FILE ...</param>
    /// <param name="value">Its value.</param>
    public SqlStatement Option(ChangeOption name, string value) => SqlStatement.Of($"{Word(name)}={value}");

    /// <summary>The same with a number.</summary>
    public SqlStatement Option(ChangeOption name, ulong value) => SqlStatement.Of($"{Word(name)}={value}");

    /// <summary>The options that name a place in the source's binlogs, and leave GTID positioning where it is in use.</summary>
    public SqlStatement AtPlace(string file, ulong position)
    {
        var place = SqlStatement.Of($"{Option(ChangeOption.LogFile, file)}, {Option(ChangeOption.LogPosition, position)}");
        if (!replica.UsesGtid)
            return place;
        return _isMariaDb ? SqlStatement.Of($"MASTER_USE_GTID=no, {place}")
            : SqlStatement.Of($"{Option(ChangeOption.AutoPosition, 0)}, {place}");
    }

    private SqlStatement Start0 => _hasNewWords ? SqlStatement.Of($"START REPLICA") : SqlStatement.Of($"START SLAVE");

    private SqlStatement Stop0 => _hasNewWords ? SqlStatement.Of($"STOP REPLICA") : SqlStatement.Of($"STOP SLAVE");

    private SqlStatement Thread(SqlStatement verb, SqlStatement? thread)
    {
        if (_isMariaDb && replica.Channel.Length > 0)
            verb = SqlStatement.Of($"{verb} {replica.Channel}");
        if (thread is { } one)
            verb = SqlStatement.Of($"{verb} {one}");
        return _isMariaDb || replica.Channel.Length == 0 ? verb : SqlStatement.Of($"{verb} FOR CHANNEL {replica.Channel}");
    }

    private SqlStatement Word(ChangeOption name) => (name, _hasNewWords) switch
    {
        (ChangeOption.Host, true) => SqlStatement.Of($"SOURCE_HOST"),
        (ChangeOption.Host, false) => SqlStatement.Of($"MASTER_HOST"),
        (ChangeOption.User, true) => SqlStatement.Of($"SOURCE_USER"),
        (ChangeOption.User, false) => SqlStatement.Of($"MASTER_USER"),
        (ChangeOption.Password, true) => SqlStatement.Of($"SOURCE_PASSWORD"),
        (ChangeOption.Password, false) => SqlStatement.Of($"MASTER_PASSWORD"),
        (ChangeOption.LogFile, true) => SqlStatement.Of($"SOURCE_LOG_FILE"),
        (ChangeOption.LogFile, false) => SqlStatement.Of($"MASTER_LOG_FILE"),
        (ChangeOption.LogPosition, true) => SqlStatement.Of($"SOURCE_LOG_POS"),
        (ChangeOption.LogPosition, false) => SqlStatement.Of($"MASTER_LOG_POS"),
        (ChangeOption.AutoPosition, true) => SqlStatement.Of($"SOURCE_AUTO_POSITION"),
        (ChangeOption.AutoPosition, false) => SqlStatement.Of($"MASTER_AUTO_POSITION"),
        (ChangeOption.RetryCount, true) => SqlStatement.Of($"SOURCE_RETRY_COUNT"),
        (ChangeOption.RetryCount, false) => SqlStatement.Of($"MASTER_RETRY_COUNT"),
        (ChangeOption.Tls, true) => SqlStatement.Of($"SOURCE_SSL"),
        (ChangeOption.Tls, false) => SqlStatement.Of($"MASTER_SSL"),
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };
}
