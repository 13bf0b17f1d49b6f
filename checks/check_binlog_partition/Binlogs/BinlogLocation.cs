using Linux.Host;
using MySql.Binlog;
using MySql.Session;
using Nagios.Plugin;

namespace NagiosChecks.BinlogPartition;

/// <summary>Where the binlogs are.</summary>
/// <param name="Directory">Absolute, for this process: for a server in a container below /proc/PID/root.</param>
/// <param name="Prefix">What the names begin with, before the point; null when the directory has to show it.</param>
/// <param name="FoundBy">How it was found, for people.</param>
/// <param name="DataDirectory">Where the data is, if known.</param>
/// <param name="Process">The process whose mounts count: an id, or "self".</param>
/// <param name="LogBinIsUnset">True when nothing says that there are binlogs: the data directory is where they would be.</param>
internal sealed record BinlogLocation(
    string Directory, string? Prefix, string FoundBy, string? DataDirectory, string Process, bool LogBinIsUnset = false)
{
    /// <summary>True when no server was found and earlier runs knew the place.</summary>
    public bool IsRemembered { get; init; }

    /// <summary>The server's process id where it was found by its process; else null.</summary>
    public string? ProcessId { get; init; }

    /// <summary>The place of earlier runs.</summary>
    public static BinlogLocation Remembered(RememberedPlace place) =>
        new(place.Directory, place.Prefix, "earlier runs of this check", place.DataDirectory, "self") { IsRemembered = true };

    /// <summary>The directory as the server itself calls it.</summary>
    public string PathInside => Process == "self" ? Directory : Directory[$"/proc/{Process}/root".Length..];

    /// <summary>True when binlogs of that directory and prefix are here and are others. What is not here may be a container's name for
    /// these.</summary>
    public bool AreOthers(string basename) =>
        FileStatus.Read(basename + ".index") is not null && FileStatus.Read(Path.GetDirectoryName(basename) ?? "/") is { } there
        && ((Prefix is not null && Prefix != Path.GetFileName(basename))
            || (FileStatus.Read(Directory) is { } here && !here.IsSameFile(there)));

    /// <summary>--path made absolute.</summary>
    /// <exception cref="CheckException">It is relative to a directory that is gone.</exception>
    public static string Absolute(string path)
    {
        try
        {
            return Path.GetFullPath(path);
        }
        catch (IOException)
        {
            throw new CheckException(
                $"--path {UntrustedText.Clean(path, 200)} is relative, and the current directory does not exist any more");
        }
    }

    /// <summary>From --path: a directory, directory and prefix, or one of the binlogs or their index.</summary>
    /// <exception cref="CheckException">It is none of these, or cannot be reached.</exception>
    public static BinlogLocation FromPath(string path)
    {
        var full = Absolute(path);
        if (IsDirectory(full))
            return new BinlogLocation(full.Length > 1 ? full.TrimEnd('/') : full, null, "--path", null, "self");
        var named = UntrustedText.Clean(full, 200);
        var exists = FileStatus.Read(full.TrimEnd('/')) is not null;
        var parent = Path.GetDirectoryName(full.TrimEnd('/')) ?? "/";
        var name = Path.GetFileName(full);
        var prefix = !exists ? name : BinlogFileName.Parse(name) is { } file ? file.Base.ToString()
            : name.EndsWith(".index", StringComparison.Ordinal) ? name[..^".index".Length] : name;
        // log_bin as it stands in the option file, with points that the server cuts off.
        if (!exists && prefix.Length > 0 && ServerProcess.Basename(prefix) != prefix && IsDirectory(parent) && !HasBinlogs(parent, prefix))
            prefix = ServerProcess.Basename(prefix);
        if (prefix.Length > 0 && IsDirectory(parent) && HasBinlogs(parent, prefix))
            return Of(Path.Combine(parent, prefix), "--path", null, "", "self");
        throw new CheckException(exists
            ? $"--path {named} is a file and no binlog: name the directory of the binlogs, or directory and prefix as in log_bin"
            : $"--path {named} does not exist, and no binlogs are called so");
    }

    /// <summary>From @@log_bin_basename, in a container where the server is in one.</summary>
    /// <exception cref="CheckException">The server is on another host.</exception>
    public static BinlogLocation FromServer(HostFiles files, ServerFacts server, MySqlSession session)
    {
        const string foundBy = "the server's log_bin_basename";
        if (ServerProcess.InContainer(files, server.Basename, server.HostName, server.Socket, session.SocketPath) is { } process)
            return Of(server.Basename!, foundBy, server.DataDirectory, process.Root, process.Id);
        if (session.SocketPath is null && server.HostName is { } host && files.HostName() is { } here && host != here)
            throw new CheckException(
                $"{session.Place} runs on host {UntrustedText.Clean(host, 60)} and this is {here}: run the check there (NRPE), or name "
                + $"the directory with --path");
        return Of(server.Basename!, foundBy, server.DataDirectory, "", "self");
    }

    /// <summary>From the servers that run here.</summary>
    /// <exception cref="CheckNotApplicableException">None runs, or it writes no binlog.</exception>
    /// <exception cref="CheckException">More than one writes binlogs.</exception>
    public static BinlogLocation FromProcesses(HostFiles files, List<string> notes)
    {
        var servers = ServerProcess.FindAll(files, notes);
        if (servers.Count == 0)
            throw new NoServerException(
                new CheckNotApplicableException(
                "no MySQL or MariaDB server runs on this host (no process mysqld or mariadbd); --path names binlogs of one that is down"));
        var writing = servers.FindAll(server => !server.IsOff);
        if (writing.Count == 0)
            throw new CheckNotApplicableException("the server here writes no binlog (skip-log-bin)");
        var different = writing.DistinctBy(server => $"{server.Mounts} {server.LogBin ?? server.DataDirectory}", StringComparer.Ordinal)
            .ToList();
        if (different.Count > 1)
        {
            var places = string.Join(", ", different.Take(4).Select(server => server.Root + (server.LogBin ?? server.DataDirectory)));
            throw new CheckException($"{different.Count} servers run here: name the binlogs of one with --path "
                + $"({UntrustedText.Clean(places, 200)})");
        }

        var server = writing[0];
        var process = server.Root.Length == 0 ? "self" : server.Id;
        var foundBy = $"the command line and option files of process {server.Id}";
        var place = server.LogBin is { } logBin
            ? Of(logBin, foundBy, server.DataDirectory, server.Root, process)
            : new BinlogLocation(
                server.Root + server.DataDirectory, null, $"{foundBy} (datadir; log_bin names no file)", server.Root + server.DataDirectory,
                process, LogBinIsUnset: true).WithoutDetour();
        return place with { ProcessId = server.Id };
    }

    // Looking only needs the right to search the directories above.
    private static bool IsDirectory(string path)
    {
        try
        {
            using var opened = OpenedDirectory.Open(path);
            return true;
        }
        catch (UnauthorizedAccessException)
        {
            throw new CheckException(
                $"--path {UntrustedText.Clean(path, 200)} cannot be reached by user {UntrustedText.Clean(Environment.UserName, 40)}: a "
                + $"directory above it may not be searched (x)");
        }
        catch (DirectoryNotFoundException)
        {
            return false;
        }
        catch (IOException failure)
        {
            throw new CheckException($"--path {UntrustedText.Clean(failure.Message, 300)}", failure);
        }
    }

    private static bool HasBinlogs(string directory, string prefix)
    {
        if (FileStatus.Read($"{directory}/{prefix}.index") is not null)
            return true;
        try
        {
            return System.IO.Directory.EnumerateFiles(directory)
                .Any(file => BinlogFileName.Parse(Path.GetFileName(file)) is { } name && name.Base.SequenceEqual(prefix));
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static BinlogLocation Of(string basename, string foundBy, string? data, string root, string process) =>
        new BinlogLocation(
            root + (Path.GetDirectoryName(basename) is { Length: > 0 } directory ? directory : "/"), Path.GetFileName(basename), foundBy,
            data is null ? null : root + data.TrimEnd('/'), process).WithoutDetour();

    // A service of systemd has mounts of its own, too, and mostly the same directories: then their usual names do.
    private BinlogLocation WithoutDetour() =>
        Process != "self" && FileStatus.Read(Directory) is { } there && FileStatus.Read(PathInside) is { } here && here.IsSameFile(there)
            ? this with { Directory = PathInside, DataDirectory = DataDirectory?[$"/proc/{Process}/root".Length..], Process = "self" }
            : this;
}
