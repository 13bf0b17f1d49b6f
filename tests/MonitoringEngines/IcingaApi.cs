using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;

namespace MonitoringEngines;

/// <summary>Icinga's HTTP API on loopback, with basic authentication and the engine's own certificate authority.</summary>
public sealed class IcingaApi : IDisposable
{
    private readonly HttpClient _client;
    private readonly SocketsHttpHandler _handler;
    private X509Certificate2? _certificate;

    internal IcingaApi(int port, string user, string password)
        : this(port) => _client.DefaultRequestHeaders.Authorization =
            new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));

    /// <summary>The API of an engine, asked with its client certificate instead of a password.</summary>
    public static IcingaApi ByCertificate(IcingaEngine engine)
    {
        ArgumentNullException.ThrowIfNull(engine);
        var api = new IcingaApi(
            engine.ApiPort) { _certificate =
            X509Certificate2.CreateFromPemFile(IcingaCertificates.ClientCertificate, IcingaCertificates.ClientKey) };
        api._handler.SslOptions.ClientCertificates = [api._certificate];
        return api;
    }

    private IcingaApi(int port)
    {
        var authority = X509CertificateLoader.LoadCertificateFromFile(IcingaCertificates.Authority);
        _handler = new SocketsHttpHandler { UseProxy = false };
        // The certificate names the node, not 127.0.0.1, so only its issuer can be verified.
        _handler.SslOptions.CertificateChainPolicy =
            new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        _handler.SslOptions.CertificateChainPolicy.CustomTrustStore.Add(authority);
        _handler.SslOptions.RemoteCertificateValidationCallback = (_, _, _, errors) =>
            errors is SslPolicyErrors.None or SslPolicyErrors.RemoteCertificateNameMismatch;
        _client = new HttpClient(_handler) { BaseAddress = new Uri($"https://127.0.0.1:{port}"), Timeout = TimeSpan.FromSeconds(30) };
        _client.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
    }

    /// <summary>GET of a path; fails the test on any status but 200.</summary>
    public JsonNode Get(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        return Send(request);
    }

    /// <summary>POST of a JSON body; fails the test on any status but 200.</summary>
    public JsonNode Post(string path, JsonNode body)
    {
        ArgumentNullException.ThrowIfNull(body);
        using var request =
            new HttpRequestMessage(
            HttpMethod.Post, path) { Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json") };
        return Send(request);
    }

    /// <summary>Ends the connections.</summary>
    public void Dispose()
    {
        _client.Dispose();
        _handler.Dispose();
        _certificate?.Dispose();
    }

    internal bool Answers()
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/status/IcingaApplication");
            using var response = _client.Send(request);
            return response.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private JsonNode Send(HttpRequestMessage request)
    {
        using var response = _client.Send(request);
        using var reader = new StreamReader(response.Content.ReadAsStream());
        var text = reader.ReadToEnd();
        Assert.True(response.StatusCode == HttpStatusCode.OK,
            $"{request.Method} {request.RequestUri?.PathAndQuery}: {(int)response.StatusCode} {text}");
        return JsonNode.Parse(text)!;
    }
}
