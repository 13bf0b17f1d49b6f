using Nagios.Plugin;

namespace NagiosChecks.Conntrack;

/// <summary>The result of a run, and the fill states that hysteresis needs in the next one.</summary>
internal sealed record ConntrackVerdict(NagiosCheckResult Result, FillStates FillStates);
