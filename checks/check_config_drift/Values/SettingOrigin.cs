namespace NagiosChecks.ConfigDrift;

/// <summary>Where a running value came from.</summary>
internal enum OriginKind
{
    /// <summary>The server's own default.</summary>
    Default,

    /// <summary>An option file.</summary>
    File,

    /// <summary>The server's command line.</summary>
    CommandLine,

    /// <summary>SET PERSIST of an earlier run.</summary>
    Persisted,

    /// <summary>SET while the server ran.</summary>
    SetWhileRunning,
}

/// <summary>Where a running value came from, as performance_schema.variables_info (MySQL) or information_schema.SYSTEM_VARIABLES
/// (MariaDB) has it.</summary>
/// <param name="Kind">The place.</param>
/// <param name="Path">The option file; empty for none.</param>
/// <param name="SetBy">Who set it and when; empty where the server does not tell.</param>
internal sealed record SettingOrigin(OriginKind Kind, string Path, string SetBy);
