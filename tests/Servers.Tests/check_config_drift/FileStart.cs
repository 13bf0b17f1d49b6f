using System.Diagnostics;
using DatabaseServers;

namespace NagiosChecks.ConfigDrift.Tests;

/// <summary>A server of a test, started again with an option file of its own in place of --no-defaults.</summary>
internal sealed class FileStart : IDisposable
{
    private readonly DatabaseServer _server;
    private readonly string[] _command;
    private Process? _process;

    /// <summary>Takes the running server's command line over, and starts it with the file.</summary>
    public FileStart(DatabaseServer server, string text)
    {
        _server = server;
        var path = Path.Combine(server.Folder, "my.cnf");
        File.WriteAllText(path, text);
        _command = [.. File.ReadAllText($"/proc/{server.ProcessId}/cmdline").Split('\0', StringSplitOptions.RemoveEmptyEntries)
            .Select(word => word == "--no-defaults" ? $"--defaults-file={path}" : word)];
        server.Kill();
        Start();
    }

    /// <summary>Starts it once more.</summary>
    public void Restart()
    {
        End();
        Start();
    }

    public void Dispose() => End();

    private void Start()
    {
        _process = ProcessRun.Start(_command[0], _command[1..]);
        Requirements.Until(() => _server.RunClient(["--socket=" + _server.Socket, "--user=root", "-e", "SELECT 1"]).ExitCode == 0,
            TimeSpan.FromSeconds(60), "the server answers");
    }

    private void End()
    {
        _process?.Kill();
        _process?.WaitForExit();
        _process?.Dispose();
        _process = null;
        // What Kill of the server clears away: lock files.
        _server.Kill();
    }
}
