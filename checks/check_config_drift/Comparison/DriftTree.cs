using MySql.ReplicationTree;

namespace NagiosChecks.ConfigDrift;

/// <summary>The servers that answered, each with the one that it is compared with.</summary>
internal sealed class DriftTree
{
    private DriftTree(ServerTree tree, IReadOnlyList<DriftServer> servers)
    {
        Tree = tree;
        Servers = servers;
        foreach (var server in servers)
            StatementsAreLogged |= server["binlog_format"]?.Value is "STATEMENT" or "MIXED";
    }

    /// <summary>Who follows whom, with the servers that did not answer.</summary>
    public ServerTree Tree { get; }

    /// <summary>The servers that answered: the source at the top, then the others in the order in which they were given.</summary>
    public IReadOnlyList<DriftServer> Servers { get; }

    /// <summary>Each server that is compared, with the one that it is compared with.</summary>
    public IReadOnlyList<ServerPair> Pairs { get; private set; } = [];

    /// <summary>True when a server of the tree has the binlog format STATEMENT or MIXED.</summary>
    public bool StatementsAreLogged { get; }

    /// <summary>Finds who follows whom.</summary>
    /// <exception cref="Nagios.Plugin.CheckException">A position in a replica's status is no number.</exception>
    public static DriftTree Of(IReadOnlyList<ServerReading> readings)
    {
        var tree = ServerTree.Of([.. readings.Select(reading => reading.Answers)]);
        var top = tree.Top;
        var servers = new List<DriftServer>();
        for (var index = 0; index < readings.Count; index++)
        {
            if (readings[index].Answers.Down is null)
                servers.Insert(ReferenceEquals(tree.Servers[index], top) ? 0 : servers.Count,
                    DriftServer.Of(tree.Servers[index], readings[index]));
        }

        var drift = new DriftTree(tree, servers);
        drift.Pair();
        return drift;
    }

    private void Pair()
    {
        var top = Find(Tree.Top);
        // Where no source answered, the replicas are compared with the first of them.
        var model = top ?? (Servers.Count > 0 ? Servers[0] : null);
        var pairs = new List<ServerPair>();
        foreach (var server in Servers)
        {
            if (server == top)
                continue;
            var own = OwnSource(server);
            server.Source = own ?? (model == server ? null : model);
            if (server.Source is { } source)
                pairs.Add(new ServerPair(source, server, StatementsAreLogged, own is null && top is null));
        }

        Pairs = pairs;
    }

    private DriftServer? OwnSource(DriftServer server)
    {
        foreach (var source in server.Place.Sources)
        {
            if (Find(source) is { } found && found != server)
                return found;
        }

        return null;
    }

    private DriftServer? Find(TreeServer? place)
    {
        foreach (var server in Servers)
        {
            if (ReferenceEquals(server.Place, place))
                return server;
        }

        return null;
    }
}
