using Linux.Host;
using MySql.Session;

namespace NagiosChecks.BinlogPartition;

/// <summary>A mysqld or mariadbd that runs on this host, by its command line (/proc/PID/cmdline, proc(5)) and option files.</summary>
/// <param name="Id">Process id.</param>
/// <param name="LogBin">log_bin as set, absolute, directory and prefix; null when the default name is used or it is not set.</param>
/// <param name="IsOff">True when the binlog is switched off by an option.</param>
/// <param name="DataDirectory">datadir, absolute.</param>
/// <param name="Root">"" or, for a server in a container, /proc/PID/root: where its paths begin.</param>
/// <param name="Mounts">Its mount namespace; its own id where that may not be seen, since the same path may then be another file.</param>
internal sealed record ServerProcess(string Id, string? LogBin, bool IsOff, string DataDirectory, string Root, string Mounts)
{
    private const string DefaultDataDirectory = "/var/lib/mysql";

    /// <summary>All servers that run here.</summary>
    public static List<ServerProcess> FindAll(HostFiles files, List<string> notes)
    {
        var found = new List<ServerProcess>();
        foreach (var id in files.List("/proc") ?? [])
        {
            if (!char.IsAsciiDigit(id[0]) || files.Read($"/proc/{id}/comm") is not { Outcome: FileOutcome.Read, Text: "mysqld\n" or "mariadbd\n" })
                continue;
            // Empty for a process that is ending.
            if (files.Read($"/proc/{id}/cmdline") is { Outcome: FileOutcome.Read, Text.Length: > 0 } commandLine)
                found.Add(Parse(files, id, commandLine.Text, notes));
        }

        return found;
    }

    private static ServerProcess Parse(HostFiles files, string id, string commandLine, List<string> notes)
    {
        var words = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var word in commandLine.Split('\0', StringSplitOptions.RemoveEmptyEntries).Skip(1))
        {
            if (!word.StartsWith("--", StringComparison.Ordinal))
                continue;
            var equals = word.IndexOf('=', StringComparison.Ordinal);
            words[(equals < 0 ? word[2..] : word[2..equals]).Replace('_', '-')] = equals < 0 ? null : word[(equals + 1)..];
        }

        // Only root and the server's own user can see which namespace it is in; others take its paths as they are.
        var mounts = files.ReadLink($"/proc/{id}/ns/mnt");
        var root = mounts is not null && files.ReadLink("/proc/self/ns/mnt") is { } ours && mounts != ours ? $"/proc/{id}/root" : "";
        var options = words.ContainsKey("no-defaults") ? null
            : ServerOptionFiles.Read(root.Length == 0 ? files : new HostFiles(files.PathOf(root)), words.GetValueOrDefault("defaults-file"), words.GetValueOrDefault("defaults-extra-file"), words.GetValueOrDefault("defaults-group-suffix"));
        foreach (var ignored in options?.Ignored ?? [])
            notes.Add($"{ignored}: log_bin or datadir may stand there; --path says where the binlogs are");

        string? Value(string name) => words.TryGetValue(name, out var value) ? value : options?[name];
        bool Has(string name) => words.ContainsKey(name) || options?.Has(name) == true;
        var data = Value("datadir") is { Length: > 0 } named ? named.TrimEnd('/') : DefaultDataDirectory;
        // The server cuts off an extension, as in log_bin=/x/binlog.log.
        var logBin = Value("log-bin") is { Length: > 0 } set ? set : null;
        var off = (Has("skip-log-bin") || Has("disable-log-bin")) && !words.ContainsKey("log-bin");
        return new ServerProcess(id, logBin is null ? null : Path.Combine(data, Path.ChangeExtension(logBin, null)), off || logBin?.ToUpperInvariant() is "OFF" or "FALSE", data, root, mounts ?? id);
    }
}
