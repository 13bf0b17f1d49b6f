using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Linux.Host;
using Nagios.Plugin;

namespace NagiosChecks.StaleAcks;

/// <summary>TLS over a connected stream. The server's certificate is verified in the handshake, before anything is sent.</summary>
internal static class ServerTls
{
    private static readonly System.Buffers.SearchValues<char> AddressParts = System.Buffers.SearchValues.Create("0123456789.");

    /// <summary>Shakes hands.</summary>
    /// <param name="stream">The connected stream; closed with the one that is returned, and when the handshake fails.</param>
    /// <param name="settings">Who must answer.</param>
    /// <param name="name">The server, for the error texts.</param>
    /// <param name="plainOption">What to say to a server that does not speak TLS.</param>
    /// <exception cref="CheckException">No OpenSSL, no TLS there, or a certificate that is not accepted: names the remedy.</exception>
    public static SslStream Open(Stream stream, TlsSettings settings, string name, string plainOption)
    {
        RequireOpenSsl(name);
        var verdict = new Verdict(settings);
        var secure = new SslStream(stream, leaveInnerStreamOpen: false);
        try
        {
            secure.AuthenticateAsClient(Options(settings, verdict));
            return secure;
        }
        catch (Exception failure) when (failure is AuthenticationException or IOException or CheckException)
        {
            secure.Dispose();
            throw verdict.Refusal(name) ?? failure as CheckException ?? NoTls(failure, name, plainOption);
        }
    }

    /// <summary>True when a server shakes hands in TLS. Verifies nothing and sends nothing: it explains why a plain request was not
    /// answered.</summary>
    public static bool IsSpokenBy(string host, int port)
    {
        var certificateSeen = false;
        try
        {
            RequireOpenSsl(host);
            using var secure = new SslStream(ServerSocket.ToHost(host, port), leaveInnerStreamOpen: false);
            var options = new SslClientAuthenticationOptions { TargetHost = host,
                CertificateChainPolicy = ChainPolicy(new TlsSettings(null, null, null, host, false)) };
            options.RemoteCertificateValidationCallback = (_, _, _, _) => certificateSeen = true;
            secure.AuthenticateAsClient(options);
        }
        catch (Exception failure) when (failure is AuthenticationException or IOException or CheckException)
        {
            return certificateSeen;
        }

        return true;
    }

    private static void RequireOpenSsl(string name)
    {
        if (!OpenSslLibrary.IsThere)
            throw new CheckException($"TLS to {UntrustedText.Clean(name, 100)} {OpenSslLibrary.IsMissing}")
            {
                Steps = [$"Or read a status file or a Livestatus socket of this host, which need no TLS"],
            };
    }

    private static SslClientAuthenticationOptions Options(TlsSettings settings, Verdict verdict)
    {
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = settings.Name,
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
            CertificateChainPolicy = ChainPolicy(settings),
            AllowRenegotiation = false,
            AllowTlsResume = false,
            RemoteCertificateValidationCallback = (_, _, chain, errors) => verdict.Accepts(chain, errors),
        };
        if (settings.Certificate is { } certificate)
            options.ClientCertificateContext =
                SslStreamCertificateContext.Create(Client(certificate, settings.Key), Intermediates(certificate), offline: true);
        return options;
    }

    private static X509ChainPolicy ChainPolicy(TlsSettings settings)
    {
        var policy = new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        if (settings.Ca is null && settings.Verify)
            return policy;

        // .NET loads the system's store even where a chain may not use it, which costs more than the handshake: more than a hundred files.
        // It looks where these two variables of OpenSSL say, X509_get_default_cert_file_env(3); empty, there is nothing to load.
        _ = NativeMethods.SetEnvironment("SSL_CERT_FILE", "", 1);
        _ = NativeMethods.SetEnvironment("SSL_CERT_DIR", "", 1);
        policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        if (settings.Ca is null)
            return policy;
        foreach (var certificate in Certificates("--ssl-ca", settings.Ca, "a file of PEM certificates"))
            (certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData) ? policy.CustomTrustStore
                : policy.ExtraStore).Add(certificate);
        return policy;
    }

    private static X509Certificate2Collection Certificates(string option, string path, string expectation)
    {
        var found = new X509Certificate2Collection();
        try
        {
            found.ImportFromPem(PemText(path));
        }
        catch (CryptographicException failure)
        {
            throw Unusable(option, path, expectation, failure);
        }

        return found.Count > 0 ? found : throw Unusable(option, path, expectation, null);
    }

    private static X509Certificate2 Client(string certificate, string? key)
    {
        _ = Certificates("--ssl-cert", certificate, "a PEM certificate");
        try
        {
            return X509Certificate2.CreateFromPem(PemText(certificate), PemText(key ?? certificate));
        }
        catch (Exception failure) when (failure is CryptographicException or ArgumentException)
        {
            throw Unusable("--ssl-key", key ?? certificate, "the certificate's PEM key without a passphrase", failure);
        }
    }

    private static X509Certificate2Collection Intermediates(string certificate)
    {
        var chain = Certificates("--ssl-cert", certificate, "a PEM certificate");
        chain.RemoveAt(0);
        return chain;
    }

    private static string PemText(string path) => new HostFiles("/").Read(path).RequiredText();

    private static CheckException Unusable(string option, string path, string expectation, Exception? failure)
    {
        var text = $"{option} '{UntrustedText.Clean(path, 200)}' is not {expectation}";
        return failure is null ? new CheckException(text) : new CheckException(text, failure);
    }

    private static CheckException NoTls(Exception failure, string name, string plainOption)
    {
        if (OpenSslReason(failure) is { } reason)
            return new CheckException($"{name}: no TLS: {reason}", failure);
        return failure is IOException
            ? new CheckException($"{name}: no TLS: the server closed the connection in the handshake", failure)
            : new CheckException($"{name}: no TLS: the server answers with something else; {plainOption}", failure);
    }

    // OpenSSL's words stand at the end of "error:0A00042E:SSL routines::tlsv1 alert protocol version".
    private static string? OpenSslReason(Exception failure)
    {
        for (Exception? inner = failure; inner is not null; inner = inner.InnerException)
        {
            if (inner.Message.Contains("SSL routines:", StringComparison.Ordinal))
                return UntrustedText.Clean(inner.Message[(inner.Message.LastIndexOf(':') + 1)..], 100);
        }

        return null;
    }

    // An IPv6 address has colons, an IPv4 address nothing but digits and points: no host name is so (RFC 3696, 2).
    private static bool IsAddress(string name) =>
        name.Contains(':', StringComparison.Ordinal) || !name.AsSpan().ContainsAnyExcept(AddressParts);

    /// <summary>What the handshake says about the server's certificate.</summary>
    private sealed class Verdict(TlsSettings settings)
    {
        private string? _reason;
        private bool _isName;

        public bool Accepts(X509Chain? chain, SslPolicyErrors errors)
        {
            if (errors == SslPolicyErrors.None || !settings.Verify)
                return true;
            _isName = errors == SslPolicyErrors.RemoteCertificateNameMismatch;
            _reason = errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable) ? "it sends none"
                : _isName ? IsAddress(settings.Name) ? "IP address mismatch" : "hostname mismatch"
                : ChainReason(chain);
            return false;
        }

        public CheckException? Refusal(string name)
        {
            if (_reason is null)
                return null;
            return new CheckException(
                $"{name}: its certificate is not accepted: {_reason} (expected name: {UntrustedText.Clean(settings.Name, 100)})")
            {
                Steps = _isName
                    ? [$"Icinga's certificates carry the node's name (NodeName): say it with --ssl-name NODENAME, or connect to that name"]
                    : [$"Name the CA that signed it: --ssl-ca /var/lib/icinga2/certs/ca.crt (or a copy of that file of the monitoring "
                        + $"server)"],
            };
        }

        // The texts are OpenSSL's own, X509_verify_cert_error_string(3).
        private static string ChainReason(X509Chain? chain)
        {
            foreach (var status in chain?.ChainStatus ?? [])
            {
                if (status.Status != X509ChainStatusFlags.NoError)
                    return UntrustedText.Clean(status.StatusInformation.Length > 0 ? status.StatusInformation : $"{status.Status}", 120);
            }

            return "its chain does not lead to a trusted CA";
        }
    }
}
