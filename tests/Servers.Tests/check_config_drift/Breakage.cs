namespace NagiosChecks.ConfigDrift.Tests;

/// <summary>A difference that the check predicts, and the statement that then breaks something.</summary>
/// <param name="Name">The difference as the check names it.</param>
/// <param name="Statement">What is run on the source.</param>
/// <param name="Error">The error with which the replica stops; 0 where nothing stops.</param>
internal sealed record Breakage(string Name, string Statement, int Error)
{
    /// <summary>The class that the check gives it.</summary>
    public DriftClass Class { get; init; } = DriftClass.Breaks;

    /// <summary>What makes the servers differ, on the source.</summary>
    public string AtSource { get; init; } = "";

    /// <summary>What makes the servers differ, on the replica.</summary>
    public string AtReplica { get; init; } = "";

    /// <summary>What is done on the replica before it goes on, besides the step that the check prints.</summary>
    public string Mend { get; init; } = "";

    /// <summary>True where the step of the check is no statement to run on the replica.</summary>
    public bool IsMendedByHand { get; init; }

    /// <summary>What the replica then differs in, where nothing stops: a query whose answers are not equal.</summary>
    public string Silent { get; init; } = "";
}
