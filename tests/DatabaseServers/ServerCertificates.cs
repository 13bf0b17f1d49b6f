using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace DatabaseServers;

/// <summary>An authority and a certificate signed by it for a server that is called localhost and 127.0.0.1, as PEM files in a
/// folder.</summary>
public sealed class ServerCertificates
{
    private ServerCertificates(string folder) => Folder = folder;

    /// <summary>The authority's certificate.</summary>
    public string Authority => Path.Combine(Folder, "ca.pem");

    /// <summary>The arguments that give a server this certificate.</summary>
    public string[] ServerArguments =>
        [$"--ssl-ca={Authority}", $"--ssl-cert={Folder}/server-cert.pem", $"--ssl-key={Folder}/server-key.pem"];

    private string Folder { get; }

    /// <summary>Makes the files; an existing folder that the user mysql may enter.</summary>
    /// <param name="folder">Where to.</param>
    /// <param name="names">The host names and addresses that the certificate is for.</param>
    public static ServerCertificates Create(string folder, params string[] names)
    {
        using var authorityKey = RSA.Create(2048);
        var request = new CertificateRequest(
            "CN=NagiosChecks test authority", authorityKey, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var (begin, end) = (DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(2));
        using var authority = request.CreateSelfSigned(begin, end);

        using var key = RSA.Create(2048);
        var server = new CertificateRequest("CN=" + names[0], key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (var name in names)
        {
            if (IPAddress.TryParse(name, out var address))
                alternatives.AddIpAddress(address);
            else
                alternatives.AddDnsName(name);
        }

        server.CertificateExtensions.Add(alternatives.Build());
        using var certificate = server.Create(authority, begin, end, [1, 2, 3, 4]);
        var made = new ServerCertificates(folder);
        File.WriteAllText(made.Authority, authority.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder, "server-cert.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder, "server-key.pem"), key.ExportPkcs8PrivateKeyPem());
        return made;
    }
}
