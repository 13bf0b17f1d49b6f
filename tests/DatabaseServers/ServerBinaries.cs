namespace DatabaseServers;

/// <summary>How one family's programs are called. Skips the calling test, with the reason, where they cannot be had.</summary>
/// <param name="Family">Which family.</param>
/// <param name="Server">The server's command line up to its own arguments.</param>
/// <param name="Client">The command-line client's, likewise.</param>
internal sealed record ServerBinaries(DatabaseFamily Family, IReadOnlyList<string> Server, IReadOnlyList<string> Client)
{
    private const string MariaDbServer = "/usr/sbin/mariadbd";

    private static readonly Lazy<(string? Root, string? Problem)> MySqlRoot = new(() =>
    {
        try
        {
            return (TestCache.Folder("mysql-of-sid", MySqlPackages.Unpack), null);
        }
        catch (Exception failure) when (failure is InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            return (null, failure.Message);
        }
    });

    internal static ServerBinaries Of(DatabaseFamily family)
    {
        if (Environment.UserName == "root")
            Assert.SkipUnless(
                File.ReadLines("/etc/passwd").Any(line => line.StartsWith("mysql:", StringComparison.Ordinal)),
                "needs a user mysql to run servers as (the Debian package mariadb-server makes it)");
        if (family == DatabaseFamily.MariaDb)
        {
            var server = Requirements.Program("mariadb-server", MariaDbServer);
            return new ServerBinaries(family, [server], [Requirements.Program("mariadb-client", "/usr/bin/mariadb")]);
        }

        var (root, problem) = MySqlRoot.Value;
        Assert.SkipWhen(root is null, $"needs MySQL from Debian sid: {problem}");
        var usr = Path.Combine(root!, "usr");
        return new ServerBinaries(family,
            [.. Loaded(root!, usr + "/sbin/mysqld"), "--no-defaults", $"--basedir={usr}", $"--lc-messages-dir={usr}/share/mysql",
                $"--plugin-dir={usr}/lib/mysql/plugin", $"--character-sets-dir={usr}/share/mysql/charsets"],
            Loaded(root!, usr + "/bin/mysql"));
    }

    /// <summary>Another program of the same packages, such as mysqlbinlog, ready to be called.</summary>
    internal IReadOnlyList<string> Tool(string name)
    {
        if (Family == DatabaseFamily.MariaDb)
            return [Requirements.Program("mariadb-client", "/usr/bin/" + name)];
        var root = MySqlRoot.Value.Root!;
        return Loaded(root, Path.Combine(root, "usr/bin", name));
    }

    /// <summary>Makes an empty data directory with a root account that has no password.</summary>
    internal void Initialize(string folder)
    {
        if (DatabaseServer.UserArgument.Length > 0)
            _ = ProcessRun.Of("/bin/chown", ["mysql:mysql", folder]);
        // Small logs: the template is copied for every server.
        var commands = Family == DatabaseFamily.MariaDb
            ? new[] { "/usr/bin/mariadb-install-db", "--no-defaults", $"--datadir={folder}", "--auth-root-authentication-method=normal",
                "--skip-test-db", "--innodb-log-file-size=16M" }
            : [.. Server, $"--datadir={folder}", "--initialize-insecure", "--innodb-redo-log-capacity=32M",
                "--innodb-buffer-pool-size=128M"];
        var run = ProcessRun.Of(commands[0], [.. commands[1..], .. DatabaseServer.UserArgument], patience: TimeSpan.FromMinutes(2));
        if (run.ExitCode != 0)
            throw new InvalidOperationException($"cannot initialize {folder}: {run.Output} {run.Error}");
        // Two servers with one UUID cannot replicate; each makes its own at its first start.
        File.Delete(Path.Combine(folder, "auto.cnf"));
    }

    // sid's libraries are newer than this system's: its own loader is called with its own folders. argv[0] must be a full path, or
    // mysqld does not find its keyring manifest.
    private static string[] Loaded(string root, string program)
    {
        var libraries = Directory.GetDirectories(Path.Combine(root, "usr/lib"), "*-linux-gnu").Single();
        var loader = Directory.GetFiles(libraries, "ld-linux-*.so.*").Single();
        return [loader, "--library-path", $"{libraries}:{root}/usr/lib/mysql/private", "--argv0", program, program];
    }
}
