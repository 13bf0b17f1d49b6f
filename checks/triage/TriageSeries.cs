using Nagios.Plugin;

namespace NagiosChecks.Triage;

/// <summary>The perfdata of triage, in the order in which it is printed.</summary>
internal static class TriageSeries
{
    public static readonly Series Ok = new("ok", "", "checks that are OK");

    public static readonly Series Warning = new("warning", "", "checks in state WARNING");

    public static readonly Series Critical = new("critical", "", "checks in state CRITICAL");

    public static readonly Series Unknown = new("unknown", "", "checks in state UNKNOWN, those that gave no report included");

    public static readonly Series NotApplicable = new("not_applicable", "", "checks that have nothing to look at on this host");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<DeclaredSeries> All { get; } = [Ok, Warning, Critical, Unknown, NotApplicable];
}
