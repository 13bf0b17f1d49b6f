using System.Net.Sockets;
using Nagios.Plugin;

namespace NagiosChecks.StaleAcks;

/// <summary>
/// The stream to a server. Remembers the first bytes that arrived, so that a server of another kind can be quoted, and puts what goes
/// wrong into an operator's words.
/// </summary>
/// <param name="inner">The connected stream; closed with this one.</param>
/// <param name="name">The server, for the error texts.</param>
internal sealed class ServerConnection(Stream inner, string name) : Stream
{
    private const int Remembered = 60;
    private readonly byte[] _first = new byte[Remembered];
    private int _firstLength;

    /// <summary>The bytes that arrived first, at most 60.</summary>
    public ReadOnlySpan<byte> FirstBytes => _first.AsSpan(0, _firstLength);

    /// <summary>True when the answer begins as a TLS record does: an alert (21) or a handshake (22) of version 3 (RFC 8446, 5.1).</summary>
    public bool AnswersWithTls => _firstLength >= 2 && _first[0] is 21 or 22 && _first[1] == 3;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        try
        {
            return Arrived(buffer, inner.Read(buffer));
        }
        catch (IOException failure)
        {
            throw Broken(failure);
        }
    }

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var length = await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        return Arrived(buffer.Span, length);
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            inner.Write(buffer);
        }
        catch (IOException failure)
        {
            throw new CheckException($"{name} takes no request: {Reason(failure)}", failure);
        }
    }

    /// <inheritdoc/>
    public override void Flush() => inner.Flush();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
            inner.Dispose();
    }

    private CheckException Broken(IOException failure) => new($"{name} broke off in the middle of its answer: {Reason(failure)}", failure);

    private int Arrived(ReadOnlySpan<byte> buffer, int length)
    {
        if (_firstLength < Remembered && length > 0)
        {
            var kept = buffer[..Math.Min(length, Remembered - _firstLength)];
            kept.CopyTo(_first.AsSpan(_firstLength));
            _firstLength += kept.Length;
        }

        return length;
    }

    private static string Reason(IOException failure) =>
        failure.InnerException is SocketException socket ? ServerSocket.ErrorText(socket.SocketErrorCode) : "the connection was closed";
}
