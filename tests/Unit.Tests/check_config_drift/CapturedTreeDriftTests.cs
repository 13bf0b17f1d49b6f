using Nagios.Plugin;

namespace NagiosChecks.ConfigDrift.Tests;

/// <summary>The captured trees of real servers; what each is stands in their README and INDEX.tsv.</summary>
public sealed class CapturedTreeDriftTests
{
    private static readonly string Folder = Repository.Fixture("MySql.ReplicationTree");

    // Every tree that was captured for its positions has servers with equal settings; down is the source alone.
    public static TheoryData<string> TreesWithEqualSettings => [.. Directory.GetDirectories(Folder).Select(path => Path.GetFileName(path))
        .Where(name => !new[] { "tuning", "filters", "unfit", "version", "clash", "semisync", "ring" }.Any(name.Contains))];

    [Theory]
    [MemberData(nameof(TreesWithEqualSettings))]
    public void Servers_with_equal_settings_have_no_difference_that_is_worth_a_line(string name)
    {
        var (exitCode, text) = Run(name);

        var isSourceDown = File.ReadLines(Path.Combine(Folder, name, "s.tsv"))
            .Any(line => line.StartsWith("#! ERROR 200", StringComparison.Ordinal));
        Assert.Equal(isSourceDown ? 2 : 0, exitCode);
        Assert.Contains(
            isSourceDown ? "CRITICAL - s could not be asked: ERROR 200" : "agree in all that matters", text, StringComparison.Ordinal);
        Assert.DoesNotContain("breaks replication", text, StringComparison.Ordinal);
        Assert.DoesNotContain("after promotion:", text, StringComparison.Ordinal);
        Assert.DoesNotContain("silently", text, StringComparison.Ordinal);
    }

    // s, r1, r2 and r3 of the page's table; r2 differs only in spelling, time zone, workers and a running value.
    [Theory]
    [InlineData("mariadb-gtid-tuning", "slave_exec_mode r3", "max_heap_table_size r1 r3", "slave_max_allowed_packet r1",
        "plugin ed25519 r1 r3")]
    [InlineData("mysql-gtid-tuning", "disabled_storage_engines r3", "max_heap_table_size r1 r3", "replica_max_allowed_packet r1")]
    public void What_breaks_replication_in_the_trees_that_are_tuned_differently(string name, params string[] expected)
    {
        var differences = Compare(name);

        Assert.Equal(expected.Order(), differences.Where(difference => difference.Class == DriftClass.Breaks)
            .Select(difference => $"{difference.Name} {string.Join(' ', difference.Affected.Select(server => server.Name))}").Order());
        Assert.Equal(["innodb_flush_log_at_trx_commit"], differences.Where(difference => difference.Class >= DriftClass.AfterPromotion
            && difference.Affected.Any(server => server.Name == "r2")).Select(difference => difference.Name));
        Assert.Equal(2, Run(name).ExitCode);
    }

    [Theory]
    [InlineData("mariadb-gtid-tuning", "gtid_domain_id r3", "gtid_strict_mode r1 r3", "tx_isolation r3", "log_bin_compress r3")]
    [InlineData("mysql-gtid-tuning", "binlog_format r1", "character_set_server r1", "transaction_isolation r3",
        "binlog_transaction_compression r3")]
    public void What_changes_after_a_promotion_in_the_trees_that_are_tuned_differently(string name, params string[] own)
    {
        var common = new[]
        {
            "max_allowed_packet r1", "sql_mode r1", "innodb_flush_log_at_trx_commit r1 r2", "max_connections r3", "binlog_row_image r3",
            "binlog_checksum r3", "log_bin_trust_function_creators r3", "binlog_expire_logs_seconds r1 r3",
        };
        var found = Compare(name).Where(difference => difference.Class == DriftClass.AfterPromotion)
            .Select(difference => $"{difference.Name} {string.Join(' ', difference.Affected.Select(server => server.Name))}").ToList();

        Assert.Superset(common.Concat(own).ToHashSet(), found.ToHashSet());
    }

    // Their README: SET GLOBAL max_connections=900 on r1 over 200 in its file; MySQL: SET PERSIST_ONLY sync_binlog=100 on r3.
    [Theory]
    [InlineData("mariadb-gtid-tuning", "r1 max_connections 900 200")]
    [InlineData("mysql-gtid-tuning", "r1 max_connections 900 200", "r3 sync_binlog 1 100")]
    public void What_a_restart_makes_worse_and_nothing_else(string name, params string[] expected) =>
        Assert.Equal(expected, RestartDrift.Find(DriftTree.Of(Read(name))).Where(drift => drift.IsWorse)
            .Select(drift => $"{drift.Server.Name} {drift.Running.Name} {drift.Running.Raw} {drift.Next.Setting!.Raw}"));

    // SET GLOBAL sort_buffer_size on s: its file is silent, and a server of the same version shows the default.
    [Fact]
    public void A_default_that_comes_back_is_read_from_a_server_that_has_it()
    {
        var drift = Assert.Single(RestartDrift.Find(DriftTree.Of(Read("mariadb-gtid-tuning"))),
            drift => drift.Server.Name == "s" && drift.Running.Name == "sort_buffer_size");

        Assert.Equal(("524288", "2097152", "the default"), (drift.Running.Raw, drift.Next.Setting!.Raw, drift.Next.From));
        Assert.False(drift.IsWorse);
    }

    [Theory]
    [InlineData("mariadb-gtid-unfit", 1, "log_bin r1", "log_slave_updates r1 r2")]
    [InlineData("mariadb-pos-unfit", 1, "log_bin r1", "log_slave_updates r1 r2")]
    [InlineData("mysql-gtid-unfit", 1, "log_bin r1", "log_replica_updates r1 r2")]
    [InlineData("mariadb-gtid-filters-delay", 1, "replicate_wild_ignore_table r1")]
    [InlineData("mysql-gtid-filters-delay", 1, "replicate_wild_ignore_table r1")]
    [InlineData("mariadb-gtid-server-id-clash", 2, "server_id r2 r3")]
    [InlineData("mysql-gtid-server-id-clash", 2, "server_id r2 r3")]
    [InlineData("mariadb-gtid-version", 1, "character_set_server r1", "version r1")]
    [InlineData("mariadb-gtid-semisync", 1, "rpl_semi_sync_master_enabled r1 r2 r3", "rpl_semi_sync_master_timeout r1 r2 r3")]
    [InlineData("mysql-gtid-semisync", 1, "rpl_semi_sync_source_enabled r1 r2 r3", "rpl_semi_sync_source_timeout r1")]
    [InlineData("mariadb-gtid-ring", 1, "auto_increment_increment r2 r3")]
    [InlineData("mariadb-pos-ring", 1, "auto_increment_increment r2 r3")]
    [InlineData("mysql-pos-ring", 1, "auto_increment_increment r2 r3")]
    public void What_differs_in_the_other_trees(string name, int state, params string[] expected)
    {
        Assert.Equal(expected.Order(), Compare(name).Where(difference => difference.Class >= DriftClass.Slower)
            .Select(difference => $"{difference.Name} {string.Join(' ', difference.Affected.Select(server => server.Name))}").Order());
        Assert.Equal(state, Run(name).ExitCode);
    }

    // 11.8 has utf8mb4 where 10.11 has latin1, and nobody set it.
    [Fact]
    public void The_default_of_another_version_is_said_to_be_one() =>
        Assert.Contains("(perhaps the default of another version)", Run("mariadb-gtid-version").Text, StringComparison.Ordinal);

    // r2 follows r1 and not s.
    [Theory]
    [InlineData("mariadb-gtid-chain")]
    [InlineData("mysql-gtid-chain")]
    public void A_replica_of_a_replica_is_compared_with_that_one(string name) =>
        Assert.Equal(["r1-s", "r2-r1", "r3-s"],
            DriftTree.Of(Read(name)).Pairs.Select(pair => $"{pair.Replica.Name}-{pair.Source.Name}").Order());

    private static List<Difference> Compare(string name) => TreeComparison.Compare(DriftTree.Of(Read(name)));

    private static IReadOnlyList<ServerReading> Read(string name)
    {
        IReadOnlyList<ServerReading> servers = [];
        _ = CheckHost.Run<ConfigDriftOptions>(new ConfigDriftCheck().Description, ["--replay", Path.Combine(Folder, name)], TextWriter.Null,
            (options, run) =>
            {
                servers = new ConfigDriftProbe(options, ConfigDriftLimits.Parse(options), run).Read().Servers;
                return new NagiosCheckResult("CONFIG_DRIFT");
            });
        return servers;
    }

    private static (int ExitCode, string Text) Run(string name)
    {
        using var output = new StringWriter();
        return (CheckHost.Run(new ConfigDriftCheck(), ["--replay", Path.Combine(Folder, name), "-vvv"], output), output.ToString());
    }
}
