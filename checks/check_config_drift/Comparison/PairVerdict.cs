namespace NagiosChecks.ConfigDrift;

/// <summary>What it means that a replica has another value than its source.</summary>
/// <param name="Class">How bad it is.</param>
/// <param name="Consequence">What happens, as a sentence without its full stop.</param>
/// <param name="Rule">The rule that says so; null where there is none.</param>
internal sealed record PairVerdict(DriftClass Class, string Consequence, DriftRule? Rule = null)
{
    /// <summary>The two values mean the same.</summary>
    public static PairVerdict Same { get; } = new(DriftClass.None, "");

    /// <summary>True where rows or tables come to differ without an error.</summary>
    public bool IsSilent { get; init; }
}
