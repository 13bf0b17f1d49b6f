namespace NagiosChecks.Failover;

/// <summary>What a fact about a replica means for its promotion, least first.</summary>
internal enum ReasonClass
{
    /// <summary>To know, or to do after the promotion.</summary>
    Note,

    /// <summary>The promotion works, and something is worse after it or before it than it should be.</summary>
    Warning,

    /// <summary>Something must be done first; then the promotion loses nothing.</summary>
    ActFirst,

    /// <summary>The promotion would lose something or break a replica.</summary>
    Blocker,
}
