using Linux.Host;
using MySql.Session;
using Nagios.Plugin;

namespace MySql.BinlogFiles;

/// <summary>Finds the binlogs of the server that runs here, when nobody has named a directory: by its command line and option files, so
/// that no login
/// is needed.</summary>
public static class BinlogPlace
{
    /// <summary>The directory, with the base name as in log_bin where that is set.</summary>
    /// <param name="files">This host.</param>
    /// <exception cref="CheckNotApplicableException">No server runs here, or it writes no binlog.</exception>
    /// <exception cref="CheckException">More than one server runs here.</exception>
    public static string OfThisHost(HostFiles files)
    {
        ArgumentNullException.ThrowIfNull(files);
        var (places, servers) = Places(files);
        if (servers == 0)
        {
            throw new CheckNotApplicableException(
                "no MySQL or MariaDB server runs on this host (no process mysqld or mariadbd); --dir names the binlogs of one that is "
                    + "down");
        }

        return places.Count switch
        {
            0 => throw new CheckNotApplicableException("the server here writes no binlog (skip-log-bin)"),
            1 => places.First(),
            _ => throw new CheckException(
                $"{places.Count} servers run here: name the binlogs of one with --dir "
                    + $"({UntrustedText.Clean(string.Join(", ", places.Take(4)), 300)})"),
        };
    }

    private static (SortedSet<string> Places, int Servers) Places(HostFiles files)
    {
        var places = new SortedSet<string>(StringComparer.Ordinal);
        // A process of a stranger may be called so and name any directory.
        var servers = ServerProcess.FindAll(files, []).FindAll(server => server.IsTrusted);
        foreach (var server in servers)
        {
            if (!server.IsOff)
                places.Add(PlaceOf(server));
        }

        return (places, servers.Count);
    }

    // A service of systemd has mounts of its own, too, and mostly the same directories: then their usual names do.
    private static string PlaceOf(ServerProcess server)
    {
        var path = server.LogBin ?? server.DataDirectory;
        return server.Root.Length == 0 || SameDirectory(server.Root + path, path) ? path : server.Root + path;
    }

    private static bool SameDirectory(string there, string here)
    {
        var (one, other) = (FileStatus.Read(Existing(there)), FileStatus.Read(Existing(here)));
        return one is { } left && other is { } right && left.IsSameFile(right);

        static string Existing(string place) =>
            FileStatus.Read(place) is { IsDirectory: true } ? place : Path.GetDirectoryName(place) ?? "/";
    }
}
