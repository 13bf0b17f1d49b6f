using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace MonitoringEngines;

/// <summary>
/// A certificate authority, a node's certificate and a client's, with the names and extensions that `icinga2 pki` gives them;
/// one set for all engines of a test process. Not made by `icinga2 pki`, whose RSA keys of 4,096 bits take up to 20 seconds.
/// </summary>
public static class IcingaCertificates
{
    /// <summary>The name of the engine's certificate, of its endpoint and of its zone.</summary>
    public const string NodeName = "engine";

    /// <summary>The common name of the client certificate.</summary>
    public const string ClientName = "engine-client";

    private static readonly Lazy<TemporaryFolder> Made = new(() => Make(new TemporaryFolder()));

    /// <summary>The authority's certificate, PEM.</summary>
    public static string Authority => PathOf("ca.crt");

    /// <summary>The client's certificate, PEM; the API user `client` belongs to it.</summary>
    public static string ClientCertificate => PathOf($"{ClientName}.crt");

    /// <summary>The client's private key, PEM, owned by the engines' account.</summary>
    public static string ClientKey => PathOf($"{ClientName}.key");

    internal static string PathOf(string name) => Path.Combine(Made.Value.Path, name);

    private static TemporaryFolder Make(TemporaryFolder folder)
    {
        // Removed at the end of the test process, not of a test: every engine of the process uses it.
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Dispose();
        using var authorityKey = RSA.Create(2048);
        var (from, to) = (DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
        var request = new CertificateRequest("CN=Icinga CA", authorityKey, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(
            new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        using var authority = request.CreateSelfSigned(from, to);
        folder.Write("ca.crt", authority.ExportCertificatePem() + "\n");
        foreach (var name in new[] { NodeName, ClientName })
            Sign(folder, authority, name, from, to);
        EngineAccount.Own(folder.Path);
        return folder;
    }

    private static void Sign(TemporaryFolder folder, X509Certificate2 authority, string name, DateTimeOffset from, DateTimeOffset to)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(
            new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(authority, from, to, RandomNumberGenerator.GetBytes(16));
        folder.Write($"{name}.crt", certificate.ExportCertificatePem() + "\n");
        var run = ProcessRun.Of("chmod", ["600", folder.Write($"{name}.key", key.ExportPkcs8PrivateKeyPem() + "\n")]);
        Assert.True(run.ExitCode == 0, run.Error);
    }
}
