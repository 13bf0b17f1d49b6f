using MySql.Session;
using Nagios.Plugin;

namespace NagiosChecks.ReplicationIo.Tests;

public class ReplicaStatusTests
{
    [Fact]
    public void Every_capture_is_understood_and_has_a_source()
    {
        Assert.True(Captured.Names.Count() > 60);
        foreach (var name in Captured.Names)
        {
            foreach (var replica in Captured.Channels(name))
            {
                Assert.True(replica.SourceHost.Length > 0 && replica.SourcePort > 0 && replica.SourceUser == "repl", name);
                Assert.Equal(name.StartsWith("mariadb", StringComparison.Ordinal) ? ReplicaDialect.MariaDb
                    : ReplicaDialect.MySql, replica.Dialect);
                Assert.NotNull(replica.RelaySpace);
            }
        }
    }

    [Theory]
    [InlineData("mariadb-d3-position-1", nameof(ReplicaThreadState.Running), nameof(ReplicaThreadState.Running), 0L)]
    [InlineData("mysql-d3-position-1", nameof(ReplicaThreadState.Running), nameof(ReplicaThreadState.Running), 0L)]
    [InlineData("mariadb-i1-wrong-password", nameof(ReplicaThreadState.Connecting), nameof(ReplicaThreadState.Running), null)]
    [InlineData("mysql-i1-wrong-password", nameof(ReplicaThreadState.Connecting), nameof(ReplicaThreadState.Running), null)]
    [InlineData("mysql-i5-binlog-not-open", nameof(ReplicaThreadState.Stopped), nameof(ReplicaThreadState.Running), null)]
    [InlineData("mariadb-j1-sql-duplicate-key", nameof(ReplicaThreadState.Running), nameof(ReplicaThreadState.Stopped), null)]
    [InlineData("mysql-j3-stopped-by-hand", nameof(ReplicaThreadState.Stopped), nameof(ReplicaThreadState.Stopped), null)]
    public void Threads_and_lag_are_read_in_both_spellings(string name, string io, string sql, long? lag)
    {
        var replica = Captured.Channel(name);
        Assert.Equal((io, sql, lag), (replica.Io.ToString(), replica.Sql.ToString(), replica.Lag));
    }

    [Fact]
    public void A_lag_of_zero_means_nothing_while_the_io_thread_does_not_run()
    {
        // mysql-i1 says Seconds_Behind_Source: 0 although it never reached its source.
        Assert.Equal("0", Captured.Rows("mysql-i1-wrong-password")[0].Text("Seconds_Behind_Source"));
        Assert.Null(Captured.Channel("mysql-i1-wrong-password").Lag);
    }

    [Fact]
    public void A_configured_delay_is_not_lag()
    {
        var row = Captured.Rows("mysql-d3-position-1")[0];
        Assert.Equal(0, ReplicaStatus.Parse(Captured.With(row, ("Seconds_Behind_Source", "3590"), ("SQL_Delay", "3600"))).Lag);
        Assert.Equal(400, ReplicaStatus.Parse(Captured.With(row, ("Seconds_Behind_Source", "4000"), ("SQL_Delay", "3600"))).Lag);
    }

    [Fact]
    public void Positions_beyond_four_gigabytes_and_sizes_of_64_bits_are_kept()
    {
        var row = Captured.With(Captured.Rows("mariadb-d3-position-1")[0], ("Read_Master_Log_Pos", "109951162777600"),
            ("Relay_Log_Space", "18446744073709551615"));
        var replica = ReplicaStatus.Parse(row);
        Assert.Equal(109951162777600UL, replica.ReadPosition);
        Assert.Equal(ulong.MaxValue, replica.RelaySpace);
    }

    [Fact]
    public void Nulls_and_empty_texts_count_as_nothing()
    {
        var row = Captured.Rows("mysql-d3-position-1")[0];
        var emptied = row.Columns.Names.Where(name => name is not ("Replica_IO_Running" or "Replica_SQL_Running")).Select(name =>
            (name, (string?)null)).ToArray();
        foreach (var replica in new[] { ReplicaStatus.Parse(Captured.With(row, emptied)),
            ReplicaStatus.Parse(Captured.With(row, [.. emptied.Select(change => (change.name, (string?)""))])) })
        {
            Assert.Equal(("", "", 0, 0UL, null),
                (replica.Channel, replica.IoError, replica.IoErrno, replica.ReadPosition, replica.SecondsBehind));
            Assert.Null(replica.RelaySpace);
        }
    }

    [Fact]
    public void Unknown_columns_and_another_order_change_nothing()
    {
        var row = Captured.Rows("mysql-c1-gtid-purged")[0];
        var names = row.Columns.Names.Reverse().Append("Source_Shoe_Size").ToList();
        var turned = new MySqlRow(new MySqlColumns(names),
            [.. names.Select(name => row.Text(name) ?? (name == "Source_Shoe_Size" ? "44" : null))]);
        Assert.Equal(ReplicaStatus.Parse(row), ReplicaStatus.Parse(turned));
    }

    [Fact]
    public void Old_words_of_MySQL_5_7_and_its_missing_columns_are_understood()
    {
        var columns = new MySqlColumns(
            ["Slave_IO_State", "Master_Host", "Master_User", "Master_Port", "Master_Log_File", "Read_Master_Log_Pos", "Slave_IO_Running",
                "Slave_SQL_Running", "Seconds_Behind_Master", "Last_IO_Errno", "Last_IO_Error", "Channel_Name"]);
        var replica = ReplicaStatus.Parse(
            new MySqlRow(columns, ["", "db1", "repl", "3306", "mysql-bin.000012", "4711", "No", "Yes", null, "1236",
                "Got fatal error 1236 from master when reading data from binary log: 'binlog truncated in the middle of event; "
                    + "consider out of disk space on master", "dc2"]));
        Assert.Equal((ReplicaDialect.OldMySql, "dc2", "db1:3306", 1236),
            (replica.Dialect, replica.Channel, replica.Source, replica.IoErrno));
        Assert.Equal("STOP SLAVE FOR CHANNEL 'dc2'", new ReplicaStatements(replica).Stop.Text);
        Assert.Equal("CHANGE MASTER TO MASTER_LOG_FILE='mysql-bin.000013', MASTER_LOG_POS=4 FOR CHANNEL 'dc2'",
            Change(replica, "mysql-bin.000013"));
    }

    [Fact]
    public void Statements_are_those_that_the_server_takes()
    {
        var mariadb = Captured.Channels("mariadb-k1-two-channels-one-bad")[1];
        Assert.Equal("STOP SLAVE 'bad'", new ReplicaStatements(mariadb).Stop.Text);
        Assert.Equal("CHANGE MASTER 'bad' TO MASTER_LOG_FILE='mysql-bin.000002', MASTER_LOG_POS=4", Change(mariadb, "mysql-bin.000002"));
        Assert.Equal("CHANGE MASTER TO MASTER_USE_GTID=no, MASTER_LOG_FILE='mysql-bin.000002', MASTER_LOG_POS=4",
            Change(Captured.Channel("mariadb-c1-gtid-purged"), "mysql-bin.000002"));
        Assert.Equal("CHANGE REPLICATION SOURCE TO SOURCE_AUTO_POSITION=0, SOURCE_LOG_FILE='mysql-bin.000002', SOURCE_LOG_POS=4",
            Change(Captured.Channel("mysql-c1-gtid-purged"), "mysql-bin.000002"));
        Assert.Equal("START REPLICA FOR CHANNEL 'it''s'",
            new ReplicaStatements(Captured.Channel("mysql-c1-gtid-purged") with { Channel = "it's" }).Start.Text);
    }

    private static string Change(ReplicaStatus replica, string file)
    {
        var statements = new ReplicaStatements(replica);
        return statements.Change(statements.AtPlace(file, 4)).Text;
    }

    [Theory]
    [InlineData("Replica_IO_Running")]
    [InlineData("Replica_SQL_Running")]
    public void A_row_without_thread_states_is_refused(string column)
    {
        var row = Captured.With(Captured.Rows("mysql-d3-position-1")[0], (column, null));
        Assert.Contains("not a status this check knows", Assert.Throws<CheckException>(() => ReplicaStatus.Parse(row)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_of_seeded_nonsense_are_judged_or_refused_in_words()
    {
        string?[] nonsense = [null, "", " ", "-1", "NULL", "Yes", "No", "Connecting", "18446744073709551616", "1e9", "|'\n\t",
            new string('x', 5000), "1236", "13114", "mysql-bin.", "."];
        var random = new Random(1236);
        var rows = Captured.Names.SelectMany(Captured.Rows).ToList();
        var refused = 0;
        for (var round = 0; round < 4000; round++)
        {
            var row = rows[random.Next(rows.Count)];
            var changed = row.Columns.Names.OrderBy(_ => random.Next()).Take(random.Next(1, 12)).Select(name =>
                (name, nonsense[random.Next(nonsense.Length)])).ToArray();
            try
            {
                var text = ResultText.Render(Captured.Judge([ReplicaStatus.Parse(Captured.With(row, changed))]));
                Assert.True(text.Length < 4096 && text.StartsWith("REPLICATION_IO ", StringComparison.Ordinal)
                    && text.Split('\n')[0].Count(character => character == '|') <= 1, text);
            }
            catch (CheckException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 1, 3999);
    }

    [Fact]
    public void The_recovery_channel_of_group_replication_is_not_expected_to_run()
    {
        var stopped = Captured.Channel("mysql-j3-stopped-by-hand");
        Assert.False(stopped.IsDormant);
        Assert.True((stopped with { Channel = "group_replication_recovery" }).IsDormant);
        Assert.False((stopped with { Channel = "group_replication_recovery", IoErrno = 1045 }).IsDormant);
    }
}
