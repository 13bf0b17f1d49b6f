namespace NagiosChecks.ConfigDrift;

/// <summary>Everything in which the servers of a tree differ: their variables, and what no variable tells.</summary>
internal static class TreeComparison
{
    /// <summary>Compares every server with its source.</summary>
    /// <param name="tree">The servers.</param>
    public static List<Difference> Compare(DriftTree tree)
    {
        var differences = new List<Difference>();
        foreach (var name in Names(tree))
        {
            if (OfVariable(name, tree) is { } difference)
                differences.Add(difference);
        }

        // Ids and versions must differ or may; where they do harm, that is said in place of it.
        foreach (var identity in IdentityComparison.Compare(tree))
        {
            _ = differences.RemoveAll(difference => difference.Name == identity.Name);
            differences.Add(identity);
        }

        differences.AddRange(PluginComparison.Compare(tree));
        differences.AddRange(DataComparison.Compare(tree));
        differences.AddRange(AccountComparison.Compare(tree));
        return differences;
    }

    /// <summary>Judges one variable between two servers, a computed value as what it is.</summary>
    public static PairVerdict Judge(string name, ServerPair pair)
    {
        if (pair.Source[name] is not { } source || pair.Replica[name] is not { } replica)
            return Missing(name, pair);
        var verdict = PairJudge.Judge(source, replica, pair);
        return verdict.Class > DriftClass.Derived && IsDerived(name, pair) is { } cause
            ? new PairVerdict(DriftClass.Derived, $"the server computes it from {cause}", verdict.Rule) : verdict;
    }

    private static SortedSet<string> Names(DriftTree tree)
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var server in tree.Servers)
            names.UnionWith(server.Settings.Keys);
        return names;
    }

    private static Difference? OfVariable(string name, DriftTree tree)
    {
        var worst = PairVerdict.Same;
        var affected = new List<DriftServer>();
        ServerPair? example = null;
        foreach (var pair in tree.Pairs)
        {
            var verdict = Judge(name, pair);
            if (verdict.Class == DriftClass.None || verdict.Class < worst.Class)
                continue;
            if (verdict.Class > worst.Class)
            {
                affected.Clear();
                (worst, example) = (verdict, pair);
            }

            affected.Add(pair.Replica);
        }

        if (example is null)
            return null;
        var kind = worst.Rule?.Kind ?? ValueKind.Plain;
        return new Difference(ShownName(name, affected), worst.Class, worst.Consequence, Values(name, kind, tree), affected)
        {
            IsSilent = worst.IsSilent,
            Rule = worst.Rule,
            Versions = ShareOfVersions(name, affected, example),
            Wanted = Wanted(name, example),
            Model = example.Source,
        };
    }

    // The name that the affected servers know it by, as long as they agree.
    private static string ShownName(string name, List<DriftServer> affected)
    {
        string? shown = null;
        foreach (var server in affected)
        {
            if (server[name]?.ServerName is not { } own || (shown is not null && shown != own))
                return name;
            shown = own;
        }

        return shown ?? name;
    }

    private static List<ServerValue> Values(string name, ValueKind kind, DriftTree tree)
    {
        var values = new List<ServerValue>();
        foreach (var server in tree.Servers)
            values.Add(new ServerValue(server, server[name] is { } setting ? VariableValue.Human(kind, setting.Raw) : null));
        return values;
    }

    // The packet that the source's own clients may send is what the replica must take.
    private static Setting? Wanted(string name, ServerPair pair) => pair.Source[name] is not { } source ? null
        : name == "replica_max_allowed_packet" && pair.Source["max_allowed_packet"] is { Number: { } packet } own
            && source.Number < packet ? source.With(own.Raw)
        : source;

    private static PairVerdict Missing(string name, ServerPair pair)
    {
        if (LegitimateVariables.Has(name) || (pair.Source[name] is null && pair.Replica[name] is null))
            return PairVerdict.Same;
        // Before the plugin is loaded there is no such variable.
        if (name == "rpl_semi_sync_source_enabled" && VariableValue.IsOn(pair.Source[name]?.Value ?? ""))
            return new PairVerdict(DriftClass.AfterPromotion, DriftRules.Of(name)!.Consequence, DriftRules.Of(name));
        return pair.Source.IsOfOneSeries(pair.Replica)
            ? new PairVerdict(DriftClass.Unclassified, "one server does not know this variable: a plugin or component is not loaded there")
            : new PairVerdict(DriftClass.Cosmetic, "the variable belongs to another version");
    }

    // A value that somebody set is not computed, whatever its usual cause is.
    private static string? IsDerived(string name, ServerPair pair)
    {
        if (pair.Replica.Origins.Of(name) is { Kind: not OriginKind.Default }
            || pair.Source.Origins.Of(name) is { Kind: not OriginKind.Default })
            return null;
        foreach (var cause in DerivedVariables.CausesOf(name))
        {
            if (pair.Source[cause]?.Value != pair.Replica[cause]?.Value)
                return cause;
        }

        return null;
    }

    // Two versions may differ without anybody's doing.
    private static VersionShare ShareOfVersions(string name, List<DriftServer> affected, ServerPair example)
    {
        var share = VersionShare.Certain;
        foreach (var server in affected)
        {
            if (server.IsOfOneSeries(example.Source))
                return VersionShare.None;
            var (own, source) = (server.Origins.Of(name), example.Source.Origins.Of(name));
            if (own is null || source is null)
                share = VersionShare.Possible;
            else if (own.Kind != OriginKind.Default || source.Kind != OriginKind.Default)
                return VersionShare.None;
        }

        return share;
    }
}
