namespace NagiosChecks.StaleAcks;

/// <summary>What a source read from its engine at one moment.</summary>
internal sealed record EngineReport
{
    /// <summary>The engine with its version as far as known: "Nagios 4.4.6", "Icinga r2.13.6-1".</summary>
    public required string Engine { get; init; }

    /// <summary>Everything that is acknowledged now.</summary>
    public required IReadOnlyList<AcknowledgedProblem> Problems { get; init; }

    /// <summary>Comments of acknowledgements that are over, on problems that are not.</summary>
    public IReadOnlyList<LeftoverComment> Leftovers { get; init; } = [];

    /// <summary>False when notifications are off in the whole engine; null where it was not asked.</summary>
    public bool? NotificationsEnabled { get; init; }

    /// <summary>Whether acknowledgements of this engine can expire at all; Nagios has no such thing.</summary>
    public bool HasExpiry { get; init; }

    /// <summary>What could not be seen.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
