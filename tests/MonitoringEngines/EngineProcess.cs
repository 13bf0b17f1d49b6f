using System.Diagnostics;

namespace MonitoringEngines;

/// <summary>A daemon in the foreground, in a session of its own, its output in a file; ended by its process id.</summary>
internal sealed class EngineProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Process _process;

    private EngineProcess(Process process) => _process = process;

    public int Id => _process.Id;

    public bool HasEnded => _process.HasExited;

    /// <summary>Starts a daemon as the engines' account.</summary>
    /// <param name="outputFile">Where its standard output and error go, appended.</param>
    /// <param name="program">The daemon's path.</param>
    /// <param name="arguments">Its arguments; they must keep it in the foreground.</param>
    public static EngineProcess Start(string outputFile, string program, IEnumerable<string> arguments)
    {
        var (first, rest) = EngineAccount.CommandLine(program, arguments);
        // Not a pipe: nobody reads while the daemon runs, and it must never wait for a reader.
        var process = ProcessRun.Start(
            "/bin/sh", ["-c", "out=$1; shift; exec setsid \"$@\" >>\"$out\" 2>&1 </dev/null", "sh", outputFile, first, .. rest],
                EngineAccount.Variables, clearEnvironment: true);
        return new EngineProcess(process);
    }

    /// <summary>Waits until the daemon answers; fails with the tails of its logs when it ends or does not come up.</summary>
    public void AwaitUp(string engine, Func<bool> isUp, IEnumerable<string> logs)
    {
        var clock = Stopwatch.StartNew();
        while (!isUp())
        {
            var ended = HasEnded;
            if (!ended && clock.Elapsed < Patience)
            {
                Thread.Sleep(20);
                continue;
            }

            var what = ended ? $"ended with exit code {_process.ExitCode}" : $"did not come up within {Patience.TotalSeconds} s";
            Kill();
            Assert.Fail($"{engine} {what}\n{LogTail(logs)}");
        }
    }

    /// <summary>SIGTERM, and SIGKILL to all of it when that does not end it in time.</summary>
    public void Terminate()
    {
        if (!HasEnded)
            Signal("TERM");
        if (!_process.WaitForExit(Patience))
            Kill();
    }

    /// <summary>SIGKILL to the daemon and its children, as a crash or the out-of-memory killer does.</summary>
    public void Kill()
    {
        if (!HasEnded)
            _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
    }

    /// <summary>Sends a signal to the daemon alone.</summary>
    public void Signal(string name) => ProcessRun.OfShell($"kill -{name} {Id}");

    public void Dispose()
    {
        Kill();
        _process.Dispose();
    }

    /// <summary>The last lines of the logs that exist.</summary>
    public static string LogTail(IEnumerable<string> logs) =>
        string.Join('\n', logs.Where(File.Exists)
            .Select(log => $"--- {Path.GetFileName(log)}\n{string.Join('\n', File.ReadLines(log).TakeLast(25))}"));
}
