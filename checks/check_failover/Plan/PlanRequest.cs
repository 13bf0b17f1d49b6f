namespace NagiosChecks.Failover;

/// <summary>How the plan is wanted.</summary>
/// <param name="IsWanted">True for --plan.</param>
/// <param name="Age">When the reading was made, for the plan's head.</param>
internal sealed record PlanRequest(bool IsWanted, string Age);
