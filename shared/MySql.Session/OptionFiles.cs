using Linux.Host;
using Nagios.Plugin;

namespace MySql.Session;

/// <summary>
/// What the option files say to a client, read as the MySQL clients read them: which files in which order, which groups, includes,
/// and the last value of an option wins. Files that others may write to are ignored (<see cref="FileTrust"/>).
/// </summary>
internal sealed class OptionFiles
{
    private const int MaximumDepth = 10;

    // Of all files together, so that files that include each other end, and no directory of thousands is read.
    private const int MaximumFiles = 100;
    private const int MaximumCharacters = 4 * 1024 * 1024;

    private readonly Dictionary<string, string?> _values = new(StringComparer.Ordinal);
    private readonly HashSet<string> _userOptions = new(StringComparer.Ordinal);
    private readonly Predicate<string> _isWanted;
    private readonly IOptionFileReader _files;
    private readonly UserAccounts? _accounts;
    private bool _inUserFile;
    private int _read;
    private long _characters;

    private OptionFiles(IOptionFileReader files, UserAccounts? accounts, Predicate<string> isWanted)
    {
        _files = files;
        _accounts = accounts;
        _isWanted = isWanted;
    }

    /// <summary>Files that were not read, with the reason.</summary>
    internal List<string> Ignored { get; } = [];

    /// <summary>Files that were read and that somebody else may read or change, with what to do about it.</summary>
    internal List<string> TooOpen { get; } = [];

    /// <summary>The running user's own option file, whether it is there or not; null where only one file was to be read.</summary>
    internal string? UserFile { get; private set; }

    /// <summary>The options that are set, with dashes.</summary>
    internal IReadOnlyCollection<string> Names => _values.Keys;

    /// <summary>An option's value; null when it is not set or has no value.</summary>
    internal string? this[string name] => _values.GetValueOrDefault(name);

    /// <summary>True when a switch is set: alone, or to a value other than 0, OFF, FALSE or NO.</summary>
    internal bool IsOn(string name) => _values.ContainsKey(name) && !IsOff(name);

    /// <summary>True when a switch is unset: by a value, or by skip- or disable- before its name.</summary>
    internal bool IsOff(string name) =>
        _values.TryGetValue(name, out var value) && value?.ToUpperInvariant() is "0" or "OFF" or "FALSE" or "NO";

    /// <summary>True when ~/.my.cnf sets the option: then it is meant, and no distribution's default.</summary>
    internal bool HasFromUser(string name) => _userOptions.Contains(name);

    /// <summary>Reads all option files that count.</summary>
    /// <param name="options">--defaults-file, --defaults-extra-file and --defaults-group.</param>
    /// <param name="environment">Looks up HOME, without which the password database says where home is, and MYSQL_GROUP_SUFFIX.</param>
    /// <exception cref="MySqlSessionException">A file that was named is missing or may not be read, or a line makes no sense.</exception>
    internal static OptionFiles Read(MySqlOptions options, Func<string, string?> environment)
    {
        string[] names = options.DefaultsGroup is { } group ? ["client", "client-server", "client-mariadb", group]
            : ["client", "client-server", "client-mariadb"];
        var suffix = environment("MYSQL_GROUP_SUFFIX");
        var host = new HostFiles("/");
        var accounts = UserAccounts.Read(host);
        var read = new OptionFiles(
            new HostOptionFileReader(host), accounts, name => Array.Exists(names, known => name == known || name == known + suffix));
        if (options.DefaultsFile is { } only)
        {
            read.ReadFile(Path.GetFullPath(only), "--defaults-file", 0);
            return read;
        }

        read.ReadFile("/etc/my.cnf", null, 0);
        read.ReadFile("/etc/mysql/my.cnf", null, 0);
        if (options.DefaultsExtraFile is { } extra)
            read.ReadFile(Path.GetFullPath(extra), "--defaults-extra-file", 0);
        read.UserFile = Path.Combine("/", Home(environment("HOME"), accounts), ".my.cnf");
        read._inUserFile = true;
        read.ReadFile(read.UserFile, null, 0);
        return read;
    }

    /// <summary>Reads the files of a server; those that may not be read are listed and passed over.</summary>
    internal static OptionFiles OfServer(IOptionFileReader files, Predicate<string> isWanted, string? only, string? extra)
    {
        var read = new OptionFiles(files, null, isWanted);
        foreach (var path in only is not null ? [only] : extra is not null ? ["/etc/my.cnf", "/etc/mysql/my.cnf", extra]
            : new[] { "/etc/my.cnf", "/etc/mysql/my.cnf" })
            read.ReadFile(path, null, 0);
        return read;
    }

    // An engine or NRPE may start a check without HOME, or with that of the user who started the engine.
    private static string Home(string? variable, UserAccounts accounts)
    {
        var user = RunningUser.Id;
        return variable is not null && FileStatus.Read(variable) is { IsDirectory: true } home && home.UserId == user ? variable
            : accounts.OfUser(user)?.Home ?? variable ?? "/nonexistent";
    }

    /// <summary>True when an option stands in the files, with a value or without.</summary>
    internal bool IsSet(string name) => _values.ContainsKey(name);

    private void ReadFile(string path, string? option, int depth)
    {
        if (depth > MaximumDepth || ++_read > MaximumFiles || _characters > MaximumCharacters)
        {
            var limit = $"{path} and what follows (more than {MaximumFiles} files, {MaximumDepth} deep or {MaximumCharacters >> 20} MB)";
            if (_read <= MaximumFiles + 1)
                Ignored.Add(limit);
            return;
        }

        // The usual way to say "no option files".
        if (path == "/dev/null")
            return;

        var content = _files.Read(path, out var status);
        if (content.Outcome == FileOutcome.Missing && option is null)
            return;
        if (content.Outcome != FileOutcome.Read)
        {
            if (option is not null)
                throw new MySqlSessionException(MySqlFailure.BadOptions, $"{option} {UntrustedText.Clean(content.Explanation(), 300)}");
            // The MySQL clients pass over a default file they may not read. What may stand in it is not known, so it is named.
            Ignored.Add(content.Explanation());
            return;
        }

        _characters += content.Text.Length;
        if (status is { } opened && IsUntrusted(path, opened, option))
            return;
        try
        {
            var hadPassword = _values.GetValueOrDefault("password");
            Take(path, content.Text, depth);
            if (status is { } read && !ReferenceEquals(hadPassword, _values.GetValueOrDefault("password")))
                NoteReaders(path, read);
        }
        catch (FormatException wrong)
        {
            throw new MySqlSessionException(MySqlFailure.BadOptions, $"option file {path}: {wrong.Message}");
        }
    }

    // Whoever may write to it could send the password anywhere; the MySQL clients ignore such a file, too.
    private bool IsUntrusted(string path, FileStatus status, string? option)
    {
        var trust = FileTrust.Of(status, RunningUser.Id, _accounts ?? UserAccounts.None);
        if (trust.Writers is { } writers)
        {
            Ignored.Add($"{path} is ignored: {writers} may write to it (chmod go-w)");
            return true;
        }

        // A server's files belong to whom its administrator likes.
        if (trust.Stranger is not { } owner || _accounts is null)
            return false;
        var whose = $"{path} belongs to {UntrustedText.Clean(owner, 40)}, not to root or to the user that runs the check";
        if (option is null)
        {
            Ignored.Add($"{whose}, and is ignored");
            return true;
        }

        TooOpen.Add($"{whose}, and was used since {option} names it");
        return false;
    }

    private void NoteReaders(string path, FileStatus status)
    {
        if (_accounts is { } accounts && FileTrust.Of(status, RunningUser.Id, accounts).Readers is { } readers)
            TooOpen.Add($"{readers} may read the password in {path} (chown root:nagios and chmod 0640, or the check's own user and 0600)");
    }

    private void Take(string path, string text, int depth)
    {
        bool? wanted = null;
        foreach (var line in OptionFile.Parse(text))
        {
            switch (line.Name)
            {
                case "":
                    wanted = _isWanted(line.Value!);
                    break;
                case "!include":
                    ReadFile(Below(path, line.Value!), null, depth + 1);
                    break;
                case "!includedir":
                    ReadDirectory(Below(path, line.Value!), depth + 1);
                    break;
                default:
                    if (wanted is null)
                        throw new FormatException($"line {line.Number} is an option outside of any [group]");
                    if (wanted == true)
                        Set(line.Name, line.Value);
                    break;
            }
        }
    }

    private void Set(string name, string? value)
    {
        if (name is "skip-ssl" or "disable-ssl" or "skip-ssl-verify-server-cert" or "disable-ssl-verify-server-cert")
            (name, value) = (name[(name.IndexOf('-', StringComparison.Ordinal) + 1)..], "0");
        // Of a server's two the last one counts.
        if (name is "skip-log-bin" or "disable-log-bin")
            name = "skip-log-bin";
        if (name is "log-bin" or "skip-log-bin")
            _values.Remove(name == "log-bin" ? "skip-log-bin" : "log-bin");
        _values[name] = value;
        if (_inUserFile)
            _userOptions.Add(name);
    }

    private void ReadDirectory(string directory, int depth)
    {
        if (_files.List(directory) is not { } names)
        {
            Ignored.Add($"{directory} cannot be listed");
            return;
        }

        foreach (var name in names.Where(name => name.EndsWith(".cnf", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
            ReadFile(Path.Combine(directory, name), null, depth);
    }

    private static string Below(string file, string path) => Path.Combine(Path.GetDirectoryName(file) ?? "/", path);
}
