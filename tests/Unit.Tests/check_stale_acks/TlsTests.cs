using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace NagiosChecks.StaleAcks.Tests;

/// <summary>TLS to a server on loopback with a certificate of its own: what is accepted, what is refused, and what a server of the other
/// kind is told.</summary>
public sealed class TlsTests : IDisposable
{
    private const string Name = "site.example";
    private readonly TemporaryFolder _folder = new();
    private readonly X509Certificate2 _certificate;

    public TlsTests()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={Name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(Name);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(
            new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        using var signed = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(2));
        _certificate = X509CertificateLoader.LoadPkcs12(signed.Export(X509ContentType.Pkcs12), null);
        _folder.Write("ca.pem", signed.ExportCertificatePem() + "\n");
    }

    private string Ca => Path.Combine(_folder.Path, "ca.pem");

    public void Dispose()
    {
        _certificate.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Livestatus_over_tls_is_read_as_without()
    {
        using var server = Livestatus();

        var look = Look.With(_folder.Path, "--livestatus", server.Where, "--livestatus-tls", "--ssl-ca", Ca, "--ssl-name", Name);

        Assert.Equal("STALE_ACKS OK - nothing is acknowledged", look.FirstLine);
    }

    [Theory]
    [InlineData("an address", "", "IP address mismatch (expected name: 127.0.0.1)")]
    [InlineData("another name", "other.example", "hostname mismatch (expected name: other.example)")]
    public void A_name_that_the_certificate_does_not_carry_is_refused(string what, string name, string reason)
    {
        using var server = Livestatus();
        string[] named = name.Length > 0 ? ["--ssl-name", name] : [];

        var look = Look.With(_folder.Path, ["--livestatus", server.Where, "--livestatus-tls", "--ssl-ca", Ca, .. named]);

        Assert.True(look.ExitCode == 3, what);
        Assert.Contains(reason, look.FirstLine, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public void A_certificate_from_nowhere_is_refused_and_accepted_only_when_asked_to()
    {
        using var server = Livestatus();

        var refused = Look.With(_folder.Path, "--livestatus", server.Where, "--livestatus-tls", "--ssl-name", Name);
        var insecure = Look.With(_folder.Path, "--livestatus", server.Where, "--livestatus-tls", "--ssl-insecure");

        Assert.Contains("its certificate is not accepted: ", refused.FirstLine, StringComparison.Ordinal);
        Assert.Equal(0, insecure.ExitCode);
        Assert.Contains("not verified (--ssl-insecure)", insecure.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_plain_connection_to_a_tls_port_says_so()
    {
        using var server = Livestatus();
        var password = _folder.Write("password", "secret\n");
        File.SetUnixFileMode(password, UnixFileMode.UserRead | UnixFileMode.UserWrite);

        var livestatus = Look.With(_folder.Path, "--livestatus", server.Where);
        var api = Look.With(_folder.Path, "--api", $"http://{server.Where}", "-u", "x", "--password-file", password);

        Assert.EndsWith(
            $"{server.Where} speaks TLS: add --livestatus-tls (Checkmk encrypts Livestatus over TCP by default)", livestatus.FirstLine,
            StringComparison.Ordinal);
        Assert.EndsWith($"http://{server.Where} speaks TLS: write https:// in --api", api.FirstLine, StringComparison.Ordinal);
    }

    [Fact]
    public void Tls_to_a_plain_port_says_so()
    {
        using var server = new ServerDouble((stream, _) =>
        {
            _ = stream.ReadByte();
            stream.Write("220 mail.example ESMTP ready\r\n"u8);
        });

        var look = Look.With(_folder.Path, "--livestatus", server.Where, "--livestatus-tls");

        Assert.Contains($"{server.Where}: no TLS: ", look.FirstLine, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--ssl-ca is for TLS", "--livestatus", "host:6557", "--ssl-ca", "/x")]
    [InlineData("--livestatus-tls is for --livestatus HOST:PORT", "--livestatus", "/run/live", "--livestatus-tls")]
    [InlineData("--livestatus-tls is for --livestatus HOST:PORT", "--livestatus-tls")]
    [InlineData("--ssl-key is given without --ssl-cert", "--livestatus", "host:6557", "--livestatus-tls", "--ssl-key", "/x")]
    [InlineData("--user is for the API", "--livestatus", "host:6557", "-u", "x")]
    public void Options_that_would_have_no_effect_are_refused(string reason, params string[] arguments) =>
        Assert.Contains(reason, Look.With(_folder.Path, arguments).FirstLine, StringComparison.Ordinal);

    [Theory]
    [InlineData("--ssl-ca", "is not a file of PEM certificates")]
    [InlineData("--ssl-cert", "is not a PEM certificate")]
    public void A_file_that_holds_no_certificate_is_named(string option, string reason)
    {
        using var server = Livestatus();
        var file = _folder.Write("noise", "no certificate\n");

        Assert.Contains(
            $"{option} '{file}' {reason}",
            Look.With(_folder.Path, "--livestatus", server.Where, "--livestatus-tls", option, file).FirstLine, StringComparison.Ordinal);
    }

    private ServerDouble Livestatus()
    {
        ServerDouble? server = null;
        server = new ServerDouble((stream, _) =>
        {
            using var secure = new SslStream(stream);
            try
            {
                secure.AuthenticateAsServer(_certificate);
            }
            catch (System.Security.Authentication.AuthenticationException)
            {
                return;
            }

            var request = ServerDouble.ReadRequest(secure);
            if (request.Length == 0)
                return;
            lock (server!.Requests)
                server.Requests.Add(request);
            var body = request.StartsWith("GET status", StringComparison.Ordinal) ? "[[\"2.3.0\",1]]" : "[]";
            secure.Write(Encoding.ASCII.GetBytes($"200 {body.Length,11}\n{body}"));
        });
        return server;
    }
}
