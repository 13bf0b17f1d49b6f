using System.Text.Json;
using DatabaseServers;
using MySql.ReplicationTree.Tests;
using MySql.Session;

namespace NagiosChecks.Failover.Tests;

/// <summary>
/// Plans as they are printed, carried out on real trees of one source and three replicas. A short choice runs with the other tests; all of
/// them with FAILOVER_LAB=1 (dotnet cake --target=FailoverLab).
/// </summary>
public sealed class PlanExecutionTests
{
    private static readonly bool IsLab = Environment.GetEnvironmentVariable("FAILOVER_LAB") == "1";

    /// <summary>Family, by GTID, source full (else dead), replicas equal.</summary>
    public static TheoryData<DatabaseFamily, bool, bool, bool> Situations
    {
        get
        {
            var situations = new TheoryData<DatabaseFamily, bool, bool, bool>();
            bool[] both = [true, false];
            foreach (var family in new[] { DatabaseFamily.MariaDb, DatabaseFamily.MySql })
            {
                foreach (var (usesGtid, isFull, isEqual) in both.SelectMany(
                    one => both.SelectMany(two => both.Select(three => (one, two, three)))))
                {
                    if (IsLab || (family == DatabaseFamily.MariaDb ? (usesGtid, isFull, isEqual) == (true, true, false)
                        : (usesGtid, isFull, isEqual) == (false, false, false)))
                        situations.Add(family, usesGtid, isFull, isEqual);
                }
            }

            return situations;
        }
    }

    /// <summary>The families whose chain is tried.</summary>
    public static TheoryData<DatabaseFamily> Chains => IsLab ? [DatabaseFamily.MariaDb, DatabaseFamily.MySql] : [DatabaseFamily.MariaDb];

    [Theory]
    [MemberData(nameof(Situations))]
    public void A_printed_plan_is_carried_out_and_the_tree_is_whole_afterwards(
        DatabaseFamily family, bool usesGtid, bool isFull, bool isEqual)
    {
        using var folder = new TemporaryFolder();
        _ = ProcessRun.Of("/bin/chmod", ["755", folder.Path]);
        using var disk = SmallFileSystem.Mount(Path.Combine(folder.Path, "binlog"), megabytes: 12);
        using var group = ServerGroup.Start(family, usesGtid, replicas: 3,
            number => number == 0 && isFull ? new ServerOptions { BinlogFolder = disk.Folder } : new ServerOptions());
        TreeRun.MakeAccount(group.Source);
        ServerGroup.WaitForRows(group.Source, group.Replicas);
        group.WaitUntilApplied();
        if (!isEqual)
            Part(group, stopReceivingLater: !isFull);
        using var writer = isFull ? Fill(group) : Die(group);

        var run = FailoverRun.Of(group, "--output", "json");
        try
        {
            Carry(group, run, isEqual, MakeTools(group, folder));
        }
        finally
        {
            writer?.Kill();
        }
    }

    [Theory]
    [MemberData(nameof(Chains))]
    public void A_replica_of_a_replica_goes_on_following_it(DatabaseFamily family)
    {
        using var folder = new TemporaryFolder();
        using var group = ServerGroup.Start(family, usesGtid: true, replicas: 3);
        TreeRun.MakeAccount(group.Source);
        ServerGroup.WaitForRows(group.Source, group.Replicas);
        group.WaitUntilApplied();
        group.Threads(group.Replicas[1], "STOP");
        group.Link(group.Replicas[1], group.Replicas[0]);
        ServerGroup.Write(group.Source, 3);
        ServerGroup.WaitForRows(group.Source, group.Replicas);
        group.WaitUntilApplied();
        group.Source.Kill();
        Requirements.Until(() => ServerPair.Column(group.Status(group.Replicas[0]), "IO_Running") != "Yes"
            && ServerPair.Column(group.Status(group.Replicas[2]), "IO_Running") != "Yes", TimeSpan.FromSeconds(20), "the replicas notice");

        Carry(group, FailoverRun.Of(group, "--output", "json"), isEqual: true, MakeTools(group, folder));
    }

    // r1 stops receiving; r3 receives and does not apply; r2 has everything.
    private static void Part(ServerGroup group, bool stopReceivingLater)
    {
        group.Threads(group.Replicas[0], "STOP", "IO_THREAD");
        group.Threads(group.Replicas[2], "STOP", "SQL_THREAD");
        ServerGroup.Write(group.Source, 5);
        ServerGroup.WaitForRows(group.Source, group.Replicas[1]);
        Requirements.Until(() => Received(group.Replicas[2]) == Received(group.Replicas[1]), TimeSpan.FromSeconds(20), "r3 receives all");
        if (stopReceivingLater)
            group.Threads(group.Replicas[2], "STOP", "IO_THREAD");

        string Received(DatabaseServer server) => ServerPair.Column(group.Status(server), group.Family == DatabaseFamily.MariaDb
            ? "Read_Master_Log_Pos" : "Read_Source_Log_Pos")!;
    }

    private static System.Diagnostics.Process Fill(ServerGroup group)
    {
        var writer = group.Source.InBackground(string.Concat(
            Enumerable.Repeat("INSERT INTO app.t(body) VALUES(repeat('x',300000));", 100)));
        Requirements.Until(() => TreeRun.Of(group).Reading!.Servers[0].Sessions!
            .Any(session => session is { Wait: not SessionWait.None, Seconds: >= 3 }), TimeSpan.FromSeconds(60), "the disk is full");
        return writer;
    }

    private static System.Diagnostics.Process? Die(ServerGroup group)
    {
        group.Source.Kill();
        Requirements.Until(() => group.Replicas.All(replica =>
            ServerPair.Column(group.Status(replica), "IO_Running") != "Yes"), TimeSpan.FromSeconds(20), "the replicas notice");
        return null;
    }

    // The MySQL of the tests is not that of the system, and neither is its mysqlbinlog.
    private static string? MakeTools(ServerGroup group, TemporaryFolder folder)
    {
        if (group.Family == DatabaseFamily.MariaDb)
            return null;
        var path = Path.Combine(folder.Path, "mysqlbinlog");
        File.WriteAllText(path, $"#!/bin/sh\nexec {string.Join(' ', group.Source.Tool("mysqlbinlog"))} --no-defaults \"$@\"\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return folder.Path;
    }

    private static void Carry(ServerGroup group, FailoverRun run, bool isEqual, string? tools)
    {
        Assert.True(run.ExitCode == 2, run.Text);
        using var json = JsonDocument.Parse(run.Text);
        var data = json.RootElement.GetProperty("data");
        Assert.Equal(group.Source.ProcessId != 0 ? "wedged" : "gone", data.GetProperty("source_condition").GetString());
        var best = data.GetProperty("candidates")[0].GetString();
        Assert.Equal(ServerGroup.Address(group.Replicas[isEqual ? 0 : 1]), best);
        var candidate = group.Servers.Single(server => ServerGroup.Address(server) == best);
        var kept = long.Parse(candidate.Scalar("SELECT COUNT(*) FROM app.t"), System.Globalization.CultureInfo.InvariantCulture);

        var script = new PlanScript(group, tools);
        script.Execute(data.GetProperty("plan"));

        Assert.Equal(0, group.Source.ProcessId);
        AssertWhole(group, candidate, kept, script);
    }

    private static void AssertWhole(ServerGroup group, DatabaseServer source, long kept, PlanScript script)
    {
        var others = group.Replicas.Where(server => server != source).ToList();
        ServerGroup.Write(source, 2);
        ServerGroup.WaitForRows(source, others);
        Assert.Equal(kept + 2, long.Parse(source.Scalar("SELECT COUNT(*) FROM app.t"), System.Globalization.CultureInfo.InvariantCulture));
        var sum = source.Scalar("SELECT CONCAT(COUNT(*), '/', SUM(CRC32(CONCAT(id, body)))) FROM app.t");
        foreach (var other in others)
        {
            Assert.Equal(sum, other.Scalar("SELECT CONCAT(COUNT(*), '/', SUM(CRC32(CONCAT(id, body)))) FROM app.t"));
            Assert.Equal(source.Query("CHECKSUM TABLE app.t")[0][1], other.Query("CHECKSUM TABLE app.t")[0][1]);
            var status = group.Status(other);
            Assert.True(ServerPair.Column(status, "IO_Running") == "Yes" && ServerPair.Column(status, "SQL_Running") == "Yes",
                string.Join('\n', script.Log));
            Assert.Equal($"{source.Port}", status[group.Family == DatabaseFamily.MariaDb ? "Master_Port" : "Source_Port"]);
        }
    }
}
