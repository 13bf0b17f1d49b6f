namespace NagiosChecks.ConfigDrift.Tests;

public sealed class RuleTests
{
    public static TheoryData<string> RulesByName => [.. DriftRules.All.Select(rule => rule.Name).Where(name => name != "binlog_format")];

    // Two values in the rule's direction, the source's first.
    private static (string Source, string Replica) Values(DriftRule rule) => rule.Direction switch
    {
        Direction.ReplicaLess => ("8192", "4096"),
        Direction.OnlySourceOn => ("ON", "OFF"),
        Direction.OnlyReplicaOn => ("OFF", "ON"),
        Direction.ReplicaNamesMore => ("", "MyISAM"),
        Direction.ReplicaLessDurable => rule.Name == "innodb_doublewrite" ? ("ON", "OFF") : ("1", "0"),
        _ => rule.Name is "time_zone" or "system_time_zone" ? ("UTC", "JST") : ("ONE", "TWO"),
    };

    [Theory]
    [MemberData(nameof(RulesByName))]
    public void A_difference_has_its_class_in_the_rules_direction_and_the_other_class_the_other_way(string name)
    {
        var rule = DriftRules.Of(name)!;
        var (source, replica) = Values(rule);
        // The zone of the host counts where the servers take it; time_zone then says nothing of its own.
        var zone = name == "system_time_zone" ? "time_zone=SYSTEM" : "x=1";

        var forth = new Tree().Source($"{name}={source}", "binlog_format=MIXED", zone)
            .Replica("r", $"{name}={replica}", "binlog_format=MIXED", zone);
        var back = new Tree().Source($"{name}={replica}", "binlog_format=MIXED", zone)
            .Replica("r", $"{name}={source}", "binlog_format=MIXED", zone);
        var same = new Tree().Source($"{name}={source}").Replica("r", $"{name}={source}");

        Assert.Equal(rule.Class, forth.Find(name)?.Class);
        Assert.Equal(rule.Direction == Direction.Unequal ? rule.Class : rule.Otherwise, back.Find(name)?.Class);
        Assert.Null(same.Find(name));
    }

    [Theory]
    [InlineData("ROW", "ROW", DriftClass.AfterPromotion)]
    [InlineData("STATEMENT", "STATEMENT", DriftClass.Statement)]
    [InlineData("MIXED", "MIXED", DriftClass.Statement)]
    [InlineData("ROW", "MIXED", DriftClass.Statement)]
    public void What_depends_on_the_format_is_raised_where_any_server_logs_statements(string source, string replica, object expected) =>
        Assert.Equal(expected, new Tree().Source($"binlog_format={source}", "group_concat_max_len=1048576")
            .Replica("r", $"binlog_format={replica}", "group_concat_max_len=1024").Find("group_concat_max_len")!.Class);

    // MySQL stops with 1666, MariaDB goes on; without a binlog of its own nothing is logged.
    [Theory]
    [InlineData("9.7.4", "ON", "ON", DriftClass.Breaks)]
    [InlineData("9.7.4", "ON", "OFF", DriftClass.AfterPromotion)]
    [InlineData("9.7.4", "OFF", "ON", DriftClass.AfterPromotion)]
    [InlineData("10.11.19-MariaDB", "ON", "ON", DriftClass.AfterPromotion)]
    public void Statement_format_under_a_source_with_rows_stops_MySQL(string version, string log, string updates, object expected) =>
        Assert.Equal(expected, new Tree().Source($"version={version}", "binlog_format=ROW")
            .Replica("r", $"version={version}", "binlog_format=STATEMENT", $"log_bin={log}", $"log_replica_updates={updates}")
            .Find("binlog_format")!.Class);

    // 1 GiB is the default; what counts is the packet that the source's clients may send.
    [Theory]
    [InlineData("1073741824", "64M", "1048576", DriftClass.Breaks)]
    [InlineData("1073741824", "64M", "67108864", DriftClass.AfterPromotion)]
    [InlineData("67108864", "64M", "1073741824", DriftClass.Cosmetic)]
    [InlineData("1048576", "64M", "1048576", DriftClass.Breaks)]
    public void The_replicas_packet_is_judged_by_what_the_source_may_write(string source, string packet, string replica, object expected) =>
        Assert.Equal(expected, new Tree().Source($"replica_max_allowed_packet={source}", $"max_allowed_packet={packet}")
            .Replica("r", $"replica_max_allowed_packet={replica}", $"max_allowed_packet={packet}")
                .Find("replica_max_allowed_packet")!.Class);

    [Theory]
    [InlineData("SYSTEM", "SYSTEM", DriftClass.Statement, DriftClass.Derived)]
    [InlineData("+00:00", "+00:00", DriftClass.Cosmetic, null)]
    [InlineData("SYSTEM", "+09:00", DriftClass.Statement, DriftClass.AfterPromotion)]
    public void The_hosts_zone_counts_where_a_server_takes_it(string source, string replica, object ofSystem, object? ofZone)
    {
        var tree = new Tree().Source("binlog_format=MIXED", "system_time_zone=UTC", $"time_zone={source}")
            .Replica("r", "binlog_format=MIXED", "system_time_zone=JST", $"time_zone={replica}");

        Assert.Equal(ofSystem, tree.Find("system_time_zone")!.Class);
        Assert.Equal(ofSystem is DriftClass.Statement, tree.Find("system_time_zone")!.IsSilent);
        Assert.Equal(ofZone, tree.Find("time_zone")?.Class);
    }

    [Theory]
    [InlineData("READ-COMMITTED", "STATEMENT", DriftClass.Statement)]
    [InlineData("READ-COMMITTED", "ROW", DriftClass.AfterPromotion)]
    [InlineData("SERIALIZABLE", "STATEMENT", DriftClass.AfterPromotion)]
    public void Isolation_that_statements_cannot_be_logged_with_is_raised(string isolation, string format, object expected) =>
        Assert.Equal(expected, new Tree().Source("transaction_isolation=REPEATABLE-READ", "binlog_format=STATEMENT")
            .Replica("r", $"transaction_isolation={isolation}", $"binlog_format={format}").Find("transaction_isolation")!.Class);

    [Theory]
    [InlineData("sync_binlog", "1", "100", DriftClass.AfterPromotion)]
    [InlineData("sync_binlog", "100", "1", DriftClass.Cosmetic)]
    [InlineData("sync_binlog", "100", "0", DriftClass.AfterPromotion)]
    [InlineData("sync_binlog", "0", "1000", DriftClass.Cosmetic)]
    [InlineData("innodb_flush_log_at_trx_commit", "1", "2", DriftClass.AfterPromotion)]
    [InlineData("innodb_flush_log_at_trx_commit", "2", "0", DriftClass.AfterPromotion)]
    [InlineData("innodb_flush_log_at_trx_commit", "0", "2", DriftClass.Cosmetic)]
    [InlineData("innodb_doublewrite", "ON", "DETECT_ONLY", DriftClass.AfterPromotion)]
    public void Less_durable_is_judged_by_what_a_crash_loses(string name, string source, string replica, object expected) =>
        Assert.Equal(expected, new Tree().Source($"{name}={source}").Replica("r", $"{name}={replica}").Find(name)!.Class);

    // Servers that write in turn have offsets of their own.
    [Theory]
    [InlineData("2", DriftClass.Legitimate)]
    [InlineData("1", DriftClass.AfterPromotion)]
    public void Offsets_of_several_writers_are_meant(string increment, object expected) =>
        Assert.Equal(expected, new Tree().Source($"auto_increment_increment={increment}", "auto_increment_offset=1")
            .Replica("r", $"auto_increment_increment={increment}", "auto_increment_offset=2").Find("auto_increment_offset")!.Class);

    [Theory]
    [InlineData("server_id")]
    [InlineData("hostname")]
    [InlineData("report_host")]
    [InlineData("log_bin_basename")]
    [InlineData("gtid_executed")]
    [InlineData("read_only")]
    [InlineData("event_scheduler")]
    [InlineData("ssl_cert")]
    [InlineData("slow_query_log_file")]
    [InlineData("wsrep_node_name")]
    public void What_every_server_has_of_its_own_is_no_difference_that_counts(string name)
    {
        var tree = new Tree().Source($"{name}=1001").Replica("r", $"{name}=1002");

        Assert.Equal(DriftClass.Legitimate, tree.Find(name)!.Class);
        Assert.Equal(0, tree.Judge().ExitCode);
    }

    // Computed from max_connections: only the cause is reported. Where the causes agree, somebody set it.
    [Theory]
    [InlineData("500", "900", DriftClass.Derived)]
    [InlineData("500", "500", DriftClass.Slower)]
    public void A_computed_value_is_not_reported_besides_its_cause(string source, string replica, object expected) =>
        Assert.Equal(expected, new Tree().Source($"max_connections={source}", "thread_cache_size=100")
            .Replica("r", $"max_connections={replica}", "thread_cache_size=13").Find("thread_cache_size")!.Class);

    [Fact]
    public void A_value_that_was_set_is_not_taken_for_a_computed_one()
    {
        string[] columns = ["VARIABLE_NAME", "VARIABLE_SOURCE", "VARIABLE_PATH", "SET_TIME", "SET_USER"];
        var tree = new Tree().Source("max_connections=500", "thread_cache_size=100").Answering(DriftQuestions.MySqlOrigins, columns)
            .Replica("r", "max_connections=900", "thread_cache_size=13")
            .Answering(DriftQuestions.MySqlOrigins, columns, ["thread_cache_size", "EXPLICIT", "/etc/my.cnf", null, null]);

        Assert.Equal(DriftClass.Slower, tree.Find("thread_cache_size")!.Class);
    }

    // A name is told as the affected servers know it, and compared under its newest one.
    [Fact]
    public void Old_and_new_names_of_two_families_are_compared()
    {
        var tree = new Tree()
            .Source("version=10.11.19-MariaDB", "slave_exec_mode=STRICT", "tx_isolation=REPEATABLE-READ", "expire_logs_days=7",
            "innodb_log_file_size=1073741824").Replica("r", "version=9.7.4", "replica_exec_mode=IDEMPOTENT", "slave_exec_mode=IDEMPOTENT",
            "transaction_isolation=REPEATABLE-READ", "binlog_expire_logs_seconds=604800", "innodb_redo_log_capacity=1073741824");

        Assert.Equal(DriftClass.Breaks, tree.Find("replica_exec_mode")!.Class);
        Assert.Null(tree.Find("slave_exec_mode"));
        Assert.Null(tree.Find("transaction_isolation"));
        Assert.Null(tree.Find("binlog_expire_logs_seconds"));
        Assert.Null(tree.Find("innodb_redo_log_capacity"));
        Assert.Equal(DriftClass.AfterPromotion, tree.Find("version")!.Class);
    }

    [Theory]
    [InlineData("8.0.40", "9.7.4", DriftClass.AfterPromotion)]
    [InlineData("9.7.4", "8.0.40", DriftClass.Breaks)]
    [InlineData("9.7.4", "9.7.3", DriftClass.Cosmetic)]
    [InlineData("10.11.19-MariaDB", "11.8.9-MariaDB", DriftClass.AfterPromotion)]
    [InlineData("11.8.9-MariaDB", "10.11.19-MariaDB", DriftClass.Breaks)]
    public void A_replica_older_than_its_source_breaks_and_a_newer_one_changes(string source, string replica, object expected) =>
        Assert.Equal(expected, new Tree().Source($"version={source}").Replica("r", $"version={replica}").Find("version")!.Class);

    // Where no source answers, any of the replicas may become it: more and less are alike.
    [Theory]
    [InlineData("16M", "64M")]
    [InlineData("64M", "16M")]
    public void Replicas_of_a_source_that_was_not_asked_are_compared_in_both_directions(string first, string second) =>
        Assert.Equal(DriftClass.Breaks, new Tree().Replica("r1", $"max_heap_table_size={first}")
            .Replica("r2", $"max_heap_table_size={second}")
            .Find("max_heap_table_size")!.Class);

    [Fact]
    public void What_nobody_knows_a_consequence_of_is_counted_and_not_judged()
    {
        var tree = new Tree().Source("some_new_variable=1").Replica("r", "some_new_variable=2");

        Assert.Equal(DriftClass.Unclassified, tree.Find("some_new_variable")!.Class);
        Assert.Contains("1 harmless difference", tree.Judge().Summary, StringComparison.Ordinal);
    }
}
