using System.Buffers.Binary;

namespace MySql.Session;

/// <summary>
/// The first packet of a server, protocol version 10
/// (https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_connection_phase_packets_protocol_handshake_v10.html).
/// </summary>
internal static class ServerGreeting
{
    private const int PacketHeader = 4;
    private const byte ProtocolVersion = 10;
    private const int OffersTls = 0x0800; // CLIENT_SSL

    /// <summary>Reads whether the server offers TLS.</summary>
    /// <param name="packet">The bytes as they came, the packet's header included.</param>
    /// <param name="offersTls">CLIENT_SSL of the server's capabilities.</param>
    /// <returns>False when this is no such greeting: an error packet, or no MySQL server.</returns>
    internal static bool TryReadTls(ReadOnlySpan<byte> packet, out bool offersTls)
    {
        offersTls = false;
        if (packet.Length <= PacketHeader || packet[PacketHeader] != ProtocolVersion)
            return false;
        var rest = packet[(PacketHeader + 1)..];
        var version = rest.IndexOf((byte)0);
        // The version's end, thread id (4), first part of the scramble (8), filler (1), then the lower 16 capability bits.
        if (version < 0 || rest.Length < version + 1 + 4 + 8 + 1 + 2)
            return false;
        offersTls = (BinaryPrimitives.ReadUInt16LittleEndian(rest[(version + 14)..]) & OffersTls) != 0;
        return true;
    }
}
