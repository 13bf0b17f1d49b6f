using DatabaseServers;

namespace NagiosChecks.ReplicationIo.Tests;

/// <summary>Failures of section "error 1236 and its neighbours", made on real servers of both families and judged.</summary>
public class RealReplicaTests
{
    [Theory]
    [InlineData(DatabaseFamily.MariaDb)]
    [InlineData(DatabaseFamily.MySql)]
    public void A_healthy_replica_is_ok_with_exactly_the_documented_right_and_unknown_without_it(DatabaseFamily family)
    {
        using var pair = Pairs.ByGtid(family);

        var healthy = ReplicaRun.Of(pair.Replica);
        Assert.Equal(0, healthy.ExitCode);
        Assert.StartsWith("REPLICATION_IO OK - IO and SQL thread run, 0 s behind 127.0.0.1:", healthy.FirstLine, StringComparison.Ordinal);
        Assert.Contains("io_running=1;;;0;1 sql_running=1;;;0;1 relay_space=", healthy.FirstLine, StringComparison.Ordinal);

        // As it is shipped, with an option file.
        using var folder = new TemporaryFolder();
        var file = folder.Write("replica.cnf", $"[client]\nuser=nagios\npassword={ReplicaRun.Password}\nsocket={pair.Replica.Socket}\n");
        var shipped = ProcessRun.OfPlugin("check_replication_io", "--defaults-file", file, "--state-dir",
            Path.Combine(folder.Path, "state"));
        Assert.Equal((0, ""), (shipped.ExitCode, shipped.Error));
        Assert.StartsWith("REPLICATION_IO OK - IO and SQL thread run, 0 s behind 127.0.0.1:", shipped.FirstLine, StringComparison.Ordinal);

        // Where somebody else has taken the place of its state, a connection that is made anew again and again cannot be seen.
        var taken = folder.Write("taken", "a file of somebody else");
        var forgetful = ProcessRun.OfPlugin("check_replication_io", "--defaults-file", file, "--state-dir", taken);
        Assert.Equal((1, ""), (forgetful.ExitCode, forgetful.Error));
        Assert.Contains($"state is not kept: {taken} is a regular file of ", forgetful.FirstLine, StringComparison.Ordinal);

        var right = family == DatabaseFamily.MariaDb ? "SLAVE MONITOR" : "REPLICATION CLIENT";
        pair.Replica.Execute($"REVOKE {right} ON *.* FROM nagios@localhost");
        var blind = ReplicaRun.Of(pair.Replica);
        Assert.Equal(3, blind.ExitCode);
        Assert.Contains($"GRANT {right} ON *.* TO 'nagios'@'localhost'", blind.Text, StringComparison.Ordinal);

        // The primary is no replica; its account comes from nowhere but root.
        var primary = ReplicaRun.Of(["--socket", pair.Primary.Socket, "--user", "root", "--if-not-replica", "warning"]);
        Assert.Equal(1, primary.ExitCode);
        Assert.StartsWith("REPLICATION_IO WARNING - this server is no replica", primary.FirstLine, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(DatabaseFamily.MariaDb)]
    [InlineData(DatabaseFamily.MySql)]
    public void A_connection_that_carries_nothing_any_more_is_found_although_the_server_says_that_it_runs(DatabaseFamily family)
    {
        using var pair = Pairs.ByPosition(family);
        using var relay = StallingRelay.To(pair.Primary.Port);
        ReplicaRun.MakeSourceAccount(pair.Primary);
        pair.StopReplica();
        var (file, position) = pair.PrimaryPosition();
        pair.Change($"@_PORT={relay.Port}, @_LOG_FILE='{file}', @_LOG_POS={position}");
        pair.StartReplica();
        pair.WaitUntilRunning();
        pair.Write();
        pair.WaitUntilInSync();
        using var folder = new TemporaryFolder();
        string[] arguments =
        [
            "--socket", pair.Replica.Socket, "--user", "nagios", "--password", ReplicaRun.Password, "--state-dir",
            Path.Combine(folder.Path, "state"), "--source-defaults-file",
            folder.Write("look.cnf", $"[client]\nuser=look\npassword={ReplicaRun.Password}\n"),
        ];
        Assert.Equal(0, ProcessRun.OfPlugin("check_replication_io", arguments).ExitCode);

        relay.Stall();
        pair.Write(5000);
        var dead = ProcessRun.OfPlugin("check_replication_io", arguments);

        Assert.Equal((1, ""), (dead.ExitCode, dead.Error));
        Assert.Contains("has read nothing for ", dead.FirstLine, StringComparison.Ordinal);
        Assert.Contains(" although the source went on by 5.", dead.FirstLine, StringComparison.Ordinal);

        // The printed statement brings it back.
        var step = dead.Output.Split('\n').Single(line => line.Contains("Connect anew, on the replica: ", StringComparison.Ordinal));
        pair.Replica.Execute(step[(step.IndexOf("replica: ", StringComparison.Ordinal) + "replica: ".Length)..]);
        pair.WaitUntilRunning();
        pair.WaitUntilInSync();
        Assert.Equal(0, ProcessRun.OfPlugin("check_replication_io", arguments).ExitCode);
    }

    [Theory]
    [InlineData(DatabaseFamily.MariaDb)]
    [InlineData(DatabaseFamily.MySql)]
    public void Refused_connections_are_told_apart(DatabaseFamily family)
    {
        using var pair = Pairs.ByPosition(family);
        void Again(string primary)
        {
            pair.StopReplica();
            pair.Primary.Execute(primary);
            pair.StartReplica();
        }

        Again("ALTER USER repl@'127.0.0.1' IDENTIFIED BY 'other'");
        var password = ReplicaRun.Until(pair.Replica, "refuses the account 'repl' (error 1045)");
        Assert.Equal(2, password.ExitCode);
        Assert.Contains("\n1. Do not wait: trying again does not help", password.Text, StringComparison.Ordinal);

        Again("ALTER USER repl@'127.0.0.1' IDENTIFIED BY 'replpw'; ALTER USER repl@'127.0.0.1' ACCOUNT LOCK");
        Assert.Equal(2, ReplicaRun.Until(pair.Replica, family == DatabaseFamily.MariaDb ? "refuses the account 'repl' (error 4151)"
            : "refuses the account 'repl' (error 3118)").ExitCode);

        Again("ALTER USER repl@'127.0.0.1' ACCOUNT UNLOCK; REVOKE REPLICATION SLAVE ON *.* FROM repl@'127.0.0.1'");
        Assert.Contains("lacks a right on source 127.0.0.1:",
            ReplicaRun.Until(pair.Replica, family == DatabaseFamily.MariaDb ? "(error 1597)" : "(error 13120)").FirstLine,
                StringComparison.Ordinal);

        Again("GRANT REPLICATION SLAVE ON *.* TO repl@'127.0.0.1'");
        pair.WaitUntilRunning();
        pair.Primary.Kill();
        var down = ReplicaRun.Until(pair.Replica, "does not answer (error 2003)");
        Assert.Equal(1, down.ExitCode);
        Assert.Contains("Is the source up? Look at it first", down.Text, StringComparison.Ordinal);

        pair.StopReplica();
        pair.Change("@_HOST='no-such-host.invalid'");
        pair.StartReplica();
        var name = ReplicaRun.Until(pair.Replica, "the name of source no-such-host.invalid");
        Assert.True(name.ExitCode == 1, name.Text);
    }

    [Theory]
    [InlineData(DatabaseFamily.MariaDb)]
    [InlineData(DatabaseFamily.MySql)]
    public void Every_damage_of_a_binlog_gets_its_own_verdict_and_the_look_at_the_file_agrees(DatabaseFamily family)
    {
        using var pair = Pairs.ByPosition(family);
        pair.StopReplica();
        pair.Write(5000);
        pair.Rotate();
        var path = pair.Binlog(1);
        var whole = File.ReadAllBytes(path);
        var rows = (int)pair.Primary.Query("SHOW BINLOG EVENTS IN 'mysql-bin.000001'").Last(row =>
            row[2].StartsWith("Write_rows", StringComparison.Ordinal)).Select((value, index) =>
                index == 1 ? long.Parse(value, System.Globalization.CultureInfo.InvariantCulture) : 0).Max();

        ReplicaRun Damaged(Action<byte[]> damage, int length, string words)
        {
            var bytes = whole[..length];
            damage(bytes);
            Replace(path, bytes);
            pair.StartReplica();
            var run = ReplicaRun.Until(pair.Replica, words, "--source-binlog-dir", pair.Primary.BinlogFolder);
            Assert.Equal(2, run.ExitCode);
            return run;
        }

        var garbage = Damaged(bytes => bytes.AsSpan(rows, 19).Fill((byte)'z'), whole.Length, $"source binlog mysql-bin.000001 is "
            + $"damaged at {rows} (error 1236): do not raise max_allowed_packet");
        Assert.Contains($"looked: what stands at {rows} of mysql-bin.000001 is no event header", garbage.Text, StringComparison.Ordinal);
        Assert.Contains("\n1. Do not raise max_allowed_packet, whatever the server's text says", garbage.Text, StringComparison.Ordinal);

        var cut = Damaged(_ => { }, whole.Length - 2000, $"IO thread stopped, source binlog mysql-bin.000001 is cut at {rows} (error "
            + $"1236)");
        Assert.Contains($"looked: the event at {rows} claims ", cut.Text, StringComparison.Ordinal);
        Assert.Contains("fail over to it rather than repair", cut.Text, StringComparison.Ordinal);

        Damaged(bytes => bytes[rows + 1000] ^= 0x20, whole.Length, family == DatabaseFamily.MariaDb
            ? "replica could not queue an event after mysql-bin.000001 " : "(error 13122)");
        Damaged(bytes => "XXXX"u8.CopyTo(bytes), whole.Length, "source binlog mysql-bin.000001 does not begin as a binlog (error 1236)");

        pair.Primary.Execute(family == DatabaseFamily.MariaDb ? "SET GLOBAL master_verify_checksum=1"
            : "SET GLOBAL source_verify_checksum=1");
        Damaged(bytes => bytes[rows + 1000] ^= 0x20, whole.Length, $"an event in source binlog mysql-bin.000001 fails its checksum at "
            + $"{rows} (error 1236)");

        Replace(path, whole);
        pair.StartReplica();
        Assert.Equal(0, ReplicaRun.Until(pair.Replica, "REPLICATION_IO OK").ExitCode);
    }

    [Theory]
    [InlineData(DatabaseFamily.MariaDb)]
    [InlineData(DatabaseFamily.MySql)]
    public void Wrong_places_and_purged_files_are_told_apart_and_announced(DatabaseFamily family)
    {
        using var pair = Pairs.ByPosition(family);
        using var folder = new TemporaryFolder();
        ReplicaRun.MakeSourceAccount(pair.Primary);
        // Both ways to name a server: one with the address in the file, one that takes it from the replica.
        string[] look = ["--source-defaults-file",
            folder.Write("look.cnf", $"[client]\nuser=look\npassword={ReplicaRun.Password}\n"), "-v"];
        // A source that has purged before may do so again.
        pair.Rotate();
        pair.WaitUntilInSync();
        pair.PurgeTo(2);
        pair.WaitUntilInSync();

        var newest = ReplicaRun.Of(pair.Replica, look);
        Assert.Equal(0, newest.ExitCode);
        Assert.Contains("purge_files=0;;;0", newest.FirstLine, StringComparison.Ordinal);

        pair.StopReplica();
        for (var file = 0; file < 3; file++)
        {
            pair.Write(4000);
            pair.Rotate();
        }

        // MySQL expires binlogs after 30 days by default, MariaDB never: without a time the files are counted.
        pair.Primary.Execute("SET GLOBAL binlog_expire_logs_seconds=0");
        var behind = ReplicaRun.Of(pair.Replica, [.. look, "--if-stopped", "ok"]);
        Assert.Equal(1, behind.ExitCode);
        Assert.StartsWith("REPLICATION_IO WARNING - replica still needs mysql-bin.000002: 0 binlogs of the source are older and 3 newer",
            behind.FirstLine, StringComparison.Ordinal);

        pair.Primary.Execute("SET GLOBAL binlog_expire_logs_seconds=3000");
        var soon = ReplicaRun.Of(pair.Replica, [.. look, "--source-binlog-dir", pair.Primary.BinlogFolder, "--if-stopped", "ok"]);
        Assert.Equal(2, soon.ExitCode);
        Assert.StartsWith("REPLICATION_IO CRITICAL - mysql-bin.000002, which replica still needs, expires on the source in ",
            soon.FirstLine, StringComparison.Ordinal);

        pair.Primary.Execute("REVOKE PROCESS ON *.* FROM look@'127.0.0.1'");
        Assert.Contains("(a full disk there could not be ruled out); GRANT PROCESS ON *.* TO 'look'@'127.0.0.1'",
            ReplicaRun.Of(pair.Replica, [.. look, "--if-stopped", "ok"]).Text, StringComparison.Ordinal);
        pair.Primary.Execute("GRANT PROCESS ON *.* TO look@'127.0.0.1'");

        pair.PurgeTo(4);
        var certain = ReplicaRun.Of(pair.Replica, [.. look, "--if-stopped", "ok"]);
        Assert.Contains("the source has purged mysql-bin.000002, which replica still needs: error 1236 is certain", certain.FirstLine,
            StringComparison.Ordinal);
        pair.StartReplica();
        var purged = ReplicaRun.Until(pair.Replica, "source has no binlog mysql-bin.000002 (any more) (error 1236)", look);
        Assert.Contains("looked: the source has no file mysql-bin.000002", purged.Text, StringComparison.Ordinal);

        pair.StopReplica();
        pair.Change("@_LOG_FILE='mysql-bin.000004', @_LOG_POS=999999999");
        pair.StartReplica();
        var beyond = ReplicaRun.Until(pair.Replica, "position 999999999 lies beyond the end of source binlog mysql-bin.000004 (error "
            + "1236)", look);
        Assert.Contains("looked: mysql-bin.000004 ends at ", beyond.Text, StringComparison.Ordinal);

        pair.StopReplica();
        var rows = long.Parse(pair.Primary.Query("SHOW BINLOG EVENTS IN 'mysql-bin.000004'").Last(row =>
            row[2].StartsWith("Write_rows", StringComparison.Ordinal))[1], System.Globalization.CultureInfo.InvariantCulture);
        pair.Change($"@_LOG_FILE='mysql-bin.000004', @_LOG_POS={rows + 2000}");
        pair.StartReplica();
        ReplicaRun.Until(pair.Replica, $"no event begins at {rows + 2000} of source binlog mysql-bin.000004 (error 1236): do not "
            + $"raise max_allowed_packet");
    }

    [Theory]
    [InlineData(DatabaseFamily.MariaDb)]
    [InlineData(DatabaseFamily.MySql)]
    public void Purged_and_diverged_GTIDs_are_told_apart(DatabaseFamily family)
    {
        using var pair = Pairs.ByGtid(family);
        pair.StopReplica();
        pair.Write();
        pair.Rotate();
        pair.Write();
        pair.Rotate();
        pair.PurgeTo(3);
        pair.StartReplica();
        ReplicaRun.Until(pair.Replica, "source has purged transactions that this replica still needs");

        pair.StopReplica();
        if (family == DatabaseFamily.MariaDb)
            pair.Replica.Execute("SET GLOBAL gtid_slave_pos='0-1-9999'");
        else
            pair.Replica.Execute($"RESET BINARY LOGS AND GTIDS; SET GLOBAL "
                + $"gtid_purged='{pair.Primary.Scalar("SELECT @@server_uuid")}:1-9999'");
        pair.StartReplica();
        var diverged = ReplicaRun.Until(pair.Replica, "replica has transactions that its source has not (error 1236)");
        Assert.Contains("\n1. Do not reset the replica or its GTID position blindly", diverged.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(DatabaseFamily.MariaDb)]
    [InlineData(DatabaseFamily.MySql)]
    public void The_replicas_own_limit_the_sql_thread_and_a_stop_by_hand_are_not_mistaken(DatabaseFamily family)
    {
        using var pair = Pairs.ByPosition(family, ["--max-allowed-packet=64M"],
            [family == DatabaseFamily.MariaDb ? "--slave-max-allowed-packet=1048576" : "--replica-max-allowed-packet=1048576"]);
        pair.Write(3_000_000);
        var limit = ReplicaRun.Until(pair.Replica, family == DatabaseFamily.MariaDb
            ? "larger than the replica's slave_max_allowed_packet (error 1153)"
                : "larger than the replica's replica_max_allowed_packet (error 13125)");
        Assert.Contains("_max_allowed_packet=1073741824", limit.Text, StringComparison.Ordinal);

        // The way out that it names; a restart, because STOP waits a minute for the rest of the half transaction on MySQL.
        pair.Replica.Kill();
        pair.Replica.Start($"--{(family == DatabaseFamily.MariaDb ? "slave" : "replica")}-max-allowed-packet=1073741824");
        pair.StartReplica();
        ReplicaRun.Until(pair.Replica, "REPLICATION_IO OK");
        pair.WaitUntilInSync();

        pair.StopReplica();
        var stopped = ReplicaRun.Of(pair.Replica);
        Assert.Equal(2, stopped.ExitCode);
        Assert.StartsWith("REPLICATION_IO CRITICAL - IO and SQL thread stopped, without an error: somebody stopped it", stopped.FirstLine,
            StringComparison.Ordinal);

        pair.Replica.Execute("INSERT INTO app.t(id,body) VALUES(4,'mine')");
        pair.Write();
        pair.StartReplica();
        var sql = ReplicaRun.Until(pair.Replica, "SQL thread stopped, a row is there already (error 1062)");
        Assert.DoesNotContain("IO thread", sql.FirstLine, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(DatabaseFamily.MariaDb)]
    [InlineData(DatabaseFamily.MySql)]
    public void A_bad_channel_beside_a_good_one_is_found(DatabaseFamily family)
    {
        using var pair = Pairs.ByGtid(family);
        if (family == DatabaseFamily.MariaDb)
        {
            // Both connections have one server_id, and the source throws out the older one: the good one waits until the bad one
            // has failed for good. Two connections to one address are refused; this is the same one in other words.
            pair.StopReplica();
            pair.Replica.Execute($"CHANGE MASTER 'bad' TO MASTER_HOST='127.1', MASTER_PORT={pair.Primary.Port}, MASTER_USER='repl', "
                + $"MASTER_PASSWORD='replpw', MASTER_USE_GTID=no, MASTER_LOG_FILE='mysql-bin.000001', MASTER_LOG_POS=999999");
            pair.StartReplica("bad");
            ReplicaRun.Until(pair.Replica, "IO thread of channel 'bad' stopped, position 999999 lies beyond the end");
            pair.StartReplica();
            Requirements.Until(() => ReplicaRun.Classes(pair.Replica)[""] is null, TimeSpan.FromSeconds(30),
                "the good connection runs again");
        }
        else
        {
            pair.Link("SOURCE_AUTO_POSITION=0, SOURCE_LOG_FILE='mysql-bin.000001', SOURCE_LOG_POS=999999", "bad");
        }

        var run = ReplicaRun.Until(pair.Replica, "IO thread of channel 'bad' stopped, position 999999 lies beyond the end of source "
            + "binlog mysql-bin.000001 (error 1236)");
        Assert.Equal(2, run.ExitCode);
        var classes = ReplicaRun.Classes(pair.Replica);
        Assert.Equal("BadPosition", classes["bad"]);
        // The two channels have one server_id, so that the newer one may have thrown the older one out for a moment.
        Assert.Contains(classes[""], new[] { null, "Identity", "ConnectionLost", "StillConnecting" });
    }

    [Theory]
    [InlineData(DatabaseFamily.MariaDb)]
    [InlineData(DatabaseFamily.MySql)]
    public void One_server_id_on_two_servers_is_named(DatabaseFamily family)
    {
        using var pair = Pairs.ByPosition(family);
        pair.StopReplica();
        pair.Replica.Execute("SET GLOBAL server_id=1");
        pair.StartReplica();
        ReplicaRun.Until(pair.Replica, family == DatabaseFamily.MariaDb ? "two servers share one server_id or server_uuid (error 1593)"
            : "two servers share one server_id or server_uuid (error 13117)");
    }

    [Theory]
    [InlineData(DatabaseFamily.MariaDb)]
    [InlineData(DatabaseFamily.MySql)]
    public void A_binlog_that_was_removed_by_hand_is_named_though_MariaDB_gives_no_error(DatabaseFamily family)
    {
        using var pair = Pairs.ByPosition(family);
        pair.StopReplica();
        pair.Write();
        pair.Rotate();
        File.Delete(pair.Binlog(1));
        pair.StartReplica();
        if (family == DatabaseFamily.MySql)
        {
            ReplicaRun.Until(pair.Replica, "IO thread stopped, the source cannot read its binlog mysql-bin.000001 (error 1236)");
            return;
        }

        Requirements.Until(() => ReplicaRun.Of(pair.Replica).FirstLine.Contains("IO thread is not connected, ", StringComparison.Ordinal),
            TimeSpan.FromSeconds(30), "the IO thread is not connected");
        Requirements.Until(() => ReplicaRun.Of(pair.Replica).Text.Contains("a binlog that it cannot open", StringComparison.Ordinal),
            TimeSpan.FromSeconds(30), "the hidden cause is told");
        // Whoever looks into the directory knows at once.
        Requirements.Until(() =>
            ReplicaRun.Of(pair.Replica, "--source-binlog-dir",
                pair.Primary.BinlogFolder).FirstLine.Contains("the source has purged mysql-bin.000001, which replica still needs",
                    StringComparison.Ordinal), TimeSpan.FromSeconds(30), "the look says that the file is gone");
    }

    [Fact]
    public void Two_replicas_with_one_server_id_throw_each_other_out_and_the_cause_is_told()
    {
        using var pair = Pairs.ByPosition(DatabaseFamily.MariaDb);
        using var second = DatabaseServer.Start(DatabaseFamily.MariaDb, new ServerOptions { ServerId = 2 });
        second.Execute($"CHANGE MASTER TO MASTER_HOST='127.0.0.1', MASTER_PORT={pair.Primary.Port}, MASTER_USER='repl', "
            + $"MASTER_PASSWORD='replpw', MASTER_CONNECT_RETRY=1, MASTER_USE_GTID=no; START SLAVE");
        Requirements.Until(() =>
            ReplicaRun.Of(pair.Replica).Text.Contains("another replica with the same server_id", StringComparison.Ordinal),
                TimeSpan.FromSeconds(150), "the hidden cause is told");
    }

    [Fact]
    public void Two_replicas_that_stop_at_one_place_are_one_finding_and_a_dead_host_does_not_hide_it()
    {
        using var pair = Pairs.ByPosition(DatabaseFamily.MariaDb);
        using var second = DatabaseServer.Start(DatabaseFamily.MariaDb, new ServerOptions { ServerId = 3 });
        foreach (var server in new[] { pair.Replica, second })
            server.Execute($"CREATE USER nagios@'127.0.0.1' IDENTIFIED BY '{ReplicaRun.Password}'; GRANT SLAVE MONITOR ON *.* TO "
                + $"nagios@'127.0.0.1'");
        pair.StopReplica();
        pair.Write(5000);
        pair.Rotate();
        var whole = File.ReadAllBytes(pair.Binlog(1));
        Replace(pair.Binlog(1), whole[..^2000]);
        second.Execute($"CHANGE MASTER TO MASTER_HOST='127.0.0.1', MASTER_PORT={pair.Primary.Port}, MASTER_USER='repl', "
            + $"MASTER_PASSWORD='replpw', MASTER_USE_GTID=no, MASTER_LOG_FILE='mysql-bin.000001', MASTER_LOG_POS=4; START SLAVE");
        pair.StartReplica();

        var hosts = $"127.0.0.1:{pair.Replica.Port},127.0.0.1:{second.Port},127.0.0.1:{Requirements.FreePort()}";
        ReplicaRun run;
        var deadline = DateTime.UtcNow.AddSeconds(30);
        do
        {
            run = ReplicaRun.Of(["--hosts", hosts, "--user", "nagios", "--password", ReplicaRun.Password]);
        }
        while (!run.FirstLine.Contains("2 of 2 replicas", StringComparison.Ordinal) && DateTime.UtcNow < deadline);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("2 of 2 replicas stopped at one place, so it is the source's binlog: source binlog mysql-bin.000001 is cut at ",
            run.FirstLine, StringComparison.Ordinal);
        Assert.Contains("no server answers at 127.0.0.1:", run.FirstLine, StringComparison.Ordinal);
    }

    // In place, as a disk does it: the server keeps its owner and its open file.
    private static void Replace(string path, byte[] bytes)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        RandomAccess.SetLength(file, bytes.Length);
        RandomAccess.Write(file, bytes, 0);
    }
}
