namespace NagiosChecks.ConfigDrift.Tests;

/// <summary>What differs and is no variable.</summary>
public sealed class OtherThingsTests
{
    private static readonly string[] PluginColumns = ["PLUGIN_NAME", "PLUGIN_STATUS", "PLUGIN_TYPE"];

    [Theory]
    [InlineData("AUTHENTICATION", DriftClass.Breaks)]
    [InlineData("STORAGE ENGINE", DriftClass.Breaks)]
    [InlineData("REPLICATION", DriftClass.AfterPromotion)]
    [InlineData("AUDIT", DriftClass.AfterPromotion)]
    [InlineData("DAEMON", DriftClass.Cosmetic)]
    public void A_plugin_that_the_replica_has_not_is_judged_by_its_type(string type, object expected)
    {
        var tree = new Tree().Source("a=1").Answering(DriftQuestions.Plugins, PluginColumns, ["x", "ACTIVE", type], ["y", "DISABLED", type])
            .Replica("r", "a=1").Answering(DriftQuestions.Plugins, PluginColumns, ["z", "ACTIVE", type]);

        Assert.Equal(expected, tree.Find("plugin x")!.Class);
        // What the source has not active, or only the replica has, breaks nothing.
        Assert.Null(tree.Find("plugin y"));
        Assert.Null(tree.Find("plugin z"));
    }

    [Fact]
    public void A_component_that_the_replica_has_not_is_told()
    {
        var tree = new Tree().Source("a=1")
            .Answering(DriftQuestions.MySqlComponents, ["component_urn"], ["file://component_validate_password"])
            .Replica("r", "a=1").Answering(DriftQuestions.MySqlComponents, ["component_urn"]);

        Assert.Equal(DriftClass.AfterPromotion, tree.Find("component file://component_validate_password")!.Class);
    }

    [Theory]
    [InlineData("MIXED", DriftClass.Statement)]
    [InlineData("ROW", DriftClass.AfterPromotion)]
    public void Time_zone_tables_that_are_empty_on_one_server(string format, object expected)
    {
        var tree = new Tree().Source($"binlog_format={format}").Answering(DriftQuestions.NamedZones, ["named_zones"], ["1"])
            .Replica("r1", $"binlog_format={format}").Answering(DriftQuestions.NamedZones, ["named_zones"], ["0"])
            .Replica("r2", $"binlog_format={format}").Answering(DriftQuestions.NamedZones, ["named_zones"], ["1"]);

        var difference = tree.Find("time-zone tables")!;
        Assert.Equal(expected, difference.Class);
        Assert.Equal(["r1"], difference.Affected.Select(server => server.Name));
    }

    [Fact]
    public void Tables_of_another_engine_are_a_silent_divergence()
    {
        string[] columns = ["ENGINE", "tables"];
        var tree = new Tree().Source("a=1").Answering(DriftQuestions.Engines, columns, ["InnoDB", "12"], ["MyISAM", "1"])
            .Replica("r", "a=1").Answering(DriftQuestions.Engines, columns, ["InnoDB", "13"]);

        var difference = tree.Find("tables by engine")!;
        Assert.True(difference.IsSilent);
        Assert.Equal(["InnoDB 12, MyISAM 1", "InnoDB 13"], difference.Values.Select(value => value.Text));
    }

    [Fact]
    public void Accounts_are_compared_by_login_and_rights()
    {
        string[] logins = ["User", "Host", "plugin"];
        string[] rights = ["GRANTEE", "rights", "digest"];
        var tree = new Tree().Source("a=1")
            .Answering(DriftQuestions.Logins, logins, ["app", "%", "p"], ["batch", "%", "p"], ["old", "%", "p"])
            .Answering(DriftQuestions.Rights, rights, ["'app'@'%'", "2", "77"], ["'batch'@'%'", "1", "5"], ["'old'@'%'", "1", "5"])
            .Replica("r", "a=1").Answering(DriftQuestions.Logins, logins, ["app", "%", "p"], ["old", "%", "q"])
            .Answering(DriftQuestions.Rights, rights, ["'app'@'%'", "2", "77"], ["'old'@'%'", "1", "5"]);

        Assert.NotNull(tree.Find("accounts missing ('batch'@'%')"));
        Assert.NotNull(tree.Find("accounts with other rights ('old'@'%')"));
    }

    // Without SELECT on all of mysql a server shows the account's own rights, and no error.
    [Fact]
    public void Rights_that_are_hidden_are_UNKNOWN_and_not_equal()
    {
        var result = new Tree().Source("a=1")
            .Answering(DriftQuestions.Logins, ["User", "Host", "plugin"], ["app", "%", "p"], ["look", "%", "p"])
            .Answering(DriftQuestions.Rights, ["GRANTEE", "rights", "digest"], ["'look'@'%'", "1", "5"]).Judge();

        Assert.Equal(3, result.ExitCode);
        Assert.Contains("SELECT ON mysql.*", Assert.Single(result.Unseen).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_servers_with_one_id_are_told_whoever_follows_whom() =>
        Assert.Equal(["r1", "r2"], new Tree().Source("server_id=1").Replica("r1", "server_id=7").Replica("r2", "server_id=7")
            .Find("server_id")!
            .Affected.Select(server => server.Name));
}
