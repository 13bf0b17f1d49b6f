using System.Text.RegularExpressions;
using Nagios.Plugin;

namespace NagiosChecks.ReplicationIo.Tests;

/// <summary>
/// Every command that the check may print, without its values. Cures (in the tests with servers) runs them on real servers and refuses one
/// that does
/// not stand here; a test without servers refuses a printed one that does not stand here: so none is printed that no test runs.
/// </summary>
internal static partial class CommandShapes
{
    /// <summary>The shapes.</summary>
    public static readonly HashSet<string> Run =
    [
        "ALTER USER ?@? ACCOUNT UNLOCK",
        "ALTER USER ?@? IDENTIFIED BY ?",
        "BEGIN",
        "CHANGE MASTER TO MASTER_HOST=?",
        "CHANGE MASTER TO MASTER_PASSWORD=?",
        "CHANGE MASTER TO MASTER_USER=?, MASTER_PASSWORD=?",
        "CHANGE MASTER TO MASTER_HOST=?, MASTER_LOG_FILE=?, MASTER_LOG_POS=#",
        "CHANGE MASTER TO MASTER_LOG_FILE=?, MASTER_LOG_POS=#",
        "CHANGE MASTER TO MASTER_USE_GTID=no, MASTER_LOG_FILE=?, MASTER_LOG_POS=#",
        "CHANGE MASTER TO MASTER_USE_GTID=no, RELAY_LOG_FILE=?, RELAY_LOG_POS=#",
        "CHANGE MASTER TO MASTER_USE_GTID=slave_pos",
        "CHANGE REPLICATION SOURCE TO GET_SOURCE_PUBLIC_KEY=#",
        "CHANGE REPLICATION SOURCE TO SOURCE_HOST=?",
        "CHANGE REPLICATION SOURCE TO SOURCE_PASSWORD=?",
        "CHANGE REPLICATION SOURCE TO SOURCE_RETRY_COUNT=#",
        "CHANGE REPLICATION SOURCE TO SOURCE_USER=?, SOURCE_PASSWORD=?",
        "CHANGE REPLICATION SOURCE TO SOURCE_HOST=?, SOURCE_LOG_FILE=?, SOURCE_LOG_POS=#",
        "CHANGE REPLICATION SOURCE TO SOURCE_AUTO_POSITION=#",
        "CHANGE REPLICATION SOURCE TO SOURCE_AUTO_POSITION=#, SOURCE_LOG_FILE=?, SOURCE_LOG_POS=#",
        "CHANGE REPLICATION SOURCE TO SOURCE_LOG_FILE=?, SOURCE_LOG_POS=#",
        "CHANGE REPLICATION SOURCE TO SOURCE_SSL=#",
        "COMMIT",
        "FLUSH HOSTS",
        "GRANT REPLICATION SLAVE ON *.* TO ?@?",
        "RESET REPLICA",
        "RESET SLAVE",
        "SELECT @@datadir",
        "SELECT @@global.gtid_binlog_pos",
        "SELECT @@global.gtid_slave_pos",
        "SELECT @@global.gtid_slave_pos, @@global.gtid_binlog_pos, @@global.gtid_binlog_state",
        "SELECT @@global.gtid_slave_pos, @@global.gtid_current_pos",
        "SELECT @@global.log_bin",
        "SELECT @@global.log_bin_basename",
        "SELECT @@global.offline_mode",
        "SELECT @@global.plugin_dir",
        "SELECT @@global.server_id",
        "SELECT @@global.server_id, @@global.hostname, @@global.port",
        "SELECT @@global.server_id, @@global.server_uuid",
        "SELECT @@version, @@global.binlog_checksum, @@global.log_bin, @@global.server_id",
        "SELECT @@version, @@global.gtid_mode, @@global.enforce_gtid_consistency",
        "SELECT @@version, @@global.log_bin, @@global.gtid_strict_mode, @@global.gtid_domain_id",
        "SELECT GTID_SUBTRACT(?, @@global.gtid_executed)",
        "SELECT GTID_SUBTRACT(@@global.gtid_purged, ?)",
        "SELECT LAST_ERROR_MESSAGE FROM performance_schema.replication_applier_status_by_worker WHERE LAST_ERROR_NUMBER <> #",
        "SELECT MASTER_POS_WAIT(?, #, #)",
        "SELECT SOURCE_POS_WAIT(?, #, #, ?)",
        "SELECT user, host FROM mysql.user WHERE user=?",
        "SET GLOBAL gtid_purged=?",
        "SET GLOBAL gtid_slave_pos=?",
        "SET GLOBAL gtid_slave_pos=@@global.gtid_current_pos",
        "SET GLOBAL max_allowed_packet=#",
        "SET GLOBAL offline_mode=OFF",
        "SET GLOBAL replica_max_allowed_packet=#",
        "SET GLOBAL server_id=NUMBER",
        "SET GLOBAL slave_max_allowed_packet=#",
        "SET SESSION gtid_next=?",
        "SHOW ALL SLAVES STATUS",
        "SHOW CREATE USER ?@?",
        "SHOW ENGINE INNODB STATUS",
        "SHOW GLOBAL STATUS LIKE ?",
        "SHOW PROCESSLIST",
        "SHOW REPLICA STATUS",
        "START REPLICA",
        "START REPLICA IO_THREAD",
        "START REPLICA SQL_THREAD",
        "START SLAVE",
        "START SLAVE IO_THREAD",
        "START SLAVE SQL_THREAD",
        "STOP REPLICA",
        "STOP REPLICA IO_THREAD",
        "STOP REPLICA SQL_THREAD",
        "STOP SLAVE",
        "STOP SLAVE IO_THREAD",
        "STOP SLAVE SQL_THREAD",
        "TRUNCATE TABLE performance_schema.host_cache",
        "df -h",
        "getent hosts -- ?",
        "mariadb --host=? --port=# --user=? --password",
        "mariadb-admin --host=? --port=# ping",
        "mariadb-binlog --verify-binlog-checksum ? > /dev/null",
        "mysql --host=? --port=# --user=? --password",
        "mysqladmin --host=? --port=# ping",
        "mysqlbinlog --include-gtids=GTIDS FILE > lost.sql && mysql --host=? --port=# --user=root --password < lost.sql",
        "mysqlbinlog --verify-binlog-checksum ? > /dev/null",
        "openssl s_client -starttls mysql -connect ? < /dev/null",
    ];

    /// <summary>A command's statements without the values that differ from case to case.</summary>
    public static IEnumerable<string> Of(PrintedCommand command)
    {
        var text = command.Text;
        foreach (var value in command.Values.Where(value =>
            command is ShellCommand && value.Length > 0).OrderByDescending(value => value.Length))
            text = text.Replace(value, "?", StringComparison.Ordinal);
        text = Digits().Replace(Quoted().Replace(text, "?"), "#");
        return command is SqlStatement ? text.Split("; ") : [text];
    }

    [GeneratedRegex("'(?:[^']|'')*'")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\b\d+\b")]
    private static partial Regex Digits();
}
