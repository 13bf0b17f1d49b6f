using System.Runtime.InteropServices;

namespace Linux.Host;

/// <summary>
/// Whether OpenSSL is on this host. .NET loads it for the first hash or handshake and ends the process (exit 134) when it is not there.
/// </summary>
public static class OpenSslLibrary
{
    /// <summary>What to install where it is missing, as the end of a sentence.</summary>
    public const string IsMissing = "needs OpenSSL (libssl.so.3), which is not on this host: install libssl3 (Debian, Ubuntu) or "
        + "openssl-libs (RHEL, Fedora)";

    // As the runtime looks for it: CLR_OPENSSL_VERSION_OVERRIDE first, then the versions that .NET 10 can use
    // (src/native/libs/System.Security.Cryptography.Native/opensslshim.c).
    private static readonly string[] Names = ["libssl.so.3", "libssl.so.1.1"];
    private static bool? _isThere;

    /// <summary>Looks for it; it stays loaded, so that looking costs nothing.</summary>
    public static bool IsThere => _isThere ??= Array.Exists(
        Environment.GetEnvironmentVariable("CLR_OPENSSL_VERSION_OVERRIDE") is { Length: > 0 } version ? ["libssl.so." + version, .. Names]
            : Names,
        name => NativeLibrary.TryLoad(name, out _));
}
