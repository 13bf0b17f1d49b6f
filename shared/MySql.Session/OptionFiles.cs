using Linux.Host;
using Nagios.Plugin;

namespace MySql.Session;

/// <summary>
/// What the option files say to a client, read as the MySQL clients read them: which files in which order, which groups, includes,
/// and the last value of an option wins. Files that everybody may write to are ignored.
/// </summary>
internal sealed class OptionFiles
{
    private const int MaximumDepth = 10;

    private readonly Dictionary<string, string?> _values = new(StringComparer.Ordinal);
    private readonly HashSet<string> _userOptions = new(StringComparer.Ordinal);
    private readonly Predicate<string> _isWanted;
    private readonly HostFiles _files;
    private bool _inUserFile;

    private OptionFiles(HostFiles files, Predicate<string> isWanted)
    {
        _files = files;
        _isWanted = isWanted;
    }

    /// <summary>Files that were not read, with the reason.</summary>
    internal List<string> Ignored { get; } = [];

    /// <summary>An option's value; null when it is not set or has no value.</summary>
    internal string? this[string name] => _values.GetValueOrDefault(name);

    /// <summary>True when a switch is set: alone, or to a value other than 0, OFF, FALSE or NO.</summary>
    internal bool IsOn(string name) => _values.ContainsKey(name) && !IsOff(name);

    /// <summary>True when a switch is unset: by a value, or by skip- or disable- before its name.</summary>
    internal bool IsOff(string name) => _values.TryGetValue(name, out var value) && value?.ToUpperInvariant() is "0" or "OFF" or "FALSE" or "NO";

    /// <summary>True when ~/.my.cnf sets the option: then it is meant, and no distribution's default.</summary>
    internal bool HasFromUser(string name) => _userOptions.Contains(name);

    /// <summary>Reads all option files that count.</summary>
    /// <param name="options">--defaults-file, --defaults-extra-file and --defaults-group.</param>
    /// <param name="environment">Looks up HOME, without which the password database says where home is, and MYSQL_GROUP_SUFFIX.</param>
    /// <exception cref="MySqlSessionException">A file that was named is missing or may not be read, or a line makes no sense.</exception>
    internal static OptionFiles Read(MySqlOptions options, Func<string, string?> environment)
    {
        string[] names = options.DefaultsGroup is { } group ? ["client", "client-server", "client-mariadb", group] : ["client", "client-server", "client-mariadb"];
        var suffix = environment("MYSQL_GROUP_SUFFIX");
        var read = new OptionFiles(new HostFiles("/"), name => Array.Exists(names, known => name == known || name == known + suffix));
        if (options.DefaultsFile is { } only)
        {
            read.ReadFile(Path.GetFullPath(only), "--defaults-file", 0);
            return read;
        }

        read.ReadFile("/etc/my.cnf", null, 0);
        read.ReadFile("/etc/mysql/my.cnf", null, 0);
        if (options.DefaultsExtraFile is { } extra)
            read.ReadFile(Path.GetFullPath(extra), "--defaults-extra-file", 0);
        // An engine or NRPE may start a check without HOME.
        var home = environment("HOME") ?? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        read._inUserFile = true;
        read.ReadFile(Path.Combine("/", home, ".my.cnf"), null, 0);
        return read;
    }

    /// <summary>Reads the files of a server; those that may not be read are listed and passed over.</summary>
    internal static OptionFiles OfServer(HostFiles host, Predicate<string> isWanted, string? only, string? extra)
    {
        var read = new OptionFiles(host, isWanted);
        foreach (var path in only is not null ? [only] : extra is not null ? ["/etc/my.cnf", "/etc/mysql/my.cnf", extra] : new[] { "/etc/my.cnf", "/etc/mysql/my.cnf" })
            read.ReadFile(path, null, 0);
        return read;
    }

    /// <summary>True when an option stands in the files, with a value or without.</summary>
    internal bool IsSet(string name) => _values.ContainsKey(name);

    private void ReadFile(string path, string? option, int depth)
    {
        if (depth > MaximumDepth)
        {
            Ignored.Add($"{path} (more than {MaximumDepth} files deep)");
            return;
        }

        // The usual way to say "no option files".
        if (path == "/dev/null")
            return;

        var content = _files.Read(path);
        if (content.Outcome == FileOutcome.Missing && option is null)
            return;
        if (content.Outcome != FileOutcome.Read)
        {
            // The MySQL clients pass over a default file they may not read, and so may nobody here take its absence for a rule.
            if (option is not null)
                throw new MySqlSessionException(MySqlFailure.BadOptions, $"{option} {UntrustedText.Clean(content.Explanation(), 300)}");
            Ignored.Add(content.Explanation());
            return;
        }

        // Whoever may write to it could send the password anywhere; the MySQL clients ignore such a file, too.
        if (_files.Status(path) is { } status && (status.Mode & 2) != 0)
        {
            Ignored.Add($"{path} is ignored: everybody may write to it (chmod o-w)");
            return;
        }

        try
        {
            Take(path, content.Text, depth);
        }
        catch (FormatException wrong)
        {
            throw new MySqlSessionException(MySqlFailure.BadOptions, $"option file {path}: {wrong.Message}");
        }
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
                    ReadFolder(Below(path, line.Value!), depth + 1);
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

    private void ReadFolder(string folder, int depth)
    {
        IReadOnlyList<string>? names;
        try
        {
            names = _files.List(folder);
        }
        catch (HostException unreadable)
        {
            Ignored.Add(unreadable.Message);
            return;
        }

        foreach (var name in (names ?? []).Where(name => name.EndsWith(".cnf", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
            ReadFile(Path.Combine(folder, name), null, depth);
    }

    private static string Below(string file, string path) => Path.Combine(Path.GetDirectoryName(file) ?? "/", path);
}
