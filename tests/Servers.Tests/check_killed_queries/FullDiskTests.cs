using System.Diagnostics;
using System.Globalization;
using DatabaseServers;

namespace NagiosChecks.KilledQueries.Tests;

/// <summary>The outage of 2011 on both families at once: the file system of the binlogs is full, and the sessions queued behind it are
/// killed.</summary>
public sealed class FullDiskTests
{
    private const int Megabytes = 24;
    private static readonly TimeSpan Watched = TimeSpan.FromSeconds(60);

    [Fact]
    public void A_primary_with_a_full_binlog_disk_answers_every_second_for_a_minute_and_keeps_no_connection()
    {
        using var folder = new TemporaryFolder();
        _ = ProcessRun.Of("/bin/chmod", ["755", folder.Path]);
        using var mariadb = FilledPrimary.Start(DatabaseFamily.MariaDb, Path.Combine(folder.Path, "mariadb"));
        using var mysql = FilledPrimary.Start(DatabaseFamily.MySql, Path.Combine(folder.Path, "mysql"));
        var primaries = new[] { mariadb, mysql };
        foreach (var primary in primaries)
            primary.KillFollowers();
        var connections = primaries.Select(primary => primary.Connections()).ToArray();

        var clock = Stopwatch.StartNew();
        for (var second = 1; clock.Elapsed < Watched; second++)
        {
            foreach (var primary in primaries)
                AssertSeen(primary, folder.Path, second);
            Thread.Sleep(TimeSpan.FromSeconds(Math.Max(0, second - clock.Elapsed.TotalSeconds)));
        }

        foreach (var primary in primaries)
            TestContext.Current.TestOutputHelper?.WriteLine(Check(primary, folder.Path).Output);
        for (var index = 0; index < primaries.Length; index++)
            Assert.True(primaries[index].Connections() <= connections[index], $"{primaries[index].Server.Family}: "
                + $"{connections[index]} connections became {primaries[index].Connections()}");
        Assert.Contains("Do not KILL session " + mariadb.Leader(), Check(mariadb, folder.Path).Output, StringComparison.Ordinal);
    }

    private static void AssertSeen(FilledPrimary primary, string folder, int second)
    {
        var run = Check(primary, folder);

        Assert.True(run.ExitCode == 2, $"{primary.Server.Family}, second {second}: {run.Output}");
        Assert.Contains($"binlog disk full: 0 B free at {primary.Server.BinlogFolder}", run.FirstLine, StringComparison.Ordinal);
        Assert.Contains("of them killed", run.FirstLine, StringComparison.Ordinal);
        Assert.True(run.Elapsed < TimeSpan.FromSeconds(5), $"{primary.Server.Family}, second {second}: {run.Elapsed}");
    }

    private static ProcessRun Check(FilledPrimary primary, string folder) =>
        ProcessRun.OfPlugin("check_killed_queries", "-s", primary.Server.Socket, "-u", "root", "-t", "5", "--state-dir",
            Path.Combine(folder, "state"));

    /// <summary>A primary whose binlogs fill a small tmpfs, with four writers stuck.</summary>
    private sealed class FilledPrimary : IDisposable
    {
        private const int Writers = 4;
        private readonly SmallFileSystem _disk;
        private readonly List<Process> _writers = [];

        private FilledPrimary(DatabaseServer server, SmallFileSystem disk)
        {
            Server = server;
            _disk = disk;
        }

        internal DatabaseServer Server { get; }

        internal static FilledPrimary Start(DatabaseFamily family, string folder)
        {
            var disk = SmallFileSystem.Mount(folder, Megabytes);
            try
            {
                var primary = new FilledPrimary(DatabaseServer.Start(family, new ServerOptions { BinlogFolder = folder }), disk);
                primary.Fill();
                return primary;
            }
            catch
            {
                disk.Dispose();
                throw;
            }
        }

        internal long Connections() =>
            long.Parse(Server.Query("SHOW GLOBAL STATUS LIKE 'Threads_connected'")[0][1], CultureInfo.InvariantCulture);

        /// <summary>The session that waits for the disk; the others wait for it. Both families write its number into the error
        /// log.</summary>
        internal string Leader() => Server.ErrorLog.Split('\n').Last(line => line.Contains("isk is full", StringComparison.Ordinal))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries) is var words
                && words[1].Contains(':', StringComparison.Ordinal) ? words[2] : words[1];

        internal void KillFollowers()
        {
            var leader = Leader();
            foreach (var row in Server.Query("SHOW PROCESSLIST").Where(row =>
                row[7].StartsWith("INSERT INTO app.posts", StringComparison.Ordinal) && row[0] != leader))
                Server.Execute($"KILL {row[0]}");
            Requirements.Until(() => Server.Query("SHOW PROCESSLIST").Any(row => row[4] == "Killed"), TimeSpan.FromSeconds(10),
                "killed sessions that stay");
        }

        public void Dispose()
        {
            foreach (var writer in _writers)
            {
                writer.Kill();
                writer.Dispose();
            }

            Server.Dispose();
            _disk.Dispose();
        }

        private void Fill()
        {
            Server.Execute("CREATE DATABASE app; CREATE TABLE app.posts (id INT AUTO_INCREMENT PRIMARY KEY, body MEDIUMTEXT)");
            var statements = string.Concat(Enumerable.Repeat("INSERT INTO app.posts (body) VALUES (REPEAT('x', 400000));", 100));
            for (var writer = 0; writer < Writers; writer++)
                _writers.Add(Server.InBackground(statements));
            Requirements.Until(() => Server.ErrorLog.Contains("isk is full", StringComparison.Ordinal), TimeSpan.FromSeconds(60),
                $"{Server.Family} fills {_disk.Folder}");
            Requirements.Until(() => Server.Query("SHOW PROCESSLIST").Count(row =>
                row[7].StartsWith("INSERT INTO app.posts", StringComparison.Ordinal)) == Writers, TimeSpan.FromSeconds(10),
                    "all writers are stuck");
        }
    }
}
