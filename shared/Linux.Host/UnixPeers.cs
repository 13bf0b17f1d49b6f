using System.Buffers.Binary;

namespace Linux.Host;

/// <summary>
/// Who is at the other end of this process's connected Unix sockets: SO_PEERCRED of unix(7). For a connection to a server it is the
/// user that called listen(2), whatever file the socket has.
/// </summary>
public sealed class UnixPeers
{
    // Linux, asm-generic/socket.h, the same on all architectures that the suite is built for.
    private const int SocketLevel = 1, PeerCredentials = 17, Accepts = 30, Domain = 39;
    private const int UnixDomain = 1;
    private const int FirstOwn = 3, LastSeen = 1023;

    private readonly HashSet<ulong> _before;

    private UnixPeers(HashSet<ulong> before) => _before = before;

    /// <summary>Remembers the sockets that are open already, such as those that an engine passed on.</summary>
    public static UnixPeers Remember()
    {
        var before = new HashSet<ulong>();
        for (var file = FirstOwn; file <= LastSeen; file++)
        {
            if (UserAt(file) is not null && FileStatus.OfOpenFile(file) is { } status)
                before.Add(status.Inode);
        }

        return new UnixPeers(before);
    }

    /// <summary>The users at the other ends of the sockets that were connected since then.</summary>
    public IReadOnlyList<uint> Users()
    {
        var users = new List<uint>();
        for (var file = FirstOwn; file <= LastSeen; file++)
        {
            if (UserAt(file) is { } user && FileStatus.OfOpenFile(file) is { } status && !_before.Contains(status.Inode))
                users.Add(user);
        }

        return users;
    }

    /// <summary>The user at the other end of a connected Unix socket; null for anything else.</summary>
    /// <param name="file">A descriptor.</param>
    public static uint? UserAt(int file)
    {
        if (Number(file, Domain) != UnixDomain || Number(file, Accepts) != 0)
            return null;
        // struct ucred: process, user and group, four bytes each.
        Span<byte> credentials = stackalloc byte[12];
        return Read(file, PeerCredentials, credentials) && BinaryPrimitives.ReadInt32LittleEndian(credentials) > 0
            ? BinaryPrimitives.ReadUInt32LittleEndian(credentials[4..]) : null;
    }

    private static int? Number(int file, int option)
    {
        Span<byte> number = stackalloc byte[4];
        return Read(file, option, number) ? BinaryPrimitives.ReadInt32LittleEndian(number) : null;
    }

    private static unsafe bool Read(int file, int option, Span<byte> value)
    {
        var length = (uint)value.Length;
        fixed (byte* first = value)
            return NativeMethods.GetSocketOption(file, SocketLevel, option, first, &length) == 0;
    }
}
