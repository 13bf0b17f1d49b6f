using System.Net.Sockets;

namespace MySql.Session;

/// <summary>
/// Joins a socket file of our own to an abstract socket (a name that begins with @ and has no file), which MySqlConnector cannot open.
/// The file lies in a directory that only this user may enter, and is removed with it as soon as the one connection is there.
/// </summary>
internal sealed class AbstractSocketRelay : IDisposable
{
    private readonly Socket _server = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly DirectoryInfo _directory;
    private Socket? _client;

    private AbstractSocketRelay(DirectoryInfo directory) => _directory = directory;

    /// <summary>The socket file to connect to, once.</summary>
    internal string Path => System.IO.Path.Combine(_directory.FullName, "s");

    /// <summary>Connects to the abstract socket and waits for our own client.</summary>
    /// <param name="name">With the leading @.</param>
    /// <exception cref="SocketException">Nothing listens there.</exception>
    /// <exception cref="IOException">No directory can be made.</exception>
    internal static AbstractSocketRelay Open(string name)
    {
        var relay = new AbstractSocketRelay(Directory.CreateTempSubdirectory("nagioschecks-"));
        try
        {
            relay._server.Connect(new UnixDomainSocketEndPoint("\0" + name[1..]));
            relay._listener.Bind(new UnixDomainSocketEndPoint(relay.Path));
            relay._listener.Listen(1);
            new Thread(relay.Run) { IsBackground = true }.Start();
            return relay;
        }
        catch
        {
            relay.Dispose();
            throw;
        }
    }

    /// <summary>Closes both sides.</summary>
    public void Dispose()
    {
        _server.Dispose();
        _listener.Dispose();
        _client?.Dispose();
        RemoveDirectory();
    }

    private void Run()
    {
        try
        {
            _client = _listener.Accept();
            _listener.Dispose();
            RemoveDirectory();
            new Thread(() => Copy(_client, _server)) { IsBackground = true }.Start();
            Copy(_server, _client);
        }
        catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
        {
            // Disposed before the client came.
        }
    }

    private static void Copy(Socket from, Socket to)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (from.Receive(buffer) is var length and > 0)
                to.Send(buffer.AsSpan(0, length));
            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
        {
            // Either side has gone; the other sees the end of the stream.
            to.Dispose();
        }
    }

    private void RemoveDirectory()
    {
        try
        {
            _directory.Delete(recursive: true);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            // Already removed.
        }
    }
}
