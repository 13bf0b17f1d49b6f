using System.Net;
using System.Net.Sockets;

namespace MySql.Session;

/// <summary>
/// Finds out why no connection came about. MySqlConnector says only "unable to connect", so the connection is tried once more
/// without it, for a moment.
/// </summary>
internal static class ConnectionProblem
{
    // A refusal comes at once; silence for this long is reported as silence.
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(300);

    /// <summary>The reason in words; null when a connection can be made now.</summary>
    internal static string? Of(ConnectionSettings settings) =>
        settings.Host is { } host ? OfTcp(host, settings.Port) : OfSocket(settings.Socket);

    private static string? OfSocket(string path)
    {
        if (path[0] != '@' && Linux.Host.FileStatus.Read(path) is null)
            return "there is no such socket (or this user may not enter its directory)";
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        return Try(socket, new UnixDomainSocketEndPoint(path[0] == '@' ? "\0" + path[1..] : path)) switch
        {
            null => null,
            SocketError.AccessDenied => "this user may not use the socket (permission denied)",
            SocketError.ConnectionRefused when path[0] == '@' => "there is no such abstract socket",
            SocketError.ConnectionRefused => "the socket is there, but no server listens on it (connection refused)",
            SocketError.TimedOut => "the server accepts no more connections on it (its queue is full)",
            var other => Words(other.Value),
        };
    }

    private static string? OfTcp(string host, int port)
    {
        IPAddress[] addresses;
        try
        {
            addresses = Dns.GetHostAddresses(host);
        }
        catch (SocketException unknown)
        {
            return unknown.SocketErrorCode == SocketError.TryAgain ? $"the name {host} cannot be resolved now (name server)"
                : $"there is no host of the name {host}";
        }

        var reason = $"the name {host} has no address";
        foreach (var address in addresses)
        {
            using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            if (Try(socket, new IPEndPoint(address, port)) is not { } error)
                return null;
            reason = Words(error);
        }

        return reason;
    }

    private static SocketError? Try(Socket socket, EndPoint end)
    {
        socket.Blocking = false;
        try
        {
            socket.Connect(end);
            return null;
        }
        catch (SocketException pending) when (pending.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
        {
            // EAGAIN of a Unix socket: its queue is full, and waiting for it has no end.
            if (end is UnixDomainSocketEndPoint || !socket.Poll(Moment, SelectMode.SelectWrite))
                return SocketError.TimedOut;
            var error = (SocketError)(int)(socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error) ?? 0);
            return error == SocketError.Success ? null : error;
        }
        catch (SocketException failure)
        {
            return failure.SocketErrorCode;
        }
    }

    private static string Words(SocketError error) => error switch
    {
        SocketError.ConnectionRefused => "connection refused: nothing listens there",
        SocketError.TimedOut => "no answer to the attempt to connect: the host is down, or a firewall drops the packets",
        SocketError.HostUnreachable => "no route to the host",
        SocketError.NetworkUnreachable => "no route to its network",
        SocketError.AccessDenied => "permission denied",
        SocketError.ConnectionReset => "the connection was reset",
        _ => error.ToString(),
    };
}
