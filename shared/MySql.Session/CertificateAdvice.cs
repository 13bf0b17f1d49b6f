using Nagios.Plugin;

namespace MySql.Session;

/// <summary>What to do when no TLS connection came about.</summary>
internal static class CertificateAdvice
{
    /// <summary>The next steps.</summary>
    /// <param name="fault">What is wrong with the server's certificate; null where the handshake failed before it was judged.</param>
    /// <param name="settings">How it was connected to.</param>
    internal static NextStep[] For(CertificateFault? fault, ConnectionSettings settings) => fault switch
    {
        CertificateFault.UnknownAuthority when settings.HasOwnAuthorities =>
        [
            NextStep.Of($"See who signed the server's certificate (\"issuer\"), and name the file with that authority's certificate with "
                + $"--ssl-ca: {Look(settings)}"),
            Unverified,
        ],
        CertificateFault.UnknownAuthority =>
            [NextStep.Of($"Name the authority that signed the server's certificate with --ssl-ca"), Unverified],
        CertificateFault.OtherName =>
        [
            NextStep.Of($"Connect by a name that the certificate is for (-H), or give the server a certificate for "
                + $"{settings.CertificateName}"),
            NextStep.Of($"--ssl-mode VERIFY_CA accepts any name, as long as a trusted authority signed the certificate"),
        ],
        CertificateFault.Unusable =>
        [
            NextStep.Of($"See the server's certificate, its dates and who signed it: {Look(settings)}"),
            NextStep.Of($"Give the server a new one (ssl_cert, ssl_key), then have it read it: "
                + $"{SqlStatement.Of($"FLUSH SSL")} on MariaDB, {SqlStatement.Of($"ALTER INSTANCE RELOAD TLS")} on MySQL"),
        ],
        _ =>
        [
            NextStep.Of($"See which TLS versions and ciphers the server offers: {Look(settings)}; tls_version there, and tls-version in "
                + $"the "
                + $"option files here, must have one in common"),
        ],
    };

    private static NextStep Unverified { get; } =
        NextStep.Of($"--ssl-mode REQUIRED encrypts without asking who the server is: only where nobody can pose as it");

    private static ShellCommand Look(ConnectionSettings settings) => settings.Host is { } host
        ? ShellCommand.Of($"openssl s_client -starttls mysql -connect {Address(host, settings.Port)} < /dev/null")
        : ShellCommand.Of($"openssl s_client -starttls mysql -unix {settings.Socket} < /dev/null");

    private static string Address(string host, int port) => host.Contains(':', StringComparison.Ordinal) ? $"[{host}]:{port}"
        : $"{host}:{port}";
}
