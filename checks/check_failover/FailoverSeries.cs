using Nagios.Plugin;

namespace NagiosChecks.Failover;

/// <summary>What is graphed.</summary>
internal static class FailoverSeries
{
    public static Series Ready { get; } = new("ready", "", "replicas that can take over at once");

    public static Series Candidates { get; } = new("candidates", "", "replicas whose promotion by the plan loses nothing");

    public static Series Replicas { get; } = new("replicas", "", "replicas of the tree that were asked");

    public static Series NotAsked { get; } = new("not_asked", "", "servers of the tree that were not asked");

    public static IReadOnlyList<DeclaredSeries> All { get; } = [Ready, Candidates, Replicas, NotAsked];
}
