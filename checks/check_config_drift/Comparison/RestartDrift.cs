namespace NagiosChecks.ConfigDrift;

/// <summary>A variable that a restart will change.</summary>
/// <param name="Server">Whose variable.</param>
/// <param name="Running">The value now.</param>
/// <param name="Next">The value after a restart.</param>
/// <param name="Before">What the running value means in the tree.</param>
/// <param name="After">What the other one would mean.</param>
internal sealed record RestartDrift(DriftServer Server, Setting Running, NextStart Next, PairVerdict Before, PairVerdict After)
{
    /// <summary>True when the restart makes a difference that is worth a line.</summary>
    public bool IsWorse => Next.Setting is not null && After.Class >= DriftClass.Slower && After.Class > Before.Class;

    /// <summary>Every variable of the tree that a restart will change.</summary>
    public static List<RestartDrift> Find(DriftTree tree)
    {
        var found = new List<RestartDrift>();
        foreach (var server in tree.Servers)
        {
            foreach (var name in server.Settings.Keys.Order(StringComparer.Ordinal))
            {
                if (!LegitimateVariables.Has(name) && DerivedVariables.CausesOf(name).Count == 0
                    && server.AfterRestart(name, tree.Servers) is { } next)
                    found.Add(Of(server, server[name]!, next, tree));
            }
        }

        return found;
    }

    private static RestartDrift Of(DriftServer server, Setting running, NextStart next, DriftTree tree)
    {
        var (before, after) = (PairVerdict.Same, PairVerdict.Same);
        var isCompared = false;
        foreach (var pair in tree.Pairs)
        {
            var other = pair.Replica == server ? pair.Source : pair.Source == server ? pair.Replica : null;
            if (other?[running.Name] is not { } value)
                continue;
            isCompared = true;
            before = Worse(before, Judge(running, value, pair, server));
            if (next.Setting is { } later)
                after = Worse(after, Judge(later, value, pair, server));
        }

        // Alone there is nothing to compare with, and the change itself is what counts.
        if (!isCompared && DriftRules.Of(running.Name) is { Class: >= DriftClass.Slower } rule)
            after = new PairVerdict(DriftClass.AfterPromotion, "", rule);
        return new RestartDrift(server, running, next, before, after);
    }

    private static PairVerdict Judge(Setting own, Setting other, ServerPair pair, DriftServer server) =>
        pair.Replica == server ? PairJudge.Judge(other, own, pair) : PairJudge.Judge(own, other, pair);

    private static PairVerdict Worse(PairVerdict one, PairVerdict other) => other.Class > one.Class ? other : one;
}
