using System.Runtime.InteropServices;
using System.Text;
using Nagios.Plugin;

namespace NagiosChecks.StaleAcks;

/// <summary>A stream to a server. Blocks while the server thinks: the check's own timeout is what ends that, and names the stage.</summary>
internal abstract class Connection : ByteSource
{
    /// <summary>Sends all bytes.</summary>
    /// <exception cref="CheckException">The server closed the connection.</exception>
    public abstract void Write(ReadOnlySpan<byte> bytes);
}

/// <summary>A Unix or TCP socket: socket(2), connect(2), getaddrinfo(3).</summary>
internal sealed unsafe class SocketConnection : Connection
{
    private const int LongestUnixPath = 107;
    private readonly string _name;

    private SocketConnection(int socket, string name) => (Descriptor, _name) = (socket, name);

    /// <summary>The open socket's file descriptor.</summary>
    public int Descriptor { get; private set; }

    /// <summary>Connects to a Unix socket.</summary>
    /// <exception cref="CheckException">Missing, refused or not allowed: names the remedy.</exception>
    public static SocketConnection ToUnix(string path)
    {
        var bytes = Encoding.UTF8.GetBytes(path);
        if (bytes.Length > LongestUnixPath)
            throw new CheckException($"{path} is longer than the path of a socket can be ({LongestUnixPath} bytes)");
        var address = stackalloc byte[LongestUnixPath + 3];
        *(ushort*)address = NativeMethods.UnixFamily;
        bytes.CopyTo(new Span<byte>(address + 2, LongestUnixPath));
        address[2 + bytes.Length] = 0;
        var socket = NativeMethods.Socket(NativeMethods.UnixFamily, NativeMethods.StreamSocket | NativeMethods.SocketCloseOnExec, 0);
        return Connected(socket, address, 2 + bytes.Length + 1, out var error) ? new SocketConnection(socket, path) : throw Refused(path, error);
    }

    /// <summary>Connects to a host's port, trying its addresses in turn.</summary>
    /// <exception cref="CheckException">The name is unknown, or no address answers.</exception>
    public static SocketConnection ToHost(string host, int port)
    {
        var name = host.Contains(':', StringComparison.Ordinal) ? $"[{host}]:{port}" : $"{host}:{port}";
        var hints = new NativeMethods.AddressInfo { Type = NativeMethods.StreamSocket };
        NativeMethods.AddressInfo* found = null;
        if (NativeMethods.GetAddressInfo(host, Quantity.Plain(port), &hints, &found) != 0)
            throw new CheckException($"the host name {UntrustedText.Clean(host, 100)} has no address");
        try
        {
            var error = 0;
            for (var next = found; next is not null; next = next->Next)
            {
                var socket = NativeMethods.Socket(next->Family, NativeMethods.StreamSocket | NativeMethods.SocketCloseOnExec, 0);
                if (Connected(socket, next->Address, next->AddressLength, out error))
                    return new SocketConnection(socket, name);
            }

            throw Refused(name, error);
        }
        finally
        {
            NativeMethods.FreeAddressInfo(found);
        }
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        fixed (byte* start = buffer)
        {
            nint got;
            do
                got = NativeMethods.Read(Descriptor, start, buffer.Length);
            while (got < 0 && Marshal.GetLastPInvokeError() == NativeMethods.ErrorInterrupted);
            return got >= 0 ? (int)got : throw new CheckException($"{_name} broke off: {ErrorText(Marshal.GetLastPInvokeError())}");
        }
    }

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
        {
            for (nint done = 0; done < bytes.Length;)
            {
                var sent = NativeMethods.Send(Descriptor, start + done, bytes.Length - done, NativeMethods.NoSignal);
                if (sent > 0)
                    done += sent;
                else if (Marshal.GetLastPInvokeError() is var error and not NativeMethods.ErrorInterrupted)
                    throw new CheckException($"{_name} takes no request: {ErrorText(error)}");
            }
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (Descriptor >= 0)
            _ = NativeMethods.Close(Descriptor);
        Descriptor = -1;
    }

    private static bool Connected(int socket, byte* address, int length, out int error)
    {
        if (socket >= 0 && NativeMethods.Connect(socket, address, length) == 0)
        {
            error = 0;
            return true;
        }

        error = Marshal.GetLastPInvokeError();
        if (socket >= 0)
            _ = NativeMethods.Close(socket);
        return false;
    }

    private static CheckException Refused(string name, int error)
    {
        var unix = name[0] == '/';
        return new CheckException($"{name}: {ErrorText(error)}")
        {
            NextSteps = error switch
            {
                NativeMethods.ErrorNoEntry or NativeMethods.ErrorNotDirectory => ["is the engine running, and its Livestatus on? Icinga 2: icinga2 feature enable livestatus; Nagios: broker_module with the socket's path"],
                NativeMethods.ErrorAccess or NativeMethods.ErrorNotPermitted when unix => [$"let this user write to the socket: usermod -a -G \"$(stat -c %G {name})\" USER"],
                NativeMethods.ErrorRefused when unix => ["nobody listens behind the socket: the engine was killed and left it behind; is it running?"],
                NativeMethods.ErrorRefused => ["nobody listens there: is the engine running, and is the port right?"],
                _ => [],
            },
        };
    }

    private static string ErrorText(int error) => error switch
    {
        NativeMethods.ErrorNoEntry or NativeMethods.ErrorNotDirectory => "there is no such socket",
        NativeMethods.ErrorAccess or NativeMethods.ErrorNotPermitted => "permission denied",
        NativeMethods.ErrorRefused => "connection refused",
        NativeMethods.ErrorTimeout => "connection timed out",
        NativeMethods.ErrorReset => "connection reset",
        NativeMethods.ErrorUnreachable or NativeMethods.ErrorNoRoute => "no route to it",
        32 => "the other side has closed the connection",
        _ => $"error {error}",
    };
}
