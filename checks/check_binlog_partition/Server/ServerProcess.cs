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

    /// <summary>The process of a server that answers, where that has mounts of its own; null where it has this host's, or cannot be told.</summary>
    /// <param name="files">This host.</param>
    /// <param name="server">What the server said.</param>
    /// <param name="socket">The socket it was reached by; null over TCP.</param>
    public static ServerProcess? InContainer(HostFiles files, ServerFacts server, string? socket)
    {
        // Whoever may not even see the namespace of init sees that of no server, and need not look at every process.
        if (files.ReadLink("/proc/1/ns/mnt") is null)
            return null;
        var candidates = FindAll(files, []).FindAll(process => process.Root.Length > 0 && files.Status($"{process.Root}{server.Basename}.index") is not null
            && (socket is null
                ? files.Read($"{process.Root}/etc/hostname") is { Outcome: FileOutcome.Read } name && name.Text.Trim() == server.HostName
                : files.Status(socket) is { } ours && files.Status(process.Root + server.Socket) is { } theirs && ours.IsSameFile(theirs)));
        return candidates.Count == 1 ? candidates[0] : null;
    }

    private static ServerProcess Parse(HostFiles files, string id, string commandLine, List<string> notes)
    {
        var words = Words(commandLine);
        // Only root and the server's own user can see which namespace it is in; others take its paths as they are.
        var mounts = files.ReadLink($"/proc/{id}/ns/mnt");
        var root = mounts is not null && files.ReadLink("/proc/self/ns/mnt") is { } ours && mounts != ours ? $"/proc/{id}/root" : "";
        var options = words.ContainsKey("no-defaults") ? null
            : ServerOptionFiles.Read(root.Length == 0 ? files : new HostFiles(files.PathOf(root)), words.GetValueOrDefault("defaults-file"), words.GetValueOrDefault("defaults-extra-file"), words.GetValueOrDefault("defaults-group-suffix"));
        foreach (var ignored in options?.Ignored ?? [])
            notes.Add($"{ignored}: log_bin or datadir may stand there; --path says where the binlogs are");

        string? Value(string name) => words.TryGetValue(name, out var value) ? value : options?[name];
        var data = Value("datadir") is { Length: > 0 } named ? named.TrimEnd('/') : DefaultDataDirectory;
        var logBin = Value("log-bin") is { Length: > 0 } set ? set : null;
        var off = words.ContainsKey("skip-log-bin") || (!words.ContainsKey("log-bin") && options?.Has("skip-log-bin") == true);
        return new ServerProcess(id, logBin is null ? null : Path.Combine(data, BinlogLocation.Basename(logBin)), off, data, root, mounts ?? id);
    }

    // As my_getopt.c reads them, of two the last one counts: dashes for underscores, loose- for "if you know it", skip- and
    // disable- for off. Only datadir is also given as two words.
    private static Dictionary<string, string?> Words(string commandLine)
    {
        var words = new Dictionary<string, string?>(StringComparer.Ordinal);
        var given = commandLine.Split('\0', StringSplitOptions.RemoveEmptyEntries);
        for (var index = 1; index < given.Length; index++)
        {
            var word = given[index];
            if (word == "-h" || word.StartsWith("-h/", StringComparison.Ordinal))
                word = "--datadir" + (word.Length > 2 ? "=" + word[2..] : "");
            if (!word.StartsWith("--", StringComparison.Ordinal))
                continue;
            var equals = word.IndexOf('=', StringComparison.Ordinal);
            var name = (equals < 0 ? word[2..] : word[2..equals]).Replace('_', '-');
            if (name.StartsWith("loose-", StringComparison.Ordinal))
                name = name["loose-".Length..];
            if (name == "disable-log-bin")
                name = "skip-log-bin";
            if (name is "log-bin" or "skip-log-bin")
                words.Remove(name == "log-bin" ? "skip-log-bin" : "log-bin");
            words[name] = equals >= 0 ? word[(equals + 1)..] : name == "datadir" && index + 1 < given.Length ? given[++index] : null;
        }

        return words;
    }
}
