namespace NagiosChecks.ConfigDrift.Tests;

/// <summary>How a value is set; real servers run these statements in tests/Servers.Tests.</summary>
public sealed class AssignmentTests
{
    private const string MariaDb = "version=10.11.19-MariaDB";

    private static string Step(string version, string name, string source, string replica, string io = "Yes", string sql = "Yes")
    {
        var tree = new Tree().Source(version, $"{name}={source}", "binlog_format=ROW")
            .Replica("r", version, $"{name}={replica}", "binlog_format=ROW");
        tree.WithThreads(io, sql);
        return Assert.Single(tree.Judge().NextSteps);
    }

    [Fact]
    public void A_limit_of_the_SQL_thread_is_set_while_that_one_alone_is_stopped()
    {
        Assert.Equal("On r, if s is right: STOP REPLICA SQL_THREAD; SET PERSIST `max_heap_table_size` = 67108864; START REPLICA SQL_THREAD",
            Step("version=9.7.4", "max_heap_table_size", "67108864", "16777216"));
        Assert.Equal("On r, if s is right: STOP SLAVE SQL_THREAD; SET GLOBAL `max_heap_table_size` = 67108864; START SLAVE SQL_THREAD "
            + "and, for the "
            + "next start, max_heap_table_size = 67108864 under [mysqld] of its option file",
            Step(MariaDb, "max_heap_table_size", "67108864", "16777216"));
    }

    [Fact]
    public void A_limit_of_the_IO_thread_is_set_while_that_one_alone_is_stopped() =>
        Assert.Contains("STOP SLAVE IO_THREAD; SET GLOBAL `slave_max_allowed_packet` = 1073741824; START SLAVE IO_THREAD",
            Step(MariaDb, "slave_max_allowed_packet", "1073741824", "16777216", io: "No"), StringComparison.Ordinal);

    // On MariaDB with GTIDs any START throws the relay log away once both threads are stopped.
    [Theory]
    [InlineData("max_heap_table_size", "No", "Yes")]
    [InlineData("max_heap_table_size", "No", "No")]
    [InlineData("slave_max_allowed_packet", "Yes", "No")]
    public void No_thread_is_started_while_the_other_is_stopped(string name, string io, string sql)
    {
        var step = Step(MariaDb, name, "67108864", "16777216", io, sql);

        Assert.DoesNotContain("START SLAVE", step, StringComparison.Ordinal);
        Assert.DoesNotContain("STOP SLAVE", step, StringComparison.Ordinal);
        Assert.Contains("ask check_replication_io before any START", step, StringComparison.Ordinal);
    }

    [Fact]
    public void What_counts_for_clients_alone_touches_no_thread()
    {
        Assert.Equal("On r, if s is right: SET PERSIST `sql_mode` = 'STRICT_TRANS_TABLES'",
            Step("version=9.7.4", "sql_mode", "STRICT_TRANS_TABLES", ""));
        Assert.Equal("On r, if s is right: SET PERSIST `max_connections` = 500", Step("version=9.7.4", "max_connections", "500", "151"));
    }

    [Theory]
    [InlineData("lower_case_table_names", "0", "1", "cannot be changed on a data directory that is there")]
    [InlineData("gtid_mode", "ON", "OFF", "in the steps of the manual")]
    [InlineData("replicate_do_db", "", "app", "--ignore replicate_do_db")]
    [InlineData("log_replica_updates", "ON", "OFF",
        "put log_replica_updates = ON under [mysqld] of its option file, and restart it while its source serves")]
    [InlineData("disabled_storage_engines", "", "MyISAM", "take disabled_storage_engines out of its option file")]
    [InlineData("secure_file_priv", "/srv/it's here", "", "put this value of secure_file_priv under [mysqld]")]
    public void What_no_statement_can_set_is_said_in_words(string name, string source, string replica, string words)
    {
        var step = Step("version=9.7.4", name, source, replica);

        Assert.Contains(words, step, StringComparison.Ordinal);
        Assert.DoesNotContain("SET ", step, StringComparison.Ordinal);
    }

    // A server that counts days is told days.
    [Fact]
    public void The_unit_is_that_of_the_servers_own_variable()
    {
        var tree = new Tree().Source("version=10.11.19-MariaDB", "binlog_expire_logs_seconds=604800")
            .Replica("r", "version=10.5.23-MariaDB", "expire_logs_days=10");

        Assert.Contains(tree.Judge(options => options.Ignore = "version").NextSteps, step =>
            step.StartsWith("On r, if s is right: SET GLOBAL `expire_logs_days` = 7 and", StringComparison.Ordinal));
    }

    [Fact]
    public void The_size_of_several_redo_logs_is_not_given_to_one_of_them()
    {
        var tree = new Tree().Source("version=5.7.44", "innodb_log_file_size=1073741824", "innodb_log_files_in_group=2")
            .Replica("r", "version=5.7.44", "innodb_log_file_size=50331648", "innodb_log_files_in_group=2");

        Assert.Contains("so that all its redo log files together have 2G", Assert.Single(tree.Judge().NextSteps), StringComparison.Ordinal);
    }
}
