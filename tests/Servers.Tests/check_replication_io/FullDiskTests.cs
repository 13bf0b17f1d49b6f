using DatabaseServers;
using Linux.Host;

namespace NagiosChecks.ReplicationIo.Tests;

/// <summary>The source's binlog disk is full, for real, on a tmpfs.</summary>
public class FullDiskTests
{
    [Theory]
    [InlineData(DatabaseFamily.MariaDb)]
    [InlineData(DatabaseFamily.MySql)]
    public void A_source_with_a_full_disk_is_never_asked_for_its_list_and_nothing_stays_behind(DatabaseFamily family)
    {
        using var folder = new TemporaryFolder();
        _ = ProcessRun.Of("/bin/chmod", ["755", folder.Path]);
        using var disk = SmallFileSystem.Mount(Path.Combine(folder.Path, "binlog"), 8);
        using var pair = ServerPair.Start(family, new ServerOptions { BinlogFolder = disk.Folder }, link: false);
        ReplicaRun.MakeAccount(pair.Replica);
        ReplicaRun.MakeSourceAccount(pair.Primary);
        pair.Primary.Execute("CREATE DATABASE app; CREATE TABLE app.t(id INT AUTO_INCREMENT PRIMARY KEY, body LONGTEXT) ENGINE=InnoDB");
        pair.Link(family == DatabaseFamily.MariaDb ? "MASTER_USE_GTID=no" : "SOURCE_AUTO_POSITION=0");
        pair.WaitUntilRunning();
        var writers = Enumerable.Range(0, 3).Select(_ =>
            pair.Primary.InBackground(string.Concat(Enumerable.Repeat("INSERT INTO app.t(body) VALUES(repeat('x',400000));", 20)))).ToList(
                );
        try
        {
            Requirements.Until(() => disk.Free < 400_000, TimeSpan.FromSeconds(60), "the binlog disk is full");
            Thread.Sleep(4000);
            string[] look = ["--source-defaults-file", folder.Write("look.cnf", $"[client]\nuser=look\npassword={ReplicaRun.Password}\n")];
            var before = Connections(pair.Primary);
            for (var run = 0; run < 10; run++)
            {
                var seen = ReplicaRun.Of(pair.Replica, look);
                if (family == DatabaseFamily.MariaDb)
                    Assert.Matches("waits? for room on its binlog disk", seen.FirstLine);
                else
                    Assert.Contains("cannot see the list of the source's binlogs: it is hidden here (sessions there have been "
                        + "committing for seconds", seen.Text, StringComparison.Ordinal);
            }

            Requirements.Until(() => Connections(pair.Primary) <= before, TimeSpan.FromSeconds(10),
                "no connection of the check stays behind");
        }
        finally
        {
            foreach (var writer in writers)
            {
                writer.Kill();
                writer.Dispose();
            }
        }
    }

    [Fact]
    public void A_MySQL_that_went_on_without_a_binlog_is_found_though_everything_looks_well()
    {
        using var folder = new TemporaryFolder();
        _ = ProcessRun.Of("/bin/chmod", ["755", folder.Path]);
        using var disk = SmallFileSystem.Mount(Path.Combine(folder.Path, "binlog"), 8);
        using var pair = ServerPair.Start(DatabaseFamily.MySql,
            new ServerOptions { BinlogFolder = disk.Folder, Arguments = ["--binlog-error-action=IGNORE_ERROR"] }, link: false);
        ReplicaRun.MakeAccount(pair.Replica);
        ReplicaRun.MakeSourceAccount(pair.Primary);
        pair.Primary.Execute("CREATE DATABASE app; CREATE TABLE app.t(id INT AUTO_INCREMENT PRIMARY KEY, body LONGTEXT) ENGINE=InnoDB");
        pair.Link("SOURCE_AUTO_POSITION=0");
        pair.WaitUntilRunning();
        string[] source = ["-H", "127.0.0.1", "-P", $"{pair.Primary.Port}", "--user", "look", "--password", ReplicaRun.Password,
            "--if-not-replica", "ok"];
        pair.Primary.Execute("CREATE USER nobody@localhost");
        Assert.Equal(0,
            ReplicaRun.Of([.. source[..4], "--user", "look", "--password", ReplicaRun.Password, "--if-not-replica", "ok"]).ExitCode);

        using var writer = pair.Primary.InBackground(
            string.Concat(Enumerable.Repeat("INSERT INTO app.t(body) VALUES(repeat('x',400000));", 60)));
        Requirements.Until(() => disk.Free < 400_000, TimeSpan.FromSeconds(60), "the binlog disk is full");
        Thread.Sleep(3000);
        foreach (var row in pair.Primary.Query("SELECT id FROM information_schema.processlist WHERE command='Query' AND info LIKE "
            + "'INSERT%'"))
            pair.Primary.Execute($"KILL {row[0]}");
        Requirements.Until(() => pair.Primary.ErrorLog.Contains("IGNORE_ERROR", StringComparison.Ordinal)
            || pair.Primary.ErrorLog.Contains("Turning logging off", StringComparison.OrdinalIgnoreCase), TimeSpan.FromSeconds(80),
                "the server turns its binlog off");
        disk.Resize(64);

        var found = ReplicaRun.Of(source);
        Assert.Equal(2, found.ExitCode);
        Assert.StartsWith("REPLICATION_IO CRITICAL - this server has written no binlog since a write error", found.FirstLine,
            StringComparison.Ordinal);
        var fromReplica = ReplicaRun.Of(pair.Replica, "--source-defaults-file",
            folder.Write("look.cnf", $"[client]\nuser=look\npassword={ReplicaRun.Password}\n"));
        Assert.Contains($"127.0.0.1:{pair.Primary.Port} has written no binlog since a write error", fromReplica.FirstLine,
            StringComparison.Ordinal);
    }

    /// <summary>
    /// The outage of 2011 on a small scale: a full binlog disk, the stuck statements killed, room made, and large rows written behind
    /// the half event, without checksums as it was then.
    /// </summary>
    [Fact]
    public void The_message_of_2011_is_not_believed()
    {
        using var folder = new TemporaryFolder();
        _ = ProcessRun.Of("/bin/chmod", ["755", folder.Path]);
        using var disk = SmallFileSystem.Mount(Path.Combine(folder.Path, "binlog"), 8);
        using var pair = ServerPair.Start(DatabaseFamily.MariaDb,
            new ServerOptions { BinlogFolder = disk.Folder,
                Arguments = ["--binlog-checksum=NONE", "--max-allowed-packet=64M"] }, link: false);
        ReplicaRun.MakeAccount(pair.Replica);
        pair.Primary.Execute("CREATE DATABASE app; CREATE TABLE app.t(id INT AUTO_INCREMENT PRIMARY KEY, body LONGTEXT) ENGINE=InnoDB");
        pair.Link("MASTER_USE_GTID=no");
        pair.WaitUntilRunning();
        using var writer = pair.Primary.InBackground(
            string.Concat(Enumerable.Repeat("INSERT INTO app.t(body) VALUES(repeat('x',600000));", 30)));
        Requirements.Until(() => pair.Primary.ErrorLog.Contains("Disk is full writing", StringComparison.Ordinal),
            TimeSpan.FromSeconds(60), "the binlog disk is full");

        // The replica shows nothing at all.
        Assert.Equal(0, ReplicaRun.Of(pair.Replica).ExitCode);

        const string Inserting = "SELECT id FROM information_schema.processlist WHERE info LIKE 'INSERT INTO app%'";
        foreach (var row in pair.Primary.Query(Inserting))
            pair.Primary.Execute($"KILL {row[0]}");
        // The server looks for room, and for a kill, once a minute.
        Requirements.Until(() => pair.Primary.Query(Inserting).Count == 0, TimeSpan.FromSeconds(90), "the killed statement is gone");
        disk.Resize(64);
        pair.Write(3_000_000);

        var run = ReplicaRun.Until(pair.Replica, "source binlog mysql-bin.000001 is damaged at ", "--source-binlog-dir", disk.Folder);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(" (error 1236): do not raise max_allowed_packet |", run.FirstLine, StringComparison.Ordinal);
        Assert.Contains("log event entry exceeded max_allowed_packet; Increase max_allowed_packet on master", run.Text,
            StringComparison.Ordinal);
        Assert.Contains("is no event header", run.Text, StringComparison.Ordinal);
        Assert.Contains("looked: ", run.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_question_that_was_never_answered_is_not_asked_again_for_ten_minutes()
    {
        using var pair = Pairs.ByPosition(DatabaseFamily.MariaDb);
        using var folder = new TemporaryFolder();
        ReplicaRun.MakeSourceAccount(pair.Primary);
        var state = Path.Combine(folder.Path, "state");
        string[] arguments = ["--socket", pair.Replica.Socket, "--user", "nagios", "--password", ReplicaRun.Password,
            "--source-defaults-file", folder.Write("look.cnf", $"[client]\nuser=look\npassword={ReplicaRun.Password}\n"),
                "--state-dir", state, "-v"];
        string Run()
        {
            using var output = new StringWriter();
            _ = Nagios.Plugin.CheckHost.Run(new ReplicationIoCheck(), arguments, output);
            return output.ToString();
        }

        Assert.Contains("purge_files=0", Run(), StringComparison.Ordinal);
        // What a run leaves that was killed while it waited.
        using (var store = Nagios.Plugin.StateStore.Open(state, "check_replication_io", $"channels of socket {pair.Replica.Socket}"))
            Assert.True(store.Save(new Nagios.Plugin.StateSnapshot(ClockReading.Now(),
                ["version 2", $"unanswered\t127.0.0.1:{pair.Primary.Port}\t0"])));
        var cautious = Run();
        Assert.Contains("the source did not answer that question the last time", cautious, StringComparison.Ordinal);
        Assert.Contains("purge_files=U", cautious, StringComparison.Ordinal);
    }

    private static int Connections(DatabaseServer server) => server.Query("SELECT id FROM information_schema.processlist WHERE "
        + "user='look'").Count;
}
