using Nagios.Plugin;

namespace NagiosChecks.StaleAcks;

/// <summary>How a server must prove who it is, and how this check proves who it is.</summary>
/// <param name="Ca">CA certificates; null for the system's.</param>
/// <param name="Certificate">Client certificate; null for none.</param>
/// <param name="Key">Its key.</param>
/// <param name="Name">The name or address that the server's certificate must carry.</param>
/// <param name="Verify">False accepts any certificate.</param>
internal sealed record TlsSettings(string? Ca, string? Certificate, string? Key, string Name, bool Verify);

/// <summary>TLS over a socket. The server's certificate is verified in the handshake, before anything is sent.</summary>
internal sealed unsafe class TlsConnection : Connection
{
    private static readonly System.Buffers.SearchValues<char> AddressParts = System.Buffers.SearchValues.Create("0123456789.");
    private readonly OpenSsl _library = new();
    private readonly SocketConnection _socket;
    private readonly string _name;
    private nint _context;
    private nint _session;

    /// <summary>Shakes hands.</summary>
    /// <param name="socket">The connected socket; closed with this connection, also when the handshake fails.</param>
    /// <param name="settings">Who must answer.</param>
    /// <param name="name">The server, for the error texts.</param>
    /// <exception cref="CheckException">No TLS there, or a certificate that is not accepted: names the remedy.</exception>
    public TlsConnection(SocketConnection socket, TlsSettings settings, string name)
    {
        (_socket, _name) = (socket, name);
        try
        {
            _context = _library.NewContext(settings.Ca, settings.Certificate, settings.Key, settings.Verify);
            _session = _library.NewSession(_context, socket.Descriptor, settings.Name, IsAddress(settings.Name));
            if (_library.Connect(_session) != 1)
                throw Failed(settings);
        }
        catch (CheckException)
        {
            Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        fixed (byte* start = buffer)
        {
            var got = _library.Read(_session, start, buffer.Length);
            if (got > 0)
                return got;
            var error = _library.ErrorOf(_session, got);
            return error == OpenSsl.ErrorZeroReturn ? 0 : throw new CheckException($"{_name} broke off in the middle of its answer: {_library.LastError()}");
        }
    }

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
        {
            // Without SSL_MODE_ENABLE_PARTIAL_WRITE all is written or nothing.
            if (_library.Write(_session, start, bytes.Length) != bytes.Length)
                throw new CheckException($"{_name} takes no request: {_library.LastError()}");
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (_context != 0)
            _library.Free(_session, _context);
        (_session, _context) = (0, 0);
        _socket.Dispose();
    }

    private CheckException Failed(TlsSettings settings)
    {
        if (_library.VerifyError(_session) is not { } reason)
            return new CheckException($"{_name}: no TLS: {_library.LastError()}");
        return new CheckException($"{_name}: its certificate is not accepted: {reason} (expected name: {UntrustedText.Clean(settings.Name, 100)})")
        {
            NextSteps = reason.Contains("mismatch", StringComparison.OrdinalIgnoreCase)
                ? ["Icinga's certificates carry the node's name (NodeName): say it with --ssl-name NODENAME, or connect to that name"]
                : ["name the CA that signed it: --ssl-ca /var/lib/icinga2/certs/ca.crt (or a copy of that file of the monitoring server)"],
        };
    }

    // An IPv6 address has colons, an IPv4 address nothing but digits and points: no host name is so (RFC 3696, 2).
    private static bool IsAddress(string name) => name.Contains(':', StringComparison.Ordinal) || !name.AsSpan().ContainsAnyExcept(AddressParts);
}
