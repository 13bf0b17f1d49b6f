namespace Nagios.Plugin;

/// <summary>
/// The four states of a check; the numbers are the exit codes of the Monitoring Plugins development guidelines.
/// Nagios shows any other code as CRITICAL and Icinga shows it as UNKNOWN, so a check ends with no other code.
/// </summary>
public enum NagiosState
{
    /// <summary>The check looked, and all is well.</summary>
    Ok = 0,

    /// <summary>Something wants attention in working hours.</summary>
    Warning = 1,

    /// <summary>Somebody must act now.</summary>
    Critical = 2,

    /// <summary>The check could not look: bad usage, missing rights, timeout, unreadable input.</summary>
    Unknown = 3,
}
