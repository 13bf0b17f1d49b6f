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
        var killed = Enumerable.Range(0, 3).Select(_ =>
            ProcessRun.Start(Repository.Executable("check_killed_queries"), arguments)).ToList();
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

    [Theory]
    [InlineData("libssl")]
    [InlineData("libcrypto")]
    public void Without_OpenSSL_a_password_is_one_line_that_names_the_packages_and_an_account_without_one_works(string library)
    {
        Requirements.Root();
        var libraries = ProcessRun.OfShell($"/sbin/ldconfig -p | sed -n 's/.*{library}.so.* => //p' | sort -u").Output.Split('\n',
            StringSplitOptions.RemoveEmptyEntries);
        Assert.SkipWhen(libraries.Length == 0, "OpenSSL is not on this host, and .NET itself needs it");
        using var server = DatabaseServer.Start(DatabaseFamily.MariaDb);

        // An empty file in its place, seen by this process alone.
        ProcessRun Hidden(string arguments) => ProcessRun.OfShell(
            $"unshare --mount sh -c '{string.Concat(libraries.Select(path => $"mount --bind /dev/null {path} && "))} exec "
                + $"{Repository.Executable("check_killed_queries")} --defaults-file /dev/null {arguments}'");
        var password = Hidden($"-s {server.Socket} -u root -p wrong");
        var tls = Hidden($"-P {server.Port} -u root");
        var none = Hidden($"-s {server.Socket} -u root");

        Assert.SkipWhen(none.Error.Contains("unshare", StringComparison.Ordinal)
            || none.Error.Contains("mount:", StringComparison.Ordinal), none.Error);
        foreach (var (run, purpose) in new[] { (password, "a password login at"), (tls, "TLS to") })
        {
            Assert.Equal(3, run.ExitCode);
            Assert.StartsWith($"KILLED_QUERIES UNKNOWN - {purpose} ", run.FirstLine, StringComparison.Ordinal);
            Assert.Contains("needs OpenSSL (libssl.so.3), which is not on this host: install libssl3 (Debian, Ubuntu) or openssl-libs "
                + "(RHEL, Fedora)", run.FirstLine, StringComparison.Ordinal);
        }

        Assert.True(none.ExitCode == 0, none.Output);
    }

    [Theory]
    [InlineData("VERIFY_CA")]
    [InlineData("VERIFY_IDENTITY")]
    public void Without_a_named_authority_the_certificates_that_this_host_trusts_count(string mode)
    {
        Requirements.Root();
        using var folder = new TemporaryFolder();
        _ = ProcessRun.Of("/bin/chmod", ["755", folder.Path]);
        var certificates = ServerCertificates.Create(folder.Path, "localhost");
        using var server = DatabaseServer.Start(DatabaseFamily.MariaDb, certificates.ServerArguments);
        server.Execute("CREATE USER plain@'%' IDENTIFIED BY 'secret'");
        server.Execute("GRANT ALL ON *.* TO plain@'%'");
        var store = Directory.CreateDirectory(Path.Combine(folder.Path, "store")).FullName;
        File.Copy(certificates.Authority, Path.Combine(store, "ca-certificates.crt"));
        var command = $"exec {Repository.Executable("check_killed_queries")} --defaults-file /dev/null -H localhost -P {server.Port} "
            + $"-u plain -p secret --ssl-mode {mode}";

        // The host's store with this authority in its place, seen by this process alone; OpenSSL's default folder is a link to it.
        var trusted = ProcessRun.OfShell($"unshare --mount sh -c 'mount --bind {store} /etc/ssl/certs && {command}'");
        var stranger = ProcessRun.OfShell($"sh -c '{command}'");

        Assert.SkipWhen(trusted.Error.Contains("unshare", StringComparison.Ordinal)
            || trusted.Error.Contains("mount:", StringComparison.Ordinal), trusted.Error);
        Assert.True(trusted.ExitCode == 0, trusted.Output);
        Assert.Equal(3, stranger.ExitCode);
        Assert.Contains("no authority that this host trusts signed the server's certificate (name yours with --ssl-ca)",
            stranger.FirstLine, StringComparison.Ordinal);
    }

    private static long Connections(DatabaseServer server) =>
        long.Parse(server.Query("SHOW GLOBAL STATUS LIKE 'Threads_connected'")[0][1], CultureInfo.InvariantCulture);
}
