using System.Globalization;
using Nagios.Plugin;

namespace NagiosChecks.StaleAcks;

/// <summary>An answer's body as it arrives. One that is cut short is an error, never an end.</summary>
/// <param name="response">The answer; disposed with this.</param>
/// <param name="name">The server, for the error texts.</param>
internal sealed class HttpBody(HttpResponseMessage response, string name) : ByteSource
{
    private const long MaximumBytes = 1L << 30;
    private readonly Stream _stream = response.Content.ReadAsStream();
    private long _total;

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        try
        {
            var got = _stream.Read(buffer);
            _total += got;
            return _total <= MaximumBytes ? got
                : throw new CheckException(
                $"{name} sends more than {Quantity.Human(MaximumBytes, Dimension.Size)}: that is no list of acknowledgements");
        }
        catch (IOException failure)
        {
            if (IcingaHttp.InnerCheck(failure) is { } check)
                throw check;
            throw new CheckException(failure is HttpIOException { HttpRequestError: HttpRequestError.ResponseEnded }
                ? string.Create(CultureInfo.InvariantCulture, $"{name} broke off after {_total} bytes of its answer")
                : string.Create(CultureInfo.InvariantCulture, $"{name} sends a chunk that is none, after {_total} bytes of its answer"),
                    failure);
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
            response.Dispose();
    }
}
