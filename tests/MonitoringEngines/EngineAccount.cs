namespace MonitoringEngines;

/// <summary>
/// The account that engines and the plugins they call run as: nagios when the tests run as root, as on a Debian machine;
/// the tests' own account otherwise.
/// </summary>
public static class EngineAccount
{
    /// <summary>True when the tests run as root and the engines as nagios.</summary>
    public static bool IsSeparate { get; } = Environment.UserName == "root";

    /// <summary>The account's name.</summary>
    public static string Name => IsSeparate ? "nagios" : Environment.UserName;

    /// <summary>The name of the account's group.</summary>
    public static string Group { get; } = IsSeparate ? "nagios" : ProcessRun.Of("id", ["-gn"]).FirstLine;

    /// <summary>Gives a folder and what is in it to the account.</summary>
    public static void Own(string path)
    {
        if (!IsSeparate)
            return;
        var change = ProcessRun.Of("chown", ["-R", $"{Name}:{Group}", path]);
        Assert.True(change.ExitCode == 0, change.Error);
    }

    /// <summary>Runs a program to its end as the account, in the environment that an engine's start script leaves.</summary>
    public static ProcessRun Run(string program, params string[] arguments)
    {
        var (first, rest) = CommandLine(program, arguments);
        return ProcessRun.Of(first, rest, Variables, clearEnvironment: true);
    }

    // setpriv replaces itself by the program, so the process that was started is the program.
    internal static (string Program, IEnumerable<string> Arguments) CommandLine(string program, IEnumerable<string> arguments)
    {
        if (!IsSeparate)
            return (program, arguments);
        var setpriv = Requirements.Program("util-linux", "/usr/bin/setpriv");
        return (setpriv, [$"--reuid={Name}", $"--regid={Group}", "--clear-groups", program, .. arguments]);
    }

    // Neither HOME nor a UTF-8 locale: what the daemons' service files give them.
    internal static IReadOnlyDictionary<string, string?> Variables { get; } =
        new Dictionary<string, string?> { ["PATH"] = "/usr/sbin:/usr/bin:/sbin:/bin", ["LANG"] = "C" };
}
