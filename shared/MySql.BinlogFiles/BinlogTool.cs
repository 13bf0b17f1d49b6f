using Nagios.Plugin;

namespace MySql.BinlogFiles;

/// <summary>Commands for the server's own tool. It is another one for each family: MySQL's cannot read files of MariaDB, and MariaDB's
/// does not know MySQL's newer events.</summary>
public static class BinlogTool
{
    /// <summary>Prints the rows of events as SQL comments.</summary>
    /// <param name="file">Absolute path of the binlog.</param>
    /// <param name="gtid">A GTID of the file, which tells the family: MySQL's have a colon. Empty for none, and MariaDB always writes
    /// one.</param>
    /// <param name="start">Where the first event begins: the start of a transaction, because table maps come with each statement.</param>
    /// <param name="end">Where the last event ends; null for the end of the file.</param>
    public static ShellCommand PrintRows(string file, string gtid, long start, long? end = null)
    {
        ArgumentNullException.ThrowIfNull(gtid);
        var isMariaDb = gtid.Length > 0 && !gtid.Contains(':', StringComparison.Ordinal);
        return (isMariaDb, end) switch
        {
            (true, null) => ShellCommand.Of($"mariadb-binlog -vv --base64-output=DECODE-ROWS --start-position={start} -- {file}"),
            (false, null) => ShellCommand.Of($"mysqlbinlog -vv --base64-output=DECODE-ROWS --start-position={start} -- {file}"),
            (true, { } stop) => ShellCommand.Of(
                $"mariadb-binlog -vv --base64-output=DECODE-ROWS --start-position={start} --stop-position={stop} -- {file}"),
            (false, { } stop) => ShellCommand.Of(
                $"mysqlbinlog -vv --base64-output=DECODE-ROWS --start-position={start} --stop-position={stop} -- {file}"),
        };
    }
}
