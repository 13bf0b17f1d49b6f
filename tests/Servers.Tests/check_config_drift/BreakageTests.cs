using DatabaseServers;

namespace NagiosChecks.ConfigDrift.Tests;

/// <summary>Differences that the check finds, and what it says of them made to happen; then its own step is run, and replication goes
/// on.</summary>
public sealed class BreakageTests
{
    private const string ManyRows = "CREATE TABLE app.m(a INT PRIMARY KEY, b CHAR(200)) ENGINE=MEMORY; INSERT INTO app.m "
        + "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i<900) SELECT i, repeat('x',200) FROM n";

    private const string Rows = "SELECT COUNT(*) FROM app.t";

    private const string Zone = "SET sql_log_bin=0; INSERT INTO mysql.time_zone(Time_zone_id,Use_leap_seconds) VALUES(1,'N'); "
        + "INSERT INTO mysql.time_zone_name VALUES('Europe/Berlin',1); "
        + "INSERT INTO mysql.time_zone_transition_type VALUES(1,0,3600,0,'CET')";

    private static readonly Breakage[] OfBoth =
    [
        new("max_heap_table_size", ManyRows, 1114)
        {
            AtReplica = "SET GLOBAL max_heap_table_size=16384",
            // A MEMORY table keeps the size that it was made with.
            Mend = "SET sql_log_bin=0; DELETE FROM app.m; ALTER TABLE app.m ENGINE=MEMORY",
        },
        new("log_bin_trust_function_creators", "CREATE FUNCTION app.f() RETURNS INT RETURN 1", 1418)
        { AtSource = "SET GLOBAL log_bin_trust_function_creators=ON" },
    ];

    private static readonly Breakage[] OfMariaDb =
    [
        // On the second replica, before that one stops at the first of the others.
        new("lower_case_table_names", "CREATE TABLE app.Foo(a INT); INSERT INTO app.Foo VALUES(1),(2); CREATE TABLE app.foo(a INT)", 0)
        { Silent = "SELECT COUNT(*) FROM app.Foo", IsMendedByHand = true },
        .. OfBoth,
        new("slave_max_allowed_packet", "SET SESSION binlog_format=ROW; INSERT INTO app.t(body) VALUES(repeat('x',5000000))", 1153)
        { AtReplica = "SET GLOBAL slave_max_allowed_packet=1048576" },
        new("innodb_strict_mode", "CREATE TABLE app.s(a INT PRIMARY KEY) ENGINE=InnoDB ROW_FORMAT=COMPRESSED KEY_BLOCK_SIZE=5", 1005)
        { AtSource = "SET GLOBAL innodb_strict_mode=OFF" },
        new("plugin ed25519", "CREATE USER e@localhost IDENTIFIED VIA ed25519 USING PASSWORD('x')", 1524)
        { AtSource = "INSTALL SONAME 'auth_ed25519'", Mend = "INSTALL SONAME 'auth_ed25519'", IsMendedByHand = true },
        new("group_concat_max_len", "CREATE TABLE app.g(v LONGTEXT); SET SESSION binlog_format=STATEMENT; "
            + "INSERT INTO app.g SELECT GROUP_CONCAT(repeat('x',3000))", 1260)
        {
            Class = DriftClass.Statement, AtSource = "SET GLOBAL binlog_format=MIXED", AtReplica = "SET GLOBAL group_concat_max_len=1024",
        },
        new("time-zone tables", "SET time_zone='Europe/Berlin'; SET SESSION binlog_format=STATEMENT; INSERT INTO app.t(body) VALUES(NOW())",
            1298)
        { Class = DriftClass.Statement, AtSource = Zone, Mend = Zone, IsMendedByHand = true },
        new("default_storage_engine", "CREATE TABLE app.d(a INT)", 0)
        {
            AtReplica = "SET GLOBAL default_storage_engine=MyISAM",
            Silent = "SELECT ENGINE FROM information_schema.TABLES WHERE TABLE_SCHEMA='app' AND TABLE_NAME='d'",
        },
    ];

    private static readonly Breakage[] OfMySql =
    [
        new("binlog_format", "INSERT INTO app.t(body) VALUES('row')",
            1666) { AtReplica = "STOP REPLICA SQL_THREAD; SET GLOBAL binlog_format=STATEMENT; START REPLICA SQL_THREAD" },
        .. OfBoth,
        new("replica_max_allowed_packet", "INSERT INTO app.t(body) VALUES(repeat('x',5000000))", 13125)
        { AtReplica = "SET GLOBAL replica_max_allowed_packet=1048576" },
        new("innodb_strict_mode", "CREATE TABLE app.s(a INT PRIMARY KEY) ENGINE=InnoDB ROW_FORMAT=COMPRESSED KEY_BLOCK_SIZE=5", 1031)
        { AtSource = "SET GLOBAL innodb_strict_mode=OFF" },
        new("disabled_storage_engines", "CREATE TABLE app.i(a INT PRIMARY KEY) ENGINE=MyISAM", 3161) { IsMendedByHand = true },
    ];

    // Replication does not care; the statement fails on the replica once it is written to.
    private static readonly (string Name, string Set, string Statement, int Error)[] AfterPromotion =
    [
        ("sql_require_primary_key", "SET GLOBAL sql_require_primary_key=ON", "CREATE TABLE app.nopk(a INT)", 3750),
        ("max_allowed_packet", "SET GLOBAL max_allowed_packet=1048576", "SELECT LENGTH(repeat('x',2000000))", 1301),
    ];

    [Fact]
    public void What_breaks_MariaDB_is_predicted_happens_and_is_mended_by_the_printed_step()
    {
        using var group = ServerGroup.Start(DatabaseFamily.MariaDb, usesGtid: true, replicas: 2, number =>
            number == 2 ? new ServerOptions { Arguments = ["--lower-case-table-names=1"] } : new ServerOptions());
        ShowThat(group, OfMariaDb, group.Replicas[0]);
    }

    [Fact]
    public void What_breaks_MySQL_is_predicted_happens_and_is_mended_by_the_printed_step()
    {
        using var group = ServerGroup.Start(DatabaseFamily.MySql, usesGtid: true, replicas: 1, number =>
            number == 1 ? new ServerOptions { Arguments = ["--disabled-storage-engines=MyISAM"] } : new ServerOptions());
        foreach (var (_, set, _, _) in AfterPromotion)
            group.Replicas[0].Execute(set);

        var run = ShowThat(group, OfMySql[..^1], group.Replicas[0]);
        ShowSilentOrStop(group, OfMySql[^1], group.Replicas[0], run);
        ShowAfterPromotion(group.Source, group.Replicas[0], run);
    }

    private static DriftRun ShowThat(ServerGroup group, Breakage[] breakages, DatabaseServer replica)
    {
        DriftRun.MakeAccount(group.Source, "drift", DriftRun.Right(group.Family));
        ServerGroup.WaitForRows(group.Source, group.Replicas);
        group.WaitUntilApplied();
        foreach (var breakage in breakages)
        {
            Run(group.Source, breakage.AtSource);
            Run(replica, breakage.AtReplica);
        }

        // A thread takes its limits over when it starts.
        Restart(group, replica);
        var run = DriftRun.Of(group, "drift");

        Assert.Equal(2, run.ExitCode);
        foreach (var breakage in breakages)
        {
            var predicted = run.Differences.SingleOrDefault(difference => difference.Name == breakage.Name);
            Assert.True(breakage.Class == predicted?.Class, $"{breakage.Name}: {predicted?.Class}");
            if (breakage.Error != 0)
                Assert.Contains($"{breakage.Error}", predicted!.Consequence, StringComparison.Ordinal);
            Assert.Equal(breakage.Silent.Length > 0, predicted!.IsSilent);
        }

        foreach (var breakage in breakages)
            ShowSilentOrStop(group, breakage, replica, run);
        return run;
    }

    private static void ShowSilentOrStop(ServerGroup group, Breakage breakage, DatabaseServer replica, DriftRun run)
    {
        Run(group.Source, breakage.Statement);
        if (breakage.Silent.Length > 0)
        {
            var loser = breakage.Name == "lower_case_table_names" ? group.Replicas[1] : replica;
            Requirements.Until(() => Answer(loser, breakage.Silent) is { } there && there != Answer(group.Source, breakage.Silent),
                TimeSpan.FromSeconds(20), $"{breakage.Name} shows");
            return;
        }

        Requirements.Until(() => ErrorOf(group, replica) == breakage.Error, TimeSpan.FromSeconds(20),
            $"{breakage.Name}: the replica stops with {breakage.Error}, not {ErrorOf(group, replica)}");
        if (breakage.Name == "disabled_storage_engines")
            return;
        if (!breakage.IsMendedByHand)
        {
            foreach (var command in run.Cure(ServerGroup.Address(replica), breakage.Name))
                Run(replica, command);
        }

        Run(replica, breakage.Mend);
        ServerGroup.Write(group.Source);
        // A thread that stopped is started; one that runs is left as the printed step has left it.
        Requirements.Until(() =>
        {
            group.Threads(replica, "START");
            return Answer(replica, Rows) == Answer(group.Source, Rows);
        }, TimeSpan.FromSeconds(20), $"replication goes on after {breakage.Name}; its error is {ErrorOf(group, replica)}");
    }

    private static void ShowAfterPromotion(DatabaseServer source, DatabaseServer replica, DriftRun run)
    {
        foreach (var (name, _, statement, error) in AfterPromotion)
        {
            var predicted = Assert.Single(run.Differences, difference => difference.Name == name);
            Assert.Equal(DriftClass.AfterPromotion, predicted.Class);
            Assert.Contains($"{error}", predicted.Consequence, StringComparison.Ordinal);
            Assert.Equal("0", Outcome(source, statement));
            Assert.Contains($"{error}", Outcome(replica, statement), StringComparison.Ordinal);
        }
    }

    // What only warns where it is a limit on the result shows as a warning.
    private static string Outcome(DatabaseServer server, string statement)
    {
        var run = server.RunClient(
            ["--socket=" + server.Socket, "--user=root", "--show-warnings", "-e", $"SET sql_log_bin=0; {statement}"]);
        return run.ExitCode == 0 && !run.Output.Contains("Warning", StringComparison.Ordinal) ? "0" : run.Error + run.Output;
    }

    private static string? Answer(DatabaseServer server, string query)
    {
        var run = server.RunClient(["--socket=" + server.Socket, "--user=root", "--batch", "--skip-column-names", "-e", query]);
        return run.ExitCode == 0 && run.Output.Length > 0 ? run.Output : null;
    }

    private static int ErrorOf(ServerGroup group, DatabaseServer replica)
    {
        var status = group.Status(replica);
        return int.Parse(status["Last_SQL_Errno"] != "0" ? status["Last_SQL_Errno"] : status["Last_IO_Errno"],
            System.Globalization.CultureInfo.InvariantCulture);
    }

    private static void Restart(ServerGroup group, DatabaseServer replica)
    {
        group.Threads(replica, "STOP");
        group.Threads(replica, "START");
    }

    private static void Run(DatabaseServer server, string sql)
    {
        if (sql.Length > 0)
            server.Execute(sql);
    }
}
