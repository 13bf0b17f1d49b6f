using System.Net.Sockets;
using System.Text;

namespace MonitoringEngines;

/// <summary>Asks a Livestatus socket one question.</summary>
public static class LivestatusClient
{
    /// <summary>Sends a query to a unix socket and returns the whole answer.</summary>
    public static string Ask(string socketPath, string query)
    {
        ArgumentNullException.ThrowIfNull(query);
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { ReceiveTimeout = 30_000 };
        socket.Connect(new UnixDomainSocketEndPoint(socketPath));
        socket.Send(Encoding.UTF8.GetBytes(query.TrimEnd('\n') + "\n\n"));
        socket.Shutdown(SocketShutdown.Send);
        // The daemon closes the connection after its answer, because no KeepAlive was asked for.
        using var answer = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (socket.Receive(buffer) is > 0 and var count)
            answer.Write(buffer, 0, count);
        return Encoding.UTF8.GetString(answer.GetBuffer(), 0, (int)answer.Length);
    }
}
