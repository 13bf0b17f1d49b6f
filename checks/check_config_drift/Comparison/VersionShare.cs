namespace NagiosChecks.ConfigDrift;

/// <summary>Whether a difference comes from the defaults of two versions.</summary>
internal enum VersionShare
{
    /// <summary>The servers have the same defaults, or somebody set a value.</summary>
    None,

    /// <summary>The versions differ, and where the values came from was not told.</summary>
    Possible,

    /// <summary>Nobody set a value.</summary>
    Certain,
}
