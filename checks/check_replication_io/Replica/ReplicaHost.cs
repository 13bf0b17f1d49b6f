using System.Globalization;
using MySql.Session;
using Nagios.Plugin;

namespace NagiosChecks.ReplicationIo;

/// <summary>One entry of --hosts.</summary>
/// <param name="Label">As the operator wrote it.</param>
/// <param name="Name">Host name or address.</param>
/// <param name="Port">Port as written; null for the standard one.</param>
internal sealed record ReplicaHost(string Label, string Name, string? Port)
{
    private const int Most = 100;

    /// <summary>Reads <c>db1,db2:3307,[2001:db8::1]:3306</c>.</summary>
    /// <exception cref="CheckException">An entry is empty, is there twice or has no good port.</exception>
    public static IReadOnlyList<ReplicaHost> ParseList(string text)
    {
        var hosts = new List<ReplicaHost>();
        foreach (var entry in text.Split(',', StringSplitOptions.TrimEntries))
        {
            var host = Parse(entry) ?? throw CheckException.Usage("--hosts", text, "is not a list such as db1,db2:3307,[2001:db8::1]:3306");
            if (hosts.Exists(other => other.Label == host.Label))
                throw CheckException.Usage("--hosts", text, $"names {host.Label} twice");
            hosts.Add(host);
        }

        return hosts.Count <= Most ? hosts : throw CheckException.Usage("--hosts", text, $"names more than {Most} hosts");
    }

    /// <summary>The operator's options with this host in place of theirs.</summary>
    public MySqlOptions Options(MySqlOptions all) => new()
    {
        Host = Name,
        Port = Port ?? all.Port,
        User = all.User,
        Password = all.Password,
        DefaultsFile = all.DefaultsFile,
        DefaultsExtraFile = all.DefaultsExtraFile,
        DefaultsGroup = all.DefaultsGroup,
        SslMode = all.SslMode,
        SslCa = all.SslCa,
        SslCert = all.SslCert,
        SslKey = all.SslKey,
    };

    private static ReplicaHost? Parse(string entry)
    {
        if (entry.StartsWith('['))
            return entry.IndexOf(']', StringComparison.Ordinal) is var end and > 1
                ? WithPort(entry, entry[1..end], entry[(end + 1)..]) : null;
        var colon = entry.IndexOf(':', StringComparison.Ordinal);
        // More than one colon without brackets: an IPv6 address alone.
        return colon < 0 || entry.LastIndexOf(':') != colon ? WithPort(entry, entry, "") : WithPort(entry, entry[..colon], entry[colon..]);
    }

    private static ReplicaHost? WithPort(string entry, string name, string rest)
    {
        if (name.Length == 0 || name.Contains(' ', StringComparison.Ordinal))
            return null;
        if (rest.Length == 0)
            return new ReplicaHost(entry, name, null);
        return rest[0] == ':' && int.TryParse(rest.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            && port is > 0 and < 65536
            ? new ReplicaHost(entry, name, rest[1..])
            : null;
    }
}
