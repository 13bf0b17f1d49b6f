using DatabaseServers;

namespace NagiosChecks.ConfigDrift.Tests;

/// <summary>What the rules say of variables, and what the check reads, held against real servers.</summary>
public sealed class RealSettingsTests
{
    [Theory]
    [InlineData(DatabaseFamily.MariaDb)]
    [InlineData(DatabaseFamily.MySql)]
    public void Equal_servers_agree_and_every_statement_of_the_check_is_answered(DatabaseFamily family)
    {
        using var group = ServerGroup.Start(family, usesGtid: true, replicas: 1);
        using var folder = new TemporaryFolder();
        string[] rights = family == DatabaseFamily.MariaDb ? [DriftRun.Right(family), "SELECT ON mysql.*"]
            : [DriftRun.Right(family), "SELECT ON mysql.*"];
        DriftRun.MakeAccount(group.Source, "look", rights);
        DriftRun.MakeAccount(group.Source, "poor");
        ServerGroup.WaitForRows(group.Source, group.Replicas);
        group.WaitUntilApplied();

        var run = DriftRun.Of(group, "look", "--accounts", "--table-engines", "--record", Path.Combine(folder.Path, "kept"));
        var replay = DriftRun.Of("--replay", Path.Combine(folder.Path, "kept"), "-vvv");
        var poor = DriftRun.Of(group, "poor", "--accounts");

        Assert.True(run.ExitCode == 0, run.Text);
        Assert.Contains("agree in all that matters", run.Text, StringComparison.Ordinal);
        Assert.Empty(run.Result!.Unseen);
        Assert.Equal(run.Text.Split(" | ")[0], replay.Text.Split(" | ")[0]);
        AssertPoor(family, poor);
        AssertAccounts(group);
        AssertRestart(group);
    }

    // Without a right a server tells nothing of who follows whom, and the text has the statement that gives it.
    private static void AssertPoor(DatabaseFamily family, DriftRun poor)
    {
        Assert.Equal(3, poor.ExitCode);
        Assert.Contains(family == DatabaseFamily.MariaDb ? "SLAVE MONITOR" : "REPLICATION CLIENT", poor.Text, StringComparison.Ordinal);
        Assert.Contains("SELECT", poor.Text, StringComparison.Ordinal);
        Assert.Contains("'poor'@'127.0.0.1'", poor.Text, StringComparison.Ordinal);
    }

    private static void AssertAccounts(ServerGroup group)
    {
        group.Source.Execute("CREATE USER app@'%' IDENTIFIED BY 'x'; GRANT SELECT, INSERT ON app.* TO app@'%'; SET sql_log_bin=0; "
            + "CREATE USER alone@'%' IDENTIFIED BY 'x'");
        ServerGroup.Write(group.Source);
        ServerGroup.WaitForRows(group.Source, group.Replicas);
        group.Replicas[0].Execute("SET sql_log_bin=0; REVOKE INSERT ON app.* FROM app@'%'");

        var names = DriftRun.Of(group, "look", "--accounts").Differences.Where(difference => difference.Class == DriftClass.AfterPromotion)
            .Select(difference => difference.Name);

        Assert.Equal(["accounts missing ('alone'@'%')", "accounts with other rights ('app'@'%')"], names.Order());
    }

    // What the check foretells is what the server has after its restart: SET PERSIST over the file, and the file over nothing.
    private static void AssertRestart(ServerGroup group)
    {
        var replica = group.Replicas[0];
        using var start = new FileStart(replica, "[mysqld]\nmax_connections = 77\n");
        replica.Execute("SET GLOBAL max_connections=900");
        if (group.Family == DatabaseFamily.MySql)
            replica.Execute("SET PERSIST_ONLY max_connections=66");

        var run = DriftRun.Of(group, "look");
        start.Restart();
        var after = replica.Scalar("SELECT @@GLOBAL.max_connections");

        Assert.Equal(group.Family == DatabaseFamily.MySql ? "66" : "77", after);
        Assert.Contains($"after a restart of {ServerGroup.Address(replica)}: max_connections is {after} "
            + $"({(group.Family == DatabaseFamily.MySql ? "SET PERSIST" : "its option file")}), now 900", run.Text,
                StringComparison.Ordinal);
        group.Threads(replica, "START");
        AssertChanges(group.Family, replica);
    }

    // SET GLOBAL of the value that is there: a variable that takes a restart refuses with 1238, or with 1290 or
    // 1198 as it is set or runs now. MySQL refuses some while the SQL thread runs (3747, 3017); the
    // step stops that first.
    private static void AssertChanges(DatabaseFamily family, DatabaseServer server)
    {
        var known = server.Query("SHOW GLOBAL VARIABLES").ToDictionary(row => row[0], row => row.Length > 1 ? row[1] : "");
        var wrong = new List<string>();
        foreach (var name in known.Keys)
        {
            if (DriftRules.Of(VariableNames.Newest(name)) is not { Class: >= DriftClass.Slower } rule || LegitimateVariables.Has(rule.Name)
                || rule.Name.StartsWith("replicate_", StringComparison.Ordinal))
                continue;
            var change = family == DatabaseFamily.MariaDb && rule.MariaDbChange is { } own ? own : rule.Change;
            var run = server.RunClient(["--socket=" + server.Socket, "--user=root", "-e", $"SET GLOBAL `{name}` = @@GLOBAL.`{name}`"]);
            var isReadOnly = run.Error.Contains("ERROR 1238", StringComparison.Ordinal)
                || run.Error.Contains("ERROR 1290", StringComparison.Ordinal)
                || run.Error.Contains("ERROR 1198", StringComparison.Ordinal);
            // MySQL changes the first between ON and DETECT_ONLY alone.
            if (name == "innodb_doublewrite" || (rule.TakenOver == TakenOver.WhileSqlThreadIsStopped && family == DatabaseFamily.MySql
                && (run.Error.Contains("ERROR 3747", StringComparison.Ordinal)
                    || run.Error.Contains("ERROR 3017", StringComparison.Ordinal))))
                continue;
            if (change == Change.Running && run.ExitCode != 0)
                wrong.Add($"{name}: {run.Error.Trim().Split('\n')[^1]}");
            if (change is Change.Restart or Change.NewData && !isReadOnly && run.ExitCode == 0)
                wrong.Add($"{name} can be changed while the server runs");
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }
}
