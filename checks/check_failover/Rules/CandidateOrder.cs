namespace NagiosChecks.Failover;

/// <summary>
/// The best candidate first: what has the least to be done, then the operator's wish, then semi-synchronous, the fewest warnings, the least
/// to apply, the lowest version, and the given order.
/// </summary>
internal static class CandidateOrder
{
    /// <summary>The candidates of a tree, best first.</summary>
    public static IReadOnlyList<FailoverReplica> Of(FailoverTree tree)
    {
        var candidates = new List<(int Place, FailoverReplica Replica)>();
        for (var at = 0; at < tree.Replicas.Count; at++)
        {
            if (tree.Replicas[at].IsCandidate)
                candidates.Add((at, tree.Replicas[at]));
        }

        candidates.Sort((left, right) => Key(left).CompareTo(Key(right)));
        return candidates.ConvertAll(candidate => candidate.Replica);
    }

    private static (bool, bool, int, int, bool, int, (int, int, int)) Key((int Place, FailoverReplica Replica) candidate)
    {
        var (place, replica) = candidate;
        var version = replica.Answers.Version?.Number ?? new Version(0, 0);
        return (!replica.IsReady, replica.Behind.Count > 0, replica.Preference, replica.Count(ReasonClass.ActFirst), !replica.IsSemiSync,
            replica.Count(ReasonClass.Warning), (replica.HasUnapplied ? 1 : 0, version.Major * 1000 + Math.Max(0, version.Minor), place));
    }
}
