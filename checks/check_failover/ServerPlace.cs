using System.Globalization;
using MySql.ReplicationTree;
using MySql.Session;

namespace NagiosChecks.Failover;

/// <summary>Where a server is for its replicas.</summary>
internal static class ServerPlace
{
    /// <summary>host:port as the server was asked, else as it reports itself, else as it calls itself; null where nothing tells.</summary>
    public static string? Of(ServerAnswers server) => server.Address ?? (Parts(server) is var (host, port)
        ? ServerAddress.Of(host, port).Label : server.Down is { } why ? why[(why.LastIndexOf(' ') + 1)..] : null);

    /// <summary>Host and port; null where nothing tells.</summary>
    public static (string Host, int Port)? Parts(ServerAnswers server)
    {
        if (server.Address is { } address && ServerAddress.ParseList(address) is [{ Port: { } asked } place])
            return (place.Name, int.Parse(asked, CultureInfo.InvariantCulture));
        return server.Variable("report_host", "hostname") is { Length: > 0 } host
            && int.TryParse(server.Variable("report_port", "port"), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
                && port > 0
                ? (host, port) : null;
    }
}
