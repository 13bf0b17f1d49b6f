using MySql.ReplicationTree;

namespace NagiosChecks.ConfigDrift;

/// <summary>Plugins and components that a source has loaded and a replica has not.</summary>
internal static class PluginComparison
{
    // Plugins that each family calls its own and that statements do not name.
    private static readonly string[] Ignored = ["partition", "SPATIAL", "FEEDBACK", "user_variables"];

    /// <summary>One difference for each plugin or component.</summary>
    public static IEnumerable<Difference> Compare(DriftTree tree)
    {
        var plugins = Missing(tree, server => Plugins(server));
        foreach (var (name, type, affected) in plugins)
            yield return Of($"plugin {name}", type, affected, tree, server => Plugins(server)?.ContainsKey(name));
        foreach (var (name, type, affected) in Missing(tree, server => Components(server)))
            yield return Of($"component {name}", type, affected, tree, server => Components(server)?.ContainsKey(name));
    }

    private static Difference Of(string name, string type, List<DriftServer> affected, DriftTree tree, Func<DriftServer, bool?> has)
    {
        var (found, consequence) = type.ToUpperInvariant() switch
        {
            "AUTHENTICATION" => (DriftClass.Breaks,
                "CREATE USER with this login stops the replica's SQL thread with 1524, and such accounts cannot log in there"),
            "STORAGE ENGINE" => (DriftClass.Breaks, "CREATE TABLE with this engine stops the replica's SQL thread with 1286"),
            "REPLICATION" => (DriftClass.AfterPromotion, "commits are not waited for by a replica once it is the source"),
            "COMPONENT" => (DriftClass.AfterPromotion, "what it checks or provides is missing once the replica is the source"),
            "PASSWORD VALIDATION" => (DriftClass.AfterPromotion, "new passwords are not checked once it is the source"),
            "AUDIT" => (DriftClass.AfterPromotion, "statements are not recorded once it is the source"),
            _ => (DriftClass.Cosmetic, "replication and results do not depend on it"),
        };
        return new Difference(name, found, consequence, [.. tree.Servers.Select(server =>
            new ServerValue(server, has(server) switch { true => "loaded", false => "not loaded", null => null }))], affected);
    }

    private static List<(string Name, string Type, List<DriftServer> Affected)> Missing(
        DriftTree tree, Func<DriftServer, Dictionary<string, string>?> read)
    {
        var missing = new List<(string Name, string Type, List<DriftServer> Affected)>();
        foreach (var pair in tree.Pairs)
        {
            if (read(pair.Source) is not { } source || read(pair.Replica) is not { } replica
                || pair.Source.Version.IsMariaDb != pair.Replica.Version.IsMariaDb)
                continue;
            foreach (var (name, type) in source)
            {
                if (replica.ContainsKey(name) || Array.IndexOf(Ignored, name) >= 0)
                    continue;
                if (missing.Find(one => one.Name == name) is { Name: not null } known)
                    known.Affected.Add(pair.Replica);
                else
                    missing.Add((name, type, [pair.Replica]));
            }
        }

        return missing;
    }

    private static Dictionary<string, string>? Plugins(DriftServer server)
    {
        if (AnswerAbout(server, "information_schema.PLUGINS") is not { Refusal: null } answer)
            return null;
        var plugins = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var row in answer.Rows)
        {
            var type = row.Text("PLUGIN_TYPE") ?? "";
            if (row.Text("PLUGIN_STATUS") == "ACTIVE" && row.Text("PLUGIN_NAME") is { } name && type != "INFORMATION SCHEMA")
                plugins[name] = type;
        }

        return plugins;
    }

    private static Dictionary<string, string>? Components(DriftServer server)
    {
        if (AnswerAbout(server, "mysql.component") is not { Refusal: null } answer)
            return null;
        var components = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var row in answer.Rows)
            components[row.Text("component_urn") ?? ""] = "COMPONENT";
        return components;
    }

    private static Answer? AnswerAbout(DriftServer server, string table)
    {
        foreach (var answer in server.Place.Answers.Answers)
        {
            if (answer.Statement.Contains(table, StringComparison.OrdinalIgnoreCase))
                return answer;
        }

        return null;
    }
}
