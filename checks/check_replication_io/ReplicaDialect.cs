using System.Globalization;

namespace NagiosChecks.ReplicationIo;

/// <summary>Which words a server knows for its replication.</summary>
internal enum ReplicaDialect
{
    /// <summary>MySQL up to 8.0.21: SLAVE and MASTER.</summary>
    OldMySql,

    /// <summary>MySQL 8.0.22 and later: REPLICA and SOURCE.</summary>
    MySql,

    /// <summary>MariaDB: SLAVE and MASTER, named connections.</summary>
    MariaDb,
}

/// <summary>The statements of next steps, as this server and this channel take them.</summary>
internal static class ReplicaStatements
{
    /// <summary>STOP REPLICA for one channel.</summary>
    public static string Stop(this ReplicaStatus replica) => Thread("STOP", replica);

    /// <summary>START REPLICA for one channel.</summary>
    public static string Start(this ReplicaStatus replica) => Thread("START", replica);

    /// <summary>CHANGE REPLICATION SOURCE to a file and an offset, leaving GTID positioning where it is in use.</summary>
    public static string ChangeTo(this ReplicaStatus replica, string file, ulong position)
    {
        var words = replica.Dialect == ReplicaDialect.MySql ? "SOURCE" : "MASTER";
        var noGtid = !replica.UsesGtid ? "" : replica.Dialect == ReplicaDialect.MariaDb ? "MASTER_USE_GTID=no, " : $"{words}_AUTO_POSITION=0, ";
        var what = string.Create(CultureInfo.InvariantCulture, $"TO {noGtid}{words}_LOG_FILE={Quote(file)}, {words}_LOG_POS={position}");
        return $"{Change(replica)} {what}{ForChannel(replica)}";
    }

    /// <summary>CHANGE REPLICATION SOURCE with an option named without its SOURCE_ or MASTER_.</summary>
    public static string ChangeOption(this ReplicaStatus replica, string options)
    {
        var prefix = replica.Dialect == ReplicaDialect.MySql ? "SOURCE_" : "MASTER_";
        return $"{Change(replica)} TO {options.Replace("@_", prefix, StringComparison.Ordinal)}{ForChannel(replica)}";
    }

    /// <summary>The variable that limits one event on the replica.</summary>
    public static string PacketLimit(this ReplicaDialect dialect) => dialect == ReplicaDialect.MySql ? "replica_max_allowed_packet" : "slave_max_allowed_packet";

    private static string Change(ReplicaStatus replica) => replica.Dialect switch
    {
        ReplicaDialect.MySql => "CHANGE REPLICATION SOURCE",
        ReplicaDialect.MariaDb when replica.Channel.Length > 0 => $"CHANGE MASTER {Quote(replica.Channel)}",
        _ => "CHANGE MASTER",
    };

    private static string Thread(string verb, ReplicaStatus replica) => replica.Dialect switch
    {
        ReplicaDialect.MySql => $"{verb} REPLICA{ForChannel(replica)}",
        ReplicaDialect.MariaDb when replica.Channel.Length > 0 => $"{verb} SLAVE {Quote(replica.Channel)}",
        _ => $"{verb} SLAVE{ForChannel(replica)}",
    };

    private static string ForChannel(ReplicaStatus replica) =>
        replica.Dialect == ReplicaDialect.MariaDb || replica.Channel.Length == 0 ? "" : $" FOR CHANNEL {Quote(replica.Channel)}";

    private static string Quote(string name) => $"'{name.Replace("'", "''", StringComparison.Ordinal)}'";
}
