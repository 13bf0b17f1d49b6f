using Linux.Host;
using Nagios.Plugin;

namespace NagiosChecks.BinlogPartition;

/// <summary>Where the binlogs are.</summary>
/// <param name="Directory">Absolute, for this process: for a server in a container below /proc/PID/root.</param>
/// <param name="Prefix">What the names begin with, before the point; null when the directory has to show it.</param>
/// <param name="FoundBy">How it was found, for people.</param>
/// <param name="DataDirectory">Where the data is, if known.</param>
/// <param name="Process">The process whose mounts count: an id, or "self".</param>
/// <param name="LogBinIsUnset">True when nothing says that there are binlogs: the data directory is where they would be.</param>
internal sealed record BinlogLocation(string Directory, string? Prefix, string FoundBy, string? DataDirectory, string Process, bool LogBinIsUnset = false)
{
    /// <summary>The directory as the server itself calls it.</summary>
    public string PathInside => Process == "self" ? Directory : Directory[$"/proc/{Process}/root".Length..];

    /// <summary>From --path: a directory, or directory and prefix.</summary>
    public static BinlogLocation FromPath(string path)
    {
        var full = Path.GetFullPath(path);
        return FileStatus.Read(full) is { IsDirectory: false } or null && FileStatus.Read(Path.GetDirectoryName(full) ?? "/") is { IsDirectory: true } && !path.EndsWith('/')
            ? Of(full, "--path", null, "", "self")
            : new BinlogLocation(full.Length > 1 ? full.TrimEnd('/') : full, null, "--path", null, "self");
    }

    /// <summary>From @@log_bin_basename.</summary>
    public static BinlogLocation FromServer(ServerFacts server) =>
        Of(server.Basename!, "the server's log_bin_basename", server.DataDirectory, "", "self");

    /// <summary>From the servers that run here.</summary>
    /// <exception cref="CheckNotApplicableException">None runs, or it writes no binlog.</exception>
    /// <exception cref="CheckException">More than one writes binlogs.</exception>
    public static BinlogLocation FromProcesses(HostFiles files, List<string> notes)
    {
        var servers = ServerProcess.FindAll(files, notes);
        if (servers.Count == 0)
            throw new CheckNotApplicableException("no MySQL or MariaDB server runs on this host (no process mysqld or mariadbd); --path names binlogs of one that is down");
        var writing = servers.FindAll(server => !server.IsOff);
        if (writing.Count == 0)
            throw new CheckNotApplicableException("the server here writes no binlog (skip-log-bin)");
        var different = writing.DistinctBy(server => $"{server.Mounts} {server.LogBin ?? server.DataDirectory}", StringComparer.Ordinal).ToList();
        if (different.Count > 1)
            throw new CheckException($"{different.Count} servers run here: name the binlogs of one with --path ({UntrustedText.Clean(string.Join(", ", different.Take(4).Select(server => server.Root + (server.LogBin ?? server.DataDirectory))), 200)})");

        var server = writing[0];
        var process = server.Root.Length == 0 ? "self" : server.Id;
        var foundBy = $"the command line and option files of process {server.Id}";
        return server.LogBin is { } logBin
            ? Of(logBin, foundBy, server.DataDirectory, server.Root, process)
            : new BinlogLocation(server.Root + server.DataDirectory, null, $"{foundBy} (datadir; log_bin names no file)", server.Root + server.DataDirectory, process, LogBinIsUnset: true);
    }

    private static BinlogLocation Of(string basename, string foundBy, string? data, string root, string process) =>
        new(root + (Path.GetDirectoryName(basename) is { Length: > 0 } directory ? directory : "/"), Path.GetFileName(basename), foundBy, data is null ? null : root + data.TrimEnd('/'), process);
}
