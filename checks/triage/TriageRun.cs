namespace NagiosChecks.Triage;

/// <summary>What triage measured: the reports of the checks, and the servers that run on this host.</summary>
/// <param name="Reports">One for each check that was run.</param>
/// <param name="Servers">The MySQL and MariaDB servers of this host, a phrase for each.</param>
internal sealed record TriageRun(IReadOnlyList<CheckReport> Reports, IReadOnlyList<string> Servers)
{
    /// <summary>Why the options that the site keeps for its checks could not be read; null when they could.</summary>
    public string? SectionProblem { get; init; }
}
