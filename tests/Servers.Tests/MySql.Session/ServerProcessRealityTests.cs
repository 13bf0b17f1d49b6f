using System.Diagnostics;
using System.Globalization;
using DatabaseServers;
using Linux.Host;

namespace MySql.Session.Tests;

/// <summary>Servers are found where they run, and a process that is only called so is none.</summary>
public sealed class ServerProcessRealityTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ServerProcessRealityTests()
    {
        Requirements.Root();
        _ = ProcessRun.Of("/bin/chmod", ["755", _folder.Path]);
    }

    public void Dispose() => _folder.Dispose();

    // MySQL of the tests is started by its own loader, whose name the process then has.
    [Fact]
    public void A_real_server_is_found_with_its_socket_its_port_and_its_directory()
    {
        using var server = DatabaseServer.Start(DatabaseFamily.MariaDb);

        var found = Find(server.ProcessId);

        Assert.True(found.IsTrusted);
        Assert.Equal([server.Socket], found.Sockets);
        Assert.Equal((server.Port, server.DataFolder, "--socket " + server.Socket), (found.Port, found.DataDirectory, found.Option));
    }

    [Fact]
    public void A_strangers_process_of_the_name_is_no_server_and_no_file_that_it_names_is_opened()
    {
        var file = Watched("stranger.cnf", "[mysqld]\nsocket=/run/mysqld/mysqld.sock\n", "0644");
        using var stranger = Called("mysqld", "nobody", $"--defaults-file={file}", "--socket=/run/mysqld/mysqld.sock");

        var found = Find(stranger.Id);
        stranger.Kill();

        Assert.False(found.IsTrusted);
        Assert.Empty(found.Sockets);
        Assert.Null(found.Option);
    }

    [Theory]
    [InlineData("0600", "root:root", false)]
    [InlineData("0640", "root:mysql", true)]
    [InlineData("0644", "root:root", true)]
    public void A_file_that_a_servers_process_names_is_read_only_when_that_process_could_read_it(string mode, string owner, bool isRead)
    {
        var file = Watched("server.cnf", "[mysqld]\ndatadir=/srv/read-from-file\n", mode);
        _ = ProcessRun.Of("/bin/chown", [owner, file]);
        using var process = Called("mysqld", "mysql", $"--defaults-file={file}");

        var notes = new List<string>();
        var found = Find(process.Id, notes);
        process.Kill();

        Assert.True(found.IsTrusted);
        Assert.Equal(isRead ? "/srv/read-from-file" : "/var/lib/mysql", found.DataDirectory);
        Assert.Equal(!isRead, notes.Any(note => note.Contains("may not be read", StringComparison.Ordinal)));
    }

    [Fact]
    public void Nothing_but_a_regular_file_is_opened()
    {
        var fifo = Path.Combine(_folder.Path, "fifo");
        Assert.Equal(0, ProcessRun.Of("/usr/bin/mkfifo", ["-m", "666", fifo]).ExitCode);
        foreach (var path in new[] { fifo, "/dev/zero", _folder.Path, "/proc/kmsg" })
        {
            using var process = Called("mysqld", "mysql", $"--defaults-file={path}");
            var clock = Stopwatch.StartNew();

            var found = Find(process.Id);
            process.Kill();

            Assert.Equal("/var/lib/mysql", found.DataDirectory);
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(5), path);
        }
    }

    [Fact]
    public void A_link_in_another_root_directory_does_not_lead_out_of_it()
    {
        // A server in a container can make its /etc/my.cnf a link to any path; it must mean a file of the container.
        var root = Path.Combine(_folder.Path, "root");
        _folder.Write("root/etc/secret.cnf", "[mysqld]\ndatadir=/inside\n");
        _folder.Write("secret.cnf", "[mysqld]\ndatadir=/outside\n");
        _ = ProcessRun.OfShell(
            $"ln -s ../../../../../..{_folder.Path}/secret.cnf {root}/etc/my.cnf; mkdir -p {root}/bin {root}/lib {root}/lib64; cp "
            + $"/bin/dash {root}/bin/mysqld; "
            + $"cp /bin/sleep {root}/bin/; for l in $(ldd /bin/dash /bin/sleep | grep -o '/[^ ]*so[^ ]*' | sort -u); do mkdir -p "
                + $"{root}/$(dirname $l); cp -L $l {root}/$l; done; chmod -R a+rX {root}");
        using var process = ProcessRun.Start("/usr/sbin/chroot", [root, "/bin/mysqld", "-c", "sleep 60; :"]);
        Requirements.Until(
            () => File.ReadAllText($"/proc/{process.Id}/comm") == "mysqld\n", TimeSpan.FromSeconds(5), "the process has its name");

        var found = Find(process.Id);
        process.Kill();

        // The link leads to a path that the other root does not have.
        Assert.Equal("/var/lib/mysql", found.DataDirectory);
    }

    [Fact]
    public void A_check_without_options_uses_the_one_server_that_runs_elsewhere_and_names_all_of_several()
    {
        var check = Repository.Executable("check_killed_queries");
        var binary = Requirements.Program("mariadb-server", "/usr/sbin/mariadbd");
        using var one = DatabaseServer.Start(DatabaseFamily.MariaDb);
        using var two = DatabaseServer.Start(DatabaseFamily.MariaDb);
        one.Stop();
        two.Stop();
        Assert.SkipWhen(
            File.Exists("/run/mysqld/mysqld.sock") || File.Exists("/var/lib/mysql/mysql.sock"),
            "a server of this host has the usual socket");

        // Processes of their own (unshare --pid), so that no other server is seen.
        string Server(DatabaseServer server) =>
            $"{binary} --no-defaults --user=mysql --datadir={server.DataFolder} --tmpdir={server.Folder}/tmp --socket={server.Socket} "
            + $"--skip-networking "
            + $"--log-error={server.Folder}/error.log --pid-file={server.Folder}/pid </dev/null >/dev/null 2>&1 & i=0; while [ ! -S "
                + $"{server.Socket} ] && [ $i -lt 300 ]; do sleep 0.1; i=$((i+1)); done; ";
        ProcessRun Run(string servers) =>
            ProcessRun.OfShell(
            $"HOME=/nonexistent unshare --pid --fork --kill-child --mount-proc sh -c '{servers} {check} --state-dir {_folder.Path}; e=$?; "
            + $"exit $e'", TimeSpan.FromMinutes(1));

        var single = Run(Server(one));
        var several = Run(Server(one) + Server(two));

        Assert.SkipWhen(single.Error.Contains("unshare", StringComparison.Ordinal), single.Error);
        Assert.True(single.ExitCode == 0, single.Output + single.Error);
        Assert.Equal(3, several.ExitCode);
        Assert.StartsWith(
            "KILLED_QUERIES UNKNOWN - 2 servers run on this host, and none is named: process ", several.FirstLine,
            StringComparison.Ordinal);
        foreach (var server in new[] { one, two })
        {
            Assert.Contains(server.DataFolder, several.FirstLine, StringComparison.Ordinal);
            Assert.Contains("--socket " + server.Socket, several.Output, StringComparison.Ordinal);
        }
    }

    private static ServerProcess Find(int id, List<string>? notes = null) =>
        Assert.Single(ServerProcess.FindAll(new HostFiles("/"), notes ?? []), process =>
            process.Id == id.ToString(CultureInfo.InvariantCulture));

    private string Watched(string name, string text, string mode)
    {
        var path = _folder.Write(name, text);
        Assert.Equal(0, ProcessRun.Of("/bin/chmod", [mode, path]).ExitCode);
        return path;
    }

    // A shell under another name: the kernel shows the name of the file that was executed.
    private Process Called(string name, string user, params string[] arguments)
    {
        var program = Path.Combine(_folder.Path, name);
        if (!File.Exists(program))
            Assert.Equal(0, ProcessRun.OfShell($"cp /bin/dash {program} && chmod 755 {program}").ExitCode);
        var process = ProcessRun.Start(
            "/usr/bin/setpriv",
            ["--reuid", user, "--regid", user == "nobody" ? "nogroup" : user, "--clear-groups", program, "-c", "sleep 60; :", "x",
            .. arguments]);
        Requirements.Until(
            () => File.ReadAllText($"/proc/{process.Id}/comm") == name + "\n", TimeSpan.FromSeconds(5), "the process has its name");
        return process;
    }
}
