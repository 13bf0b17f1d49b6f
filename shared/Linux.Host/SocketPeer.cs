namespace Linux.Host;

/// <summary>
/// Whether a stranger listens at a Unix socket. While a server is down, anybody may put a socket of his own into a directory that all may
/// write to, or take an abstract name: he would be given the account and, asked in the right way, the password, and could answer that all
/// is well.
/// </summary>
public sealed class SocketPeer
{
    // The accounts below this are the system's own: login.defs(5), SYS_UID_MAX.
    private const uint FirstOrdinary = 1000;
    private const int OthersWrite = 0x02;

    private readonly string _path;
    private readonly UnixPeers _before;

    private SocketPeer(string path, UnixPeers before)
    {
        _path = path;
        _before = before;
    }

    /// <summary>Before the connection is made.</summary>
    /// <param name="path">The socket; an abstract one begins with @.</param>
    public static SocketPeer Expect(string path) => new(path, UnixPeers.Remember());

    /// <summary>The stranger at the other end of the connections that were made since then, in words; null for none.</summary>
    public string? Stranger()
    {
        foreach (var user in _before.Users())
        {
            if (StrangerAt(_path, user) is { } stranger)
                return stranger;
        }

        return null;
    }

    /// <summary>The user at the other end in words, where that may be anybody; null where it is root, the running user, a system account
    /// such as mysql, or where only such users and the owners of the directories could have made the socket.</summary>
    /// <param name="path">The socket; an abstract one begins with @.</param>
    /// <param name="user">Who called listen(2), see <see cref="UnixPeers.UserAt"/>.</param>
    public static string? StrangerAt(string path, uint user) =>
        user >= FirstOrdinary && user != RunningUser.Id && AnybodyCouldMake(path)
            ? UserAccounts.Read(new HostFiles("/")).Describe(user) : null;

    /// <summary>True when a directory on the way to the socket may be written to by everybody, or the socket has no place at all.</summary>
    public static bool AnybodyCouldMake(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (path[0] == '@')
            return true;
        var directory = Path.GetFullPath(path);
        while ((directory = Path.GetDirectoryName(directory)) is not null)
        {
            if (FileStatus.Read(directory) is not { } status || (status.Mode & OthersWrite) != 0)
                return true;
        }

        return false;
    }
}
