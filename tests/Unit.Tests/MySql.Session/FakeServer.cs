using System.Net;
using System.Net.Sockets;
using System.Text;

namespace MySql.Session.Tests;

/// <summary>
/// Somebody who listens where a server should and speaks the protocol by hand, so that a test sees every byte that a check would give
/// away (https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_connection_phase.html).
/// </summary>
internal sealed class FakeServer : IDisposable
{
    private readonly Socket _listener;
    private readonly Thread _thread;
    private readonly List<byte> _heard = [];

    /// <summary>Listens on 127.0.0.1 or, with a path, on a Unix socket, for one client.</summary>
    internal FakeServer(Action<FakeServer> play, string? socket = null)
    {
        _listener = socket is null ? new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
            : new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        _listener.Bind(socket is null ? new IPEndPoint(IPAddress.Loopback, 0) : new UnixDomainSocketEndPoint(socket));
        _listener.Listen(4);
        _thread = new Thread(() => Serve(play)) { IsBackground = true };
        _thread.Start();
    }

    /// <summary>The port on 127.0.0.1.</summary>
    internal int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    /// <summary>Everything that clients have sent; complete once the check's run has ended.</summary>
    internal byte[] Heard
    {
        get
        {
            // Ends the waiting for another client.
            _listener.Dispose();
            _thread.Join();
            return [.. _heard];
        }
    }

    private Socket? Client { get; set; }

    /// <summary>A greeting of protocol version 10.</summary>
    internal static byte[] Greeting(string version = "8.0.36", string plugin = "caching_sha2_password", bool offersTls = false) =>
    [
        10, .. Encoding.ASCII.GetBytes(version), 0, 1, 0, 0, 0, .. "abcdefgh"u8, 0, 0x05, (byte)(offersTls ? 0xaa : 0xa2), 255, 2, 0, 0x0b,
            0x00, 21, .. new byte[10],
        .. "ijklmnopqrst\0"u8, .. Encoding.ASCII.GetBytes(plugin), 0,
    ];

    /// <summary>"Log in by this plugin, please."</summary>
    internal static byte[] Switch(string plugin) => [0xfe, .. Encoding.ASCII.GetBytes(plugin), 0, .. "01234567890123456789\0"u8];

    /// <summary>OK.</summary>
    internal static byte[] Ok => [0, 0, 0, 2, 0, 0, 0];

    /// <summary>A result of one text column.</summary>
    internal void SendColumn(byte number)
    {
        Send(number, [1]);
        Send((byte)(number + 1), [3, .. "def"u8, 0, 0, 0, 1, (byte)'x', 0, 0x0c, 0x21, 0, 0xff, 0, 0, 0, 0xfd, 0, 0, 0, 0, 0]);
        Send((byte)(number + 2), [0xfe, 0, 0, 2, 0]);
    }

    /// <summary>Sends one packet.</summary>
    internal bool Send(byte number, ReadOnlySpan<byte> body) =>
        SendRaw([(byte)body.Length, (byte)(body.Length >> 8), (byte)(body.Length >> 16), number, .. body]);

    /// <summary>Sends bytes as they are; false when the client has gone.</summary>
    internal bool SendRaw(byte[] bytes)
    {
        try
        {
            Client!.Send(bytes);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>Waits for what the client sends next; false when it has gone.</summary>
    internal bool Receive()
    {
        var buffer = new byte[64 * 1024];
        try
        {
            var length = Client!.Receive(buffer);
            _heard.AddRange(buffer[..length]);
            return length > 0;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    public void Dispose()
    {
        _listener.Dispose();
        Client?.Dispose();
        _thread.Join();
    }

    private void Serve(Action<FakeServer> play)
    {
        try
        {
            while (true)
            {
                using var client = _listener.Accept();
                Client = client;
                client.ReceiveTimeout = 3000;
                play(this);
            }
        }
        catch (Exception over) when (over is SocketException or ObjectDisposedException)
        {
            // The test has ended.
        }
    }
}
