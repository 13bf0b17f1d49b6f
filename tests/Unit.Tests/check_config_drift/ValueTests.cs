using System.Text.RegularExpressions;

namespace NagiosChecks.ConfigDrift.Tests;

public sealed class ValueTests
{
    [Theory]
    [InlineData("max_allowed_packet", "64M", "67108864")]
    [InlineData("innodb_buffer_pool_size", "1G", "1024M")]
    [InlineData("long_query_time", "10", "10.000000")]
    [InlineData("gtid_strict_mode", "1", "ON")]
    [InlineData("gtid_strict_mode", "YES", "on")]
    [InlineData("slave_run_triggers_for_rbr", "NO", "0")]
    [InlineData("read_only", "FALSE", "OFF")]
    [InlineData("sql_mode", "NO_ENGINE_SUBSTITUTION,STRICT_TRANS_TABLES", "strict_trans_tables, no_engine_substitution")]
    [InlineData("optimizer_switch", "mrr=off,index_merge=on", "index_merge=on,mrr=off")]
    [InlineData("datadir", "/var/lib/mysql/", "/var/lib/mysql")]
    [InlineData("binlog_format", "row", "ROW")]
    [InlineData("init_connect", "", null)]
    [InlineData("character_set_server", "utf8", "utf8mb3")]
    [InlineData("collation_server", "utf8_general_ci", "utf8mb3_general_ci")]
    [InlineData("time_zone", "UTC", "+00:00")]
    public void Spellings_of_one_value_are_equal(string name, string one, string? other) =>
        Assert.Equal(VariableValue.Canonical(name, one), VariableValue.Canonical(name, other));

    [Theory]
    [InlineData("max_allowed_packet", "64M", "64K")]
    [InlineData("sync_binlog", "0", "100")]
    [InlineData("sql_mode", "STRICT_TRANS_TABLES", "")]
    [InlineData("character_set_server", "utf8mb4", "utf8")]
    [InlineData("init_connect", "SET a='x'", "SET a='X'")]
    [InlineData("datadir", "/a", "/A")]
    [InlineData("time_zone", "Europe/Berlin", "europe/Paris")]
    public void Values_that_differ_stay_different(string name, string one, string other) =>
        Assert.NotEqual(VariableValue.Canonical(name, one), VariableValue.Canonical(name, other));

    [Theory]
    [InlineData(ValueKind.Size, "67108864", "64M")]
    [InlineData(ValueKind.Size, "1500", "1500")]
    [InlineData(ValueKind.Size, "18446744073709547520", "no limit")]
    [InlineData(ValueKind.Seconds, "604800", "7 d")]
    [InlineData(ValueKind.Seconds, "0", "0")]
    [InlineData(ValueKind.Plain, "", "(empty)")]
    [InlineData(ValueKind.Plain, "10.000000", "10")]
    public void Values_are_printed_for_people(object kind, string raw, string expected) =>
        Assert.Equal(expected, VariableValue.Human((ValueKind)kind, raw));

    [Theory]
    [InlineData("slave_exec_mode", "replica_exec_mode")]
    [InlineData("log-slave-updates", "log_replica_updates")]
    [InlineData("master_verify_checksum", "source_verify_checksum")]
    [InlineData("tx_isolation", "transaction_isolation")]
    [InlineData("slave_parallel_threads", "replica_parallel_workers")]
    [InlineData("rpl_semi_sync_master_wait_for_slave_count", "rpl_semi_sync_source_wait_for_replica_count")]
    [InlineData("rpl_semi_sync_slave_enabled", "rpl_semi_sync_replica_enabled")]
    [InlineData("max_connections", "max_connections")]
    public void A_name_has_one_newest_name(string old, string expected) => Assert.Equal(expected, VariableNames.Newest(old));

    // A regular expression of .NET is the judge.
    [Fact]
    public void Patterns_match_as_wildcards_do()
    {
        var random = new Random(16);
        for (var turn = 0; turn < 20_000; turn++)
        {
            var pattern = Word("ab_*?", 7);
            var name = Word("ab_", 7);
            var regex = "^" + Regex.Escape(pattern).Replace(@"\*", ".*", StringComparison.Ordinal)
                .Replace(@"\?", ".", StringComparison.Ordinal) + "$";
            Assert.True(Regex.IsMatch(name, regex) == NamePattern.Matches(pattern, name), $"{pattern} on {name}");
        }

        string Word(string signs, int most) =>
            new([.. Enumerable.Range(0, random.Next(most)).Select(_ => signs[random.Next(signs.Length)])]);
    }
}
