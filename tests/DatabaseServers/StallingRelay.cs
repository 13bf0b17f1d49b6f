using System.Net;
using System.Net.Sockets;

namespace DatabaseServers;

/// <summary>
/// Passes the bytes of TCP connections on to a server, until it stalls: then the connections that there are stay open and carry nothing
/// any more, as behind a firewall that has forgotten them. New ones are carried.
/// </summary>
public sealed class StallingRelay : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _port;
    private readonly Lock _lock = new();
    private readonly List<TcpClient> _clients = [];
    private int _generation;

    private StallingRelay(int port) => _port = port;

    /// <summary>The relay's own port on 127.0.0.1.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Begins to listen.</summary>
    /// <param name="port">The server's port on 127.0.0.1.</param>
    public static StallingRelay To(int port)
    {
        var relay = new StallingRelay(port);
        relay._listener.Start();
        _ = Task.Run(relay.AcceptAsync);
        return relay;
    }

    /// <summary>Leaves every connection that there is open and silent.</summary>
    public void Stall() => Interlocked.Increment(ref _generation);

    /// <summary>Closes everything.</summary>
    public void Dispose()
    {
        _listener.Dispose();
        lock (_lock)
        {
            foreach (var client in _clients)
                client.Dispose();
        }
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var near = Kept(await _listener.AcceptTcpClientAsync());
                var far = Kept(new TcpClient());
                await far.ConnectAsync(IPAddress.Loopback, _port);
                var generation = Volatile.Read(ref _generation);
                _ = Task.Run(() => CarryAsync(near, far, generation));
                _ = Task.Run(() => CarryAsync(far, near, generation));
            }
        }
        catch (Exception ended) when (ended is SocketException or ObjectDisposedException)
        {
            // The end of the test.
        }
    }

    private TcpClient Kept(TcpClient client)
    {
        lock (_lock)
            _clients.Add(client);
        return client;
    }

    private async Task CarryAsync(TcpClient from, TcpClient to, int generation)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await from.GetStream().ReadAsync(buffer) is var length and > 0)
            {
                if (Volatile.Read(ref _generation) != generation)
                    return;
                await to.GetStream().WriteAsync(buffer.AsMemory(0, length));
            }

            // An end is passed on, too, but not by a connection that has stalled.
            if (Volatile.Read(ref _generation) == generation)
                to.Close();
        }
        catch (Exception ended) when (ended is IOException or ObjectDisposedException or InvalidOperationException)
        {
            to.Close();
        }
    }
}
