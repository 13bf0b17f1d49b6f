using System.Globalization;
using System.Text;
using Nagios.Plugin;

namespace NagiosChecks.StaleAcks;

/// <summary>Where the API of Icinga 2 is, how it must prove who it is, and how this check logs in.</summary>
internal sealed class IcingaEndpoint
{
    private const int DefaultPort = 5665;
    private const int LongestPassword = 1024;
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
            throw CheckException.Usage("--api", options.Api, "would send the password over the network in clear; http is for this host only");

        HostHeader = _host.Contains(':', StringComparison.Ordinal) ? $"[{_host}]:{_port}" : $"{_host}:{_port}";
        Url = $"{(tls ? "https" : "http")}://{HostHeader}";
        Certificate = options.SslCert;
        Key = options.SslKey;
        Ca = options.SslCa ?? (FileStatus.Read(IcingaCa) is not null ? IcingaCa : null);
        if (Key is not null && Certificate is null)
            throw new CheckException("--ssl-key is given without --ssl-cert");
        _tls = tls ? new TlsSettings(Ca, Certificate, Key, options.SslName ?? _host, !options.SslInsecure) : null;
        User = options.User ?? Environment("ICINGA2_API_USER");
        var password = options.PasswordFile is { } file ? ReadPassword(file) : Environment("ICINGA2_API_PASSWORD");
        if (Certificate is not null)
            return;
        if (User is null || password is null)
            throw new CheckException("--api needs a login: --user with --password-file or $ICINGA2_API_PASSWORD, or --ssl-cert with --ssl-key");
        Authorization = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{User}:{password}"));
    }

    /// <summary>The base URL, without credentials.</summary>
    public string Url { get; }

    /// <summary>False when TLS accepts any certificate.</summary>
    public bool IsVerified => _tls is null or { Verify: true };

    /// <summary>Value of the Host header.</summary>
    public string HostHeader { get; }

    /// <summary>The API user; null with a client certificate alone.</summary>
    public string? User { get; }

    /// <summary>Value of the Authorization header; null with a client certificate.</summary>
    public string? Authorization { get; }

    /// <summary>CA file in use; null for the system's.</summary>
    public string? Ca { get; }

    /// <summary>Client certificate.</summary>
    public string? Certificate { get; }

    /// <summary>Its key.</summary>
    public string? Key { get; }

    /// <summary>Connects.</summary>
    public Connection Connect()
    {
        var socket = SocketConnection.ToHost(_host, _port);
        return _tls is null ? socket : new TlsConnection(socket, _tls, Url);
    }

    private static string? Environment(string name) => System.Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    // As ssh treats keys: what others can read is no secret.
    private static string ReadPassword(string path)
    {
        using var source = FileSource.Open(path, out var error);
        if (source is null || FileStatus.Read(path) is not { IsRegularFile: true } status)
            throw new CheckException($"--password-file {UntrustedText.Clean(path, 200)} cannot be read{(error == NativeMethods.ErrorNoEntry ? ": there is no such file" : error is 0 ? ": it is no regular file" : " by this user")}");
        if ((status.Mode & 0x3F) != 0)
            throw new CheckException($"--password-file {UntrustedText.Clean(path, 200)} can be read by others than its owner") { NextSteps = [$"chmod 0600 {path}"] };
        var line = new LineReader(source, path, LongestPassword).Next();
        return string.IsNullOrEmpty(line) ? throw new CheckException($"--password-file {UntrustedText.Clean(path, 200)} has no password in its first line") : line;
    }
}

/// <summary>HOST:PORT as operators write it.</summary>
internal static class HostAndPort
{
    private static readonly System.Buffers.SearchValues<char> NotInHost = System.Buffers.SearchValues.Create(" /@?#\\");

    /// <summary>Reads <c>host</c>, <c>host:port</c>, <c>[v6]</c> or <c>[v6]:port</c>.</summary>
    /// <param name="option">The option, for the error text.</param>
    /// <param name="text">What was typed.</param>
    /// <param name="defaultPort">The port when there is none; 0 when one is needed.</param>
    /// <exception cref="CheckException">Anything else, credentials and paths included.</exception>
    public static (string Host, int Port) Parse(string option, string text, int defaultPort)
    {
        var bracket = text.StartsWith('[') ? text.IndexOf(']', StringComparison.Ordinal) : -1;
        var colon = text.IndexOf(':', Math.Max(0, bracket));
        var host = bracket > 0 ? text[1..bracket] : colon < 0 ? text : text[..colon];
        var portText = colon < 0 ? "" : text[(colon + 1)..];
        var port = defaultPort;
        if (host.Length == 0 || host.AsSpan().ContainsAny(NotInHost) || (bracket < 0 && host.Contains('[', StringComparison.Ordinal)) || (bracket > 0 && colon < 0 && bracket != text.Length - 1)
            || (colon >= 0 && (!int.TryParse(portText, NumberStyles.None, CultureInfo.InvariantCulture, out port) || port is < 1 or > 65535)) || port == 0)
        {
            // What was typed may hold a password before an '@': it is not repeated.
            throw text.Contains('@', StringComparison.Ordinal)
                ? new CheckException($"{option} holds credentials: they would be seen in the process list; use --user with --password-file")
                : CheckException.Usage(option, text, defaultPort == 0 ? "is not HOST:PORT" : "is not HOST or HOST:PORT");
        }

        return (host, port);
    }
}
