using System.Diagnostics;

namespace Nagios.Plugin.Tests;

/// <summary>Runs of <see cref="SampleCheck"/>: inside the test, or as a process as an engine starts one.</summary>
internal static class SampleRun
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "SampleCheck");

    /// <summary>What the started assembly needs to find its runtime, whatever else of the environment is taken away.</summary>
    private static readonly Dictionary<string, string?> RuntimeOnly = new()
    {
        ["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", "..")),
    };

    public static (string Output, int ExitCode) Here(params string[] args) => Here(new SampleCheck(), args);

    public static (string Output, int ExitCode) Here<TLimits, TMeasurement, THistory>(
        Check<SampleOptions, TLimits, TMeasurement, THistory> check, params string[] args)
        where THistory : class
    {
        using var output = new StringWriter { NewLine = "\n" };
        var exitCode = CheckHost.Run(check, args, output);
        return (output.ToString(), exitCode);
    }

    public static (string Output, int ExitCode) Here(Func<SampleOptions, CheckRun, NagiosCheckResult> check, params string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        var exitCode = CheckHost.Run(SampleCheck.Text, args, output, check);
        return (output.ToString(), exitCode);
    }

    public static ProcessRun AsProcess(params string[] args) => ProcessRun.Finish(Start(args));

    // A test run in the background of a script inherits an ignored SIGINT, and so would its children; env gives them the default.
    public static Process Start(string[] args, IReadOnlyDictionary<string, string?>? environment = null) =>
        ProcessRun.Start(
            "/usr/bin/env", ["--default-signal=HUP,INT,TERM", Program, .. args],
            new Dictionary<string, string?>(RuntimeOnly.Concat(environment ?? new Dictionary<string, string?>())), clearEnvironment: true);

    /// <summary>A line of shell in which $CHECK is the check; for redirections, limits and other users.</summary>
    public static ProcessRun InShell(string line) => ProcessRun.Of("/bin/sh", ["-c", ShellLine(line)], RuntimeOnly);

    public static string ShellLine(string line) => line.Replace("$CHECK", $"'{Program}'", StringComparison.Ordinal);
}
