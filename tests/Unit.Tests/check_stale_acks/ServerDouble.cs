using System.Net;
using System.Net.Sockets;

namespace NagiosChecks.StaleAcks.Tests;

/// <summary>A server on loopback that answers what a test tells it to, for what real engines do not send: every connection is given to the
/// test's own code.</summary>
internal sealed class ServerDouble : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Thread _thread;
    private volatile bool _ended;

    public ServerDouble(Action<NetworkStream, int> answer)
    {
        _listener.Start();
        _thread = new Thread(() => Serve(answer)) { IsBackground = true };
        _thread.Start();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public string Where => $"127.0.0.1:{Port}";

    /// <summary>What clients sent, one entry a request.</summary>
    public List<string> Requests { get; } = [];

    /// <summary>A server that reads a request up to its empty line and answers with bytes, connection by connection or request by
    /// request.</summary>
    public static ServerDouble Answering(params byte[][] answers)
    {
        ServerDouble? server = null;
        var next = 0;
        server = new ServerDouble((stream, _) =>
        {
            while (next < answers.Length && ReadRequest(stream) is { Length: > 0 } request)
            {
                lock (server!.Requests)
                    server.Requests.Add(request);
                stream.Write(answers[next++]);
                if (request.StartsWith("GET ", StringComparison.Ordinal) && !request.Contains("HTTP/1.1", StringComparison.Ordinal))
                    return;
            }
        });
        return server;
    }

    public static string ReadRequest(Stream stream)
    {
        var text = new System.Text.StringBuilder();
        while (!text.ToString().EndsWith("\n\n", StringComparison.Ordinal) && !text.ToString()
            .EndsWith("\r\n\r\n", StringComparison.Ordinal) && stream.ReadByte() is var value and >= 0)
            text.Append((char)value);
        return text.ToString();
    }

    public void Dispose()
    {
        _ended = true;
        _listener.Stop();
        _listener.Dispose();
        _thread.Join();
    }

    private void Serve(Action<NetworkStream, int> answer)
    {
        for (var number = 0; !_ended; number++)
        {
            try
            {
                using var client = _listener.AcceptTcpClient();
                using var stream = client.GetStream();
                answer(stream, number);
            }
            catch (Exception gone) when (gone is IOException or SocketException or ObjectDisposedException)
            {
                // The client went away, or the test is over.
            }
        }
    }
}
