namespace NagiosChecks.ConfigDrift;

/// <summary>Accounts and their rights, by a number that the server computes from them. Passwords are not compared.</summary>
internal static class AccountComparison
{
    private const int MostNamed = 5;

    /// <summary>One difference for all accounts that are missing, and one for all whose rights differ.</summary>
    public static IEnumerable<Difference> Compare(DriftTree tree)
    {
        var missing = new SortedDictionary<string, List<DriftServer>>(StringComparer.Ordinal);
        var different = new SortedDictionary<string, List<DriftServer>>(StringComparer.Ordinal);
        foreach (var pair in tree.Pairs)
        {
            if (DriftQuestions.Accounts(pair.Source) is not { } source || DriftQuestions.Accounts(pair.Replica) is not { } replica)
                continue;
            foreach (var (account, digest) in source)
            {
                if (!replica.TryGetValue(account, out var other))
                    Add(missing, account, pair.Replica);
                else if (other != digest)
                    Add(different, account, pair.Replica);
            }
        }

        if (missing.Count > 0)
        {
            yield return Of(
                $"accounts missing ({Some(missing)})", "the application's logins fail (1045) once it is the source; a GRANT for "
                + "them stops the replica's SQL thread", missing, tree, "has none");
        }

        if (different.Count > 0)
        {
            yield return Of(
                $"accounts with other rights ({Some(different)})", "statements of the application are refused, or allowed, once "
                + "it is the source", different, tree, "differ");
        }
    }

    private static Difference Of(string name, string consequence, SortedDictionary<string, List<DriftServer>> found, DriftTree tree,
        string word)
    {
        List<DriftServer> affected = [.. tree.Servers.Where(server => found.Values.Any(list => list.Contains(server)))];
        return new Difference(name, DriftClass.AfterPromotion, consequence,
            [.. tree.Servers.Select(server => new ServerValue(server, affected.Contains(server) ? word : "has them"))], affected);
    }

    private static void Add(SortedDictionary<string, List<DriftServer>> found, string account, DriftServer server)
    {
        if (!found.TryGetValue(account, out var servers))
            found[account] = servers = [];
        servers.Add(server);
    }

    private static string Some(SortedDictionary<string, List<DriftServer>> found) => found.Count <= MostNamed
        ? string.Join(", ", found.Keys) : $"{string.Join(", ", found.Keys.Take(MostNamed))} and {found.Count - MostNamed} more";
}
