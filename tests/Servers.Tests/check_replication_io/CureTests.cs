using DatabaseServers;
using Nagios.Plugin;

namespace NagiosChecks.ReplicationIo.Tests;

/// <summary>Every cure that the check prints, followed on real servers until rows arrive again and both servers have the same.</summary>
public class CureTests : IClassFixture<CureCoverage>
{
    public CureTests(CureCoverage coverage)
    {
        ArgumentNullException.ThrowIfNull(coverage);
        coverage.Begun();
    }

    [Theory]
    [InlineData(DatabaseFamily.MariaDb)]
    [InlineData(DatabaseFamily.MySql)]
    public void What_only_looks_is_taken_by_the_server(DatabaseFamily family)
    {
        using var pair = Pairs.ByPosition(family);
        using var cures = new Cures(pair);
        var status = ReplicaStatus.Parse(Row(pair));
        foreach (var sql in new[] { ReplicaThreadState.Running, ReplicaThreadState.Stopped })
        {
            var site = new IncidentSite(status with { Io = ReplicaThreadState.Stopped, Sql = sql }, new BinlogPlace("mysql-bin.000001", 4));
            foreach (var step in IncidentCatalogue.All.SelectMany(kind =>
                kind.Steps(site)).Concat(SqlTroubleCatalogue.All.SelectMany(kind => kind.Steps(site))))
                cures.RunWhatOnlyLooks(step);
        }

        var result = Captured.Judge([status with { SecondsBehind = 9999 }]);
        foreach (var step in result.Steps)
            cures.RunWhatOnlyLooks(step);
    }

    [Theory]
    [InlineData(DatabaseFamily.MariaDb)]
    [InlineData(DatabaseFamily.MySql)]
    public void What_is_printed_when_the_source_refuses_lets_the_replica_in_again(DatabaseFamily family)
    {
        using var pair = Pairs.ByPosition(family);
        using var cures = new Cures(pair);
        var (source, replica) = (pair.Primary, pair.Replica);
        void Refused(string atSource)
        {
            pair.StopReplica();
            source.Execute(atSource);
            pair.StartReplica();
        }

        Refused("ALTER USER repl@'127.0.0.1' IDENTIFIED BY 'other'");
        var password = cures.Until("refuses the account 'repl' (error 1045)");
        Assert.Contains("127.0.0.1", Cures.Follow(password, "See the account", source, ("'HOST'", "'127.0.0.1'")),
            StringComparison.Ordinal);
        Assert.Contains("denied", cures.Typed(password, "Try it by hand", "replpw", "SELECT 1"), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("CURRENT", cures.Typed(password, "Try it by hand", "other", "SELECT CURRENT_USER()"),
            StringComparison.OrdinalIgnoreCase);
        Cures.Follow(password, "Another password", replica, ("'PASSWORD'", "'other'"));
        cures.AssertReplicates("another password");

        Refused("ALTER USER repl@'127.0.0.1' ACCOUNT LOCK");
        Cures.Follow(cures.Until("refuses the account 'repl'"), "Locked", source, ("'HOST'", "'127.0.0.1'"));
        cures.AssertReplicates("unlock");

        Refused("REVOKE REPLICATION SLAVE ON *.* FROM repl@'127.0.0.1'");
        var rights = cures.Until("lacks a right on source");
        Cures.Follow(rights, "GRANT REPLICATION SLAVE", source, ("'HOST'", "'127.0.0.1'"));
        if (rights.Steps.Any(step => step.Text.StartsWith("Then on the replica:", StringComparison.Ordinal)))
            Cures.Follow(rights, "Then on the replica:", replica);
        cures.AssertReplicates("the right");

        pair.StopReplica();
        pair.Change(family == DatabaseFamily.MariaDb
            ? $"@_HOST='no-such-host.invalid', @_LOG_FILE='{pair.PrimaryPosition().File}', @_LOG_POS={pair.PrimaryPosition().Position}"
            : $"@_HOST='no-such-host.invalid', @_LOG_FILE='{pair.PrimaryPosition().File}', @_LOG_POS={pair.PrimaryPosition().Position}");
        pair.StartReplica();
        var name = cures.Until("the name of source no-such-host.invalid");
        Assert.NotEqual(0, cures.Shell(name, "getent hosts", "/").ExitCode);
        Cures.Follow(name, "If the name is wrong", replica, ("HOST='HOST'", "HOST='127.0.0.1'"));
        cures.AssertReplicates("another host, from where it was");

        // No account with a password: MariaDB says 1698, MySQL 1045 like any other.
        if (family == DatabaseFamily.MariaDb)
        {
            Refused("ALTER USER repl@'127.0.0.1' IDENTIFIED VIA unix_socket");
            var socket = cures.Until("it has no password");
            Cures.Follow(socket, "Give it a password", source, ("'HOST'", "'127.0.0.1'"), ("'PASSWORD'", "'new'"));
            Cures.Follow(socket, "Then on the replica:", replica, ("'PASSWORD'", "'new'"));
            cures.AssertReplicates("a password for an account of the operating system's user");
        }

        source.Kill();
        var down = cures.Until("does not answer");
        Assert.NotEqual(0, cures.Shell(down, " ping", "/").ExitCode);
        source.Start();
        var ping = cures.Shell(down, " ping", "/");
        Assert.Matches("alive|denied", ping.Output + ping.Error);
        cures.AssertReplicates("the source came back by itself");

        pair.StopReplica();
        Cures.Follow(cures.Until("somebody stopped it"), "If nothing speaks against it", replica);
        cures.AssertReplicates("start after a stop by hand");
    }

    [Fact]
    public void What_is_printed_for_MySQL_alone_lets_the_replica_in_again()
    {
        using var pair = Pairs.ByGtid(DatabaseFamily.MySql);
        using var cures = new Cures(pair);
        var (source, replica) = (pair.Primary, pair.Replica);

        pair.StopReplica();
        pair.Change("@_USER=''");
        pair.StartReplica();
        Cures.Follow(cures.Until("no account is configured for source"), "Name the replication account", replica, ("'USER'", "'repl'"),
            ("'PASSWORD'", "'replpw'"));
        cures.AssertReplicates("an account");

        source.Execute("SET GLOBAL offline_mode=ON");
        var offline = cures.Until("was taken offline");
        Assert.StartsWith("1", Cures.Follow(offline, "See it on the source", source), StringComparison.Ordinal);
        Cures.Follow(offline, "When it may serve again", source);
        cures.AssertReplicates("online");

        pair.StopReplica();
        pair.Change("@_RETRY_COUNT=2");
        source.Execute("SET GLOBAL offline_mode=ON");
        pair.StartReplica();
        var givenUp = cures.Until("and the replica has given up after 2 attempts");
        Assert.Equal(NagiosState.Critical, givenUp.State);
        source.Execute("SET GLOBAL offline_mode=OFF");
        Cures.Follow(givenUp, "Then on the replica: START REPLICA IO_THREAD", replica);
        cures.AssertReplicates("start after it had given up");
        Cures.Follow(givenUp, "So that it tries for longer", replica);
        cures.AssertReplicates("more attempts");

        pair.StopReplica();
        source.Execute("SET GLOBAL server_id=0");
        pair.StartReplica();
        var zero = cures.Until("the source has no server_id");
        Assert.StartsWith("0", Cures.Follow(zero, "See it on the source", source), StringComparison.Ordinal);
        Cures.Follow(zero, "Set one that no other server", source, ("NUMBER", "1"));
        Cures.Follow(zero, "Then, on the replica", replica);
        cures.AssertReplicates("a server_id");

        pair.StopReplica();
        pair.Change("@_SSL=0, GET_SOURCE_PUBLIC_KEY=0");
        source.Execute("ALTER USER repl@'127.0.0.1' IDENTIFIED BY 'replpw'");
        pair.StartReplica();
        var encrypted = cures.Until("wants the password encrypted");
        Cures.Follow(encrypted, "Without TLS,", replica);
        cures.AssertReplicates("a public key");
        pair.StopReplica();
        pair.Change("@_SSL=0, GET_SOURCE_PUBLIC_KEY=0");
        source.Execute("ALTER USER repl@'127.0.0.1' IDENTIFIED BY 'replpw'");
        pair.StartReplica();
        Cures.Follow(cures.Until("wants the password encrypted"), "With TLS,", replica);
        cures.AssertReplicates("TLS");
    }

    [Theory]
    [InlineData(DatabaseFamily.MariaDb)]
    [InlineData(DatabaseFamily.MySql)]
    public void What_is_printed_for_one_server_id_and_for_a_limit_of_the_replica_mends_it(DatabaseFamily family)
    {
        using var pair = Pairs.ByGtid(family);
        using var cures = new Cures(pair);
        var (source, replica) = (pair.Primary, pair.Replica);
        pair.StopReplica();
        replica.Execute("SET GLOBAL server_id=1");
        pair.StartReplica();
        var twin = cures.Until("two servers share one server_id or server_uuid");
        Assert.StartsWith("1", Cures.Follow(twin, "Compare the source and all its replicas", source), StringComparison.Ordinal);
        Cures.Follow(twin, "Same server_id", replica, ("NUMBER", "2"));
        Cures.Follow(twin, "Then, on the replica", replica);
        cures.AssertReplicates("a server_id of its own");

        pair.StopReplica();
        pair.Change("@_HOST='no-such-host.invalid'");
        pair.StartReplica();
        Cures.Follow(cures.Until("the name of source no-such-host.invalid"), "If the name is wrong", replica,
            ("HOST='HOST'", "HOST='127.0.0.1'"));
        cures.AssertReplicates("another host by GTID");

        // MariaDB takes an empty name and is refused as a stranger; the step is the same.
        pair.StopReplica();
        pair.Change("@_USER=''");
        pair.StartReplica();
        var nobody = IncidentCatalogue.All.Single(kind => kind.Texts.Contains("invalid (empty) username"));
        foreach (var step in nobody.Steps(new IncidentSite(ReplicaStatus.Parse(Row(pair)), new BinlogPlace("", 0))))
            Cures.Follow(step, replica, ("'USER'", "'repl'"), ("'PASSWORD'", "'replpw'"));
        cures.AssertReplicates("an account");

        pair.StopReplica();
        replica.Execute(family == DatabaseFamily.MariaDb ? "SET GLOBAL slave_max_allowed_packet=1048576"
            : "SET GLOBAL replica_max_allowed_packet=1048576");
        source.Execute("SET GLOBAL max_allowed_packet=67108864");
        pair.StartReplica();
        pair.WaitUntilRunning();
        pair.Write(3_000_000);
        var limit = cures.Until("an event is larger than the replica's");
        Cures.Follow(limit, "max_allowed_packet=1073741824", replica);
        Cures.Follow(limit, "the IO thread first", replica);
        Thread.Sleep(3000);
        Cures.Follow(limit, "then the SQL thread", replica);
        cures.AssertReplicates("a larger limit");
    }

    [Theory]
    [InlineData(DatabaseFamily.MariaDb, false)]
    [InlineData(DatabaseFamily.MariaDb, true)]
    [InlineData(DatabaseFamily.MySql, false)]
    [InlineData(DatabaseFamily.MySql, true)]
    public void The_way_behind_a_damaged_binlog_leads_on(DatabaseFamily family, bool gtid)
    {
        using var pair = gtid ? Pairs.ByGtid(family) : Pairs.ByPosition(family);
        using var cures = new Cures(pair);
        pair.StopReplica();
        pair.Write(5000);
        var lost = pair.Primary.Scalar("SELECT MAX(id) FROM app.t");
        pair.Rotate();
        var whole = File.ReadAllBytes(pair.Binlog(1));
        using (var file = File.OpenHandle(pair.Binlog(1), FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
            RandomAccess.SetLength(file, whole.Length - 2000);
        pair.StartReplica();
        var cut = cures.Until("source binlog mysql-bin.000001 is cut at ");
        var look = cures.Shell(cut, "in the directory of its binlogs: ", pair.Primary.BinlogFolder);
        Assert.True(look.ExitCode != 0 || look.Error.Contains("truncated", StringComparison.OrdinalIgnoreCase), look.Error);
        Assert.NotEqual("", cures.Shell(cut, "see how much room", "/").Output);
        Cures.Follow(cut, "To go on behind the damage", pair.Replica);
        // The comparison of the tables that the steps advise finds the row that was cut.
        Requirements.Until(() => cures.Look().State == NagiosState.Ok, TimeSpan.FromSeconds(30), "it runs");
        pair.Primary.Execute($"SET sql_log_bin=0; DELETE FROM app.t WHERE id={lost}");
        cures.AssertReplicates("the next binlog");
        if (!gtid || family == DatabaseFamily.MySql)
            return;
        Cures.Follow(cut, "go back to GTIDs", pair.Replica);
        cures.AssertReplicates("GTIDs again");
    }

    [Theory]
    [InlineData(DatabaseFamily.MariaDb)]
    [InlineData(DatabaseFamily.MySql)]
    public void GTIDs_find_the_place_that_wrong_coordinates_have_lost(DatabaseFamily family)
    {
        using var pair = Pairs.ByPosition(family);
        using var cures = new Cures(pair);
        pair.StopReplica();
        pair.Change("@_LOG_FILE='mysql-bin.000099', @_LOG_POS=4");
        pair.StartReplica();
        var unknown = cures.Until("source has no binlog mysql-bin.000099");
        Assert.Contains(pair.Primary.BinlogFolder, Cures.Follow(unknown, "names the directory of its binlogs", pair.Primary),
            StringComparison.Ordinal);
        Cures.Follow(unknown, "let GTIDs find the place", pair.Replica);
        cures.AssertReplicates("GTIDs");
    }

    [Fact]
    public void Transactions_that_MySQL_has_purged_are_counted_as_executed_on_the_replica()
    {
        using var pair = Pairs.ByGtid(DatabaseFamily.MySql);
        using var cures = new Cures(pair);
        void Purge(int transactions, int file)
        {
            pair.StopReplica();
            for (var count = 0; count < transactions; count++)
                pair.Primary.Execute("INSERT INTO app.t(body) VALUES('only here'); DELETE FROM app.t ORDER BY id DESC LIMIT 1");
            pair.Rotate();
            pair.PurgeTo(file);
            pair.StartReplica();
        }

        Purge(1, 2);
        var few = cures.Until("source has purged transactions that this replica still needs: ");
        Cures.Follow(few, "Only if their rows are here already", pair.Replica);
        Cures.Follow(few, "Then, on the replica", pair.Replica);
        cures.AssertReplicates("empty transactions on the replica");

        Purge(12, 3);
        var many = cures.Until("source has purged transactions that this replica still needs: ");
        Cures.Follow(many, "Only if their rows are here already", pair.Replica);
        Cures.Follow(many, "Then, on the replica", pair.Replica);
        cures.AssertReplicates("gtid_purged on the replica");
    }

    [Fact]
    public void A_former_source_of_MariaDB_joins_by_the_position_of_its_own_data()
    {
        using var pair = ServerPair.Start(DatabaseFamily.MariaDb, new ServerOptions { Arguments = ["--log-slave-updates"] }, link: false);
        using var cures = new Cures(pair);
        var (source, former) = (pair.Primary, pair.Replica);
        // The former source writes, the other one follows it and takes over.
        source.Execute("RESET MASTER");
        former.Execute("RESET MASTER; CREATE DATABASE app; CREATE TABLE app.t(id INT AUTO_INCREMENT PRIMARY KEY, body LONGTEXT) "
            + "ENGINE=InnoDB; INSERT INTO app.t(body) VALUES('one'),('two')");
        former.Execute("SET sql_log_bin=0; CREATE USER repl@'127.0.0.1' IDENTIFIED BY 'replpw'; GRANT REPLICATION SLAVE ON *.* TO "
            + "repl@'127.0.0.1'");
        source.Execute($"CHANGE MASTER TO MASTER_HOST='127.0.0.1', MASTER_PORT={former.Port}, MASTER_USER='repl', "
            + $"MASTER_PASSWORD='replpw', MASTER_USE_GTID=slave_pos; START SLAVE");
        var position = former.Scalar("SELECT @@gtid_binlog_pos");
        Requirements.Until(() => source.Scalar("SELECT @@gtid_slave_pos") == position, TimeSpan.FromSeconds(40),
            "the new source has everything");
        source.Execute("STOP SLAVE; RESET SLAVE ALL; FLUSH BINARY LOGS");
        pair.PurgeTo(2);
        pair.Link();
        var stale = cures.Until("source has purged transactions that this replica still needs");
        Assert.True(stale.Findings.Any(finding => finding.Cause?.Contains("gtid_slave_pos is empty", StringComparison.Ordinal) == true),
            ResultText.Render(stale));
        Assert.Contains(position, Cures.Follow(stale, "Compare, on the replica", pair.Replica), StringComparison.Ordinal);
        Cures.Follow(stale, "A former source that joins again", pair.Replica);
        cures.AssertReplicates("gtid_current_pos");
    }

    [Fact]
    public void A_source_of_MariaDB_that_was_reset_is_followed_from_its_new_binlog()
    {
        using var pair = Pairs.ByGtid(DatabaseFamily.MariaDb);
        using var cures = new Cures(pair);
        pair.StopReplica();
        pair.Primary.Execute("RESET MASTER");
        pair.Write(100);
        pair.StartReplica();
        var reset = cures.Until("replica has transactions that its source has not");
        Assert.Contains("the source's binlog was reset (RESET MASTER)", ResultText.Render(reset), StringComparison.Ordinal);
        Assert.NotEqual("", Cures.Follow(reset, "Compare, on both servers", pair.Primary));
        Cures.Follow(reset, "begin with its new binlog", pair.Replica);
        cures.AssertReplicates("an empty gtid_slave_pos");

        pair.StopReplica();
        pair.Replica.Execute("CHANGE MASTER TO MASTER_USE_GTID=current_pos; CREATE DATABASE mine");
        pair.StartReplica();
        var own = cures.Until("replica has transactions that its source has not");
        Cures.Follow(own, "leave them out of its position", pair.Replica);
        cures.AssertReplicates("slave_pos");
    }

    [Fact]
    public void A_source_of_MySQL_that_lost_transactions_gets_them_back_from_the_replica()
    {
        using var pair = Pairs.ByGtid(DatabaseFamily.MySql);
        using var cures = new Cures(pair);
        pair.Write(10);
        pair.WaitUntilInSync();
        pair.StopReplica();
        // As after a crash without sync_binlog: the source forgets its last transaction, the replica has it.
        var gtids = pair.Primary.Scalar("SELECT @@global.gtid_executed");
        var last = int.Parse(gtids.Split(':')[1].Split('-')[1], System.Globalization.CultureInfo.InvariantCulture);
        var lost = pair.Primary.Scalar("SELECT MAX(id) FROM app.t");
        pair.Primary.Execute($"SET sql_log_bin=0; DELETE FROM app.t WHERE id={lost}; SET sql_log_bin=1; RESET BINARY LOGS AND GTIDS; "
            + $"SET GLOBAL gtid_purged='{gtids.Split(':')[0]}:1-{last - 1}'");
        pair.StartReplica();
        var diverged = cures.Until("replica has transactions that its source has not");
        var only = Cures.Follow(diverged, "Name what only the replica has", pair.Primary).Trim();
        Assert.Equal($"{gtids.Split(':')[0]}:{last}", only);
        pair.Primary.Execute("SET sql_log_bin=0; DROP USER IF EXISTS root@'127.0.0.1'; CREATE USER root@'127.0.0.1'; GRANT ALL ON *.* "
            + "TO root@'127.0.0.1' WITH GRANT OPTION");
        var sent = cures.Shell(diverged, "give them to the source", pair.Replica.BinlogFolder, ("GTIDS", only),
            ("FILE", "mysql-bin.000001"), ("--password", "--password="), ("lost.sql", "/tmp/lost-of-cure-test.sql"));
        Assert.True(sent.ExitCode == 0, sent.Error);
        Cures.Follow(diverged, "Then, on the replica", pair.Replica);
        cures.AssertReplicates("the lost transaction is back");
    }

    [Theory]
    [InlineData(DatabaseFamily.MariaDb, false)]
    [InlineData(DatabaseFamily.MySql, false)]
    [InlineData(DatabaseFamily.MySql, true)]
    public void A_replica_whose_relay_log_is_unreadable_fetches_it_again(DatabaseFamily family, bool gtid)
    {
        using var pair = gtid ? Pairs.ByGtid(family) : Pairs.ByPosition(family);
        using var cures = new Cures(pair);
        // Cold copy without relay logs: START is refused.
        pair.StopReplica();
        pair.Replica.Kill();
        foreach (var file in Directory.GetFiles(pair.Replica.DataFolder, "*relay-bin*"))
            File.Delete(file);
        pair.Replica.Start();
        var refused = pair.Replica.RunClient(
            ["--socket=" + pair.Replica.Socket, "--user=root", "-e", family == DatabaseFamily.MariaDb ? "START SLAVE" : "START REPLICA"]);
        Assert.NotEqual(0, refused.ExitCode);
        if (family == DatabaseFamily.MySql)
        {
            var result = cures.Until("START is refused, since the replica cannot read its own state (error 13124)");
            Assert.DoesNotContain("somebody stopped it", Captured.FirstLine(result), StringComparison.Ordinal);
            Assert.StartsWith("Do not reset the replica before its position is noted", result.NextSteps[0], StringComparison.Ordinal);
            Assert.StartsWith("Note the position: executed up to mysql-bin.000001 ", result.NextSteps[1], StringComparison.Ordinal);
            Cures.Follow(result, "lse fetch everything after", pair.Replica);
        }
        else
        {
            // MariaDB shows nothing of it in the status: the step that starts is the one that is refused.
            var result = cures.Until("somebody stopped it");
            Cures.Follow(result, "If START is refused", pair.Replica);
        }

        cures.AssertReplicates("the relay log is fetched again");
    }

    [Theory]
    [InlineData(DatabaseFamily.MariaDb)]
    [InlineData(DatabaseFamily.MySql)]
    public void An_SQL_thread_goes_on_when_the_row_is_as_the_source_had_it(DatabaseFamily family)
    {
        using var pair = Pairs.ByGtid(family);
        using var cures = new Cures(pair);
        pair.Replica.Execute("SET sql_log_bin=0; INSERT INTO app.t(id, body) VALUES(77,'here')");
        pair.Primary.Execute("INSERT INTO app.t(id, body) VALUES(77,'there')");
        var duplicate = cures.Until("SQL thread stopped, a row is there already (error 1062)");
        if (family == DatabaseFamily.MySql)
            Assert.Contains("77", Cures.Follow(duplicate, "See which row and event", pair.Replica), StringComparison.Ordinal);
        pair.Replica.Execute("SET sql_log_bin=0; DELETE FROM app.t WHERE id=77");
        Cures.Follow(duplicate, "Then on the replica:", pair.Replica);
        cures.AssertReplicates("the row is deleted");

        pair.Replica.Execute("SET sql_log_bin=0; DELETE FROM app.t WHERE id=77");
        pair.Primary.Execute("UPDATE app.t SET body='changed' WHERE id=77");
        var missing = cures.Until("SQL thread stopped, a row is missing (error 1032)");
        pair.Replica.Execute("SET sql_log_bin=0; INSERT INTO app.t(id, body) VALUES(77,'there')");
        Cures.Follow(missing, "Then on the replica:", pair.Replica);
        cures.AssertReplicates("the row is back");

        pair.StopReplica();
        pair.StartReplica();
        pair.Replica.Execute(family == DatabaseFamily.MariaDb ? "STOP SLAVE SQL_THREAD" : "STOP REPLICA SQL_THREAD");
        Cures.Follow(cures.Until("SQL thread stopped, without an error"), "If nothing speaks against it", pair.Replica);
        cures.AssertReplicates("the SQL thread is started");
    }

    [Fact]
    public void What_MariaDB_has_received_is_applied_before_a_START_throws_it_away()
    {
        using var pair = Pairs.ByGtid(DatabaseFamily.MariaDb);
        using var cures = new Cures(pair);
        pair.Replica.Execute("STOP SLAVE SQL_THREAD");
        pair.Write();
        pair.Write();
        Requirements.Until(() => !Captured.FirstLine(cures.Look()).Contains("0 bytes", StringComparison.Ordinal)
            && ReplicaStatus.Parse(Row(pair)) is { IsAllApplied: false }, TimeSpan.FromSeconds(20), "the rows are received");
        Thread.Sleep(500);
        pair.Replica.Execute("STOP SLAVE IO_THREAD");
        // The source is gone for good: what the replica has received is all there is.
        var rows = pair.Primary.Scalar("SELECT COUNT(*) FROM app.t");
        pair.Primary.Kill();
        var risk = cures.Until("START SLAVE would delete them");
        Cures.Follow(risk, "Apply what was received", pair.Replica);
        Assert.InRange(int.Parse(Cures.Follow(risk, "until what was received is applied", pair.Replica),
            System.Globalization.CultureInfo.InvariantCulture), 0, 100);
        Assert.Equal(rows, pair.Replica.Scalar("SELECT COUNT(*) FROM app.t"));
        pair.Primary.Start();
        Cures.Follow(risk, "Then go back to GTIDs", pair.Replica);
        cures.AssertReplicates("GTIDs again");
    }

    [Theory]
    [InlineData(DatabaseFamily.MariaDb)]
    [InlineData(DatabaseFamily.MySql)]
    public void A_CHANGE_keeps_what_was_received_although_the_source_is_dead(DatabaseFamily family)
    {
        using var pair = Pairs.ByPosition(family);
        using var cures = new Cures(pair);
        pair.Replica.Execute(family == DatabaseFamily.MariaDb ? "STOP SLAVE SQL_THREAD" : "STOP REPLICA SQL_THREAD");
        pair.Write();
        Requirements.Until(() => ReplicaStatus.Parse(Row(pair)) is { IsAllApplied: false },
            TimeSpan.FromSeconds(20), "the row is received");
        Thread.Sleep(500);
        var rows = pair.Primary.Scalar("SELECT COUNT(*) FROM app.t");
        pair.Primary.Execute("ALTER USER repl@'127.0.0.1' IDENTIFIED BY 'other'");
        pair.Replica.Execute(family == DatabaseFamily.MariaDb ? "STOP SLAVE IO_THREAD; START SLAVE IO_THREAD"
            : "STOP REPLICA IO_THREAD; START REPLICA IO_THREAD");
        var refused = cures.Until("refuses the account 'repl' (error 1045)");
        pair.Primary.Kill();
        Cures.Follow(refused, "Apply what was received before it is deleted", pair.Replica);
        Assert.InRange(int.Parse(Cures.Follow(refused, "until what was received is applied", pair.Replica),
            System.Globalization.CultureInfo.InvariantCulture), 0, 100);
        Cures.Follow(refused, "Another password", pair.Replica, ("'PASSWORD'", "'other'"));
        Assert.Equal(rows, pair.Replica.Scalar("SELECT COUNT(*) FROM app.t"));
        pair.Primary.Start();
        cures.AssertReplicates("the source is back");
    }

    [Theory]
    [InlineData(DatabaseFamily.MariaDb)]
    [InlineData(DatabaseFamily.MySql)]
    public void The_step_for_a_dead_connection_connects_anew(DatabaseFamily family)
    {
        using var pair = Pairs.ByGtid(family);
        using var cures = new Cures(pair);
        var status = ReplicaStatus.Parse(Row(pair));
        // As a look at the source shows it a minute after the last one: the replica stands where it stood, the source went on.
        var source = new SourceReading { Address = status.Source,
            Logs = [new SourceLog(status.ReadFile, (long)status.ReadPosition + 8_000_000)] };
        var before = new ChannelHistory { ReadPlace = $"{status.ReadFile}:{status.ReadPosition}" };
        var history = new ReplicationIoHistory(new Dictionary<string, ChannelHistory> { ["/"] = before }, new Dictionary<string, double>());
        var dead = ReplicationIoEvaluation.Judge(new ReplicationIoMeasurement("", [new ReplicaReading("", [status])], [source]),
            Captured.Limits(), history, Captured.At(60)).Result;
        Assert.Contains("has read nothing for ", Captured.FirstLine(dead), StringComparison.Ordinal);
        Cures.Follow(dead, "Connect anew", pair.Replica);
        cures.AssertReplicates("a new connection");
    }

    private static MySql.Session.MySqlRow Row(ServerPair pair) => Cures.Row(pair.Status()[0]);
}
