namespace MySql.Session;

/// <summary>The arguments of a running server, /proc/PID/cmdline (proc(5)), read as my_getopt.c reads them: of two the last one counts,
/// dashes for underscores, loose- for "if you know it", skip- and disable- for off.</summary>
internal sealed class ServerArguments
{
    private readonly Dictionary<string, string?> _words = new(StringComparer.Ordinal);

    private ServerArguments()
    {
    }

    /// <summary>A value; null when it is not set or has none.</summary>
    /// <param name="name">With dashes.</param>
    internal string? this[string name] => _words.GetValueOrDefault(name);

    /// <summary>True when the option is there, with a value or without.</summary>
    internal bool Has(string name) => _words.ContainsKey(name);

    /// <summary>Reads a command line whose words end in zero bytes. Only datadir, socket and port are also given as two words.</summary>
    internal static ServerArguments Parse(string commandLine)
    {
        var arguments = new ServerArguments();
        var given = commandLine.Split('\0', StringSplitOptions.RemoveEmptyEntries);
        for (var index = 1; index < given.Length; index++)
        {
            var word = Long(given[index]);
            if (!word.StartsWith("--", StringComparison.Ordinal))
                continue;
            var equals = word.IndexOf('=', StringComparison.Ordinal);
            var name = (equals < 0 ? word[2..] : word[2..equals]).Replace('_', '-');
            if (name.StartsWith("loose-", StringComparison.Ordinal))
                name = name["loose-".Length..];
            var takesNext = equals < 0 && name is "datadir" or "socket" or "port" && index + 1 < given.Length;
            arguments.Set(name, equals >= 0 ? word[(equals + 1)..] : takesNext ? given[++index] : null);
        }

        return arguments;
    }

    private void Set(string name, string? value)
    {
        if (name == "disable-log-bin")
            name = "skip-log-bin";
        if (name is "log-bin" or "skip-log-bin")
            _words.Remove(name == "log-bin" ? "skip-log-bin" : "log-bin");
        _words[name] = value;
    }

    // -h DIR, -P PORT, with the value in the same word or the next.
    private static string Long(string word) =>
        word.StartsWith("-h", StringComparison.Ordinal) && (word.Length == 2 || word[2] == '/') ? "--datadir"
            + (word.Length > 2 ? "=" + word[2..] : "")
        : word.StartsWith("-P", StringComparison.Ordinal) && (word.Length == 2 || char.IsAsciiDigit(word[2])) ? "--port"
            + (word.Length > 2 ? "=" + word[2..] : "")
        : word;
}
