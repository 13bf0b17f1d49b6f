using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace MySql.Session;

/// <summary>
/// Judges the server's certificate during the TLS handshake, before anything secret is sent. MySqlConnector's own check comes after
/// the login, when the password is gone.
/// </summary>
internal sealed class ServerCertificateCheck(ConnectionSettings settings)
{
    /// <summary>True once a TLS handshake was made: the connection is encrypted.</summary>
    internal bool IsEncrypted { get; private set; }

    /// <summary>True when an authority that is trusted signed the certificate (VERIFY_CA, VERIFY_IDENTITY).</summary>
    internal bool IsVerified { get; private set; }

    /// <summary>Why the certificate was refused, for the operator; null when it was not.</summary>
    internal CertificateRefusal? Refusal { get; private set; }

    /// <summary>The callback of SslStream.</summary>
    internal bool Accepts(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        IsEncrypted = true;
        if (settings.Tls < TlsMode.VerifyCa)
            return true;
        Refusal = certificate is X509Certificate2 known ? Problem(known, chain, errors) 
            : new CertificateRefusal("the server shows no certificate", CertificateFault.Unusable);
        IsVerified = Refusal is null;
        return IsVerified;
    }

    private CertificateRefusal? Problem(X509Certificate2 certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (settings.HasOwnAuthorities)
        {
            using var own = OwnChain(chain);
            if (!own.Build(certificate))
                return ChainProblem(own, $"no authority in {settings.SslCa ?? settings.SslCaPath} signed the server's certificate");
        }
        else if ((errors & SslPolicyErrors.RemoteCertificateChainErrors) != 0)
        {
            return ChainProblem(chain, "no authority that this host trusts signed the server's certificate (name yours with --ssl-ca)");
        }

        var name = settings.CertificateName;
        return settings.Tls != TlsMode.VerifyIdentity || certificate.MatchesHostname(name) ? null
            : new CertificateRefusal($"the server's certificate is not for {name} but for "
                + certificate.GetNameInfo(X509NameType.DnsName, forIssuer: false), CertificateFault.OtherName);
    }

    private X509Chain OwnChain(X509Chain? shown)
    {
        var chain = new X509Chain();
        var policy = chain.ChainPolicy;
        policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        policy.RevocationMode = X509RevocationMode.NoCheck;
        policy.DisableCertificateDownloads = true;
        foreach (var path in settings.AuthorityFiles())
            ImportInto(policy.CustomTrustStore, path);
        if (shown is not null)
            policy.ExtraStore.AddRange(shown.ChainPolicy.ExtraStore);
        return chain;
    }

    private static void ImportInto(X509Certificate2Collection store, string path)
    {
        try
        {
            store.ImportFromPemFile(path);
        }
        catch (CryptographicException)
        {
            // A file in --ssl-capath that is no certificate is none of the authorities; an --ssl-ca without any certificate ends as "no
            // authority".
        }
    }

    private static CertificateRefusal ChainProblem(X509Chain? chain, string unsigned)
    {
        var all = X509ChainStatusFlags.NoError;
        foreach (var status in chain?.ChainStatus ?? [])
            all |= status.Status;
        return (all & X509ChainStatusFlags.NotTimeValid) != 0
            ? new CertificateRefusal("a certificate of the server has expired or is not valid yet", CertificateFault.Unusable)
            : (all & X509ChainStatusFlags.NotSignatureValid) != 0
            ? new CertificateRefusal("a signature in the server's certificate chain is wrong", CertificateFault.Unusable)
            : (all & X509ChainStatusFlags.NotValidForUsage) != 0
            ? new CertificateRefusal("the server's certificate is not for TLS servers", CertificateFault.Unusable)
            : new CertificateRefusal(unsigned, CertificateFault.UnknownAuthority);
    }
}
