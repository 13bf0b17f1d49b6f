using System.Globalization;
using MySql.Session;

namespace MySql.ReplicationTree;

/// <summary>Where the next servers of a tree are, by what one of them answered.</summary>
internal static class TreeNeighbours
{
    /// <summary>The sources of its channels, and the replicas that registered with their address (report_host).</summary>
    /// <param name="server">What it answered.</param>
    internal static IEnumerable<ServerAddress> Of(ServerAnswers server)
    {
        var status = server.To("SHOW REPLICA STATUS", "SHOW ALL SLAVES STATUS", "SHOW SLAVE STATUS");
        foreach (var row in status?.Rows ?? [])
        {
            if (Address(row.Text("Source_Host", "Master_Host"), row.Text("Source_Port", "Master_Port")) is { } source)
                yield return source;
        }

        foreach (var row in server.To("SHOW REPLICAS", "SHOW SLAVE HOSTS")?.Rows ?? [])
        {
            if (Address(row.Text("Host"), row.Text("Port")) is { } replica)
                yield return replica;
        }
    }

    /// <summary>True when two answers come from one server under two addresses. Two servers may have a UUID in common, by a copied data
    /// directory, but not the host, the port and the directory as well.</summary>
    internal static bool IsSame(ServerAnswers one, ServerAnswers other)
    {
        if (one.Down is not null || other.Down is not null)
            return one.Down is not null && other.Down is not null && one.Address == other.Address;
        return Equal("server_id") && Equal("hostname") && Equal("port") && Equal("datadir") && Equal("server_uuid") && Equal("server_uid");

        bool Equal(string name) => one.Variable(name) == other.Variable(name);
    }

    private static ServerAddress? Address(string? host, string? port) =>
        host is { Length: > 0 } && host.AsSpan().IndexOfAny(",/ @") < 0
        && int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and < 65536
            ? ServerAddress.Of(host, number) : null;
}
