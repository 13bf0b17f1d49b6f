using System.Globalization;

namespace Linux.Host;

/// <summary>The accounts that /etc/passwd lists; those of a directory service are not known here.</summary>
public sealed class UserAccounts
{
    // UID_MIN of login.defs(5) on all distributions of the last ten years; below are the system's own accounts.
    private const uint FirstOrdinary = 1000;
    private const uint Nobody = 65534;
    private readonly List<PasswdEntry> _accounts;

    /// <summary>No account is known.</summary>
    public static UserAccounts None { get; } = new([]);

    private UserAccounts(List<PasswdEntry> accounts) => _accounts = accounts;

    /// <summary>Reads the list; empty when it cannot be read.</summary>
    /// <param name="files">This host.</param>
    public static UserAccounts Read(HostFiles files)
    {
        ArgumentNullException.ThrowIfNull(files);
        return files.Read("/etc/passwd") is { Outcome: FileOutcome.Read } list ? new UserAccounts([.. PasswdEntry.Parse(list.Text)]) : None;
    }

    /// <summary>The account of a user id; null when it is not listed. The first of several counts, as for getpwuid(3).</summary>
    public PasswdEntry? OfUser(uint userId) => _accounts.Find(account => account.UserId == userId);

    /// <summary>The name of a user id, or its number.</summary>
    public string NameOf(uint userId) => OfUser(userId)?.Name ?? string.Create(CultureInfo.InvariantCulture, $"user {userId}");

    /// <summary>A user for people: <c>user nagios (uid 105)</c>, or <c>uid 105</c> when the name is not known or not a plain
    /// one.</summary>
    public string Describe(uint userId) => OfUser(userId) is { HasPlainName: true } account
        ? string.Create(CultureInfo.InvariantCulture, $"user {account.Name} (uid {userId})")
        : string.Create(CultureInfo.InvariantCulture, $"uid {userId}");

    /// <summary>True when ordinary users who can log in belong to the group from their login on: what it may read, people may
    /// read.</summary>
    /// <param name="groupId">The group.</param>
    /// <param name="except">Users whose own group it may be: the owner of the file and the running user.</param>
    public bool IsLoginGroup(uint groupId, params ReadOnlySpan<uint> except)
    {
        foreach (var account in _accounts)
        {
            if (account.GroupId == groupId && account.UserId is >= FirstOrdinary and not Nobody && account.CanLogIn
                && !except.Contains(account.UserId))
                return true;
        }

        return false;
    }
}
