using Linux.Host;

namespace MySql.Session;

/// <summary>What the option files say to a server: the groups that mysqld and mariadbd read, in the order they read the files.</summary>
public sealed class ServerOptionFiles
{
    private static readonly string[] Groups = ["mysqld", "server", "mariadb", "mariadbd", "client-server", "galera"];

    // mysqld-8.4, mariadb-10.11, mariadbd-11.8: which version runs is not known here, and hardly a file names two.
    private static readonly string[] VersionedGroups = ["mysqld-", "mariadb-", "mariadbd-"];
    private readonly OptionFiles _files;

    private ServerOptionFiles(OptionFiles files) => _files = files;

    /// <summary>Files that were not read, with the reason.</summary>
    public IReadOnlyList<string> Ignored => _files.Ignored;

    /// <summary>Reads the option files that a running server was started with.</summary>
    /// <param name="files">How its files are reached.</param>
    /// <param name="arguments">Its command line, which names files and groups.</param>
    /// <exception cref="MySqlSessionException">A line makes no sense.</exception>
    internal static ServerOptionFiles Read(IOptionFileReader files, ServerArguments arguments)
    {
        var suffix = arguments["defaults-group-suffix"];
        return new ServerOptionFiles(OptionFiles.OfServer(files, IsWanted, arguments["defaults-file"], arguments["defaults-extra-file"]));

        bool IsWanted(string group) => IsServers(group)
            || (!string.IsNullOrEmpty(suffix) && group.EndsWith(suffix, StringComparison.Ordinal) && IsServers(group[..^suffix.Length]));
    }

    /// <summary>Reads one option file of a captured tree, and what it includes there.</summary>
    /// <param name="files">The tree.</param>
    /// <param name="path">The file's path in it.</param>
    /// <exception cref="MySqlSessionException">A line makes no sense.</exception>
    public static ServerOptionFiles ReadCaptured(HostFiles files, string path)
    {
        ArgumentNullException.ThrowIfNull(files);
        return new ServerOptionFiles(OptionFiles.OfServer(new HostOptionFileReader(files), IsServers, path, null));
    }

    private static bool IsServers(string group) => Array.IndexOf(Groups, group) >= 0
        || Array.Exists(
            VersionedGroups, known => group.StartsWith(known, StringComparison.Ordinal) && group.Length > known.Length
            && group.AsSpan(known.Length).Trim("0123456789.").IsEmpty);

    /// <summary>The options that stand there, with dashes.</summary>
    public IReadOnlyCollection<string> Names => _files.Names;

    /// <summary>An option's value; null when it is not set or has no value.</summary>
    /// <param name="name">With dashes.</param>
    public string? this[string name] => _files[name];

    /// <summary>True when the option stands there, with a value or without.</summary>
    /// <param name="name">With dashes.</param>
    public bool Has(string name) => _files.IsSet(name);
}
