namespace NagiosChecks.ConfigDrift;

/// <summary>What a difference does, from the least to the worst.</summary>
internal enum DriftClass
{
    /// <summary>The two values mean the same.</summary>
    None,

    /// <summary>The servers must differ here: names, addresses, paths, positions, and what their role decides.</summary>
    Legitimate,

    /// <summary>The server computes the value from another variable, which differs too and is reported in its place.</summary>
    Derived,

    /// <summary>This check knows no consequence.</summary>
    Unclassified,

    /// <summary>Replication, results and speed stay the same.</summary>
    Cosmetic,

    /// <summary>The server answers more slowly as the source.</summary>
    Slower,

    /// <summary>Applications notice when this server becomes the source.</summary>
    AfterPromotion,

    /// <summary>Statements give other results on the replica than on the source, which the formats STATEMENT and MIXED expose.</summary>
    Statement,

    /// <summary>Replication stops, or rows differ and nobody is told.</summary>
    Breaks,
}
