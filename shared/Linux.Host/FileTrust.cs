namespace Linux.Host;

/// <summary>
/// Who may read and write a file that holds a secret or says where a secret goes. One rule for option files and password files: it
/// belongs to root or to the user that runs the check; others have no right to it; its group may read it where people do not belong
/// to that group from their login on (root:nagios, mode 0640).
/// </summary>
/// <param name="Stranger">The owner, where that is neither root nor the running user; null otherwise.</param>
/// <param name="Writers">Who besides the owner may write to it: "everybody", "group users"; null for nobody.</param>
/// <param name="Readers">Who besides the owner may read it and should not; null for nobody.</param>
public readonly record struct FileTrust(string? Stranger, string? Writers, string? Readers)
{
    private const int OthersWrite = 0x02, OthersRead = 0x04, GroupWrite = 0x10, GroupRead = 0x20;

    /// <summary>Why the file is not safe for a secret, as the end of the sentence "FILE ..."; null when it is safe.</summary>
    public string? Problem => Stranger is not null ? $"belongs to {Stranger}, neither root nor the user that runs this check"
        : Writers is not null ? $"can be changed by {Writers}"
        : Readers is not null ? $"can be read by {Readers}"
        : null;

    /// <summary>Judges the status of an open file.</summary>
    /// <param name="status">Owner, group and mode; read from the descriptor, since a path may name another file by now.</param>
    /// <param name="user">The running user.</param>
    /// <param name="accounts">The accounts of this host.</param>
    public static FileTrust Of(FileStatus status, uint user, UserAccounts accounts)
    {
        ArgumentNullException.ThrowIfNull(accounts);
        var groupCounts = status.GroupId != 0 && accounts.IsLoginGroup(status.GroupId, status.UserId, user);
        return new FileTrust(
            status.UserId == 0 || status.UserId == user ? null : accounts.NameOf(status.UserId),
            (status.Mode & OthersWrite) != 0 ? "everybody" : groupCounts && (status.Mode & GroupWrite) != 0
                ? "a group that people belong to" : null,
            (status.Mode & OthersRead) != 0 ? "everybody" : groupCounts && (status.Mode & GroupRead) != 0 ? "a group that people belong to"
                : null);
    }
}
