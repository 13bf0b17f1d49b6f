using System.Globalization;
using MySql.Session;

namespace MySql.ReplicationTree;

/// <summary>
/// Servers and who follows whom. A channel's source is found by the UUID, which is sure, and without one by the address, under which
/// exactly one server of the tree must be known.
/// </summary>
public sealed class ServerTree
{
    private ServerTree(IReadOnlyList<TreeServer> servers) => Servers = servers;

    /// <summary>The servers in the order in which they were given.</summary>
    public IReadOnlyList<TreeServer> Servers { get; }

    /// <summary>
    /// The server at the top: the one that most others follow, directly or through others, among those that follow nobody, are down or
    /// stand in a ring; of two alike the one with more replicas of its own, then the first given. Null where no server is followed.
    /// </summary>
    public TreeServer? Top
    {
        get
        {
            TreeServer? top = null;
            var most = (Below: 0, Direct: 0);
            foreach (var server in Servers)
            {
                var followers = (Below: Below(server).Count, Direct: server.Replicas.Count);
                if (server.Role != TreeRole.Replica && followers.CompareTo(most) > 0)
                    (top, most) = (server, followers);
            }

            return top;
        }
    }

    /// <summary>Finds who follows whom.</summary>
    /// <param name="answers">What each server answered; names are unique.</param>
    /// <exception cref="Nagios.Plugin.CheckException">A position in a replica's status is no number.</exception>
    public static ServerTree Of(IReadOnlyList<ServerAnswers> answers)
    {
        ArgumentNullException.ThrowIfNull(answers);
        var servers = new List<TreeServer>();
        foreach (var one in answers)
            servers.Add(new TreeServer(one, ChannelsOf(one)));
        foreach (var server in servers)
            server.Sources = SourcesOf(server, servers);
        foreach (var server in servers)
            server.Replicas = servers.FindAll(other => other != server && Follows(other, server));
        foreach (var server in servers)
            server.Role = RoleOf(server);
        return new ServerTree(servers);
    }

    private static List<ReplicaChannel> ChannelsOf(ServerAnswers answers)
    {
        var channels = new List<ReplicaChannel>();
        foreach (var row in answers.To("SHOW REPLICA STATUS", "SHOW ALL SLAVES STATUS", "SHOW SLAVE STATUS")?.Rows ?? [])
        {
            var channel = ReplicaChannel.Parse(row);
            if (channel.SourceHost.Length > 0)
                channels.Add(channel);
        }

        return channels;
    }

    private static List<TreeServer?> SourcesOf(TreeServer replica, List<TreeServer> servers)
    {
        var sources = new List<TreeServer?>();
        foreach (var channel in replica.Channels)
        {
            var byUuid = channel.SourceUuid.Length == 0 ? []
                : servers.FindAll(server => server.Answers.Variable("server_uuid") == channel.SourceUuid);
            var found = byUuid.Count > 0 ? byUuid : servers.FindAll(server => server != replica && IsAt(server, channel));
            sources.Add(found.Count == 1 ? found[0] : null);
        }

        return sources;
    }

    // A server with another UUID than the channel's last source is another server, whatever its address is.
    private static bool IsAt(TreeServer server, ReplicaChannel channel)
    {
        if (server.Answers.Down is { } why)
            return server.Answers.Address is { } place ? IsSame(place) : why.EndsWith(channel.Source, StringComparison.Ordinal)
                || IsSame(server.Name);
        if (channel.SourceUuid.Length > 0)
            return false;
        if (server.Answers.Address is { } address && IsSame(address))
            return true;
        var port = channel.SourcePort.ToString(CultureInfo.InvariantCulture);
        return server.Answers.Variable("report_port", "port") == port
            && (Is(server.Answers.Variable("report_host")) || Is(server.Answers.Variable("hostname")) || Is(server.Name));

        bool Is(string? host) => string.Equals(host, channel.SourceHost, StringComparison.OrdinalIgnoreCase);

        bool IsSame(string at) =>
            string.Equals(at, ServerAddress.Of(channel.SourceHost, channel.SourcePort).Label, StringComparison.OrdinalIgnoreCase);
    }

    private static TreeRole RoleOf(TreeServer server) =>
        server.Answers.Down is not null ? TreeRole.Down
        : server.Channels.Count > 0 ? Below(server).Contains(server) ? TreeRole.RingMember : TreeRole.Replica
        : server.Replicas.Count > 0 ? TreeRole.Source
        : TreeRole.Alone;

    // Everybody that follows a server directly or through others; the server itself is in it when it stands in a ring.
    private static HashSet<TreeServer> Below(TreeServer server)
    {
        var below = new HashSet<TreeServer>(ReferenceEqualityComparer.Instance);
        var next = new Queue<TreeServer>([server]);
        while (next.TryDequeue(out var one))
        {
            foreach (var replica in one.Replicas)
            {
                if (below.Add(replica))
                    next.Enqueue(replica);
            }
        }

        return below;
    }

    private static bool Follows(TreeServer replica, TreeServer source)
    {
        foreach (var one in replica.Sources)
        {
            if (ReferenceEquals(one, source))
                return true;
        }

        return false;
    }
}
