using Linux.Host;
using MySql.Session;
using Nagios.Plugin;

namespace MySql.BinlogFiles;

/// <summary>Finds the binlogs of the server that runs here, when nobody has named a directory: by its command line and option files, so that no login
/// is needed.</summary>
public static class BinlogPlace
{
    private const string DefaultDataDirectory = "/var/lib/mysql";

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
                "no MySQL or MariaDB server runs on this host (no process mysqld or mariadbd); --dir names the binlogs of one that is down");
        }

        return places.Count switch
        {
            0 => throw new CheckNotApplicableException("the server here writes no binlog (skip-log-bin)"),
            1 => places.First(),
            _ => throw new CheckException(
                $"{places.Count} servers run here: name the binlogs of one with --dir ({UntrustedText.Clean(string.Join(", ", places.Take(4)), 300)})"),
        };
    }

    private static (SortedSet<string> Places, int Servers) Places(HostFiles files)
    {
        var places = new SortedSet<string>(StringComparer.Ordinal);
        var servers = 0;
        foreach (var id in files.List("/proc") ?? [])
        {
            if (!char.IsAsciiDigit(id[0]) || files.Read($"/proc/{id}/comm") is not { Outcome: FileOutcome.Read, Text: "mysqld\n" or "mariadbd\n" })
                continue;
            if (files.Read($"/proc/{id}/cmdline") is not { Outcome: FileOutcome.Read, Text.Length: > 0 } commandLine)
                continue;
            servers++;
            if (PlaceOf(files, id, Words(commandLine.Text)) is { } place)
                places.Add(place);
        }

        return (places, servers);
    }

    private static string? PlaceOf(HostFiles files, string id, Dictionary<string, string?> words)
    {
        // A server in a container has paths of its own, which begin at its root.
        var mounts = files.ReadLink($"/proc/{id}/ns/mnt");
        var root = mounts is not null && files.ReadLink("/proc/self/ns/mnt") is { } ours && mounts != ours ? $"/proc/{id}/root" : "";
        var options = words.ContainsKey("no-defaults") ? null : OptionFiles(root.Length == 0 ? files : new HostFiles(files.PathOf(root)), words);
        if (words.ContainsKey("skip-log-bin") || (!words.ContainsKey("log-bin") && options?.Has("skip-log-bin") == true))
            return null;
        var data = Value("datadir") is { Length: > 0 } named ? named.TrimEnd('/') : DefaultDataDirectory;
        var logBin = Value("log-bin") is { Length: > 0 } set ? Path.Combine(data, Path.ChangeExtension(set, null)) : null;
        var place = root + (logBin ?? data);

        // A service of systemd has mounts of its own, too, and mostly the same directories: then their usual names do.
        return root.Length > 0 && SameDirectory(place, place[root.Length..]) ? place[root.Length..] : place;

        string? Value(string name) => words.TryGetValue(name, out var value) ? value : options?[name];
    }

    private static ServerOptionFiles OptionFiles(HostFiles files, Dictionary<string, string?> words)
    {
        try
        {
            return ServerOptionFiles.Read(
                files, words.GetValueOrDefault("defaults-file"), words.GetValueOrDefault("defaults-extra-file"),
                words.GetValueOrDefault("defaults-group-suffix"));
        }
        catch (MySqlSessionException failure)
        {
            throw new CheckException(
                $"the option files of the server that runs here cannot be read ({failure.Message}); name the directory with --dir", failure);
        }
    }

    private static bool SameDirectory(string there, string here)
    {
        var (one, other) = (FileStatus.Read(Existing(there)), FileStatus.Read(Existing(here)));
        return one is { } left && other is { } right && left.IsSameFile(right);

        static string Existing(string place) => FileStatus.Read(place) is { IsDirectory: true } ? place : Path.GetDirectoryName(place) ?? "/";
    }

    private static Dictionary<string, string?> Words(string commandLine)
    {
        var words = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var word in commandLine.Split('\0', StringSplitOptions.RemoveEmptyEntries).Skip(1))
        {
            if (!word.StartsWith("--", StringComparison.Ordinal))
                continue;
            var equals = word.IndexOf('=', StringComparison.Ordinal);
            var name = (equals < 0 ? word[2..] : word[2..equals]).Replace('_', '-');
            name = name.StartsWith("loose-", StringComparison.Ordinal) ? name["loose-".Length..] : name;
            name = name == "disable-log-bin" ? "skip-log-bin" : name;
            // Of log-bin and skip-log-bin the later one wins.
            if (name is "log-bin" or "skip-log-bin")
                words.Remove(name == "log-bin" ? "skip-log-bin" : "log-bin");
            words[name] = equals >= 0 ? word[(equals + 1)..] : null;
        }

        return words;
    }
}
