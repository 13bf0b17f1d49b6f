using System.Globalization;
using DatabaseServers;

namespace NagiosChecks.ReplicationIo.Tests;

/// <summary>What the tests do to a real pair, in both families' words.</summary>
internal static class Pairs
{
    /// <summary>Starts a pair that replicates by file and position, with a table, in sync, and with the check's account on the
    /// replica.</summary>
    public static ServerPair ByPosition(DatabaseFamily family, string[]? primary = null, string[]? replica = null)
    {
        var pair = ServerPair.Start(family, new ServerOptions { Arguments = primary ?? [] },
            new ServerOptions { Arguments = replica ?? [] }, link: false);
        Seed(pair);
        pair.Link(family == DatabaseFamily.MariaDb ? "MASTER_USE_GTID=no" : "SOURCE_AUTO_POSITION=0");
        pair.WaitUntilRunning();
        pair.WaitUntilInSync();
        return pair;
    }

    /// <summary>The same by GTID.</summary>
    public static ServerPair ByGtid(DatabaseFamily family)
    {
        var pair = ServerPair.Start(family, link: false);
        Seed(pair);
        pair.Link();
        pair.WaitUntilRunning();
        pair.WaitUntilInSync();
        return pair;
    }

    /// <summary>Writes a row of some length on the primary.</summary>
    public static void Write(this ServerPair pair, int length = 1000) =>
        pair.Primary.Execute(string.Create(CultureInfo.InvariantCulture, $"INSERT INTO app.t(body) VALUES(repeat('x',{length}))"));

    /// <summary>Closes the primary's binlog and begins the next.</summary>
    public static void Rotate(this ServerPair pair) => pair.Primary.Execute("FLUSH BINARY LOGS");

    /// <summary>Purges the primary's binlogs before one; again and again, since a dump thread that has not noticed its replica's end holds
    /// its file.</summary>
    public static void PurgeTo(this ServerPair pair, int number) =>
        Requirements.Until(
            () =>
            {
                pair.Write(100);
                pair.Primary.Execute(string.Create(CultureInfo.InvariantCulture, $"PURGE BINARY LOGS TO 'mysql-bin.{number:000000}'"));
                return !File.Exists(pair.Binlog(number - 1));
            },
            TimeSpan.FromSeconds(40),
            "the binlogs are purged");

    /// <summary>Points the stopped replica elsewhere.</summary>
    public static void Change(this ServerPair pair, string options)
    {
        var mariaDb = pair.Replica.Family == DatabaseFamily.MariaDb;
        pair.Replica.Execute($"CHANGE {(mariaDb ? "MASTER" : "REPLICATION SOURCE")} TO "
            + $"{options.Replace("@_", mariaDb ? "MASTER_" : "SOURCE_", StringComparison.Ordinal)}");
    }

    /// <summary>A binlog of the primary.</summary>
    public static string Binlog(this ServerPair pair, int number) => Path.Combine(pair.Primary.BinlogFolder, $"mysql-bin.{number:000000}");

    private static void Seed(ServerPair pair)
    {
        // Not replicated, so that every replica has its own and both families' grants stay apart.
        ReplicaRun.MakeAccount(pair.Replica);
        if (pair.Replica.Family == DatabaseFamily.MySql)
            pair.Replica.Execute("RESET BINARY LOGS AND GTIDS");
        else
            pair.Replica.Execute("RESET MASTER");
        pair.Primary.Execute("CREATE DATABASE app; CREATE TABLE app.t(id INT AUTO_INCREMENT PRIMARY KEY, body LONGTEXT) "
            + "ENGINE=InnoDB; INSERT INTO app.t(body) VALUES('one'),('two')");
    }
}
