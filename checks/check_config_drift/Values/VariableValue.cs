using System.Globalization;
using Nagios.Plugin;

namespace NagiosChecks.ConfigDrift;

/// <summary>Values that are spelled differently and mean the same.</summary>
internal static class VariableValue
{
    private static readonly string[] Lists =
    [
        "sql_mode", "old_mode", "optimizer_switch", "optimizer_trace", "optimizer_trace_features", "tls_version",
        "disabled_storage_engines", "replica_type_conversions", "log_output", "myisam_recover_options", "aria_recover_options",
        "log_slow_filter", "log_slow_verbosity", "log_disabled_statements", "log_slow_disabled_statements", "replica_skip_errors",
        "session_track_system_variables", "replicate_do_db", "replicate_ignore_db", "replicate_do_table", "replicate_ignore_table",
        "replicate_wild_do_table", "replicate_wild_ignore_table", "note_verbosity",
    ];

    private static readonly string[] UniversalTime = ["UTC", "+00:00", "-00:00", "GMT", "ETC/UTC", "ETC/GMT", "UCT", "Z"];

    /// <summary>True for a list in which the order does not count.</summary>
    public static bool IsList(string name) => Array.IndexOf(Lists, name) >= 0;

    /// <summary>The one spelling of a value.</summary>
    /// <param name="name">The variable's newest name.</param>
    /// <param name="raw">As a server, an option file or an operator writes it; null counts as empty.</param>
    public static string Canonical(string name, string? raw)
    {
        var text = (raw ?? "").Trim();
        if (name is "time_zone" or "system_time_zone")
            return Array.IndexOf(UniversalTime, text.ToUpperInvariant()) >= 0 ? "UTC" : text;
        if (IsList(name))
            return string.Join(',', Elements(text));
        if (Number(text) is { } number)
            return number is 1 ? "ON" : number is 0 ? "OFF" : number.ToString("0.######", CultureInfo.InvariantCulture);
        if (text.Length > 1 && text.Contains('/', StringComparison.Ordinal))
            return text.TrimEnd('/');
        if (text.AsSpan().ContainsAny(" '\""))
            return text;
        var upper = text.ToUpperInvariant();
        if (upper is "YES" or "TRUE")
            return "ON";
        if (upper is "NO" or "FALSE")
            return "OFF";
        if (upper == "UTF8" || upper.StartsWith("UTF8_", StringComparison.Ordinal))
            return "UTF8MB3" + upper[4..];
        return upper;
    }

    /// <summary>The elements of a list, sorted, each once.</summary>
    public static IReadOnlyList<string> Elements(string text)
    {
        var elements = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var element in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            elements.Add(element.ToUpperInvariant());
        return [.. elements];
    }

    /// <summary>A number, with K, M, G, T, P or E for powers of 1024 as option files have them; null for anything else.</summary>
    public static decimal? Number(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var factor = 1m;
        if (text.Length > 1 && "KMGTPE".IndexOf(char.ToUpperInvariant(text[^1]), StringComparison.Ordinal) is var power and >= 0)
        {
            for (; power >= 0; power--)
                factor *= 1024;
            text = text[..^1];
        }

        return decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture,
            out var number) && Math.Abs(number) < 1e20m ? number * factor : null;
    }

    /// <summary>True for ON and what means the same.</summary>
    public static bool IsOn(string canonical) => canonical == "ON";

    /// <summary>The value for people.</summary>
    /// <param name="kind">How it is printed.</param>
    /// <param name="raw">As the server says it.</param>
    public static string Human(ValueKind kind, string raw)
    {
        if (raw.Length == 0)
            return "(empty)";
        if (kind == ValueKind.Size && Number(raw) is > 0 and var size && size == Math.Floor(size))
            return Size(size);
        if (kind == ValueKind.Seconds && Number(raw) is > 0 and var seconds)
            return Quantity.Human((double)seconds, Dimension.Duration);
        if (Number(raw) is { } number && raw.Contains('.', StringComparison.Ordinal))
            return number.ToString("0.######", CultureInfo.InvariantCulture);
        return raw;
    }

    private static string Size(decimal size)
    {
        const string Units = "KMGTP";
        if (size >= 1e18m)
            return "no limit";
        var unit = -1;
        while (size >= 1024 && size % 1024 == 0 && unit + 1 < Units.Length)
        {
            size /= 1024;
            unit++;
        }

        var text = size.ToString("0", CultureInfo.InvariantCulture);
        return unit < 0 ? text : text + Units[unit];
    }
}
