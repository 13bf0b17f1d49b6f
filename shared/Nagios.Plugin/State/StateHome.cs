using System.Globalization;
using Linux.Host;

namespace Nagios.Plugin;

/// <summary>Where state is kept when <c>--state-dir</c> is not given.</summary>
/// <remarks>
/// $NAGIOS_PLUGIN_STATE_DIRECTORY comes first, with the user's own directory UID in it, as the Monitoring Plugins have it. Then
/// comes the subdirectory of /var/lib/nagios-checks (in memory: of /run/nagios-checks) that belongs to the running user, by owner and not
/// by name: a statically linked
/// program cannot ask for names. Root uses /var/lib/nagios-checks itself, and in memory /run/nagios-checks-0. Everybody else falls back to
/// /var/tmp/nagios-checks-UID,
/// which needs no set-up, but which any local user can take first. /run/user/UID is never used: it ends with the user's last login
/// session, which for a check over SSH is after each run.
/// </remarks>
internal static class StateHome
{
    /// <summary>Holds root's lasting state, and a directory for each user that the package or the operator made one for.</summary>
    internal const string DiskParent = "/var/lib/nagios-checks";
    private const string MemoryParent = "/run/nagios-checks";

    /// <summary>The directory for state that must outlast a reboot.</summary>
    public static string Lasting(uint user) =>
        Chosen(user) ?? (user == 0 ? DiskParent : OwnedBelow(DiskParent, user) ?? $"/var/tmp/nagios-checks-{Text(user)}");

    /// <summary>The directory for state that means nothing after a reboot: in memory where root or the package made one.</summary>
    public static string UntilReboot(uint user)
    {
        if (Chosen(user) is { } chosen)
            return chosen;
        // Only root can make directories in /run.
        var inMemory = OwnedBelow(MemoryParent, user) ?? (user == 0 ? MemoryParent + "-0" : null);
        return inMemory is not null && MemoryFileSystem.Holds("/run") ? inMemory : Lasting(user);
    }

    /// <summary>The directory of a parent that belongs to a user alone; null when there is none, or when others than root could put
    /// one there.</summary>
    internal static string? OwnedBelow(string parent, uint user, uint trusted = 0)
    {
        if (FileStatus.Read(parent, followLinks: false) is not { IsDirectory: true, IsWritableByOthers: false } status
            || status.UserId != trusted)
            return null;
        try
        {
            return Directory.EnumerateDirectories(parent)
                .Where(path => FileStatus.Read(path, followLinks: false) is { IsDirectory: true, IsWritableByOthers: false } own
                    && own.UserId == user)
                .Min(StringComparer.Ordinal);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string? Chosen(uint user) =>
        Environment.GetEnvironmentVariable("NAGIOS_PLUGIN_STATE_DIRECTORY") is { Length: > 0 } shared ? $"{shared}/{Text(user)}" : null;

    private static string Text(uint user) => user.ToString(CultureInfo.InvariantCulture);
}
