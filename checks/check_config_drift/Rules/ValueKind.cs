namespace NagiosChecks.ConfigDrift;

/// <summary>How a variable's value is printed.</summary>
internal enum ValueKind
{
    /// <summary>As the server says it.</summary>
    Plain,

    /// <summary>Bytes.</summary>
    Size,

    /// <summary>Seconds, where 0 means never.</summary>
    Seconds,
}
