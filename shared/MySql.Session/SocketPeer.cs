using Linux.Host;

namespace MySql.Session;

/// <summary>
/// Holds a login over a Unix socket back where a stranger listens there. While a server is down, anybody may put a socket of his own
/// into a directory that all may write to, or take an abstract name, and would be given the account and, asked in the right way, the
/// password.
/// </summary>
internal sealed class SocketPeer
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
    internal static SocketPeer Expect(string path) => new(path, UnixPeers.Remember());

    /// <summary>The user at the other end, where that may be anybody; null where it is root, the running user, a system account such as
    /// mysql, or where only such users and the owners of the directories could have made the socket.</summary>
    internal string? Stranger()
    {
        foreach (var user in _before.Users())
        {
            if (user >= FirstOrdinary && user != RunningUser.Id && AnybodyCouldMake(_path))
                return PasswdEntry.Describe(new HostFiles("/"), user);
        }

        return null;
    }

    /// <summary>True when a directory on the way to the socket may be written to by everybody, or the socket has no place at all.</summary>
    internal static bool AnybodyCouldMake(string path)
    {
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
