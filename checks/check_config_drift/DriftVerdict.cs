namespace NagiosChecks.ConfigDrift;

/// <summary>Everything that was found.</summary>
/// <param name="Tree">The servers.</param>
/// <param name="Differences">In what they differ, the worst first.</param>
/// <param name="Restarts">What a restart will change.</param>
/// <param name="Unexpected">Values that are not as expected.</param>
internal sealed record DriftVerdict(
    DriftTree Tree, IReadOnlyList<Difference> Differences, IReadOnlyList<RestartDrift> Restarts,
    IReadOnlyList<BrokenExpectation> Unexpected)
{
    /// <summary>How many differences of a class there are.</summary>
    public int Count(DriftClass found)
    {
        var count = 0;
        foreach (var difference in Differences)
            count += difference.Class == found ? 1 : 0;
        return count;
    }
}
