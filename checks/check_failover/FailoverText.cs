using Nagios.Plugin;

namespace NagiosChecks.Failover;

/// <summary>The sentences of the first line.</summary>
internal static class FailoverText
{
    private const int MostReasons = 4;

    /// <summary>The summary of a tree in order.</summary>
    public static string Summary(FailoverVerdict verdict)
    {
        var tree = verdict.Tree;
        var first = verdict.Candidates.Count > 0 ? $", {verdict.Candidates[0].Name} first" : "";
        return $"{verdict.Ready} of {Quantity.Count(tree.Replicas.Count, "replica")} of {tree.SourceName} can take over now{first}"
            + (verdict.IsSamePosition ? tree.Replicas.Count > 1 ? ": all at the same position" : ": it has applied all that it received"
                : "");
    }

    /// <summary>A failover is due: what to do now.</summary>
    public static string Due(FailoverVerdict verdict, FailoverPlan plan)
    {
        var tree = verdict.Tree;
        var what = tree.Condition == SourceCondition.Gone ? $"source {tree.SourceName} is gone"
            : $"source {tree.SourceName} is wedged on a full binlog disk";
        if (verdict.Candidates is not [var best, ..])
            return $"{what}; no replica can take over without loss";
        return $"{what}; {best.Name} can take over{(best.IsReady ? "" : $" ({Reasons(best)})")}, nothing that a replica has "
            + $"received is lost; {(plan.Missing is null ? "plan: --plan" : "what is in the way of a plan stands below")}";
    }

    /// <summary>Fewer than wanted.</summary>
    public static string TooFew(FailoverVerdict verdict, int wanted)
    {
        var waiting = new List<string>();
        foreach (var candidate in verdict.Candidates)
        {
            if (!candidate.IsReady)
                waiting.Add(candidate.Name);
        }

        return $"{verdict.Ready} of {wanted} wanted replicas of {verdict.Tree.SourceName} can take over now"
            + (waiting.Count > 0 ? $", {List(waiting, MostReasons)} after something small" : "");
    }

    /// <summary>The first line of a result that is not OK; null leaves it to the findings.</summary>
    public static string? Headline(FailoverVerdict verdict, FailoverPlan plan, NagiosCheckResult result)
    {
        var tree = verdict.Tree;
        if (tree.NotAsked.Count == 0 && tree.IsFailoverDue)
            return Due(verdict, plan);
        if (tree.NotAsked.Count > 0 || verdict.Candidates is not [var best, ..] || result.State == NagiosState.Unknown)
            return null;
        var others = new List<string>();
        foreach (var replica in tree.Replicas)
        {
            if (Worst(replica) is { } reason)
                others.Add($"{replica.Name}: {reason.Text}");
        }

        var lead = best.IsReady ? $"{best.Name} can take over from {tree.SourceName} now" : $"{best.Name} can take over from "
            + $"{tree.SourceName} after something small";
        return others.Count == 0 ? null : $"{lead}; {string.Join("; ", others)}";
    }

    /// <summary>All reasons of a replica, worst first.</summary>
    public static string Reasons(FailoverReplica replica)
    {
        var texts = new List<string>();
        for (var kind = ReasonClass.Blocker; kind >= ReasonClass.Note; kind--)
        {
            foreach (var reason in replica.Reasons)
            {
                if (reason.Class == kind)
                    texts.Add(reason.Text);
            }
        }

        return string.Join("; ", texts);
    }

    /// <summary>Names with commas, as many as fit.</summary>
    public static string List(IReadOnlyList<string> names, int most) => names.Count <= most ? string.Join(", ", names)
        : $"{string.Join(", ", names.Take(most))} and {names.Count - most} more";

    // The reason that a person should read first.
    private static Reason? Worst(FailoverReplica replica)
    {
        Reason? worst = null;
        foreach (var reason in replica.Reasons)
        {
            if (reason.State != NagiosState.Ok && (worst is null || (reason.State.Severity(), reason.Class).CompareTo(
                (worst.State.Severity(), worst.Class)) > 0))
                worst = reason;
        }

        return worst;
    }
}
