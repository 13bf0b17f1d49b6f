namespace NagiosChecks.ConfigDrift;

/// <summary>Servers that should have names of their own, and versions that should be in order.</summary>
internal static class IdentityComparison
{
    private const string IdClash =
        "servers with one id cannot follow one source: MySQL lets each throw the other out, MariaDB leaves the second Connecting without "
        + "an error; a server ignores events with its own id";

    /// <summary>Ids that are there twice, and versions.</summary>
    public static IEnumerable<Difference> Compare(DriftTree tree)
    {
        foreach (var name in new[] { "server_id", "server_uuid", "server_uid" })
        {
            if (Twins(name, tree) is { Count: > 0 } twins)
            {
                yield return new Difference(name, DriftClass.Breaks, IdClash,
                    [.. tree.Servers.Select(server => new ServerValue(server, server[name]?.Raw))], twins);
            }
        }

        if (Versions(tree) is { } versions)
            yield return versions;
    }

    private static List<DriftServer> Twins(string name, DriftTree tree)
    {
        var twins = new List<DriftServer>();
        foreach (var server in tree.Servers)
        {
            if (server[name]?.Raw is { Length: > 0 } own && tree.Servers.Any(other => other != server && other[name]?.Raw == own))
                twins.Add(server);
        }

        return twins;
    }

    // Replication is made for a replica that is as new as its source or newer (MySQL manual, "Replication Compatibility Between MySQL
    // Versions"). Another patch of one series has the same events.
    private static Difference? Versions(DriftTree tree)
    {
        var (worst, consequence) = (DriftClass.None, "");
        var affected = new List<DriftServer>();
        foreach (var pair in tree.Pairs)
        {
            var (found, text) = Of(pair);
            if (found > worst)
            {
                affected.Clear();
                (worst, consequence) = (found, text);
            }

            if (found == worst && found != DriftClass.None)
                affected.Add(pair.Replica);
        }

        return worst == DriftClass.None ? null : new Difference("version", worst, consequence,
            [.. tree.Servers.Select(server => new ServerValue(server, server.Version.ToString()))], affected);
    }

    private static (DriftClass Class, string Consequence) Of(ServerPair pair)
    {
        var (source, replica) = (pair.Source.Version, pair.Replica.Version);
        if (source.IsMariaDb != replica.IsMariaDb)
            return (DriftClass.AfterPromotion,
                "the other servers are of another family: they cannot follow it by GTID, nor read all its events");
        if (source.Number == replica.Number)
            return (DriftClass.None, "");
        if (pair.Source.IsOfOneSeries(pair.Replica))
            return (DriftClass.Cosmetic, "another patch of one release series");
        return replica.Number < source.Number && !pair.IsOfEquals
            ? (DriftClass.Breaks, "a replica that is older than its source does not know all its events, character sets and statements")
            : (DriftClass.AfterPromotion, "servers that are older cannot follow it safely once it is the source");
    }
}
