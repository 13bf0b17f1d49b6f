using System.Diagnostics;
using System.Text;

namespace Testing;

/// <summary>What a finished process said, as an engine sees it.</summary>
/// <param name="ExitCode">Exit code; 128 + N when a signal N ended it.</param>
/// <param name="Output">Standard output, UTF-8.</param>
/// <param name="Error">Standard error, UTF-8.</param>
/// <param name="Elapsed">Wall time.</param>
public sealed record ProcessRun(int ExitCode, string Output, string Error, TimeSpan Elapsed)
{
    /// <summary>The first line, without its newline.</summary>
    public string FirstLine => Output.Split('\n')[0];

    /// <summary>Runs a program to its end with an argument array, no shell, nothing on standard input.</summary>
    /// <param name="program">Path or name.</param>
    /// <param name="arguments">Arguments, passed as they are.</param>
    /// <param name="environment">Variables to set, or to remove where null; null leaves the test's own.</param>
    /// <param name="clearEnvironment">Starts from no variables at all.</param>
    /// <param name="patience">After this the process tree is killed and the test fails; default a minute.</param>
    public static ProcessRun Of(
        string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string?>? environment = null,
            bool clearEnvironment = false, TimeSpan? patience = null)
    {
        using var process = Start(program, arguments, environment, clearEnvironment);
        return Finish(process, patience);
    }

    /// <summary>Runs a published check.</summary>
    public static ProcessRun OfPlugin(string name, params string[] arguments) => Of(Repository.Executable(name), arguments);

    /// <summary>Runs a line of shell; for redirections and namespaces.</summary>
    public static ProcessRun OfShell(string line, TimeSpan? patience = null) => Of("/bin/sh", ["-c", line], patience: patience);

    /// <summary>Starts a program without waiting; standard output and error are pipes.</summary>
    public static Process Start(
        string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string?>? environment = null,
        bool clearEnvironment = false)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = new UTF8Encoding(false),
            StandardErrorEncoding = new UTF8Encoding(false),
        };
        if (clearEnvironment)
            start.Environment.Clear();
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>())
            start.Environment[name] = value;
        var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start");
        process.StandardInput.Close();
        return process;
    }

    /// <summary>Waits for a started process and collects what it said.</summary>
    public static ProcessRun Finish(Process process, TimeSpan? patience = null)
    {
        var clock = Stopwatch.StartNew();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(patience ?? TimeSpan.FromMinutes(1)))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{process.StartInfo.FileName} {string.Join(' ', process.StartInfo.ArgumentList)} did not end in time");
        }

        var elapsed = clock.Elapsed;
        process.WaitForExit();
        return new ProcessRun(process.ExitCode, output.Result, error.Result, elapsed);
    }
}
