using MySql.Binlog;
using Nagios.Plugin;

namespace NagiosChecks.ReplicationIo.Tests;

/// <summary>
/// Rows of other projects' public bug reports, rebuilt with names and GTIDs replaced. Each is a sample of a kind; the source is named
/// where one is public.
/// </summary>
public class FieldReportTests
{
    // alibaba/otter #548; MySQL 5.6, MariaDB, MySQL 9.7: a source without a server_id has no twin, and auto.cnf has nothing to do with it.
    [Theory]
    [InlineData(1236, "Got fatal error 1236 from master when reading data from binary log: 'Misconfigured master - server_id was not set'")]
    [InlineData(1236, "Got fatal error 1236 from master when reading data from binary log: 'Misconfigured master - server id was not set'")]
    [InlineData(13114, "Got fatal error 1236 from source when reading data from binary log: 'Misconfigured source - source server_id "
        + "is 0'")]
    public void A_source_without_a_server_id_is_told_so(int errno, string text)
    {
        var result = Captured.Judge([Stopped(errno, text)]);
        Assert.Contains("the source has no server_id (it is 0 or not set)", Captured.FirstLine(result), StringComparison.Ordinal);
        Assert.DoesNotContain(result.NextSteps, step => step.Contains("auto.cnf", StringComparison.Ordinal));
        Assert.Contains(result.NextSteps, step => step.Contains("SELECT @@global.server_id", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(13114, "Got fatal error 1236 from source when reading data from binary log: 'Found old binary log without GTIDs while "
        + "looking for the oldest binary log that contains any GTID that is not in the given gtid set'", "NotABinlog")]
    [InlineData(13117, "Fatal error: Invalid (empty) username when attempting to connect to the source server. Connection attempt "
        + "terminated.", "Credentials")]
    [InlineData(13117, "Fatal error: Invalid (empty) hostname when attempting to connect to the source server. Connection attempt "
        + "terminated.", "Configuration")]
    [InlineData(3955, "Error connecting to source 'r@h:1'. This was attempt 1/10, with a delay of 60 seconds between attempts. "
        + "Message: Access denied for user 'r'@'h'. Account is blocked for 3 day(s) (3 day(s) remaining) due to 1 consecutive failed "
        + "logins.", "Credentials")]
    [InlineData(3032, "Error connecting to source 'r@h:1'. This was attempt 1/10, with a delay of 60 seconds between attempts. "
        + "Message: The server is currently in offline mode", "SourceOffline")]
    [InlineData(1623, "Unexpected master's heartbeat data: heartbeat is not compatible with local info;the event's data: "
        + "log_file_name mysql-bin.000007 log_pos 1234", "BadPosition")]
    [InlineData(13118, "Unexpected source's heartbeat data: heartbeat is not compatible with local info; the event's data: "
        + "log_file_name x log_pos 4", "BadPosition")]
    [InlineData(1698, "error connecting to master 'r@h:1' - retry-time: 60  maximum-retries: 86400  message: Access denied for user "
        + "'r'@'h'", "Credentials")]
    [InlineData(2059, "error connecting to master: Authentication plugin 'caching_sha2_password' cannot be loaded: "
        + "/usr/lib/mysql/plugin//caching_sha2_password.so: cannot open shared object file", "Authentication")]
    [InlineData(1047,
        "error connecting to master 'r@h:1' - message: WSREP has not yet prepared node for application use", "SourceNotReady")]
    [InlineData(1236, "Got fatal error 1236 from master when reading data from binary log: 'Slave requested incorrect position in "
        + "master binlog. Requested position 1500 in file 'a.000001', but this position does not correspond to the location of any "
        + "binlog event.'", "BadPosition")]
    [InlineData(1593,
        "Fatal error: The slave I/O thread stops because master does not support MariaDB global transaction id", "Configuration")]
    [InlineData(1236, "Got fatal error 1236 from master when reading data from binary log: 'Could not start dump thread for slave: 2 "
        + "as it has already a running dump thread'", "Identity")]
    public void Texts_that_version_1_did_not_know_have_a_class(int errno, string text, string name) =>
        Assert.Equal(name, Incident.Of(Stopped(errno, text))!.Kind.Name);

    // The plugin is missing: TLS changes nothing (errcodes.dev 3201).
    [Fact]
    public void A_missing_plugin_is_not_answered_with_TLS()
    {
        var replica = Captured.Channel("mariadb-i1-wrong-password") with { IoErrno = 2059,
            IoError = "Authentication plugin 'caching_sha2_password' cannot be loaded" };
        var result = Captured.Judge([replica]);
        Assert.DoesNotContain(result.NextSteps, step => step.Contains("MASTER_SSL=1", StringComparison.Ordinal));
        Assert.Contains(result.NextSteps, step => step.Contains("SELECT @@global.plugin_dir", StringComparison.Ordinal));
    }

    // signal18/replication-manager #1277: MySQL 8.4 gives up for good after ten tries.
    [Fact]
    public void A_thread_that_has_given_up_is_not_said_to_try_again()
    {
        const string Text = "Error connecting to source 'r@h:1'. This was attempt 10/10, with a delay of 60 seconds between attempts. "
            + "Message: Can't connect to MySQL server on 'h:1' (111)";
        var result = Captured.Judge([Stopped(2003, Text)]);
        Assert.Equal(NagiosState.Critical, result.State);
        Assert.Contains("has given up after 10 attempts", Captured.FirstLine(result), StringComparison.Ordinal);
        Assert.DoesNotContain(result.NextSteps, step => step.Contains("tries again by itself", StringComparison.Ordinal));
        Assert.Contains(result.NextSteps, step => step.EndsWith("START REPLICA IO_THREAD", StringComparison.Ordinal));
        Assert.Contains(result.NextSteps, step => step.Contains("SOURCE_RETRY_COUNT=86400", StringComparison.Ordinal));

        var trying = Captured.Judge([Stopped(2003, Text) with { Io = ReplicaThreadState.Connecting }]);
        Assert.Contains(trying.NextSteps, step => step.Contains("tries again by itself", StringComparison.Ordinal));
    }

    // AWS's page on mysql.rds_next_master_log.
    [Fact]
    public void A_managed_replica_gets_nothing_that_it_may_not_do()
    {
        var replica = Stopped(13114, "Got fatal error 1236 from source when reading data from binary log: 'Client requested source to "
            + "start replication from position > file size'")
            with { SourceHost = "x.y.eu-west-1.rds.amazonaws.com", ReadFile = "mysql-bin-changelog.000345", ReadPosition = 4711 };
        var result = Captured.Judge([replica]);
        var steps = string.Join('\n', result.NextSteps);
        Assert.Contains("CALL mysql.rds_next_master_log(345)", steps, StringComparison.Ordinal);
        Assert.Contains("with MySQL 8.4 and later CALL mysql.rds_next_source_log(345)", steps, StringComparison.Ordinal);
        Assert.DoesNotContain("df -h", steps, StringComparison.Ordinal);
        Assert.DoesNotContain("CHANGE REPLICATION SOURCE", steps, StringComparison.Ordinal);
    }

    // Percona's "1236 or MY-013114": the empty transactions belong on the replica.
    [Fact]
    public void Purged_transactions_are_named_and_counted_as_executed_on_the_replica_never_on_the_source()
    {
        var result = Captured.Judge([Captured.Channel("mysql-c1-gtid-purged")]);
        Assert.Contains(result.NextSteps, step =>
            step.Contains("on the replica: SET SESSION gtid_next='6b459d26-e5e5-11f1-89f8-02fc00000001:6'; BEGIN; COMMIT; SET SESSION "
                + "gtid_next='AUTOMATIC'", StringComparison.Ordinal));
        Assert.DoesNotContain(result.NextSteps, step => step.Contains("give the source", StringComparison.Ordinal));
    }

    // openark/orchestrator PR 1031: an old source of MariaDB joins again.
    [Fact]
    public void On_MariaDB_the_cure_of_an_empty_position_is_gtid_slave_pos()
    {
        var result = Captured.Judge([Captured.Channel("mariadb-c1-gtid-purged") with { GtidIoPosition = "" }]);
        Assert.Contains("gtid_slave_pos is empty", result.Findings[0].Cause, StringComparison.Ordinal);
        Assert.Contains(result.NextSteps, step => step.EndsWith("STOP SLAVE; SET GLOBAL gtid_slave_pos=@@global.gtid_current_pos; "
            + "START SLAVE", StringComparison.Ordinal));
        Assert.DoesNotContain(result.NextSteps, step => step.Contains("gtid_next", StringComparison.Ordinal));
    }

    // mariadb-operator #1235.
    [Fact]
    public void A_reset_binlog_is_the_first_cause_of_a_GTID_that_the_source_has_not()
    {
        var result = Captured.Judge([Captured.Channel("mariadb-c2-replica-ahead-of-primary")]);
        Assert.StartsWith("the source's binlog was reset (RESET MASTER)", result.Findings[0].Cause, StringComparison.Ordinal);
    }

    // A cold copy without relay logs: nobody stopped the threads.
    [Theory]
    [InlineData(13124, "Replica failed to initialize applier metadata structure from the repository")]
    [InlineData(1872, "Slave failed to initialize relay log info structure from the repository")]
    public void A_refused_START_is_one_finding_and_the_position_is_noted_before_anything_starts(int errno, string text)
    {
        var replica = Captured.Channel("mysql-j3-stopped-by-hand") with { SqlErrno = errno, SqlError = text };
        var result = Captured.Judge([replica]);
        Assert.Single(result.Findings, finding => finding.State == NagiosState.Critical);
        Assert.DoesNotContain("somebody stopped it", Captured.FirstLine(result), StringComparison.Ordinal);
        var steps = result.NextSteps.ToList();
        Assert.True(steps.FindIndex(step => step.StartsWith("Note the position", StringComparison.Ordinal)) < steps.FindIndex(step =>
            step.Contains("START REPLICA", StringComparison.Ordinal)));
    }

    // sysown/proxysql #4423, and a server that is no replica.
    [Fact]
    public void At_OK_the_first_line_says_what_was_found()
    {
        var stopped = Captured.Channel("mysql-j3-stopped-by-hand");
        Assert.StartsWith("REPLICATION_IO OK - IO and SQL thread stopped (--if-stopped) |",
            Line([stopped], options => options.IfStopped = "ok"), StringComparison.Ordinal);
        Assert.StartsWith("REPLICATION_IO OK - IO and SQL thread stopped (--expect-stopped) |",
            Line([stopped], options => options.ExpectStopped = "default"), StringComparison.Ordinal);
        Assert.StartsWith("REPLICATION_IO OK - this server is no replica", Line([], options => options.IfNotReplica = "ok"),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Channels_are_chosen_left_out_and_expected_to_be_stopped_one_by_one()
    {
        var good = Captured.Channel("mysql-d3-position-1");
        var stopped = Captured.Channel("mysql-j3-stopped-by-hand");
        ReplicaStatus[] channels = [good with { Channel = "dc1" }, stopped with { Channel = "dc2" }];
        Assert.Contains("of channel 'dc2' stopped", Line(channels), StringComparison.Ordinal);
        Assert.StartsWith("REPLICATION_IO OK - IO and SQL thread run", Line(channels, options => options.Channels = "dc1"),
            StringComparison.Ordinal);
        Assert.StartsWith("REPLICATION_IO OK - IO and SQL thread run", Line(channels, options => options.WithoutChannels = "dc2"),
            StringComparison.Ordinal);
        Assert.StartsWith("REPLICATION_IO OK - 1 of 2 channels run, 1 stopped on purpose",
            Line(channels, options => options.ExpectStopped = "dc2"), StringComparison.Ordinal);
        Assert.StartsWith("REPLICATION_IO WARNING - IO thread of channel 'dc1' runs, and is expected to be stopped",
            Line(channels, options => options.ExpectStopped = "dc1,dc2"), StringComparison.Ordinal);
        Assert.StartsWith("REPLICATION_IO UNKNOWN - there is no channel dc9 (--channels)",
            Line(channels, options => options.Channels = "dc1,dc9"), StringComparison.Ordinal);
        Assert.Throws<CheckException>(() => Captured.Limits(options => options.Channels = "a,,b"));
        Assert.Throws<CheckException>(() => Captured.Limits(options => options.ExpectStopped = "a,a"));
    }

    // bugs.mysql.com 80180, and errors that find no difference.
    [Theory]
    [InlineData(1756, "its workers were stopped in the middle")]
    [InlineData(1047, "this node of a cluster is not ready")]
    [InlineData(1205, "a lock was not to be had")]
    public void Errors_that_found_no_difference_are_not_told_as_one(int errno, string headline)
    {
        var result = Captured.Judge([Captured.Channel("mysql-j1-sql-duplicate-key") with { SqlErrno = errno, SqlError = "x" }]);
        Assert.Contains(headline, Captured.FirstLine(result), StringComparison.Ordinal);
        Assert.DoesNotContain(result.NextSteps, step => step.Contains("the difference that it found", StringComparison.Ordinal));
        Assert.Contains(result.NextSteps, step => step.EndsWith("START REPLICA SQL_THREAD", StringComparison.Ordinal));
    }

    // docker-mysql-replication #4.
    [Fact]
    public void No_statement_that_names_a_password_is_printed()
    {
        const string Text = "Error 'Operation CREATE USER failed for 'a'@'%'' on query. Default database: ''. Query: 'create user "
            + "'a'@'%' identified by 'SECRET''";
        var result = Captured.Judge([Captured.Channel("mariadb-j1-sql-duplicate-key") with { SqlErrno = 1396, SqlError = Text }]);
        using var buffer = new MemoryStream();
        using (var json = new System.Text.Json.Utf8JsonWriter(buffer))
            result.Data!(json);
        Assert.DoesNotContain("SECRET", ResultText.Render(result) + System.Text.Encoding.UTF8.GetString(buffer.ToArray()),
            StringComparison.Ordinal);
        Assert.DoesNotContain(result.NextSteps, step => step.Contains("performance_schema", StringComparison.Ordinal));
    }

    // A Seconds_Behind_Source below zero, written without its sign.
    [Fact]
    public void A_lag_that_makes_no_sense_hides_nothing_else()
    {
        var row = Captured.With(Captured.Rows("mysql-c1-gtid-purged")[0], ("Seconds_Behind_Source", "18446744073709551615"));
        Assert.Contains("IO thread stopped, source has purged", Captured.FirstLine(Captured.Judge([ReplicaStatus.Parse(row)])),
            StringComparison.Ordinal);
    }

    // outbrain/orchestrator #1260 and facts measured on MariaDB 10.5, 10.11 and 11.8.
    [Fact]
    public void Received_events_that_a_START_would_delete_are_a_warning_with_the_way_that_keeps_them()
    {
        var replica = Captured.Channel("mariadb-c1-gtid-purged") with
        {
            Io = ReplicaThreadState.Stopped, Sql = ReplicaThreadState.Stopped, IoErrno = 0, IoError = "", SqlDoing = "",
            ReadPosition = 2379, ExecutedPosition = 1221, RelayFile = "relay-bin.000002", RelayPosition = 700,
        };
        var result = Captured.Judge([new ReplicaReading("", [replica])], [], Captured.Limits(options => options.IfStopped = "ok"));
        Assert.Equal(NagiosState.Warning, result.State);
        Assert.Contains("has 1158 bytes of relay log that are received and not applied: START SLAVE would delete them",
            Captured.FirstLine(result), StringComparison.Ordinal);
        Assert.Contains(result.NextSteps, step => step.Contains("MASTER_USE_GTID=no, RELAY_LOG_FILE='relay-bin.000002', "
            + "RELAY_LOG_POS=700; START SLAVE SQL_THREAD", StringComparison.Ordinal));
        Assert.DoesNotContain(result.NextSteps, step => step.EndsWith(": START SLAVE", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("6b459d26-e5e5-11f1-89f8-02fc00000001:1-3", 8, 3)]
    [InlineData("6b459d26-e5e5-11f1-89f8-02fc00000001:1-3:7,6b459d26-e5e5-11f1-89f8-02fc00000002:tag:5", 8, 5)]
    [InlineData("6b459d26-e5e5-11f1-89f8-02fc00000001:1-9", 8, null)]
    [InlineData("6b459d26-e5e5-11f1-89f8-02fc00000001:3-1", 8, null)]
    [InlineData("6b459d26-e5e5-11f1-89f8-02fc00", 8, null)]
    [InlineData("", 8, null)]
    [InlineData("6b459d26-e5e5-11f1-89f8-02fc00000001:1-9223372036854775807", 8, null)]
    public void A_set_of_GTIDs_is_listed_or_refused(string text, int most, int? count) =>
        Assert.Equal(count, GtidSet.List(text, most)?.Count);

    // A healthy file and a position inside one of its events: the file is not cut.
    [Fact]
    public void A_position_that_is_no_event_boundary_of_a_sound_file_is_told_so()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "mysql-bin.000001");
        byte[] file = [0xfe, (byte)'b', (byte)'i', (byte)'n', .. Event(4, BinlogEventType.FormatDescription, 120),
            .. Event(124, BinlogEventType.Query, 300), .. Event(424, BinlogEventType.Xid, 31)];
        File.WriteAllBytes(path, file);
        using var handle = File.OpenHandle(path);
        var never = Environment.TickCount64 + 60_000;
        Assert.Equal((124UL, 300U), EventWalk.Around(handle, 200, Captured.Now, never));
        Assert.Equal((4UL, 120U), EventWalk.Around(handle, 5, Captured.Now, never));
        Assert.Null(EventWalk.Around(handle, 424, Captured.Now, never));
        Assert.Null(EventWalk.Around(handle, 9999, Captured.Now, never));

        var replica = Captured.Channel("mariadb-h4-garbage-header-CRC32");
        var spot = new BinlogSpot(SpotVerdict.Garbage, "mysql-bin.000001", 1379, 9000).Inside((1300, 200));
        var result = Captured.Judge([replica], new SourceReading { Spots = [spot] });
        Assert.Contains("position 1379 of source binlog mysql-bin.000001 is no event boundary", Captured.FirstLine(result),
            StringComparison.Ordinal);
        Assert.Contains("1379 lies inside the event from 1300 to 1500", result.Findings[0].Cause, StringComparison.Ordinal);
        Assert.DoesNotContain("is cut", Captured.FirstLine(result), StringComparison.Ordinal);
    }

    [Fact]
    public void A_walk_that_meets_damage_before_the_place_says_nothing()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "mysql-bin.000001");
        byte[] file = [0xfe, (byte)'b', (byte)'i', (byte)'n', .. Event(4, BinlogEventType.FormatDescription, 120), .. new byte[500]];
        File.WriteAllBytes(path, file);
        using var handle = File.OpenHandle(path);
        Assert.Null(EventWalk.Around(handle, 300, Captured.Now, Environment.TickCount64 + 60_000));
    }

    private static byte[] Event(uint position, BinlogEventType type, uint length)
    {
        var bytes = new byte[length];
        BitConverter.TryWriteBytes(bytes, 1_700_000_000U);
        bytes[4] = (byte)type;
        BitConverter.TryWriteBytes(bytes.AsSpan(9), length);
        BitConverter.TryWriteBytes(bytes.AsSpan(13), position + length);
        return bytes;
    }

    private static string Line(IReadOnlyList<ReplicaStatus> channels, Action<ReplicationIoOptions>? change = null) =>
        Captured.FirstLine(Captured.Judge([new ReplicaReading("", channels)], [], Captured.Limits(change)));

    private static ReplicaStatus Stopped(int errno, string error) =>
        Captured.Channel("mysql-d3-position-1") with { Io = ReplicaThreadState.Stopped, IoErrno = errno, IoError = error };
}
