using Linux.Host;

namespace Nagios.Plugin;

/// <summary>Files that hold a password: see <see cref="FileTrust"/> for the rule. The documented form is <c>root:nagios 0640</c>.</summary>
public static class SecretFile
{
    /// <summary>Why a file is not safe for a password, as the end of the sentence "FILE ..."; null when it is safe. The status is that
    /// of the opened file, not of its name, which may mean another file by now.</summary>
    public static string? ProblemOf(FileStatus status)
    {
        var trust = FileTrust.Of(status, RunningUser.Id, UserAccounts.Read(new HostFiles("/")));
        return (trust with { Stranger = UntrustedText.Clean(trust.Stranger, 40) is { Length: > 0 } owner ? owner : null }).Problem;
    }

    /// <summary>What makes a file safe, as a step.</summary>
    public static NextStep Remedy(string path) =>
        NextStep.Of($"Make it readable for root and the group of the check's user alone: {ShellCommand.Of($"chown root:nagios -- {path}")} "
            + $"and {ShellCommand.Of($"chmod 0640 -- {path}")}");

    /// <summary>True for an option whose value is a secret itself, not the name of a file that holds one.</summary>
    internal static bool IsSecret(string option) =>
        option is "p" or "password" || option.EndsWith("-password", StringComparison.Ordinal)
        || option.EndsWith("secret", StringComparison.Ordinal) || option.EndsWith("token", StringComparison.Ordinal);
}
