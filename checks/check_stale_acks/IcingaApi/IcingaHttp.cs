using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Nagios.Plugin;

namespace NagiosChecks.StaleAcks;

/// <summary>
/// Requests to the API of Icinga 2 over one kept connection: no proxy, no redirect, no cookie, no compression. Answers are read as they
/// arrive, and only one at a time.
/// </summary>
internal sealed class IcingaHttp : IDisposable
{
    private const int MaximumHeadersKilobytes = 16;
    private readonly IcingaEndpoint _endpoint;
    private readonly HttpMessageInvoker _client;
    private ServerConnection? _connection;

    /// <summary>Connects at the first request.</summary>
    public IcingaHttp(IcingaEndpoint endpoint)
    {
        _endpoint = endpoint;

        // TLS is part of the stream that is given to the handler, so that every failure of it is told in this check's own words.
        _client = new HttpMessageInvoker(new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            MaxConnectionsPerServer = 1,
            MaxResponseHeadersLength = MaximumHeadersKilobytes,
            ConnectCallback = (_, _) => new ValueTask<Stream>(_connection = endpoint.Connect()),
        });
    }

    /// <summary>GET of a path.</summary>
    /// <param name="target">Path and query, encoded.</param>
    /// <returns>The status code, and the body, which must be read to its end before the next request.</returns>
    /// <exception cref="CheckException">No connection, not an HTTP answer, or one that was not asked for.</exception>
    public (int Status, HttpBody Body) Get(string target) => Send(new HttpRequestMessage(HttpMethod.Get, Address(target)));

    /// <summary>POST of a JSON text to an action.</summary>
    /// <param name="target">Path and query, encoded.</param>
    /// <param name="json">The body.</param>
    /// <exception cref="CheckException">As <see cref="Get"/>.</exception>
    public (int Status, HttpBody Body) Post(string target, string json) =>
        Send(new HttpRequestMessage(
            HttpMethod.Post, Address(target)) { Content = new StringContent(json, Encoding.UTF8, "application/json") });

    /// <summary>Closes the connection.</summary>
    public void Dispose() => _client.Dispose();

    private Uri Address(string target) =>
        new($"http://{_endpoint.HostHeader}{target}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });

    private (int Status, HttpBody Body) Send(HttpRequestMessage request)
    {
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("check_stale_acks", null));
        if (_endpoint.Authorization is { } authorization)
            request.Headers.Authorization = authorization;
        try
        {
            var response = _client.Send(request, CancellationToken.None);
            RefuseUnasked(response);
            return ((int)response.StatusCode, new HttpBody(response, _endpoint.Url));
        }
        catch (Exception failure) when (failure is HttpRequestException or CheckException)
        {
            throw TlsInstead(failure) ?? InnerCheck(failure) ?? Unreadable((HttpRequestException)failure);
        }
        finally
        {
            request.Dispose();
        }
    }

    // What this check throws while connecting, reading or writing arrives inside of what the handler throws.
    internal static CheckException? InnerCheck(Exception failure)
    {
        for (Exception? inner = failure; inner is not null; inner = inner.InnerException)
        {
            if (inner is CheckException check)
                return check;
        }

        return null;
    }

    private CheckException? TlsInstead(Exception failure) =>
        _connection is { } connection && (connection.AnswersWithTls || (connection.FirstBytes.IsEmpty && _endpoint.SpeaksTlsInstead()))
            ? new CheckException($"{_endpoint.Url} speaks TLS: write https:// in --api", failure)
            : null;

    private CheckException Unreadable(HttpRequestException failure)
    {
        var url = _endpoint.Url;
        var first = _connection is null ? "" : Encoding.UTF8.GetString(_connection.FirstBytes);
        return failure.HttpRequestError switch
        {
            HttpRequestError.ConfigurationLimitExceeded =>
                new CheckException($"{url} sends more than {MaximumHeadersKilobytes} KB of headers", failure),
            HttpRequestError.ResponseEnded when first.Length == 0 =>
                new CheckException($"{url} closed the connection without an answer", failure),
            _ when !first.StartsWith("HTTP/1.", StringComparison.Ordinal) =>
                new CheckException(
                    $"{url} does not speak HTTP: it answers '{UntrustedText.Clean(first.Split('\n')[0].TrimEnd('\r'), 60)}'", failure),
            HttpRequestError.ResponseEnded => new CheckException($"{url} broke off in the head of its answer", failure),
            _ => new CheckException($"{url} answers with a head that is not HTTP/1.1", failure),
        };
    }

    private void RefuseUnasked(HttpResponseMessage response)
    {
        var headers = response.Content.Headers;
        if (headers.NonValidated.TryGetValues("Content-Encoding", out var encoding))
            throw Unasked(encoding.ToString());
        if (response.Headers.NonValidated.TryGetValues("Transfer-Encoding", out var transfer) && !transfer.ToString()
            .Equals("chunked", StringComparison.OrdinalIgnoreCase))
            throw Unasked(transfer.ToString());
        if (response.Headers.TransferEncodingChunked == true)
            return;
        if (!headers.NonValidated.TryGetValues("Content-Length", out var length))
            throw new CheckException($"{_endpoint.Url} sends an answer without a length");
        if (length.Count != 1 || !long.TryParse(length.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out _))
            throw new CheckException($"{_endpoint.Url} sends a length that is none: '{UntrustedText.Clean(length.ToString(), 40)}'");
    }

    private CheckException Unasked(string encoding) =>
        new($"{_endpoint.Url} sends its answer as '{UntrustedText.Clean(encoding, 40)}', which was not asked for");
}
