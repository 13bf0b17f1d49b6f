using System.Net.Sockets;
using System.Net;
using System.Text;
using Linux.Host;
using Nagios.Plugin;

namespace NagiosChecks.StaleAcks;

/// <summary>Connects to a server over a Unix socket or TCP. Reading blocks while the server thinks: the check's own time limit ends
/// that.</summary>
internal static class ServerSocket
{
    private const int LongestUnixPath = 107;

    /// <summary>Connects to a Unix socket.</summary>
    /// <exception cref="CheckException">Missing, refused or not allowed: names the remedy.</exception>
    public static NetworkStream ToUnix(string path)
    {
        if (Encoding.UTF8.GetByteCount(path) > LongestUnixPath)
            throw new CheckException($"{UntrustedText.Clean(path, 200)} is longer than the path of a socket can be ({LongestUnixPath} "
                + $"bytes)");
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(path));
        }
        catch (SocketException failure)
        {
            socket.Dispose();
            throw RefusedByUnix(path, failure.SocketErrorCode);
        }

        // Whoever answers here can call every acknowledgement fresh.
        if (UnixPeers.UserAt((int)socket.Handle) is not { } user || SocketPeer.StrangerAt(Path.GetFullPath(path), user) is not { } stranger)
            return new NetworkStream(socket, ownsSocket: true);
        socket.Dispose();
        throw new CheckException(
            $"{UntrustedText.Clean(path, 200)} is held by {stranger}, who is no engine's user, in a place where anybody "
            + $"could have put it; nothing was asked")
        {
            Steps = [$"See which program listens there: {ShellCommand.Of($"ss -xlp src {path}")}; have the engine make its socket in a "
                + $"directory that only its own user or root may write to"],
        };
    }

    /// <summary>Connects to a host's port, trying its addresses in turn.</summary>
    /// <exception cref="CheckException">The name is unknown, or no address answers.</exception>
    public static NetworkStream ToHost(string host, int port)
    {
        var name = host.Contains(':', StringComparison.Ordinal) ? $"[{host}]:{port}" : $"{host}:{port}";
        IPAddress[] addresses;
        try
        {
            addresses = IPAddress.TryParse(host, out var address) ? [address] : Dns.GetHostAddresses(host);
        }
        catch (SocketException)
        {
            addresses = [];
        }

        if (addresses.Length == 0)
            throw new CheckException($"the host name {UntrustedText.Clean(host, 100)} has no address");
        var error = SocketError.Success;
        foreach (var next in addresses)
        {
            var socket = new Socket(next.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                socket.Connect(next, port);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (SocketException failure)
            {
                socket.Dispose();
                error = failure.SocketErrorCode;
            }
        }

        throw new CheckException($"{name}: {ErrorText(error)}")
        {
            Steps = error == SocketError.ConnectionRefused ? [$"See whether the engine runs and the port is right: nobody listens there"]
                : [],
        };
    }

    /// <summary>A socket's error as the end of a sentence.</summary>
    public static string ErrorText(SocketError error) => error switch
    {
        SocketError.AccessDenied => "permission denied",
        SocketError.ConnectionRefused => "connection refused",
        SocketError.TimedOut => "connection timed out",
        SocketError.ConnectionReset => "connection reset",
        SocketError.NetworkUnreachable or SocketError.HostUnreachable => "no route to it",
        SocketError.Shutdown or SocketError.ConnectionAborted => "the other side has closed the connection",
        SocketError.TooManyOpenSockets => "too many open files",
        _ => $"socket error {error}",
    };

    private static CheckException RefusedByUnix(string path, SocketError error)
    {
        if (FileStatus.Read(path) is null && PathObstacle.Find(path) is { } obstacle)
            return new CheckException(obstacle.Reason(path)) { Steps = [obstacle.Remedy()] };
        if (FileStatus.Read(path) is null)
        {
            return new CheckException($"{path}: there is no such socket")
            {
                Steps =
                [
                    $"See whether the engine runs and its Livestatus is on. Icinga 2: icinga2 feature enable livestatus; Nagios: "
                        + $"broker_module with the socket's path",
                ],
            };
        }

        return new CheckException($"{path}: {ErrorText(error)}")
        {
            Steps = error switch
            {
                SocketError.AccessDenied => [PathObstacle.Of(path, write: true).Remedy()],
                SocketError.ConnectionRefused => [$"See whether the engine runs: nobody listens behind the socket, so an engine that was "
                    + $"killed left it behind"],
                _ => [],
            },
        };
    }
}
