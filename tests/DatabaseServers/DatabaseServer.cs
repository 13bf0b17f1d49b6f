using System.Diagnostics;
using System.Globalization;

namespace DatabaseServers;

/// <summary>How a server is to be started.</summary>
public sealed record ServerOptions
{
    /// <summary>More arguments for the server, each --name=value; the last of one name wins.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Where the binlogs go; null for a folder beside the data.</summary>
    public string? BinlogFolder { get; init; }

    /// <summary>server_id; unique within a pair.</summary>
    public int ServerId { get; init; } = 1;
}

/// <summary>
/// A real server on 127.0.0.1 and on a Unix socket, with a data directory of its own and a root account without password. Killed
/// and removed when disposed, and when the test process ends.
/// </summary>
public sealed class DatabaseServer : IDisposable
{
    private static readonly List<DatabaseServer> Running = [];

    private readonly ServerBinaries _binaries;
    private readonly ServerOptions _options;
    private Process? _process;

    static DatabaseServer() => AppDomain.CurrentDomain.ProcessExit += (_, _) =>
    {
        foreach (var server in Running.ToArray())
            server.Dispose();
    };

    private DatabaseServer(ServerBinaries binaries, ServerOptions options, string folder)
    {
        _binaries = binaries;
        _options = options;
        Folder = folder;
        BinlogFolder = options.BinlogFolder ?? Path.Combine(folder, "binlog");
    }

    /// <summary>Which family.</summary>
    public DatabaseFamily Family => _binaries.Family;

    /// <summary>The server's folder: data, binlogs, socket and error log are in it.</summary>
    public string Folder { get; }

    /// <summary>The data directory.</summary>
    public string DataFolder => Path.Combine(Folder, "data");

    /// <summary>The folder of the binlogs, which are called mysql-bin.NNNNNN.</summary>
    public string BinlogFolder { get; }

    /// <summary>The Unix socket.</summary>
    public string Socket => Path.Combine(Folder, "s.sock");

    /// <summary>The TCP port on 127.0.0.1.</summary>
    public int Port { get; private set; }

    /// <summary>The server's process id; 0 when it does not run.</summary>
    public int ProcessId => _process is { HasExited: false } process ? process.Id : 0;

    /// <summary>The server's error log so far.</summary>
    public string ErrorLog => File.Exists(ErrorLogPath) ? File.ReadAllText(ErrorLogPath) : "";

    /// <summary>The argument that makes a server started by root run as the user mysql.</summary>
    internal static string[] UserArgument { get; } = Environment.UserName == "root" ? ["--user=mysql"] : [];

    private string ErrorLogPath => Path.Combine(Folder, "error.log");

    /// <summary>Starts a server and waits until it answers. Skips the test where the family's server cannot be had.</summary>
    public static DatabaseServer Start(DatabaseFamily family, params string[] arguments) =>
        Start(family, new ServerOptions { Arguments = arguments });

    /// <summary>Starts a server and waits until it answers. Skips the test where the family's server cannot be had.</summary>
    public static DatabaseServer Start(DatabaseFamily family, ServerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var binaries = ServerBinaries.Of(family);
        var template = TestCache.Folder($"template-{family}-{Stamp(binaries)}", binaries.Initialize);
        var server = new DatabaseServer(binaries, options, TestCache.NewServerFolder());
        try
        {
            server.Prepare(template);
            server.Start();
            lock (Running)
                Running.Add(server);
            return server;
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    /// <summary>Starts it again after <see cref="Stop"/> or <see cref="Kill"/>, on the same port.</summary>
    /// <param name="arguments">More arguments for this start.</param>
    public void Start(params string[] arguments)
    {
        for (var attempt = 1; ; attempt++)
        {
            Port = Port == 0 || attempt > 1 ? Requirements.FreePort() : Port;
            if (TryStart(arguments))
                return;
            // Another process was quicker to take the port.
            if (attempt == 3 || !ErrorLog.Contains("ddress already in use", StringComparison.Ordinal))
                Assert.Fail($"{Family} did not start; its error log ends: {string.Join('\n', ErrorLog.Split('\n').TakeLast(15))}");
        }
    }

    /// <summary>Starts a second process over the data of this stopped server, which the caller kills and waits for by himself.</summary>
    /// <param name="arguments">More arguments; the last of one name wins.</param>
    public Process StartBare(params string[] arguments) => Launch(arguments);

    /// <summary>Runs statements as root through the family's own client; fails the test when one fails.</summary>
    public void Execute(string sql) => _ = Query(sql);

    /// <summary>The rows of a query as the family's own client prints them: text, NULL as the word NULL, without a header.</summary>
    public IReadOnlyList<string[]> Query(string sql)
    {
        var run = RunClient(
            ["--socket=" + Socket, "--user=root", "--batch", "--skip-column-names", "--default-character-set=utf8mb4", "-e", sql]);
        Assert.True(run.ExitCode == 0, $"{sql}: {run.Error}");
        return [.. run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t'))];
    }

    /// <summary>The first column of the first row.</summary>
    public string Scalar(string sql) => Query(sql)[0][0];

    /// <summary>Rows as columns by name, as SHOW ... STATUS gives them; empty when there are none.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, string>> QueryByName(string sql)
    {
        var run = RunClient(["--socket=" + Socket, "--user=root", "--batch", "-e", sql]);
        Assert.True(run.ExitCode == 0, $"{sql}: {run.Error}");
        var lines = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t')).ToList();
        return [.. lines.Skip(1).Select(line => lines[0].Zip(line).ToDictionary(pair => pair.First, pair => pair.Second))];
    }

    /// <summary>Starts a client that runs statements on its own, for statements that wait; kill it when done.</summary>
    public Process InBackground(string sql, string user = "root")
    {
        var command = ClientCommand(["--socket=" + Socket, "--user=" + user, "-e", sql]);
        return ProcessRun.Start(command[0], command[1..]);
    }

    /// <summary>Starts a client that runs the statements of a file as root on its own; kill it when done.</summary>
    public Process InBackgroundFrom(string path) =>
        ProcessRun.Start("/bin/sh", ["-c", "exec \"$@\" <\"$0\"", path, .. ClientCommand(["--socket=" + Socket, "--user=root"])]);

    /// <summary>Runs the family's client with arguments of the test's own.</summary>
    public ProcessRun RunClient(IReadOnlyList<string> arguments)
    {
        var command = ClientCommand(arguments);
        return ProcessRun.Of(command[0], command[1..]);
    }

    /// <summary>Another program of the family, such as mysqlbinlog, as a command line.</summary>
    public IReadOnlyList<string> Tool(string name) => _binaries.Tool(name);

    /// <summary>Ends the server in order (SIGTERM); a MySQL primary that had a replica takes about ten seconds.</summary>
    public void Stop()
    {
        Signal("TERM");
        Assert.True(_process!.WaitForExit(TimeSpan.FromSeconds(60)), "the server did not stop");
    }

    /// <summary>Ends the server at once (SIGKILL).</summary>
    public void Kill()
    {
        if (_process is { HasExited: false } process)
        {
            process.Kill();
            process.WaitForExit();
        }

        // A lock file whose process is not yet reaped has stopped a restart now and then.
        File.Delete(Socket);
        File.Delete(Socket + ".lock");
    }

    /// <summary>Stops the server from doing anything, while its connections stay (SIGSTOP).</summary>
    public void Freeze() => Signal("STOP");

    /// <summary>Lets it go on (SIGCONT).</summary>
    public void Thaw() => Signal("CONT");

    /// <summary>Kills the server and removes its folder.</summary>
    public void Dispose()
    {
        lock (Running)
            Running.Remove(this);
        Kill();
        _process?.Dispose();
        _process = null;
        try
        {
            Directory.Delete(Folder, recursive: true);
        }
        catch (IOException)
        {
            // A file system that is still mounted in it; cleared away by the next test process.
        }
    }

    private void Prepare(string template)
    {
        Directory.CreateDirectory(Path.Combine(Folder, "tmp"));
        Directory.CreateDirectory(BinlogFolder);
        var owner = UserArgument.Length > 0 ? $" && chown mysql:mysql {Folder} {Folder}/tmp {BinlogFolder}" : "";
        var run = ProcessRun.OfShell($"cp -a --reflink=auto {template} {DataFolder}{owner}");
        Assert.True(run.ExitCode == 0, run.Error);
    }

    private Process Launch(string[] arguments)
    {
        List<string> command = [.. _binaries.Server];
        if (Family == DatabaseFamily.MariaDb)
            command.AddRange(["--no-defaults", "--skip-slave-start", "--binlog-format=ROW", "--innodb-log-file-size=16M"]);
        else
            command.AddRange(["--skip-replica-start", "--mysqlx=OFF", "--innodb-redo-log-capacity=32M"]);
        command.AddRange(
        [
            .. UserArgument, $"--datadir={DataFolder}", $"--tmpdir={Folder}/tmp", $"--socket={Socket}", $"--pid-file={Folder}/pid",
                "--bind-address=127.0.0.1", $"--port={Port}",
            string.Create(CultureInfo.InvariantCulture, $"--server-id={_options.ServerId}"), "--report-host=127.0.0.1",
                $"--report-port={Port}", $"--log-bin={BinlogFolder}/mysql-bin",
            $"--log-error={ErrorLogPath}", "--innodb-buffer-pool-size=64M", "--innodb-flush-log-at-trx-commit=2", "--skip-name-resolve",
                "--secure-file-priv=",
            .. _options.Arguments, .. arguments,
        ]);
        var start = new ProcessStartInfo(
            "/bin/sh", ["-c", "exec \"$@\" </dev/null >>\"$0\" 2>&1", Path.Combine(Folder, "output.log"), .. command]);
        return Process.Start(start)!;
    }

    private bool TryStart(string[] arguments)
    {
        _process?.Dispose();
        _process = Launch(arguments);
        var patience = Stopwatch.StartNew();
        while (patience.Elapsed < TimeSpan.FromSeconds(60))
        {
            if (_process.HasExited)
                return false;
            if (File.Exists(Socket) && RunClient(["--socket=" + Socket, "--user=root", "-e", "SELECT 1"]).ExitCode == 0)
                return true;
            Thread.Sleep(30);
        }

        Kill();
        return false;
    }

    private string[] ClientCommand(IReadOnlyList<string> arguments) => [.. _binaries.Client, "--no-defaults", .. arguments];

    private void Signal(string name)
    {
        var run = ProcessRun.OfShell(string.Create(CultureInfo.InvariantCulture, $"kill -{name} {ProcessId}"));
        Assert.True(run.ExitCode == 0, run.Error);
    }

    // Another version of the server gets another template.
    private static string Stamp(ServerBinaries binaries)
    {
        var program = new FileInfo(binaries.Family == DatabaseFamily.MariaDb ? binaries.Server[0] : binaries.Server[5]);
        return string.Create(
            CultureInfo.InvariantCulture, $"{program.Length}-{new DateTimeOffset(program.LastWriteTimeUtc).ToUnixTimeSeconds()}");
    }
}
