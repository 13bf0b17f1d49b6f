using MySql.Session;

namespace MySql.ReplicationTree;

/// <summary>
/// What a server of a tree is asked, in its own version's words. Everything but <see cref="OfBinlogs"/> answers at once on a server
/// whose binlog disk is full (measured on MySQL 9.7, MariaDB 10.11 and 11.8).
/// </summary>
public static class ServerQuestions
{
    /// <summary>The account that asks, so that a GRANT can name it.</summary>
    public const string Account = "SELECT CURRENT_USER() AS account";

    /// <summary>The account's own rights: an empty answer means nothing without them.</summary>
    public const string Grants = "SHOW GRANTS";

    /// <summary>All variables.</summary>
    public const string Variables = "SHOW GLOBAL VARIABLES";

    /// <summary>Where a MariaDB stands, for the second look.</summary>
    public const string MariaDbPositions =
        "SELECT @@GLOBAL.gtid_slave_pos AS gtid_slave_pos, @@GLOBAL.gtid_binlog_pos AS gtid_binlog_pos, "
        + "@@GLOBAL.gtid_binlog_state AS gtid_binlog_state";

    /// <summary>Where a MySQL stands, for the second look.</summary>
    public const string MySqlPositions = "SELECT @@GLOBAL.gtid_executed AS gtid_executed";

    private const string Events = "SELECT EVENT_SCHEMA, EVENT_NAME, STATUS, ORIGINATOR FROM information_schema.EVENTS";

    private const string Counters = "SHOW GLOBAL STATUS WHERE Variable_name LIKE 'Rpl_semi%' OR Variable_name LIKE '%open_temp_tables' "
        + "OR Variable_name LIKE 'Slave%running' OR Variable_name LIKE 'Binlog_snapshot%' OR Variable_name IN "
        + "('Uptime','Com_commit','Threads_connected')";

    private const string MySqlAccounts = "SELECT User, Host, Repl_slave_priv, plugin, account_locked, password_expired FROM mysql.user "
        + "WHERE Repl_slave_priv='Y' AND User<>'root'";

    private const string MariaDbAccounts = "SELECT User, Host, Repl_slave_priv, plugin, password_expired FROM mysql.user "
        + "WHERE Repl_slave_priv='Y' AND User NOT IN ('root','mariadb.sys','mysql')";

    /// <summary>The status of all channels (MySQL) or connections (MariaDB, where SHOW SLAVE STATUS is the default one alone).</summary>
    public static string Status(ServerVersion server)
    {
        ArgumentNullException.ThrowIfNull(server);
        return server.IsMariaDb ? "SHOW ALL SLAVES STATUS" : server.IsMySqlSince(8, 0, 22) ? "SHOW REPLICA STATUS" : "SHOW SLAVE STATUS";
    }

    /// <summary>The sessions, without the statements that they run: those may hold passwords.</summary>
    public static string Sessions(ServerVersion server)
    {
        ArgumentNullException.ThrowIfNull(server);
        return server.IsMySqlSince(8, 0, 22) ? "SELECT ID, USER, HOST, DB, COMMAND, TIME, STATE FROM performance_schema.processlist"
            : "SELECT ID, USER, HOST, DB, COMMAND, TIME, STATE FROM information_schema.PROCESSLIST";
    }

    /// <summary>Everything that answers at once; what nothing can be judged without comes first.</summary>
    public static IReadOnlyList<string> Of(ServerVersion server)
    {
        ArgumentNullException.ThrowIfNull(server);
        return server.IsMariaDb
            ? [Account, Status(server), Variables, Sessions(server), Grants, "SHOW SLAVE HOSTS", MariaDbAccounts, Events, Counters]
            : [Account, Status(server), Variables, Sessions(server), Grants,
                server.IsMySqlSince(8, 0, 22) ? "SHOW REPLICAS" : "SHOW SLAVE HOSTS",
                "SELECT * FROM performance_schema.replication_connection_status",
                "SELECT * FROM performance_schema.replication_applier_status_by_worker", MySqlAccounts, Events, Counters];
    }

    /// <summary>
    /// What hangs on a server whose binlog disk is full, and whose thread stays there after the client has gone: to be asked only where
    /// no session waits for a commit or for room.
    /// </summary>
    public static IReadOnlyList<string> OfBinlogs(ServerVersion server)
    {
        ArgumentNullException.ThrowIfNull(server);
        return [server.IsMySqlSince(8, 2) ? "SHOW BINARY LOG STATUS" : "SHOW MASTER STATUS", "SHOW BINARY LOGS"];
    }

    /// <summary>What a server is asked a second time where servers move while they are asked.</summary>
    public static IReadOnlyList<string> OfPositions(ServerVersion server)
    {
        ArgumentNullException.ThrowIfNull(server);
        return [Status(server), server.IsMariaDb ? MariaDbPositions : MySqlPositions];
    }
}
