namespace MySql.ReplicationTree;

/// <summary>Transaction numbers in a row.</summary>
/// <param name="First">The first, at least 1.</param>
/// <param name="Last">The last, at least <paramref name="First"/>.</param>
public readonly record struct GtidInterval(long First, long Last)
{
    /// <summary>Sorts intervals and joins those that overlap or touch.</summary>
    internal static List<GtidInterval> Join(List<GtidInterval> intervals)
    {
        intervals.Sort(static (left, right) => left.First.CompareTo(right.First));
        var joined = new List<GtidInterval>(intervals.Count);
        foreach (var next in intervals)
        {
            if (joined.Count > 0 && next.First - 1 <= joined[^1].Last)
                joined[^1] = joined[^1] with { Last = Math.Max(joined[^1].Last, next.Last) };
            else
                joined.Add(next);
        }

        return joined;
    }

    /// <summary>What is in the first list and not in the second; both are joined.</summary>
    internal static List<GtidInterval> Subtract(IReadOnlyList<GtidInterval> from, IReadOnlyList<GtidInterval> what)
    {
        var left = new List<GtidInterval>();
        var index = 0;
        foreach (var interval in from)
        {
            var first = interval.First;
            while (index < what.Count && what[index].Last < first)
                index++;
            // The last one that is looked at may reach into the next interval, so the index stays on it.
            for (var at = index; at < what.Count && what[at].First <= interval.Last && first <= interval.Last; at++)
            {
                if (what[at].First > first)
                    left.Add(new GtidInterval(first, what[at].First - 1));
                first = what[at].Last + 1;
            }

            if (first <= interval.Last)
                left.Add(new GtidInterval(first, interval.Last));
        }

        return left;
    }
}
