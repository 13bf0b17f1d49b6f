namespace NagiosChecks.ConfigDrift;

/// <summary>Tables that statements depend on or that tell of a drift in the past: time zones, and the engines of the tables.</summary>
internal static class DataComparison
{
    /// <summary>Compares time-zone tables and counts of tables.</summary>
    public static IEnumerable<Difference> Compare(DriftTree tree)
    {
        if (Zones(tree) is { } zones)
            yield return zones;
        if (Engines(tree) is { } engines)
            yield return engines;
    }

    private static Difference? Zones(DriftTree tree)
    {
        var affected = new List<DriftServer>();
        foreach (var pair in tree.Pairs)
        {
            if (DriftQuestions.HasNamedZones(pair.Source) is { } source && DriftQuestions.HasNamedZones(pair.Replica) is { } replica
                && source != replica)
                affected.Add(pair.Replica);
        }

        if (affected.Count == 0)
            return null;
        const string Consequence =
            "a statement that names a zone (Europe/Berlin) stops the SQL thread with 1298 where the tables are empty";
        return new Difference("time-zone tables", tree.StatementsAreLogged ? DriftClass.Statement : DriftClass.AfterPromotion, Consequence,
            [.. tree.Servers.Select(server => new ServerValue(server,
                DriftQuestions.HasNamedZones(server) switch { true => "filled", false => "empty", null => null }))], affected);
    }

    // The number of tables may differ for a moment while they are made; another engine for the same number does not pass.
    private static Difference? Engines(DriftTree tree)
    {
        var affected = new List<DriftServer>();
        foreach (var pair in tree.Pairs)
        {
            if (DriftQuestions.TablesByEngine(pair.Source) is { } source && DriftQuestions.TablesByEngine(pair.Replica) is { } replica
                && source != replica)
                affected.Add(pair.Replica);
        }

        return affected.Count == 0 ? null : new Difference("tables by engine", DriftClass.Breaks,
            "tables were made with another engine, or are missing, without an error: transactions and locks behave differently", [..
            tree.Servers.Select(server => new ServerValue(server, DriftQuestions.TablesByEngine(server)))], affected)
        { IsSilent = true };
    }
}
