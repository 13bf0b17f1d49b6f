using System.Diagnostics;

namespace MonitoringEngines;

/// <summary>
/// A real Nagios Core 4 (Debian package nagios4-core) with a configuration of its own, which reads external commands and
/// writes status.dat every second.
/// </summary>
public sealed class NagiosEngine : IDisposable
{
    private const string Daemon = "/usr/sbin/nagios4";
    private static readonly TimeSpan CheckPatience = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _folder = new();
    private EngineProcess? _process;

    private NagiosEngine()
    {
    }

    /// <summary>The folder that holds everything of this engine.</summary>
    public string Folder => _folder.Path;

    /// <summary>status.dat; missing while Nagios is stopped cleanly, left behind and stale after a kill.</summary>
    public string StatusPath => Path.Combine(Folder, "status.dat");

    /// <summary>The FIFO for external commands.</summary>
    public string CommandPath => Path.Combine(Folder, "rw", "nagios.cmd");

    /// <summary>Nagios' own log.</summary>
    public string LogPath => Path.Combine(Folder, "nagios.log");

    /// <summary>The daemon's process id.</summary>
    public int ProcessId => _process!.Id;

    /// <summary>
    /// Starts Nagios with object definitions. Ready to use: timeperiod <c>always</c>, contact <c>nobody</c>, templates
    /// <c>engine-host</c> and <c>engine-service</c> (one attempt, checked once at the start), command <c>run</c> whose
    /// $ARG1$ is the command line, <c>none</c> which does nothing and is OK.
    /// </summary>
    /// <param name="objects">Definitions; every closing brace on a line of its own.</param>
    /// <param name="settings">Lines for nagios.cfg, such as service_check_timeout=5; they come last.</param>
    /// <param name="user1">The plugins directory, $USER1$.</param>
    public static NagiosEngine Start(string objects, string settings = "", string user1 = "/usr/lib/nagios/plugins")
    {
        Requirements.Program("nagios4-core", Daemon);
        var engine = new NagiosEngine();
        try
        {
            engine.Configure(objects, settings, user1);
            engine.Start();
            return engine;
        }
        catch
        {
            engine.Dispose();
            throw;
        }
    }

    /// <summary>What <c>nagios4 -v</c> says about object definitions.</summary>
    public static ProcessRun Verify(string objects, string user1 = "/usr/lib/nagios/plugins")
    {
        Requirements.Program("nagios4-core", Daemon);
        using var engine = new NagiosEngine();
        engine.Configure(objects, "", user1);
        return EngineAccount.Run(Daemon, "-v", Path.Combine(engine.Folder, "nagios.cfg"));
    }

    /// <summary>Starts the daemon again after <see cref="Stop"/> or <see cref="Kill"/>, on the same folder.</summary>
    public void Start()
    {
        _process?.Dispose();
        File.Delete(LogPath);
        _process = EngineProcess.Start(Path.Combine(Folder, "output.txt"), Daemon, [Path.Combine(Folder, "nagios.cfg")]);
        // The FIFO of a killed engine is still there: only this start's own log tells that it is being read. On a busy machine the worker
        // that makes the FIFO may come after that line of the log.
        _process.AwaitUp(
            "nagios4", () =>
            File.Exists(StatusPath) && File.Exists(CommandPath) && Log()
                .Contains("Successfully launched command file worker", StringComparison.Ordinal), Logs);
    }

    /// <summary>Stops the daemon cleanly: it saves retention.dat and removes status.dat.</summary>
    public void Stop() => _process?.Terminate();

    /// <summary>Ends the daemon by SIGKILL: nothing is saved, status.dat stays as it was.</summary>
    public void Kill() => _process?.Kill();

    /// <summary>A clean stop and a start.</summary>
    public void Restart()
    {
        Stop();
        Start();
    }

    /// <summary>Writes an external command, such as <c>ACKNOWLEDGE_SVC_PROBLEM;host;service;2;0;0;author;comment</c>; the time is put
    /// before it.</summary>
    public void Command(string command)
    {
        // The log is Nagios' and must not hide that a command had no reader: opening a FIFO without one would wait for ever.
        Assert.False(_process is null || _process.HasEnded, "nagios4 does not run: nobody reads its commands");
        using var pipe = new FileStream(CommandPath, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        pipe.Write(System.Text.Encoding.UTF8.GetBytes($"[{DateTimeOffset.UtcNow.ToUnixTimeSeconds()}] {command}\n"));
    }

    /// <summary>Hands in a service's result as a passive check and waits until status.dat shows it.</summary>
    /// <param name="host">Host.</param>
    /// <param name="service">Service description.</param>
    /// <param name="state">0 to 3.</param>
    /// <param name="output">Plugin output with perfdata; a literal \n begins the long output.</param>
    public StatusBlock Submit(string host, string service, int state, string output)
    {
        Command($"PROCESS_SERVICE_CHECK_RESULT;{host};{service};{state};{output}");
        var text = output.Split(["|", "\\n"], 2, StringSplitOptions.None)[0].TrimEnd();
        return Await(host, service, status =>
            status["current_state"] == $"{state}" && status["plugin_output"] == text, $"the result {state} '{text}' of {host}/{service}");
    }

    /// <summary>Every block of status.dat as it is now; none while there is no such file.</summary>
    public IReadOnlyList<StatusBlock> Status()
    {
        try
        {
            return [.. StatusFile.Read(StatusPath)];
        }
        catch (FileNotFoundException)
        {
            return [];
        }
    }

    /// <summary>A service's block of status.dat.</summary>
    public StatusBlock Service(string host, string service) =>
        Status().FirstOrDefault(
            block => block.Kind == "servicestatus" && block["host_name"] == host && block["service_description"] == service)
        ?? throw new InvalidOperationException($"status.dat has no service {host}/{service}\n{EngineProcess.LogTail(Logs)}");

    /// <summary>Waits until a service's block is as asked for; fails with Nagios' log otherwise.</summary>
    public StatusBlock Await(string host, string service, Func<StatusBlock, bool> condition, string awaited)
    {
        ArgumentNullException.ThrowIfNull(condition);
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var status = Service(host, service);
            if (condition(status))
                return status;
            if (clock.Elapsed > CheckPatience)
                Assert.Fail($"not within {CheckPatience.TotalSeconds} s: {awaited}\n"
                    + string.Join('\n', status.Fields.Select(field => $"{field.Key}={field.Value}")) + '\n' + EngineProcess.LogTail(Logs));
            Thread.Sleep(100);
        }
    }

    /// <summary>The result of a service's first check since the start, as soon as status.dat has it.</summary>
    public CheckArrival FirstResult(string host, string service) =>
        StatusFile.Result(Await(host, service, status => status["has_been_checked"] == "1", $"the first check of {host}/{service}"))!;

    /// <summary>Has a service checked now, outside its schedule, and returns the result that this check brought.</summary>
    public CheckArrival Check(string host, string service)
    {
        // last_check has whole seconds: a check in the same second as the one before could not be told from it.
        var last = long.Parse(Service(host, service)["last_check"]);
        while (DateTimeOffset.UtcNow.ToUnixTimeSeconds() <= last)
            Thread.Sleep(50);
        Command($"SCHEDULE_FORCED_SVC_CHECK;{host};{service};{DateTimeOffset.UtcNow.ToUnixTimeSeconds()}");
        return StatusFile.Result(Await(host, service, status => long.Parse(status["last_check"]) > last, $"a check of {host}/{service}"))!;
    }

    /// <summary>Nagios' log since the last start; empty before its first line.</summary>
    public string Log() => File.Exists(LogPath) ? File.ReadAllText(LogPath) : "";

    /// <summary>Ends the daemon and removes its folder.</summary>
    public void Dispose()
    {
        _process?.Dispose();
        _folder.Dispose();
    }

    private IEnumerable<string> Logs => [Path.Combine(Folder, "output.txt"), LogPath];

    private void Configure(string objects, string settings, string user1)
    {
        Directory.CreateDirectory(Path.Combine(Folder, "rw"));
        Directory.CreateDirectory(Path.Combine(Folder, "spool"));
        _folder.Write("nagios.cfg", NagiosConfiguration.MainFile(Folder) + settings + "\n");
        _folder.Write("resource.cfg", $"$USER1$={user1}\n");
        _folder.Write("base.cfg", NagiosConfiguration.BaseObjects);
        _folder.Write("objects.cfg", objects);
        EngineAccount.Own(Folder);
    }
}
