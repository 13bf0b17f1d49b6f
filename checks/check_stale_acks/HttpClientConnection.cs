using System.Globalization;
using System.Text;
using Nagios.Plugin;

namespace NagiosChecks.StaleAcks;

/// <summary>
/// GET over HTTP/1.1 (RFC 9112), as much as the API of Icinga 2 needs: one request after the other on one connection, bodies with a
/// length or in chunks, no redirects. Everything else is refused.
/// </summary>
/// <param name="connection">The connection; not closed here.</param>
/// <param name="name">The server, for the error texts.</param>
internal sealed class HttpClientConnection(Connection connection, string name)
{
    private const int MaximumLine = 16 * 1024;
    private const int MaximumHeaders = 100;
    private readonly LineReader _lines = new(connection, name, MaximumLine);

    /// <summary>False once the server said that it closes the connection behind this answer.</summary>
    public bool StaysOpen { get; private set; } = true;

    /// <summary>Sends a request and reads the answer's head.</summary>
    /// <param name="host">Value of the Host header.</param>
    /// <param name="target">Path and query, encoded.</param>
    /// <param name="authorization">Value of the Authorization header; null for none.</param>
    /// <returns>The status code, and the body, which must be read to its end before the next request.</returns>
    /// <exception cref="CheckException">Not an HTTP answer, or one that this client does not understand.</exception>
    public (int Status, ByteSource Body) Get(string host, string target, string? authorization)
    {
        var credentials = authorization is null ? "" : $"Authorization: {authorization}\r\n";
        connection.Write(Encoding.UTF8.GetBytes($"GET {target} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: check_stale_acks\r\nAccept: application/json\r\n{credentials}\r\n"));
        var first = _lines.Next() ?? throw new CheckException($"{name} closed the connection without an answer");
        if (!(first.StartsWith("HTTP/1.1 ", StringComparison.Ordinal) || first.StartsWith("HTTP/1.0 ", StringComparison.Ordinal))
            || first.Length < 12 || !int.TryParse(first.AsSpan(9, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var status))
            throw new CheckException($"{name} does not speak HTTP: it answers '{UntrustedText.Clean(first, 60)}'");

        StaysOpen = first[7] == '1';
        long? length = null;
        var chunked = false;
        var count = 0;
        while (_lines.Next() is { } line)
        {
            if (line.Length == 0)
                return (status, Body(length, chunked));
            if (++count > MaximumHeaders)
                break;
            ReadHeader(line, ref length, ref chunked);
        }

        throw new CheckException($"{name} broke off in the head of its answer, or sends more than {MaximumHeaders} headers");
    }

    private void ReadHeader(string line, ref long? length, ref bool chunked)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        var value = line[(colon + 1)..].Trim();
        switch (line[..Math.Max(0, colon)].ToUpperInvariant())
        {
            case "CONTENT-LENGTH":
                if (!long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) || (length is { } before && before != bytes))
                    throw new CheckException($"{name} sends a length that is none: '{UntrustedText.Clean(value, 40)}'");
                length = bytes;
                break;
            case "TRANSFER-ENCODING":
                if (!value.Equals("chunked", StringComparison.OrdinalIgnoreCase))
                    throw new CheckException($"{name} sends its answer as '{UntrustedText.Clean(value, 40)}', which was not asked for");
                chunked = true;
                break;
            case "CONTENT-ENCODING":
                throw new CheckException($"{name} sends its answer as '{UntrustedText.Clean(value, 40)}', which was not asked for");
            case "CONNECTION":
                StaysOpen &= !value.Equals("close", StringComparison.OrdinalIgnoreCase);
                break;
            default:
                break;
        }
    }

    private HttpBody Body(long? length, bool chunked) =>
        chunked || length is not null ? new HttpBody(_lines, chunked ? null : length, name) : throw new CheckException($"{name} sends an answer without a length");
}

/// <summary>An answer's body: so many bytes, or chunks up to the empty one; cut short is an error, never an end.</summary>
/// <param name="lines">Behind the head.</param>
/// <param name="length">Bytes; null for chunks.</param>
/// <param name="name">The server, for the error texts.</param>
internal sealed class HttpBody(LineReader lines, long? length, string name) : ByteSource
{
    private const long MaximumBytes = 1L << 30;
    private readonly bool _chunked = length is null;
    private long _left = length ?? 0;
    private long _total;
    private bool _ended;
    private bool _begun;

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        if (_chunked && _left == 0 && !_ended)
            NextChunk();
        if (_left == 0)
            return 0;
        var got = lines.Read(buffer[..(int)Math.Min(buffer.Length, _left)]);
        if (got == 0)
            throw new CheckException($"{name} broke off after {_total} bytes of its answer");
        _left -= got;
        _total += got;
        return _total <= MaximumBytes ? got : throw new CheckException($"{name} sends more than {Quantity.Human(MaximumBytes, Dimension.Size)}: that is no list of acknowledgements");
    }

    // chunk-size [;extension] CRLF data CRLF ... 0 CRLF trailers CRLF (RFC 9112, 7.1)
    private void NextChunk()
    {
        if (_begun && lines.Next() is not "")
            throw new CheckException($"{name} sends a chunk that is longer than it says, or broke off after {_total} bytes of its answer");
        _begun = true;
        var line = lines.Next() ?? throw new CheckException($"{name} broke off after {_total} bytes of its answer");
        var size = line.AsSpan();
        size = (size.IndexOf(';') is var end and >= 0 ? size[..end] : size).Trim();
        if (size.IsEmpty || size.Length > 8 || !uint.TryParse(size, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var bytes))
            throw new CheckException($"{name} sends a chunk without a size: '{UntrustedText.Clean(line, 40)}'");
        _left = bytes;
        _ended = bytes == 0;
        while (_ended && lines.Next() is { Length: > 0 })
            continue;
    }
}
