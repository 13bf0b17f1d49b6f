namespace Nagios.Plugin;

/// <summary>How long a check's state has a meaning, which decides where and how it is written.</summary>
public enum StateLifetime
{
    /// <summary>It must outlast a reboot and a power cut: written beside the old content and renamed over it. On a busy disk the
    /// file system may let the rename wait.</summary>
    Lasting,

    /// <summary>It means nothing after a reboot, such as samples of counters that the kernel starts anew: kept in memory where a
    /// safe directory for that exists, else written in place, so that no run waits for the disk of a host in trouble.</summary>
    UntilReboot,
}
