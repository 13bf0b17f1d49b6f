using Nagios.Plugin;

namespace NagiosChecks.Failover;

/// <summary>One fact about a replica that speaks against its promotion, or should be known with it.</summary>
/// <param name="Class">What it means for the promotion.</param>
/// <param name="Text">The fact, without the replica's name.</param>
/// <param name="State">What the fact alone means for the result.</param>
internal sealed record Reason(ReasonClass Class, string Text, NagiosState State)
{
    public static Reason Note(string text) => new(ReasonClass.Note, text, NagiosState.Ok);

    public static Reason Warning(string text) => new(ReasonClass.Warning, text, NagiosState.Warning);

    public static Reason ActFirst(string text) => new(ReasonClass.ActFirst, text, NagiosState.Warning);

    public static Reason Blocker(string text) => new(ReasonClass.Blocker, text, NagiosState.Warning);

    /// <summary>A blocker that is a fault of replication by itself, whoever is promoted.</summary>
    public static Reason Broken(string text) => new(ReasonClass.Blocker, text, NagiosState.Critical);
}
