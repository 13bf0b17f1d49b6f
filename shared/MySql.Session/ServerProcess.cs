using System.Globalization;
using Linux.Host;

namespace MySql.Session;

/// <summary>A mysqld or mariadbd that runs on this host, by its command line, the option files that it was started with, and its
/// sockets.</summary>
/// <param name="Id">Process id.</param>
/// <param name="UserId">Its user.</param>
/// <param name="LogBin">log_bin as set, absolute, directory and prefix; null when the default name is used or it is not set.</param>
/// <param name="IsOff">True when the binlog is switched off by an option.</param>
/// <param name="DataDirectory">datadir, absolute.</param>
/// <param name="Root">"" or, for a server in a container, /proc/PID/root: where its paths begin.</param>
/// <param name="Mounts">Its mount namespace; its own id where that may not be seen, since the same path may then be another file.</param>
public sealed record ServerProcess(string Id, uint UserId, string? LogBin, bool IsOff, string DataDirectory, string Root, string Mounts)
{
    private const string DefaultDataDirectory = "/var/lib/mysql";
    private const int StandardPort = 3306;

    // What servers are built with: Debian; RHEL and MySQL's packages; MySQL's archives.
    private static readonly string[] BuiltInSockets =
        ["/run/mysqld/mysqld.sock", "/var/run/mysqld/mysqld.sock", "/var/lib/mysql/mysql.sock", "/tmp/mysql.sock"];

    // The accounts under which packages and images run a server.
    private static readonly string[] ServerAccounts = ["mysql", "mariadb", "percona"];

    /// <summary>The Unix sockets that it listens on, as this host names them; empty when none was found.</summary>
    public IReadOnlyList<string> Sockets { get; private init; } = [];

    /// <summary>The TCP port that it listens on; null when it has none or has a network of its own.</summary>
    public int? Port { get; private init; }

    /// <summary>True when the process's user is one that a server runs as: root, the user of this check, mysql or mariadb, or a system
    /// account in a container. Anybody may call a program mysqld and wait for a password.</summary>
    public bool IsTrusted { get; private init; }

    /// <summary>What its option files say; null where it has none, or a stranger's process names them.</summary>
    public ServerOptionFiles? OptionFiles { get; private init; }

    /// <summary>All processes that are called mysqld or mariadbd.</summary>
    /// <param name="files">This host, or a captured tree.</param>
    /// <param name="notes">Takes option files that could not be read.</param>
    public static List<ServerProcess> FindAll(HostFiles files, List<string> notes)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(notes);
        var found = new List<ServerProcess>();
        var accounts = new Lazy<UserAccounts>(() => UserAccounts.Read(files));
        foreach (var id in files.List("/proc") ?? [])
        {
            if (!char.IsAsciiDigit(id[0])
                || files.Read($"/proc/{id}/comm") is not { Outcome: FileOutcome.Read, Text: "mysqld\n" or "mariadbd\n" })
                continue;
            // Empty for a process that is ending.
            if (files.Read($"/proc/{id}/cmdline") is { Outcome: FileOutcome.Read, Text.Length: > 0 } commandLine)
            {
                found.Add(Parsed(files, id, ServerArguments.Parse(commandLine.Text), accounts.Value, notes));
            }
        }

        return found;
    }

    // A captured tree holds no process whose rights could be taken on.
    private static ServerProcess Parsed(
        HostFiles files, string id, ServerArguments arguments, UserAccounts accounts, List<string> notes)
    {
        if (files.IsCaptured)
            return Parse(files, null, id, arguments, accounts, notes);
        using var process = ProcessFiles.Open(id);
        return Parse(files, process, id, arguments, accounts, notes);
    }

    /// <summary>The process of a server that answers, where that has mounts of its own; null where it has this host's, or cannot be
    /// told.</summary>
    /// <param name="files">This host.</param>
    /// <param name="basename">@@log_bin_basename of the server.</param>
    /// <param name="hostName">@@hostname of the server.</param>
    /// <param name="serverSocket">@@socket of the server.</param>
    /// <param name="socket">The socket it was reached by; null over TCP.</param>
    public static ServerProcess? InContainer(HostFiles files, string? basename, string? hostName, string? serverSocket, string? socket)
    {
        ArgumentNullException.ThrowIfNull(files);
        // Whoever may not even see the namespace of init sees that of no server, and need not look at every process.
        if (files.ReadLink("/proc/1/ns/mnt") is null)
            return null;
        var candidates = FindAll(files, [])
            .FindAll(process => process.Root.Length > 0 && files.Status($"{process.Root}{basename}.index") is not null
            && (socket is null
                ? files.Read($"{process.Root}/etc/hostname") is { Outcome: FileOutcome.Read } name && name.Text.Trim() == hostName
                : files.Status(socket) is { } ours && files.Status(process.Root + serverSocket) is { } theirs && ours.IsSameFile(theirs)));
        return candidates.Count == 1 ? candidates[0] : null;
    }

    /// <summary>What a server makes of log_bin: it cuts the file's name at its first point, so that db1.example.com-bin becomes
    /// db1.</summary>
    public static string Basename(string logBin)
    {
        ArgumentNullException.ThrowIfNull(logBin);
        var name = Path.GetFileName(logBin);
        var point = name.IndexOf('.', StringComparison.Ordinal);
        return point <= 0 ? logBin : logBin[..(logBin.Length - name.Length + point)];
    }

    /// <summary>How to name this server to a check: <c>--socket /run/a.sock</c> or <c>-H 127.0.0.1 -P 3307</c>; null when neither was
    /// found.</summary>
    public string? Option => Sockets.Count > 0 ? $"--socket {Sockets[0]}"
        : Port is { } port ? string.Create(CultureInfo.InvariantCulture, $"-H 127.0.0.1 -P {port}") : null;

    private static ServerProcess Parse(
        HostFiles files, ProcessFiles? process, string id, ServerArguments arguments, UserAccounts accounts, List<string> notes)
    {
        // Only root and the server's own user can see which namespace it is in; others take its paths as they are.
        var mounts = files.ReadLink($"/proc/{id}/ns/mnt");
        var root = mounts is not null && files.ReadLink("/proc/self/ns/mnt") is { } ours && mounts != ours ? $"/proc/{id}/root" : "";
        var user = process?.UserId ?? uint.MaxValue;
        var isTrusted = process is null || user == 0 || user == RunningUser.Id
            || Array.IndexOf(ServerAccounts, accounts.OfUser(user)?.Name) >= 0
            || (root.Length > 0 && user < 1000);
        // A stranger's process may name any file: none of them is opened.
        var options = arguments.Has("no-defaults") || !isTrusted ? null : OptionsOf(Reader(files, process, root), arguments, notes);
        foreach (var ignored in options?.Ignored ?? [])
            notes.Add($"{ignored}: log_bin or datadir may stand there; --path says where the binlogs are");

        string? Value(string name) => arguments.Has(name) ? arguments[name] : options?[name];
        var data = Value("datadir") is { Length: > 0 } named ? named.TrimEnd('/') : DefaultDataDirectory;
        var logBin = Value("log-bin") is { Length: > 0 } set ? Path.Combine(data, Basename(set)) : null;
        var off = arguments.Has("skip-log-bin") || (!arguments.Has("log-bin") && options?.Has("skip-log-bin") == true);
        var silent = arguments.Has("skip-networking") || options?.Has("skip-networking") == true;
        return new ServerProcess(id, user, logBin, off, data, root, mounts ?? id)
        {
            IsTrusted = isTrusted,
            OptionFiles = options,
            Sockets = isTrusted ? SocketsOf(files, id, Value("socket"), data, root, user) : [],
            Port = silent || !isTrusted || HasOwnNetwork(files, id) ? null
                : int.TryParse(Value("port"), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and < 65536
                    ? port : StandardPort,
        };
    }

    private static ServerOptionFiles? OptionsOf(IOptionFileReader reader, ServerArguments arguments, List<string> notes)
    {
        try
        {
            return ServerOptionFiles.Read(reader, arguments);
        }
        catch (MySqlSessionException failure)
        {
            // A line that makes no sense, or a file that is gone since the server read it.
            notes.Add(failure.Message);
            return null;
        }
    }

    private static IOptionFileReader Reader(HostFiles files, ProcessFiles? process, string root) =>
        process is not null ? new ProcessOptionFileReader(process)
        : new HostOptionFileReader(root.Length == 0 ? files : new HostFiles(files.PathOf(root)));

    private static bool HasOwnNetwork(HostFiles files, string id) =>
        files.ReadLink($"/proc/{id}/ns/net") is { } network && files.ReadLink("/proc/self/ns/net") is { } ours && network != ours;

    // What it says, if it listens there; else what it was built with. A file in a directory that others may write to counts only when it
    // belongs to the server or root, as nobody else could have made it.
    private static List<string> SocketsOf(HostFiles files, string id, string? named, string data, string root, uint user)
    {
        var listening = ListeningSockets.Read(files, id);
        var sockets = new List<string>();
        foreach (var path in named is { Length: > 0 } ? [named[0] == '@' ? named : Path.Combine(data, named)] : BuiltInSockets)
        {
            if (!listening.Contains(path))
                continue;
            var reached = path[0] == '@' ? path : root + path;
            if (path[0] == '@'
                || (files.Status(reached, followLinks: false) is { } status
                && (user == uint.MaxValue || status.UserId == user || status.UserId == 0)))
                sockets.Add(reached);
        }

        // /run and /var/run are one directory.
        return sockets.Count > 1 ? sockets[..1] : sockets;
    }
}
