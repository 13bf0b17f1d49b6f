using System.Globalization;
using Linux.Host;

namespace Nagios.Plugin;

/// <summary>
/// The one rule for files that hold a password: they belong to root or to the running user, others have no rights, and a group may
/// read them only if it is no login group of other people. The documented form is <c>root:nagios 0640</c>.
/// </summary>
public static class SecretFile
{
    private const int OthersMask = 7, GroupWrite = 0x10, GroupRead = 0x20;
    private const int PermissionMask = 0x1FF;

    /// <summary>Why a file is not safe for a password, as the end of the sentence "FILE ..."; null when it is safe. The status is that
    /// of the opened file, not of its name, which may mean another file by now.</summary>
    public static string? ProblemOf(FileStatus status)
    {
        if (status.UserId != 0 && status.UserId != RunningUser.Id)
            return string.Create(
                CultureInfo.InvariantCulture, $"belongs to user id {status.UserId}, neither root nor the user that runs this check");
        if ((status.Mode & OthersMask) != 0)
            return $"every user of this host has rights to it (mode {Octal(status.Mode)})";
        if ((status.Mode & GroupWrite) != 0)
            return $"its group may write to it (mode {Octal(status.Mode)})";
        return (status.Mode & GroupRead) != 0 && LoginOf(status.GroupId) is { } login
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"its group (id {status.GroupId}), the login group of {UntrustedText.Clean(login, 40)}, may read it")
            : null;
    }

    /// <summary>What makes a file safe, as a step.</summary>
    public static NextStep Remedy(string path) =>
        NextStep.Of($"Make it readable for the user of the check alone: {ShellCommand.Of($"chown root:nagios -- {path}")} and "
            + $"{ShellCommand.Of($"chmod 0640 -- {path}")}");

    /// <summary>True for an option whose value is a secret itself, not the name of a file that holds one.</summary>
    internal static bool IsSecret(string option) =>
        option is "p" or "password" || option.EndsWith("-password", StringComparison.Ordinal)
        || option.EndsWith("secret", StringComparison.Ordinal) || option.EndsWith("token", StringComparison.Ordinal);

    // An account, other than root's and the running user's, that gets this group when it logs in: passwd(5).
    private static string? LoginOf(uint group)
    {
        using var opened = FileDescriptor.Open("/etc/passwd", FileOpening.Read | FileOpening.NonBlocking, out _);
        if (opened is null || opened.ReadAll(16 * 1024 * 1024, out var content) != 0)
            return null;
        foreach (var line in System.Text.Encoding.UTF8.GetString(content).Split('\n'))
        {
            if (line.Split(':') is [var name, _, var user, var id, _, _, var shell]
                && uint.TryParse(user, NumberStyles.None, CultureInfo.InvariantCulture, out var userId) && userId != 0
                    && userId != RunningUser.Id
                && uint.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var groupId) && groupId == group
                && !shell.EndsWith("nologin", StringComparison.Ordinal) && !shell.EndsWith("false", StringComparison.Ordinal))
                return name;
        }

        return null;
    }

    private static string Octal(ushort mode) => Convert.ToString(mode & PermissionMask, 8).PadLeft(4, '0');
}
