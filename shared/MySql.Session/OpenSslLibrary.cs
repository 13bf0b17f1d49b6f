using System.Runtime.InteropServices;

namespace MySql.Session;

/// <summary>
/// Whether OpenSSL is on this host. .NET loads it for the first hash or handshake and ends the process (exit 134) when it is not there.
/// </summary>
internal static class OpenSslLibrary
{
    // As the runtime looks for it: CLR_OPENSSL_VERSION_OVERRIDE first, then the versions that .NET 10 can use.
    private static readonly string[] Names = ["libssl.so.3", "libssl.so.1.1"];
    private static bool? _isThere;

    /// <summary>Looks for it; it stays loaded, so that looking costs nothing.</summary>
    internal static bool IsThere => _isThere ??= Array.Exists(
        Environment.GetEnvironmentVariable("CLR_OPENSSL_VERSION_OVERRIDE") is { Length: > 0 } version ? ["libssl.so." + version, .. Names]
            : Names,
        name => NativeLibrary.TryLoad(name, out _));

    /// <summary>What to say where it is needed and missing.</summary>
    /// <param name="purpose">What needs it: "a password login", "TLS".</param>
    internal static MySqlSessionException Missing(string purpose) =>
        new(MySqlFailure.LibraryMissing,
            $"{purpose} needs OpenSSL (libssl.so.3), which is not on this host: install libssl3 (Debian, Ubuntu) or openssl-libs (RHEL, "
            + $"Fedora)")
        {
            Steps = [$"Or log in without a password over the server's socket, with an account of unix_socket (MariaDB) or auth_socket "
                + $"(MySQL), which needs no OpenSSL"],
        };
}
