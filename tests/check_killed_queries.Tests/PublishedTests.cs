using System.Globalization;
using DatabaseServers;

namespace NagiosChecks.KilledQueries.Tests;

/// <summary>The executable itself, where its surroundings fail it.</summary>
public sealed class PublishedTests
{
    [Theory]
    [InlineData(DatabaseFamily.MariaDb)]
    [InlineData(DatabaseFamily.MySql)]
    public void A_check_that_is_killed_or_runs_out_of_time_leaves_no_connection_behind(DatabaseFamily family)
    {
        using var server = DatabaseServer.Start(family);
        using var state = new TemporaryFolder();
        string[] arguments = ["-s", server.Socket, "-u", "root", "-t", "2", "--state-dir", Path.Combine(state.Path, "state")];
        var before = Connections(server);

        server.Freeze();
        var killed = Enumerable.Range(0, 3).Select(_ => ProcessRun.Start(Repository.Executable("check_killed_queries"), arguments)).ToList();
        var ended = ProcessRun.Start(Repository.Executable("check_killed_queries"), [.. arguments[..4], "-t", "60", .. arguments[6..]]);
        var late = ProcessRun.OfPlugin("check_killed_queries", arguments);
        foreach (var process in killed)
        {
            process.Kill();
            process.Dispose();
        }

        _ = ProcessRun.OfShell(string.Create(CultureInfo.InvariantCulture, $"kill -TERM {ended.Id}"));
        var end = ProcessRun.Finish(ended);
        ended.Dispose();
        server.Thaw();

        Assert.Equal(3, late.ExitCode);
        Assert.Contains(server.Socket, late.FirstLine, StringComparison.Ordinal);
        Assert.True(late.Elapsed < TimeSpan.FromSeconds(4), $"{late.Elapsed}");
        Assert.Equal(3, end.ExitCode);
        Assert.Contains("SIGTERM", end.FirstLine, StringComparison.Ordinal);
        Requirements.Until(() => Connections(server) <= before, TimeSpan.FromSeconds(15), "the connections are gone");
    }

    [Fact]
    public void A_missing_client_library_is_one_line_that_names_the_packages()
    {
        Requirements.Root();
        var library = ProcessRun.OfShell("/sbin/ldconfig -p | sed -n 's/.*libmariadb.so.3 .* => //p' | head -1").Output.Trim();
        Assert.SkipWhen(library.Length == 0, "needs the Debian package libmariadb3");

        // An empty file in its place, seen by this process alone.
        var run = ProcessRun.OfShell($"unshare --mount sh -c 'mount --bind /dev/null {library} && exec {Repository.Executable("check_killed_queries")} -s /nonexistent.sock'");

        Assert.SkipWhen(run.Error.Contains("unshare", StringComparison.Ordinal) || run.Error.Contains("mount:", StringComparison.Ordinal), run.Error);
        Assert.Equal(3, run.ExitCode);
        Assert.StartsWith("KILLED_QUERIES UNKNOWN - libmariadb.so.3 is not installed: install the package libmariadb3 (Debian, Ubuntu) or mariadb-connector-c (RHEL, Fedora)", run.FirstLine, StringComparison.Ordinal);
    }

    private static long Connections(DatabaseServer server) => long.Parse(server.Query("SHOW GLOBAL STATUS LIKE 'Threads_connected'")[0][1], CultureInfo.InvariantCulture);
}
