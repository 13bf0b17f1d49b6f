namespace Engines.Tests;

/// <summary>
/// The calls whose results must arrive as the executable printed them. Checks of captured and made-up hosts bring every state, long
/// output, many perfdata items and text beyond ASCII; what every executable must do is called on every one of them.
/// </summary>
internal sealed class PluginCalls : IDisposable
{
    private const string ByDefault = "by-default";

    private readonly string _capturedHosts;
    private readonly Dictionary<string, string> _realHosts;
    private int _runs;

    public PluginCalls()
    {
        Plugins = new PluginFolder();
        using var folder = new TemporaryFolder();
        _capturedHosts = folder.Path;
        foreach (var (name, make) in Hosts)
            make(new CapturedHost(Path.Combine(folder.Path, name)));
        _capturedHosts = Plugins.Capture(folder.Path);
        _realHosts = RealHosts.ToDictionary(name => name, name => Plugins.Capture(Repository.Fixture("check_conntrack", name)));
    }

    /// <summary>The plugins directory that the engines use.</summary>
    public PluginFolder Plugins { get; }

    /// <summary>Calls and the states they must end in.</summary>
    public static TheoryData<string, int> Judged => new(Conntrack.Select(call => (call.Key, call.Value.State)).Append((Longer, 2)));

    /// <summary>Calls of every executable that only the command line decides.</summary>
    public static TheoryData<string> OfEveryExecutable =>
        new(Repository.Executables.SelectMany(name => Misuse.Keys.Select(misuse => $"{name}-{misuse}")));

    /// <summary>A call without any option of every executable: what this machine makes of it is not known beforehand.</summary>
    public static TheoryData<string> Plain => new(Repository.Executables.Select(name => $"{name}-{ByDefault}"));

    /// <summary>More text than Nagios 4.4 keeps and NRPE's older packets carry.</summary>
    public static string Longest => "longest";

    /// <summary>As much text as -vv allows.</summary>
    public static string Longer => "longer";

    /// <summary>Trees captured on a real machine, beside the ones made here.</summary>
    private static string[] RealHosts { get; } = ["host-idle", "namespace-filling", "namespace-full-and-dropping"];

    // As many as fit a line of nrpe.cfg.
    private static IEnumerable<string> ManyModules => Enumerable.Range(100, 200).Select(number => $"mod{number}");

    private static Dictionary<string, Action<CapturedHost>> Hosts { get; } = new()
    {
        ["calm"] = host => host.Table("1234", 65536),
        ["filling"] = host => host.Table("55706", 65536),
        ["full"] = host => host.Table("65536", 65536),
        ["garbled"] = host => host.Table("many", 65536),
        ["crowded"] = host => AddCrowd(host.Table("64000", 65536)),
        ["modular"] = host => host.Modules(ManyModules),
        ["foreign"] = host => host.Table("10", 1000).Namespace("größe-日本-🦊", 990),
    };

    // The state is what the arguments make of the host, so it stands here and not in the host's name.
    private static Dictionary<string, (int State, string Host, string[] Arguments)> Conntrack { get; } = new()
    {
        ["fine"] = (0, "calm", []),
        ["fine-in-detail"] = (0, "calm", ["-vv"]),
        ["warning"] = (1, "filling", []),
        ["warning-in-detail"] = (1, "filling", ["-vv"]),
        ["critical"] = (2, "full", []),
        ["critical-by-a-range"] = (2, "calm", ["--entries-critical", "@1000:2000", "--entries-warning", "~:5"]),
        ["unreadable"] = (3, "garbled", []),
        ["unreadable-in-detail"] = (3, "garbled", ["-vv"]),
        ["long"] = (2, "crowded", []),
        ["long-in-detail"] = (2, "crowded", ["-vv"]),
        ["calm-and-long"] =
            (0, "crowded", ["-w", "100", "-c", "100", "--bucket-load-warning", "~:", "--bucket-load-critical", "~:", "-vv"]),
        ["captured-idle"] = (0, "host-idle", ["-v"]),
        ["captured-filling"] = (1, "namespace-filling", []),
        ["captured-dropping"] = (2, "namespace-full-and-dropping", ["-v"]),
        ["beyond-ascii"] = (2, "foreign", ["-vv"]),
    };

    private static Dictionary<string, string[]> Misuse { get; } = new()
    {
        ["unknown-option"] = ["--no-such-option"],
        ["missing-value"] = ["--timeout"],
        ["stray-word"] = ["stray"],
        ["repeated-option"] = ["-t", "5", "--timeout", "6"],
        ["wrong-value"] = ["--timeout", "soon"],
        ["version"] = ["--version"],
    };

    /// <summary>Every call, for an engine's configuration.</summary>
    public IEnumerable<PluginCall> All => new[] { Longer, Longest }.Concat(Conntrack.Keys)
        .Concat(Repository.Executables.SelectMany(name => Misuse.Keys.Append(ByDefault).Select(kind => $"{name}-{kind}"))).Select(Find);

    /// <summary>One call by its name.</summary>
    public PluginCall Find(string name)
    {
        if (name == Longer || name == Longest)
        {
            return new PluginCall(
                name, "check_kernel_modules",
                ["--root", Path.Combine(_capturedHosts, "modular"), "--modules", string.Join(',', ManyModules), name == Longer ? "-vv"
                : "-vvv"]);
        }

        if (Conntrack.TryGetValue(name, out var call))
            return new PluginCall(
                name, "check_conntrack",
                ["--root", _realHosts.GetValueOrDefault(call.Host) ?? Path.Combine(_capturedHosts, call.Host), .. call.Arguments]);
        var (executable, kind) = (name.Split('-', 2)[0], name.Split('-', 2)[1]);
        return new PluginCall(name, executable, kind == ByDefault ? [] : Misuse[kind]);
    }

    /// <summary>The command line with a state directory of its own, so that every caller's run is a first run.</summary>
    public IReadOnlyList<string> CommandLine(PluginCall call, string caller)
    {
        string[] state = call.Arguments.Contains("--root") || call.Arguments.Count == 0
            ? ["--state-dir", $"{StateFolder.Path}/{caller}-{call.Name}"] : [];
        return [Plugins[call.Executable], .. call.Arguments, .. state];
    }

    /// <summary>What the executable says when no engine calls it.</summary>
    public ProcessRun RunAlone(string name, params string[] more)
    {
        var line = CommandLine(Find(name), "alone" + Interlocked.Increment(ref _runs));
        return EngineAccount.Run(line[0], [.. line.Skip(1), .. more]);
    }

    /// <summary>Holds a result that depends on the machine against the form that every result has.</summary>
    internal void AssertWellFormed(string name, CheckArrival arrived)
    {
        var executable = Find(name).Executable;
        var word = new[] { "OK", "WARNING", "CRITICAL", "UNKNOWN" }[arrived.State];
        Assert.StartsWith(
            $"{(executable.StartsWith("check_", StringComparison.Ordinal) ? executable[6..] : executable).ToUpperInvariant()} {word} - ",
            arrived.FirstLine, StringComparison.Ordinal);
        _ = PerfDataItem.Split(arrived.PerfData);
    }

    public void Dispose()
    {
        Plugins.Dispose();
        StateFolder.Dispose();
    }

    private TemporaryFolder StateFolder { get; } = MakeStateFolder();

    private static TemporaryFolder MakeStateFolder()
    {
        var folder = new TemporaryFolder();
        EngineAccount.Own(folder.Path);
        return folder;
    }

    private static void AddCrowd(CapturedHost host)
    {
        for (var number = 0; number < 80; number++)
            host.Namespace($"balancer-{number:00}", 60000 + (number * 50));
    }
}
