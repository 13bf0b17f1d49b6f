using System.Diagnostics;
using System.Text.Json.Nodes;

namespace MonitoringEngines;

/// <summary>
/// A real Icinga 2 (Debian package icinga2-bin) with a configuration of its own: API with TLS, Livestatus over a unix socket
/// and TCP, command pipe.
/// </summary>
public sealed class IcingaEngine : IDisposable
{
    internal const string Daemon = "/usr/sbin/icinga2";

    /// <summary>The API user of the tests, who may do everything; its password is <see cref="Password"/>.</summary>
    public const string UserName = "tester";

    private static readonly TimeSpan CheckPatience = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _folder = new();
    private EngineProcess? _process;
    private IcingaApi? _api;

    private IcingaEngine()
    {
    }

    /// <summary>The folder that holds everything of this engine.</summary>
    public string Folder => _folder.Path;

    /// <summary>The API's TCP port on 127.0.0.1.</summary>
    public int ApiPort { get; private set; }

    /// <summary>The API user's password, made for this engine.</summary>
    public string Password { get; } = Guid.NewGuid().ToString("N");

    /// <summary>The API, asked as <see cref="UserName"/>.</summary>
    public IcingaApi Api => _api!;

    /// <summary>Livestatus' unix socket; the file stays after a kill.</summary>
    public string LivestatusPath => Path.Combine(Folder, "run", "livestatus");

    /// <summary>Livestatus' TCP port on 127.0.0.1.</summary>
    public int LivestatusPort { get; private set; }

    /// <summary>The FIFO for external commands in Nagios' language.</summary>
    public string CommandPath => Path.Combine(Folder, "run", "icinga2.cmd");

    /// <summary>The daemon's process id.</summary>
    public int ProcessId => _process!.Id;

    /// <summary>
    /// Starts Icinga with objects in its language. Ready to use: templates <c>engine-host</c> (never checked) and
    /// <c>engine-service</c> (one attempt, checked once at the start), the constant <c>PluginDir</c>, the templates and
    /// commands of &lt;itl&gt; and &lt;plugins&gt;.
    /// </summary>
    /// <param name="objects">Objects.</param>
    /// <param name="pluginDir">The constant PluginDir.</param>
    public static IcingaEngine Start(string objects, string pluginDir = "/usr/lib/nagios/plugins")
    {
        Requirements.Program("icinga2-bin", Daemon);
        var engine = new IcingaEngine();
        try
        {
            engine.Configure(objects, pluginDir);
            engine.InstallCertificates();
            engine.Start();
            return engine;
        }
        catch
        {
            engine.Dispose();
            throw;
        }
    }

    /// <summary>What <c>icinga2 daemon -C</c> says about objects.</summary>
    public static ProcessRun Verify(string objects, string pluginDir = "/usr/lib/nagios/plugins")
    {
        Requirements.Program("icinga2-bin", Daemon);
        using var engine = new IcingaEngine();
        engine.Configure(objects, pluginDir);
        engine.InstallCertificates();
        return EngineAccount.Run(Daemon, ["daemon", "-C", .. engine.DaemonArguments]);
    }

    /// <summary>Starts the daemon again after <see cref="Stop"/> or <see cref="Kill"/>, on the same folder and ports.</summary>
    public void Start()
    {
        _process?.Dispose();
        _api ??= new IcingaApi(ApiPort, UserName, Password);
        _process = EngineProcess.Start(OutputPath, Daemon, ["daemon", .. DaemonArguments]);
        _process.AwaitUp("icinga2", () => Api.Answers() && File.Exists(LivestatusPath), [OutputPath]);
        // Icinga spreads first checks over a minute.
        Console("for (service in get_objects(Service)) { if (service.enable_active_checks && service.last_check_result == null) { "
            + "service.next_check = 0 } }");
    }

    /// <summary>Stops the daemon cleanly: it saves its state.</summary>
    public void Stop() => _process?.Terminate();

    /// <summary>Ends the daemon and its children by SIGKILL: nothing is saved, the sockets' files stay.</summary>
    public void Kill() => _process?.Kill();

    /// <summary>A clean stop and a start.</summary>
    public void Restart()
    {
        Stop();
        Start();
    }

    /// <summary>Writes an external command in Nagios' language to the command pipe; the time is put before it.</summary>
    public void Command(string command)
    {
        Assert.False(_process is null || _process.HasEnded, "icinga2 does not run: nobody reads its commands");
        using var pipe = new FileStream(CommandPath, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        pipe.Write(System.Text.Encoding.UTF8.GetBytes($"[{DateTimeOffset.UtcNow.ToUnixTimeSeconds()}] {command}\n"));
    }

    /// <summary>Asks Livestatus through its unix socket.</summary>
    /// <param name="query">The query; the empty line that ends it is added.</param>
    public string Livestatus(string query) => LivestatusClient.Ask(LivestatusPath, query);

    /// <summary>A service's attributes as the API gives them.</summary>
    public JsonNode Service(string host, string service) =>
        Api.Get($"/v1/objects/services/{Uri.EscapeDataString(host)}!{Uri.EscapeDataString(service)}")["results"]![0]!["attrs"]!;

    /// <summary>Hands in a service's result as a passive check; the API answers when it is processed.</summary>
    /// <param name="host">Host.</param>
    /// <param name="service">Service.</param>
    /// <param name="state">0 to 3.</param>
    /// <param name="output">Text, first line and long output, without perfdata: Icinga does not split it.</param>
    /// <param name="perfdata">Perfdata items.</param>
    public void Submit(string host, string service, int state, string output, params string[] perfdata) =>
        Api.Post("/v1/actions/process-check-result", new JsonObject
        {
            ["type"] = "Service",
            ["service"] = $"{host}!{service}",
            ["exit_status"] = state,
            ["plugin_output"] = output,
            ["performance_data"] = new JsonArray([.. perfdata.Select(item => (JsonNode)item)]),
        });

    /// <summary>Waits until a service's attributes are as asked for; fails with Icinga's log otherwise.</summary>
    public JsonNode Await(string host, string service, Func<JsonNode, bool> condition, string awaited)
    {
        ArgumentNullException.ThrowIfNull(condition);
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var attributes = Service(host, service);
            if (condition(attributes))
                return attributes;
            if (clock.Elapsed > CheckPatience)
                Assert.Fail($"not within {CheckPatience.TotalSeconds} s: {awaited}\n{attributes}\n{EngineProcess.LogTail([OutputPath])}");
            Thread.Sleep(100);
        }
    }

    /// <summary>The result of a service's first check since the start.</summary>
    public CheckArrival FirstResult(string host, string service) =>
        Result(Await(host, service, attributes => attributes["last_check_result"] is not null, $"the first check of {host}/{service}"));

    /// <summary>Has a service checked now, outside its schedule, and returns the result that this check brought.</summary>
    public CheckArrival Check(string host, string service)
    {
        var last = LastRun(Service(host, service));
        Api.Post("/v1/actions/reschedule-check",
            new JsonObject { ["type"] = "Service", ["service"] = $"{host}!{service}", ["force"] = true });
        return Result(Await(host, service, attributes => LastRun(attributes) > last, $"a check of {host}/{service}"));
    }

    /// <summary>
    /// Perfdata items as Icinga's own parser reads them: label, value, unit (converted to base units), warn, crit, min, max, or null where
    /// it refuses the item.
    /// </summary>
    public IReadOnlyList<JsonNode?> ParsePerfData(IEnumerable<string> items)
    {
        var list = string.Join(", ", items.Select(Quoted));
        var script = $"[ {list} ].map(item => {{ try {{ return parse_performance_data(item) }} except {{ return null }} }})";
        return [.. Console(script)!.AsArray()];
    }

    /// <summary>Evaluates an expression in Icinga's language inside the daemon (/v1/console/execute-script).</summary>
    public JsonNode? Console(string expression)
    {
        var answer = Api.Post(
            "/v1/console/execute-script",
            new JsonObject { ["session"] = Guid.NewGuid().ToString(), ["command"] = expression, ["sandboxed"] = false })["results"]![0]!;
        Assert.True(answer["code"]!.GetValue<double>() == 200, $"{expression}: {answer["status"]}");
        return answer["result"];
    }

    /// <summary>What the daemon wrote since it was started first.</summary>
    public string Log() => File.Exists(OutputPath) ? File.ReadAllText(OutputPath) : "";

    /// <summary>Ends the daemon and removes its folder.</summary>
    public void Dispose()
    {
        _process?.Dispose();
        _api?.Dispose();
        _folder.Dispose();
    }

    private string OutputPath => Path.Combine(Folder, "output.txt");

    private IEnumerable<string> DaemonArguments => ["-c", $"{Folder}/conf/icinga2.conf", .. IcingaConfiguration.Constants(Folder)];

    // Icinga's language knows fewer escapes than JSON: no \u.
    private static string Quoted(string text) =>
        $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private static double LastRun(JsonNode attributes) => attributes["last_check_result"]?["execution_start"]?.GetValue<double>() ?? 0;

    private static CheckArrival Result(JsonNode attributes)
    {
        var result = attributes["last_check_result"]!;
        var lines = result["output"]!.GetValue<string>().TrimEnd('\n').Split('\n', 2);
        var perfdata = result["performance_data"]?.AsArray().Select(item => item!.GetValue<string>()) ?? [];
        return new CheckArrival(
            (int)result["state"]!.GetValue<double>(), lines[0].TrimEnd(), lines.Length > 1 ? lines[1] : "", string.Join(' ', perfdata));
    }

    private void Configure(string objects, string pluginDir)
    {
        ApiPort = Requirements.FreePort();
        LivestatusPort = Requirements.FreePort();
        foreach (var name in new[] { "data", "log", "cache", "spool", "run" })
            Directory.CreateDirectory(Path.Combine(Folder, name));
        _folder.Write("conf/icinga2.conf", IcingaConfiguration.MainFile(Folder, pluginDir, ApiPort, LivestatusPort, Password));
        _folder.Write("conf/objects.conf", objects);
        EngineAccount.Own(Folder);
    }

    private void InstallCertificates()
    {
        var certificates = Directory.CreateDirectory(Path.Combine(Folder, "data", "certs")).FullName;
        const string name = IcingaCertificates.NodeName;
        foreach (var (from, to) in new[] { ($"{name}.crt", $"{name}.crt"), ($"{name}.key", $"{name}.key"), ("ca.crt", "ca.crt") })
            File.Copy(IcingaCertificates.PathOf(from), Path.Combine(certificates, to));
        EngineAccount.Own(Path.Combine(Folder, "data"));
    }
}
