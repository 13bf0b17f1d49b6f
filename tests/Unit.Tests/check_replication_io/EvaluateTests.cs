using Nagios.Plugin;

namespace NagiosChecks.ReplicationIo.Tests;

public class EvaluateTests
{
    [Theory]
    [InlineData("mysql-d3-position-1", NagiosState.Ok, "REPLICATION_IO OK - IO and SQL thread run, 0 s behind 127.0.0.1:23316 | "
        + "lag=0s;300;1800;0 errno=0;;;0 io_running=1;;;0;1 sql_running=1;;;0;1 relay_space=")]
    [InlineData("mariadb-h4-garbage-header-CRC32", NagiosState.Critical, "REPLICATION_IO CRITICAL - IO thread stopped, source binlog "
        + "mysql-bin.000001 is damaged at 1379 (error 1236): do not raise max_allowed_packet | lag=U errno=1236;;;0 io_running=0")]
    [InlineData("mariadb-3a-disk-full-4-crashed-tmpfs", NagiosState.Critical, "REPLICATION_IO CRITICAL - IO thread stopped, source "
        + "binlog mysql-bin.000001 is cut at 66633956 (error 1236) |")]
    [InlineData("mariadb-k1-two-channels-one-bad", NagiosState.Critical, "REPLICATION_IO CRITICAL - IO thread of channel 'bad' "
        + "stopped, position 999999 lies beyond the end of source binlog mysql-bin.000001 (error 1236) |")]
    [InlineData("mysql-c1-gtid-purged", NagiosState.Critical, "REPLICATION_IO CRITICAL - IO thread stopped, source has purged "
        + "transactions that this replica still needs: 6b459d26-e5e5-11f1-89f8-02fc00000001:6 (error 1236) |")]
    [InlineData("mysql-i1-wrong-password", NagiosState.Critical, "REPLICATION_IO CRITICAL - IO thread is not connected, source "
        + "127.0.0.1:23316 refuses the account 'repl' (error 1045) |")]
    [InlineData("mariadb-i2-primary-down-before-start", NagiosState.Warning, "REPLICATION_IO WARNING - IO thread is not connected, "
        + "source 127.0.0.1:13316 does not answer (error 2003) |")]
    [InlineData("mysql-3a-disk-full-3-grown-tmpfs", NagiosState.Warning, "REPLICATION_IO WARNING - IO thread not connected for 8 s, "
        + "source 127.0.0.1:23316 does not answer (error 2003) |")]
    [InlineData("mysql-j1-sql-duplicate-key", NagiosState.Critical, "REPLICATION_IO CRITICAL - SQL thread stopped, a row is there "
        + "already (error 1062) |")]
    [InlineData("mysql-j3-stopped-by-hand", NagiosState.Critical, "REPLICATION_IO CRITICAL - IO and SQL thread stopped, without an "
        + "error: somebody stopped it |")]
    [InlineData("mariadb-3a-disk-full-1-waiting-tmpfs", NagiosState.Ok, "REPLICATION_IO OK - IO and SQL thread run, 0 s behind "
        + "127.0.0.1:13316 |")]
    public void The_first_line_leads_to_the_problem(string name, NagiosState state, string line)
    {
        var result = Captured.Judge(Captured.Channels(name));
        Assert.Equal(state, result.State);
        Assert.StartsWith(line, Captured.FirstLine(result), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_capture_fits_the_engines_and_tells_what_not_to_do_first()
    {
        foreach (var name in Captured.Names)
        {
            var result = Captured.Judge(Captured.Channels(name));
            var text = ResultText.Render(result);
            Assert.True(text.Length < 4096 && text.Split('\n')[0].Length < 1024, name);
            if (result.State is not NagiosState.Critical)
                continue;
            Assert.Contains("\n1. Do not", text, StringComparison.Ordinal);
            Assert.Contains("\n2. ", text, StringComparison.Ordinal);
            Assert.DoesNotContain("output shortened", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_servers_own_text_stands_in_the_long_output()
    {
        var result = Captured.Judge(Captured.Channels("mysql-h4-garbage-header-CRC32"));
        Assert.Contains(result.Notes, note =>
            note.StartsWith("replica says (13114): Got fatal error 1236 from source", StringComparison.Ordinal));
    }

    [Fact]
    public void A_thousand_channels_are_judged_in_one_run_and_the_bad_one_leads()
    {
        var good = Captured.Channel("mysql-d3-position-1");
        var bad = Captured.Channel("mysql-h4-garbage-header-CRC32");
        List<ReplicaStatus> channels =
            [.. Enumerable.Range(0, 1000).Select(number => (number == 777 ? bad : good) with { Channel = $"c{number}" })];
        var result = Captured.Judge(channels);
        Assert.StartsWith("REPLICATION_IO CRITICAL - IO thread of channel 'c777' stopped, source binlog mysql-bin.000001 is damaged "
            + "at 1628", Captured.FirstLine(result), StringComparison.Ordinal);
        Assert.Contains(result.PerfData, datum => datum.Label == "errno_c777" && datum.Value == 1236);
        var text = ResultText.Render(result);
        Assert.True(text.Length < 4096 && text.Split('\n')[0].Length < 1024);
        Assert.Contains("\n1. Do not", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_thousand_channels_with_one_trouble_are_one_finding_with_its_cause()
    {
        var bad = Captured.Channel("mysql-h4-garbage-header-CRC32");
        var result = Captured.Judge([.. Enumerable.Range(0, 1000).Select(number => bad with { Channel = $"c{number}" })]);
        Assert.StartsWith("REPLICATION_IO CRITICAL - 1000 of 1000 channels stopped at one place, so it is the source's binlog: source "
            + "binlog mysql-bin.000001 is damaged at 1628 (error 1236): do not raise max_allowed_packet |", Captured.FirstLine(result),
                StringComparison.Ordinal);
        Assert.Contains("random bytes were read as its length", ResultText.Render(result), StringComparison.Ordinal);
    }

    [Fact]
    public void A_thousand_channels_that_all_fail_differently_still_fit()
    {
        var bad = Captured.Channel("mysql-h2-checksum-replica-verifies");
        var result =
            Captured.Judge(
                [.. Enumerable.Range(0, 1000).Select(number => bad with { Channel = $"c{number}", ReadPosition = (ulong)number })]);
        var text = ResultText.Render(result);
        Assert.True(text.Length < 4096 && text.Split('\n')[0].Length < 1024, $"{text.Length}");
        Assert.Equal(NagiosState.Critical, result.State);
    }

    [Fact]
    public void A_thousand_channels_from_rows_take_less_than_a_second()
    {
        var row = Captured.Rows("mysql-c1-gtid-purged")[0];
        var clock = System.Diagnostics.Stopwatch.StartNew();
        List<ReplicaStatus> channels =
            [.. Enumerable.Range(0, 1000).Select(number => ReplicaStatus.Parse(Captured.With(row, ("Channel_Name", $"c{number}"))))];
        _ = ResultText.Render(Captured.Judge(channels));
        Assert.True(clock.Elapsed.TotalSeconds < 5, $"{clock.Elapsed}");
    }

    [Fact]
    public void Replicas_that_fail_at_one_place_of_one_file_are_one_finding()
    {
        var cut = Captured.Channel("mariadb-3a-disk-full-4-crashed-tmpfs");
        var result = Hosts(("db2", cut), ("db3", cut), ("db4", Captured.Channel("mariadb-d3-position-1")));
        var finding = Assert.Single(result.Findings, finding => finding.State == NagiosState.Critical);
        Assert.Equal("2 of 3 replicas stopped at one place, so it is the source's binlog: source binlog mysql-bin.000001 is cut at "
            + "66633956 (error 1236)", finding.Text);
        Assert.StartsWith("replica db2, replica db3: ", finding.Cause, StringComparison.Ordinal);
    }

    [Fact]
    public void Replicas_that_fail_at_two_places_are_two_findings()
    {
        var cut = Captured.Channel("mariadb-3a-disk-full-4-crashed-tmpfs");
        var elsewhere = cut with { IoError = cut.IoError.Replace("66633956", "66633000", StringComparison.Ordinal) };
        Assert.Equal(2, Hosts(("db2", cut), ("db3", elsewhere)).Findings.Count(finding => finding.State == NagiosState.Critical));
    }

    [Fact]
    public void Replicas_whose_source_is_down_are_one_finding_but_not_the_binlog()
    {
        var down = Captured.Channel("mariadb-i2-primary-down-before-start");
        var line = Captured.FirstLine(Hosts(("db2", down), ("db3", down)));
        Assert.StartsWith("REPLICATION_IO WARNING - 2 of 2 replicas have one trouble: source 127.0.0.1:13316 does not answer (error "
            + "2003) |", line, StringComparison.Ordinal);
    }

    [Fact]
    public void Channels_of_one_server_with_two_sources_are_never_one_finding_though_file_and_position_agree()
    {
        var purged = Captured.Channel("mysql-b1-purged-by-position");
        var result = Captured.Judge([purged with { Channel = "dc1" }, purged with { Channel = "dc2", SourceHost = "192.0.2.9" }]);
        Assert.Equal(2, result.Findings.Count(finding => finding.State == NagiosState.Critical));
        Assert.Contains(result.NextSteps, step => step.StartsWith("Channel dc2: Do not wait", StringComparison.Ordinal));
    }

    [Fact]
    public void A_stop_by_hand_of_one_thread_is_told_beside_the_error_of_the_other()
    {
        var line = Captured.FirstLine(Captured.Judge([Captured.Channel("mysql-c1-gtid-purged") with { Sql = ReplicaThreadState.Stopped }]));
        Assert.StartsWith("REPLICATION_IO CRITICAL - IO thread stopped, source has purged transactions that this replica still needs: "
            + "6b459d26-e5e5-11f1-89f8-02fc00000001:6 (error 1236), SQL thread stopped, without an error: somebody stopped it |", line,
                StringComparison.Ordinal);
    }

    [Fact]
    public void A_lag_that_the_server_does_not_know_is_not_called_zero()
    {
        var line = Captured.FirstLine(Captured.Judge([Captured.Channel("mysql-d3-position-1") with { SecondsBehind = null }]));
        Assert.StartsWith("REPLICATION_IO OK - IO and SQL thread run, an unknown time behind 127.0.0.1:23316 | lag=U errno=0", line,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Replicas_stopped_by_hand_are_never_lumped_together()
    {
        var stopped = Captured.Channel("mysql-j3-stopped-by-hand");
        Assert.Equal(2, Hosts(("db2", stopped), ("db3", stopped)).Findings.Count(finding => finding.State == NagiosState.Critical));
    }

    [Fact]
    public void A_host_that_cannot_be_asked_never_hides_another_ones_failure()
    {
        var result = Captured.Judge(
            [new ReplicaReading("db2", [], new CheckException("no answer within the time limit")),
                new ReplicaReading("db3", Captured.Channels("mysql-c1-gtid-purged"))], []);
        Assert.Equal(NagiosState.Critical, result.State);
        Assert.Contains("IO thread on db3 stopped", Captured.FirstLine(result), StringComparison.Ordinal);
        Assert.Contains("db2: no answer within the time limit", Captured.FirstLine(result), StringComparison.Ordinal);
    }

    [Fact]
    public void Perfdata_of_several_hosts_and_channels_ends_in_host_and_channel()
    {
        var result = Hosts(("db2", Captured.Channel("mysql-d3-position-1")),
            ("db3", Captured.Channel("mysql-d3-position-1") with { Channel = "dc2" }));
        Assert.Contains(result.PerfData, datum => datum.Label == "lag_db2");
        Assert.Contains(result.PerfData, datum => datum.Label == "lag_db3_dc2");
    }

    [Theory]
    [InlineData("300", NagiosState.Ok)]
    [InlineData("301", NagiosState.Warning)]
    [InlineData("1801", NagiosState.Critical)]
    public void Lag_is_judged(string seconds, NagiosState state)
    {
        var replica = ReplicaStatus.Parse(Captured.With(Captured.Rows("mysql-d3-position-1")[0], ("Seconds_Behind_Source", seconds)));
        Assert.Equal(state, Captured.Judge([replica]).State);
    }

    [Fact]
    public void A_connection_that_does_not_come_about_becomes_critical_with_time()
    {
        var down = Captured.Channel("mariadb-i2-primary-down-before-start");
        Assert.Equal(NagiosState.Warning, After(120, down).State);
        var late = After(121, down);
        Assert.Equal(NagiosState.Critical, late.State);
        Assert.Contains("IO thread not connected for 2 min", Captured.FirstLine(late), StringComparison.Ordinal);
    }

    [Fact]
    public void A_thread_that_loses_its_source_again_and_again_is_a_warning_even_while_it_runs()
    {
        var running = Captured.Channel("mariadb-d3-position-1");
        var result = Judge(running, Captured.History(60, "/\tup\t0\t10,200,400,600"), 60);
        Assert.StartsWith("REPLICATION_IO WARNING - IO thread lost 127.0.0.1:13316 4 times within an hour |", Captured.FirstLine(result),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ok", NagiosState.Ok)]
    [InlineData("critical", NagiosState.Critical)]
    public void The_state_of_a_server_that_is_no_replica_is_chosen(string state, NagiosState expected)
    {
        var result = Captured.Judge([new ReplicaReading("", [])], [], Captured.Limits(options => options.IfNotReplica = state));
        Assert.Equal(expected, result.State);
        Assert.Equal("this server is no replica", result.NotApplicable);
    }

    [Theory]
    [InlineData(null, "ok", NagiosState.Ok)]
    [InlineData(null, "warning", NagiosState.Warning)]
    [InlineData("critical", "ok", NagiosState.Critical)]
    public void What_is_not_said_of_a_server_that_is_no_replica_is_that_of_a_check_that_does_not_apply(string? ifNotReplica,
        string ifNotApplicable, NagiosState expected)
    {
        var limits = Captured.Limits(options => (options.IfNotReplica, options.IfNotApplicable) = (ifNotReplica, ifNotApplicable));
        Assert.Equal(expected, Captured.Judge([new ReplicaReading("", [])], [], limits).State);
    }

    [Fact]
    public void A_source_that_lost_its_binlog_in_silence_is_critical_although_nothing_shows_an_error()
    {
        var result = Captured.Judge(
            [new ReplicaReading("", [])], [new SourceReading { Address = "this server", WritesNoBinlog = true }],
                Captured.Limits(options => options.IfNotReplica = "ok"));
        Assert.StartsWith("REPLICATION_IO CRITICAL - this server has written no binlog since a write error, and its replicas miss "
            + "everything since", Captured.FirstLine(result), StringComparison.Ordinal);
        Assert.Null(result.NotApplicable);
    }

    [Fact]
    public void A_look_at_the_place_tells_cut_from_garbage_from_truly_too_large()
    {
        var replica = Captured.Channel("mariadb-h4-garbage-header-CRC32");
        BinlogSpot Spot(SpotVerdict verdict, uint length) => new(verdict, "mysql-bin.000001", 1379, 9000, length);
        Assert.Contains("no packet limit helps",
            Captured.Judge([replica], new SourceReading { Spots = [Spot(SpotVerdict.Garbage, 2054847098)] }).Findings[0].Cause,
                StringComparison.Ordinal);
        var sane = Captured.Judge([replica], new SourceReading { Spots = [Spot(SpotVerdict.Sane, 5000)] });
        Assert.Contains("is larger than max_allowed_packet", sane.Findings[0].Text, StringComparison.Ordinal);
        Assert.DoesNotContain("do not raise", Captured.FirstLine(sane), StringComparison.Ordinal);
    }

    [Fact]
    public void The_sql_thread_and_the_io_thread_of_one_channel_are_both_told()
    {
        var replica = Captured.Channel("mysql-c1-gtid-purged") with { Sql = ReplicaThreadState.Stopped, SqlErrno = 1594,
            SqlError = "Relay log read failure" };
        var line = Captured.FirstLine(Captured.Judge([replica]));
        Assert.Contains("IO thread stopped, source has purged", line, StringComparison.Ordinal);
        Assert.Contains("SQL thread stopped, its relay log cannot be read (error 1594)", line, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_from_outside_never_break_the_line()
    {
        var evil = Captured.Channel("mysql-c1-gtid-purged") with { Channel = "a|b\nc'd=1;2", SourceHost = "x|y\u001b[31m" };
        var line = Captured.FirstLine(Captured.Judge([evil]));
        Assert.Equal(2, line.Split('|').Length);
        Assert.DoesNotContain('\u001b', line);
    }

    private static NagiosCheckResult Hosts(params (string Label, ReplicaStatus Status)[] replicas) =>
        Captured.Judge([.. replicas.Select(replica => new ReplicaReading(replica.Label, [replica.Status]))], []);

    private static NagiosCheckResult After(double seconds, ReplicaStatus replica) =>
        Judge(replica, Captured.History(seconds, "/\tdown\t0\t"), seconds);

    private static NagiosCheckResult Judge(ReplicaStatus replica, ReplicationIoHistory history, double seconds) =>
        ReplicationIoEvaluation.Judge(new ReplicationIoMeasurement("db1:3306", [new ReplicaReading("", [replica])], []),
            Captured.Limits(), history, Captured.At(seconds)).Result;
}
