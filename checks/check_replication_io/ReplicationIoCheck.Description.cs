using Nagios.Plugin;

namespace NagiosChecks.ReplicationIo;

/// <summary>What --help says.</summary>
internal static partial class ReplicationIoCheck
{
    /// <summary>The check's name, question and help.</summary>
    public static CheckDescription Description { get; } = new(
        "check_replication_io",
        "is a replica's IO thread stopped (error 1236 and its family), why, and what must be done?",
        """
        Judges every channel (MySQL) or connection (MariaDB) of a replica in one run: IO and SQL thread, lag, a connection that
        does not come about or breaks again and again. Errors are judged by their text as well as by their number, since MySQL
        8.0 and later reports 13114 for what is still called error 1236; each class is told with its cause, what not to do, and
        what to do next, with file and position.

        "Increase max_allowed_packet" is hardly ever the way out of error 1236: the binlog is damaged at that place. With
        --source-defaults-file or --source-binlog-dir the check looks there, and warns before the source purges what a replica
        still needs. Run against a source, it finds a MySQL that has silently stopped writing its binlog.
        """)
    {
        States =
        [
            "CRITICAL: a thread stopped with an error; the IO thread cannot connect and trying again cannot help (password, rights, TLS); lag or time without connection above its range; the source has purged what a replica needs, waits for room on its binlog disk, or writes no binlog",
            "WARNING: the IO thread is not connected but may come back, or loses its source again and again; lag in the warning range; the source's purge comes near",
            "OK: none of these",
            "UNKNOWN: the server could not be asked (rights, time limit), or is no replica (--if-not-replica), or the command line is wrong",
        ],
        Examples =
        [
            ("check_replication_io --defaults-file /etc/nagios/replica.cnf", "the replica on this host or the one named in the file"),
            ("check_replication_io --hosts db2,db3,db4:3307 --defaults-file /etc/nagios/replica.cnf", "three replicas; one finding if they fail at one place"),
            ("check_replication_io --source-defaults-file /etc/nagios/source.cnf", "also ask the source how far its purge is away"),
        ],
    };
}
