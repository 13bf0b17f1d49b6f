namespace DatabaseServers;

/// <summary>
/// Unpacks the MySQL of Debian sid into a folder, with nothing installed and no chroot: apt with a state of its own resolves and
/// downloads the packages from the mirror that this system uses, and their content is taken out.
/// </summary>
internal static class MySqlPackages
{
    // Dependencies that the server runs without.
    private static readonly string[] NotNeeded = ["perl", "libperl", "libgdbm", "libdb5.3", "libsystemd", "openssl-provider"];

    /// <exception cref="InvalidOperationException">The packages cannot be had here; says why.</exception>
    internal static void Unpack(string folder)
    {
        if (!File.Exists("/usr/bin/apt-get"))
            throw new InvalidOperationException("no apt-get on this system");
        using var apt = new TemporaryFolder();
        foreach (var name in new[] { "etc/sources.list.d", "etc/preferences.d", "state/lists/partial", "cache/archives/partial" })
            Directory.CreateDirectory(Path.Combine(apt.Path, name));
        apt.Write("status", "");
        apt.Write("etc/sources.list", $"deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] {Mirror()} sid main\n");
        Apt(apt.Path, "update");
        Apt(apt.Path, "install", "-d", "-y", "mysql-server-core", "mysql-client-core");
        foreach (var package in Directory.GetFiles(Path.Combine(apt.Path, "cache/archives"), "*.deb"))
        {
            if (!NotNeeded.Any(name => Path.GetFileName(package).StartsWith(name, StringComparison.Ordinal)))
                Extract(package, folder);
        }
    }

    private static string Mirror()
    {
        const string NewStyle = "/etc/apt/sources.list.d/debian.sources";
        const string OldStyle = "/etc/apt/sources.list";
        var uri = File.Exists(NewStyle) ? File.ReadLines(NewStyle)
            .FirstOrDefault(line => line.StartsWith("URIs:", StringComparison.Ordinal))?.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .ElementAtOrDefault(1) : null;
        uri ??= File.Exists(OldStyle) ? File.ReadLines(OldStyle)
            .FirstOrDefault(line => line.StartsWith("deb ", StringComparison.Ordinal))?.Split(' ')
            .FirstOrDefault(word => word.Contains("://", StringComparison.Ordinal)) : null;
        return uri ?? throw new InvalidOperationException("no Debian mirror in apt's sources");
    }

    private static void Apt(string folder, params string[] arguments)
    {
        string[] options =
        [
            $"Dir::Etc::sourcelist={folder}/etc/sources.list", $"Dir::Etc::sourceparts={folder}/etc/sources.list.d",
                $"Dir::Etc::preferencesparts={folder}/etc/preferences.d",
            $"Dir::State={folder}/state", $"Dir::Cache={folder}/cache", $"Dir::State::status={folder}/status",
            "APT::Install-Recommends=false", "APT::Sandbox::User=root", "Acquire::Languages=none",
            "Acquire::IndexTargets::deb::DEP-11::DefaultEnabled=false", "Acquire::IndexTargets::deb::Contents-deb::DefaultEnabled=false",
        ];
        var run = ProcessRun.Of(
            "/usr/bin/apt-get", ["-qq", .. options.SelectMany(option => new[] { "-o", option }), .. arguments],
            patience: TimeSpan.FromMinutes(5));
        if (run.ExitCode != 0)
            throw new InvalidOperationException($"apt-get {arguments[0]} failed: {run.Error.Trim().Split('\n')[0]}");
    }

    private static void Extract(string package, string folder)
    {
        var run = ProcessRun.OfShell(
            $"dpkg-deb --fsys-tarfile {package} | tar -x -C {folder} --no-same-owner --keep-directory-symlink --exclude=./usr/share/doc* "
            + $"--exclude=./usr/share/man* --exclude=./usr/share/locale*", TimeSpan.FromMinutes(2));
        if (run.ExitCode != 0)
            throw new InvalidOperationException($"cannot unpack {Path.GetFileName(package)}: {run.Error.Trim()}");
    }
}
