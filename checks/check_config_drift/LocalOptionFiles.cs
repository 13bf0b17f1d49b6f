using Linux.Host;
using MySql.ReplicationTree;
using MySql.Session;
using Nagios.Plugin;

namespace NagiosChecks.ConfigDrift;

/// <summary>The option files of servers that run on this host, found by their processes.</summary>
/// <param name="host">This host's files.</param>
internal sealed class LocalOptionFiles(HostFiles host)
{
    private List<ServerProcess>? _processes;

    /// <summary>A server with its option files, where they can be read.</summary>
    public ServerReading Of(ServerAnswers server)
    {
        ArgumentNullException.ThrowIfNull(server);
        if (server.Down is not null)
            return new ServerReading(server, null, null);
        if (server.Variable("hostname") is not { Length: > 0 } name || name != host.HostName())
            return new ServerReading(server, null, "its option files are on another host");
        _processes ??= ServerProcess.FindAll(host, []);
        var data = server.Variable("datadir")?.TrimEnd('/');
        var found = _processes.FindAll(process => process.Root.Length == 0 && process.DataDirectory == data);
        if (found.Count != 1 || found[0].OptionFiles is not { } files)
            return new ServerReading(server, null, "its option files were not found from its process");
        return files.Ignored.Count > 0
            ? new ServerReading(server, null, $"{UntrustedText.Clean(files.Ignored[0], 200)}")
            : new ServerReading(server, new FiledOptions(files, "its option file"), null);
    }
}
