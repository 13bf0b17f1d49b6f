namespace Nagios.Plugin;

/// <summary>Why something could not be seen. The four are never mixed up: each has another remedy.</summary>
public enum UnseenReason
{
    /// <summary>It is not there.</summary>
    Absent,

    /// <summary>It may be there, but this host or container does not show it (hidepid, a masked /proc, another namespace).</summary>
    Hidden,

    /// <summary>It is there, and this user may not read it.</summary>
    Denied,

    /// <summary>It is there and may be read, but reading fails or makes no sense.</summary>
    Unreadable,
}
