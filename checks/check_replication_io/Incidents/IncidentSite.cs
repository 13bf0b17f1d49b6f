using System.Globalization;
using Nagios.Plugin;

namespace NagiosChecks.ReplicationIo;

/// <summary>
/// Where a trouble is: the channel, the place in the source's binlogs, and the next steps that several kinds share. Statements keep
/// what was received: with both threads stopped a CHANGE deletes the relay log on every server, and on MariaDB with GTIDs so does a START.
/// </summary>
/// <param name="replica">The channel.</param>
/// <param name="place">The place in the source's binlogs.</param>
internal sealed class IncidentSite(ReplicaStatus replica, BinlogPlace place)
{
    /// <summary>The channel.</summary>
    public ReplicaStatus Replica { get; } = replica;

    /// <summary>The channel's statements.</summary>
    public ReplicaStatements Sql { get; } = new(replica);

    /// <summary>Where the trouble is in the source's binlogs.</summary>
    public BinlogPlace Place { get; } = place;

    /// <summary>The binlog's name for texts.</summary>
    public string File => Place.File.Length > 0 ? Place.File : "(unknown)";

    /// <summary>The position for texts.</summary>
    public string Position => Place.Position.ToString(CultureInfo.InvariantCulture);

    /// <summary>host:port of the source.</summary>
    public string Source => Replica.Source;

    /// <summary>The replication account.</summary>
    public string User => Replica.SourceUser;

    /// <summary>True for MariaDB.</summary>
    public bool IsMariaDb => Replica.Dialect == ReplicaDialect.MariaDb;

    /// <summary>The server variable that limits one event on the replica.</summary>
    public string PacketLimit => Replica.Dialect == ReplicaDialect.MySql ? "replica_max_allowed_packet" : "slave_max_allowed_packet";

    /// <summary>Starts the IO thread again in a way that keeps what was received.</summary>
    /// <param name="when">The condition, such as "then"; begins the step.</param>
    public IEnumerable<NextStep> Restart(NextStep when)
    {
        if (Replica.IsManaged)
            return [NextStep.Of($"{when} start replication with the provider's procedure (Amazon RDS: mysql.rds_start_replication)")];
        if (Replica.LosesRelayLogAtStart)
            return RelayLogAdvice.Rescue(this);
        if (Replica.Sql == ReplicaThreadState.Running || Replica.SqlErrno != 0)
            return [NextStep.Of($"{when} on the replica: {Sql.StartIo}")];
        return [NextStep.Of($"{when} on the replica: {Sql.Start}")];
    }

    /// <summary>Changes options of the connection in a way that keeps what was received, and starts the IO thread again.</summary>
    /// <param name="when">The condition; begins the step that changes.</param>
    /// <param name="options">The options.</param>
    /// <param name="stopsBoth">True for an option that the server changes only while both threads are stopped.</param>
    public IEnumerable<NextStep> Change(NextStep when, SqlStatement options, bool stopsBoth = false)
    {
        if (Replica.IsManaged)
        {
            yield return NextStep.Of($"{when} use the provider's procedures: a managed replica has no right to CHANGE REPLICATION SOURCE");
            yield break;
        }

        if (!Replica.IsAllApplied && Replica.Sql != ReplicaThreadState.Running)
        {
            foreach (var step in RelayLogAdvice.ApplyFirst(this))
                yield return step;
            if (Replica.SqlErrno != 0)
                yield break;
        }

        var change = Sql.Change(options);
        if (!IsMariaDb && !stopsBoth && (Replica.Sql == ReplicaThreadState.Running || !Replica.IsAllApplied))
        {
            yield return NextStep.Of($"{when} on the replica: {SqlStatement.Of($"{Sql.StopIo}; {change}; {Sql.StartIo}")}");
            yield break;
        }

        if (!Replica.IsAllApplied && Replica.Sql == ReplicaThreadState.Running)
            yield return RelayLogAdvice.Wait(this);
        var whole = SqlStatement.Of($"{Sql.Stop}; {change}; {Sql.Start}");
        yield return IsMariaDb ? NextStep.Of($"{when} on the replica: {whole}") : NextStep.Of($"{when} on the replica: {whole}; the "
            + $"stop can take a minute");
    }

    /// <summary>Goes on with the binlog after the damaged one.</summary>
    public IEnumerable<NextStep> GoOn()
    {
        if (Replica.IsManaged && Place.Sequence is { } number)
        {
            var call = SqlStatement.Of($"CALL mysql.rds_next_master_log({number})");

            // RDS for MySQL has the procedure under another name since 8.4, and a status row does not tell 8.0 from 8.4.
            return
            [
                Replica.Dialect == ReplicaDialect.MySql
                    ? NextStep.Of($"To go on behind the damage, once you know what is lost, on the replica (Amazon RDS): {call}; with "
                        + $"MySQL 8.4 and later {SqlStatement.Of($"CALL mysql.rds_next_source_log({number})")}")
                    : NextStep.Of($"To go on behind the damage, once you know what is lost, on the replica (Amazon RDS): {call}"),
            ];
        }

        if (Place.NextFile is not { } next)
            return [NextStep.Of($"To go on behind the damage, once you know what is lost: point the replica at the next binlog, "
                + $"position 4")];
        var steps = Change($"To go on behind the damage, once you know what is lost,", Sql.AtPlace(next, 4), stopsBoth: Replica.UsesGtid);
        return IsMariaDb && Replica.UsesGtid
            ? [.. steps, NextStep.Of($"Once it has applied something from there, go back to GTIDs on the replica: {BackToGtid}")]
            : steps;
    }

    /// <summary>Finds its place by GTIDs in place of file and position, where the server keeps them; none where it does not.</summary>
    /// <param name="when">The condition; begins the step.</param>
    public IEnumerable<NextStep> UseGtids(NextStep when)
    {
        if (Replica.UsesGtid || Replica.IsManaged)
            return [];
        if (IsMariaDb)
        {
            var known = NextStep.Of($"{when} provided that {SqlStatement.Of($"SELECT @@global.gtid_slave_pos")} is not empty,");
            return Replica.GtidDataPosition is { Length: > 0 } ? Change(known, SqlStatement.Of($"MASTER_USE_GTID=slave_pos")) : [];
        }

        return Replica.ExecutedGtids.Length > 0 ? Change(when, Sql.Option(ChangeOption.AutoPosition, 1), stopsBoth: true) : [];
    }

    /// <summary>
    /// The option that names another source. Without GTIDs the place belongs to it: a server takes another host for another source,
    /// and would begin at its first binlog.
    /// </summary>
    public SqlStatement HostOption()
    {
        var host = Sql.Option(ChangeOption.Host, "HOST");
        return Replica.UsesGtid || Replica.ReadFile.Length == 0 ? host
            : SqlStatement.Of($"{host}, {Sql.AtPlace(Replica.ReadFile, Replica.ReadPosition)}");
    }

    /// <summary>MariaDB: positions by GTID again.</summary>
    public SqlStatement BackToGtid => SqlStatement.Of($"{Sql.Stop}; {Sql.Change(SqlStatement.Of($"MASTER_USE_GTID=slave_pos"))}; "
        + $"{Sql.Start}");

    /// <summary>The step that looks at the damaged file with the family's own tool.</summary>
    public NextStep LookAtTheFile => Replica.IsManaged || Place.File.Length == 0
        ? NextStep.Of($"On the source, look at {File} with mysqlbinlog; its last words name the transaction")
        : NextStep.Of($"On the source's host, in the directory of its binlogs: {CheckFile(Place.File)}; its last words name the "
            + $"transaction");

    /// <summary>The step that finds which of the source's binlogs is damaged.</summary>
    public NextStep LookAtAllFiles => NextStep.Of(
        $"On the source's host, in the directory of its binlogs ({LogDirectory} names it), see which file is damaged: {CheckFile("FILE")}");

    /// <summary>The statement that names the directory of a server's binlogs; answers even while its disk is full.</summary>
    public static SqlStatement LogDirectory => SqlStatement.Of($"SELECT @@global.log_bin_basename");

    /// <summary>The step that looks for room and errors where the source writes its binlogs.</summary>
    public NextStep LookAtRoom => Replica.IsManaged
        ? NextStep.Of($"Look at the source's free storage and its error log in the provider's console")
        : NextStep.Of($"On the source's host, see how much room the file system of its binlogs has ({ShellCommand.Of($"df -h")}), and "
            + $"read its error log");

    private ShellCommand CheckFile(string file) => IsMariaDb
        ? ShellCommand.Of($"mariadb-binlog --verify-binlog-checksum {file} > /dev/null")
        : ShellCommand.Of($"mysqlbinlog --verify-binlog-checksum {file} > /dev/null");
}
