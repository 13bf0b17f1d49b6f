using System.Globalization;
using Nagios.Plugin;

namespace MySql.Session;

/// <summary>A server as an entry of <c>--hosts</c> names it.</summary>
/// <param name="Label">As the operator wrote it.</param>
/// <param name="Name">Host name or address.</param>
/// <param name="Port">Port as written; null for the standard one.</param>
public sealed record ServerAddress(string Label, string Name, string? Port)
{
    private const int Most = 100;

    /// <summary>Reads <c>db1,db2:3307,[2001:db8::1]:3306</c>.</summary>
    /// <exception cref="CheckException">An entry is empty, is there twice or has no good port.</exception>
    public static IReadOnlyList<ServerAddress> ParseList(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var hosts = new List<ServerAddress>();
        foreach (var entry in text.Split(',', StringSplitOptions.TrimEntries))
        {
            var host = Parse(entry) ?? throw CheckException.Usage("--hosts", text, "is not a list such as db1,db2:3307,[2001:db8::1]:3306");
            if (hosts.Exists(other => other.Label == host.Label))
                throw CheckException.Usage("--hosts", text, $"names {host.Label} twice");
            hosts.Add(host);
        }

        return hosts.Count <= Most ? hosts : throw CheckException.Usage("--hosts", text, $"names more than {Most} hosts");
    }

    /// <summary>A server that another server named.</summary>
    /// <param name="host">Host name or address.</param>
    /// <param name="port">TCP port.</param>
    public static ServerAddress Of(string host, int port)
    {
        ArgumentNullException.ThrowIfNull(host);
        var label = host.Contains(':', StringComparison.Ordinal) ? string.Create(CultureInfo.InvariantCulture, $"[{host}]:{port}")
            : string.Create(CultureInfo.InvariantCulture, $"{host}:{port}");
        return new ServerAddress(label, host, port.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>The operator's options with this host in place of theirs.</summary>
    public MySqlOptions Options(MySqlOptions all)
    {
        ArgumentNullException.ThrowIfNull(all);
        return all.ForServer(Name, Port);
    }

    private static ServerAddress? Parse(string entry)
    {
        if (entry.StartsWith('['))
            return entry.IndexOf(']', StringComparison.Ordinal) is var end and > 1
                ? WithPort(entry, entry[1..end], entry[(end + 1)..]) : null;
        var colon = entry.IndexOf(':', StringComparison.Ordinal);
        // More than one colon without brackets: an IPv6 address alone.
        return colon < 0 || entry.LastIndexOf(':') != colon ? WithPort(entry, entry, "") : WithPort(entry, entry[..colon], entry[colon..]);
    }

    private static ServerAddress? WithPort(string entry, string name, string rest)
    {
        if (name.Length == 0 || name.Contains(' ', StringComparison.Ordinal))
            return null;
        if (rest.Length == 0)
            return new ServerAddress(entry, name, null);
        return rest[0] == ':' && int.TryParse(rest.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            && port is > 0 and < 65536
            ? new ServerAddress(entry, name, rest[1..])
            : null;
    }
}
