using Linux.Host;
using MySql.ReplicationTree;
using MySql.Session;
using Nagios.Plugin;

namespace NagiosChecks.ConfigDrift;

/// <summary>The option files that somebody has put beside a recording: NAME.my.cnf for the server NAME.</summary>
internal static class RecordedOptionFiles
{
    /// <summary>A server with its option file.</summary>
    /// <param name="folder">The recording.</param>
    /// <param name="server">The server.</param>
    /// <exception cref="CheckException">The file is there and is no option file.</exception>
    public static ServerReading Of(string folder, ServerAnswers server)
    {
        ArgumentNullException.ThrowIfNull(server);
        var name = server.Server.Replace('/', '_') + ".my.cnf";
        var files = new HostFiles(Path.GetFullPath(folder));
        if (files.Status("/" + name) is null)
            return new ServerReading(server, null, $"the recording has no {UntrustedText.Clean(name, 80)}");
        var read = ServerOptionFiles.ReadCaptured(files, "/" + name);
        return read.Ignored.Count > 0
            ? new ServerReading(server, null, UntrustedText.Clean(read.Ignored[0], 200))
            : new ServerReading(server, new FiledOptions(read, name), null);
    }
}
