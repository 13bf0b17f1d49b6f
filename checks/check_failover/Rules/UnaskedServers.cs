using System.Globalization;
using MySql.ReplicationTree;
using Nagios.Plugin;

namespace NagiosChecks.Failover;

/// <summary>Finds the servers that may hold more than those that were asked.</summary>
internal static class UnaskedServers
{
    /// <summary>Writes them into the tree.</summary>
    public static void Find(ServerTree servers, FailoverTree tree)
    {
        foreach (var server in servers.Servers)
        {
            if (server.Answers.Down is { } why && !(server == tree.Source && tree.Condition == SourceCondition.Gone))
                Down(tree, server, why);
            else if (StatusRefusal(server.Answers) is { } refusal)
                tree.NotAsked.Add($"{server.Name} ({UntrustedText.Clean(refusal, 200)})");
        }

        FindSources(tree);
        foreach (var server in servers.Servers)
        {
            if (server.Answers.Down is null && (server == tree.Source || (tree.Source is null && server.Channels.Count == 0)))
                CountReaders(tree, server, servers.Servers);
        }
    }

    // A dead server beside a source that serves has nothing that the source has not; beside a dead source it may.
    private static void Down(FailoverTree tree, TreeServer server, string why)
    {
        if (server.Answers.IsNotRunning && tree.Condition == SourceCondition.Serving && server != tree.Source)
            tree.DownBeside.Add(server.Name);
        else
            tree.NotAsked.Add($"{server.Name} ({(server.Answers.IsNotRunning ? "nothing answers there" : Reason(why))})");
    }

    // The address stands at the end of why a server did not answer, and its name has it already.
    private static string Reason(string why) =>
        UntrustedText.Clean(why.LastIndexOf(", at ", StringComparison.Ordinal) is var at and > 0 ? why[..at] : why, 160);

    private static string? StatusRefusal(ServerAnswers answers) =>
        answers.To("SHOW REPLICA STATUS", "SHOW ALL SLAVES STATUS", "SHOW SLAVE STATUS") is not { } status
            ? answers.Down is null ? "its answers hold no replication status" : null : status.Refusal;

    private static void FindSources(FailoverTree tree)
    {
        var named = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var replica in tree.Replicas)
        {
            for (var at = 0; at < replica.Server.Channels.Count; at++)
            {
                var address = replica.Server.Channels[at].Source;
                if (replica.Server.Sources[at] is null && named.Add(address))
                    tree.NotAsked.Add($"{address}, the source of {replica.Name}");
            }
        }
    }

    // Each replica that is connected has one dump thread; more of them belong to somebody else.
    private static void CountReaders(FailoverTree tree, TreeServer source, IReadOnlyList<TreeServer> servers)
    {
        if (source.Answers.Sessions is not { } sessions || !source.Answers.Holds("PROCESS"))
            return;
        var readers = 0;
        foreach (var session in sessions)
            readers += session.IsBinlogDump ? 1 : 0;
        var strangers = readers - source.Replicas.Count;
        foreach (var row in source.Answers.To("SHOW REPLICAS", "SHOW SLAVE HOSTS")?.Rows ?? [])
        {
            var id = row.Text("Server_Id") ?? "";
            if (strangers <= 0 || IsKnown(servers, id))
                continue;
            strangers--;
            tree.NotAsked.Add($"the replica with server_id {UntrustedText.Clean(id, 20)}{Where(row.Text("Host"), row.Text("Port"))}");
        }

        if (strangers > 0)
        {
            tree.NotAsked.Add(strangers == 1 ? "1 dump thread comes from a host not asked"
                : string.Create(CultureInfo.InvariantCulture, $"{strangers} dump threads come from hosts not asked"));
        }
    }

    private static bool IsKnown(IReadOnlyList<TreeServer> servers, string id)
    {
        foreach (var server in servers)
        {
            if (server.Answers.Variable("server_id") == id)
                return true;
        }

        return false;
    }

    private static string Where(string? host, string? port) =>
        host is { Length: > 0 } ? $" at {UntrustedText.Clean(host, 80)}:{UntrustedText.Clean(port, 10)}" : "";
}
