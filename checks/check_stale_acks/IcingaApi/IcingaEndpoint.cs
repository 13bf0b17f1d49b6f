using System.Net.Http.Headers;
using System.Text;
using Linux.Host;
using Nagios.Plugin;

namespace NagiosChecks.StaleAcks;

/// <summary>Where the API of Icinga 2 is, how it must prove who it is, and how this check logs in.</summary>
internal sealed class IcingaEndpoint
{
    private const int DefaultPort = 5665;
    private const int LargestPasswordFile = 64 * 1024;
    private const string IcingaCa = "/var/lib/icinga2/certs/ca.crt";

    private readonly string _host;
    private readonly int _port;
    private readonly TlsSettings? _tls;

    /// <summary>Reads the options that belong to <c>--api</c>.</summary>
    /// <exception cref="CheckException">A URL or login that is not right.</exception>
    public IcingaEndpoint(StaleAcksOptions options)
    {
        var url = options.Api!.TrimEnd('/');
        var tls = url.StartsWith("https://", StringComparison.Ordinal);
        if (!tls && !url.StartsWith("http://", StringComparison.Ordinal))
            throw CheckException.Usage("--api", options.Api, "is not a URL such as https://icinga.example.com:5665");
        (_host, _port) = HostAndPort.Parse("--api", url[(tls ? 8 : 7)..], DefaultPort);
        if (!tls && _host is not ("127.0.0.1" or "::1" or "localhost"))
            throw CheckException.Usage("--api", options.Api,
                "would send the password over the network in clear; http is for this host only");

        HostHeader = _host.Contains(':', StringComparison.Ordinal) ? $"[{_host}]:{_port}" : $"{_host}:{_port}";
        Url = $"{(tls ? "https" : "http")}://{HostHeader}";
        Certificate = options.SslCert;
        Key = options.SslKey;
        Ca = options.SslCa ?? (FileStatus.Read(IcingaCa) is not null ? IcingaCa : null);
        _tls = tls ? new TlsSettings(Ca, Certificate, Key, options.SslName ?? _host, !options.SslInsecure) : null;
        User = options.User ?? Environment("ICINGA2_API_USER");
        var password = options.PasswordFile is { } file ? ReadPassword(file) : Environment("ICINGA2_API_PASSWORD");
        if (Certificate is not null)
            return;
        if (User is null || password is null)
            throw new CheckException("--api needs a login: --user with --password-file or $ICINGA2_API_PASSWORD, or --ssl-cert with "
                + "--ssl-key");
        Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{User}:{password}")));
    }

    /// <summary>The base URL, without credentials.</summary>
    public string Url { get; }

    /// <summary>False when TLS accepts any certificate.</summary>
    public bool IsVerified => _tls is null or { Verify: true };

    /// <summary>http or https.</summary>
    public string Scheme => _tls is null ? "http" : "https";

    /// <summary>The API's port.</summary>
    public int Port => _port;

    /// <summary>The name that the certificate must carry, for a URL.</summary>
    public string NameInUrl => _tls?.Name ?? _host;

    /// <summary>curl's --connect-to, NAME:PORT:ADDRESS:PORT, where the certificate carries another name than the host; null where it does
    /// not.</summary>
    public string? ConnectTo => NameInUrl == _host ? null
        : string.Create(System.Globalization.CultureInfo.InvariantCulture,
            $"{NameInUrl}:{_port}:{(_host.Contains(':', StringComparison.Ordinal) ? $"[{_host}]" : _host)}:{_port}");

    /// <summary>Value of the Host header.</summary>
    public string HostHeader { get; }

    /// <summary>The API user; null with a client certificate alone.</summary>
    public string? User { get; }

    /// <summary>Value of the Authorization header; null with a client certificate.</summary>
    public AuthenticationHeaderValue? Authorization { get; }

    /// <summary>CA file in use; null for the system's.</summary>
    public string? Ca { get; }

    /// <summary>Client certificate.</summary>
    public string? Certificate { get; }

    /// <summary>Its key.</summary>
    public string? Key { get; }

    /// <summary>Connects.</summary>
    /// <exception cref="CheckException">Nobody answers, or not as expected.</exception>
    public ServerConnection Connect()
    {
        Stream stream = ServerSocket.ToHost(_host, _port);
        if (_tls is not null)
            stream = ServerTls.Open(stream, _tls, Url, "the API of Icinga 2 speaks TLS, usually on port 5665");
        return new ServerConnection(stream, Url);
    }

    /// <summary>True when the API was asked without TLS and speaks TLS.</summary>
    public bool SpeaksTlsInstead() => _tls is null && ServerTls.IsSpokenBy(_host, _port);

    private static string? Environment(string name) => System.Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value
        : null;

    // The first line; what is said of the file is said of the one that was opened, whatever the path names by now.
    private static string ReadPassword(string path)
    {
        var name = $"--password-file {UntrustedText.Clean(path, 200)}";
        using var opened = FileDescriptor.Open(path, FileOpening.Read | FileOpening.NonBlocking, out var error);
        if (opened is null)
            throw new CheckException($"{name} cannot be read: {SystemError.Text(error)}");
        if (opened.Status is not { IsRegularFile: true } status)
            throw new CheckException($"{name} cannot be read: it is no regular file");
        if (SecretFile.ProblemOf(status) is { } problem)
            throw new CheckException($"{name} {problem}") { Steps = [SecretFile.Remedy(path)] };
        error = opened.ReadAll(LargestPasswordFile, out var content);
        if (error != 0)
            throw new CheckException($"{name} cannot be read: {SystemError.Text(error)}");
        var line = Encoding.UTF8.GetString(content).Split('\n')[0].TrimEnd('\r');
        return line.Length > 0 ? line : throw new CheckException($"{name} has no password in its first line");
    }
}
