using System.Globalization;

namespace MonitoringEngines;

/// <summary>A real NRPE server (Debian package nagios-nrpe-server) on loopback, called by the real check_nrpe.</summary>
public sealed class NrpeServer : IDisposable
{
    private const string Daemon = "/usr/sbin/nrpe";
    private const string Client = "/usr/lib/nagios/plugins/check_nrpe";

    private readonly TemporaryFolder _folder = new();
    private EngineProcess? _process;

    private NrpeServer() => Port = Requirements.FreePort();

    /// <summary>The TCP port on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>Starts the server.</summary>
    /// <param name="commands">Command names and their command lines, which the server runs through sh.</param>
    /// <param name="commandTimeout">Seconds after which the server kills a command.</param>
    public static NrpeServer Start(IReadOnlyDictionary<string, string> commands, int commandTimeout = 30) =>
        Start(string.Concat(commands.Select(command => $"command[{command.Key}]={command.Value}\n")), commandTimeout);

    /// <summary>Starts the server with lines of nrpe.cfg.</summary>
    public static NrpeServer Start(string definitions, int commandTimeout = 30)
    {
        Requirements.Program("nagios-nrpe-server", Daemon);
        Requirements.Program("nagios-nrpe-plugin", Client);
        var server = new NrpeServer();
        try
        {
            server.Run(definitions, commandTimeout);
            return server;
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    /// <summary>Calls a command as the monitoring server does: check_nrpe -c COMMAND.</summary>
    /// <param name="command">The command's name.</param>
    /// <param name="options">More options for check_nrpe, such as -3 or -u.</param>
    public ProcessRun Call(string command, params string[] options) =>
        ProcessRun.Of(Client,
            ["-H", "127.0.0.1", "-p", Port.ToString(CultureInfo.InvariantCulture), "-t", "40", .. options, "-c", command]);

    /// <summary>Ends the server and removes its folder.</summary>
    public void Dispose()
    {
        _process?.Dispose();
        _folder.Dispose();
    }

    private void Run(string definitions, int commandTimeout)
    {
        var log = Path.Combine(_folder.Path, "nrpe.log");
        var configuration = _folder.Write("nrpe.cfg", $"""
            log_file={log}
            pid_file={_folder.Path}/nrpe.pid
            server_address=127.0.0.1
            server_port={Port}
            nrpe_user={EngineAccount.Name}
            nrpe_group={EngineAccount.Group}
            allowed_hosts=127.0.0.1
            command_timeout={commandTimeout}
            connection_timeout=60
            disable_syslog=1
            {definitions}
            """);
        EngineAccount.Own(_folder.Path);
        var output = Path.Combine(_folder.Path, "output.txt");
        _process = EngineProcess.Start(output, Daemon, ["-c", configuration, "-f"]);
        _process.AwaitUp(
            "nrpe", () => File.Exists(log) && File.ReadAllText(log).Contains("Listening for connections", StringComparison.Ordinal),
            [output, log]);
    }
}
