using MySql.Session;

namespace NagiosChecks.ConfigDrift;

/// <summary>A value in an option file.</summary>
/// <param name="Value">As it stands there; ON for an option without a value.</param>
/// <param name="Place">The file or files, for people.</param>
internal sealed record FiledOption(string Value, string Place);

/// <summary>What one server's option files say.</summary>
internal sealed class FiledOptions
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly string _place;

    /// <summary>Takes the options over.</summary>
    /// <param name="files">The files as the server reads them.</param>
    /// <param name="place">What to call them.</param>
    public FiledOptions(ServerOptionFiles files, string place)
    {
        ArgumentNullException.ThrowIfNull(files);
        _place = place;
        foreach (var name in files.Names)
        {
            var value = files[name];
            var plain = name.Replace('-', '_');
            if (plain.StartsWith("disable_", StringComparison.Ordinal))
                (plain, value) = (plain["disable_".Length..], "OFF");
            else if (plain.StartsWith("enable_", StringComparison.Ordinal))
                (plain, value) = (plain["enable_".Length..], "ON");
            _values[VariableNames.Newest(plain)] = value ?? "ON";
        }
    }

    /// <summary>The value that a variable gets from the files; null where they do not set it.</summary>
    /// <param name="name">The variable's newest name.</param>
    /// <param name="serverName">The name that the server knows it by.</param>
    public FiledOption? Find(string name, string serverName)
    {
        if (_values.TryGetValue(name, out var value))
            return new FiledOption(value, _place);
        // expire_logs_days of a server that tells the seconds, and the other way.
        return name == "binlog_expire_logs_seconds" && _values.TryGetValue("expire_logs_days", out var days)
            && VariableValue.Number(days) is { } number
            ? new FiledOption((number * 86400).ToString("0", System.Globalization.CultureInfo.InvariantCulture), _place)
            : serverName != name && _values.TryGetValue(serverName, out var old) ? new FiledOption(old, _place) : null;
    }
}
