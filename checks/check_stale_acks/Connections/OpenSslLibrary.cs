using System.Runtime.InteropServices;
using Nagios.Plugin;

namespace NagiosChecks.StaleAcks;

/// <summary>.NET encrypts through the OpenSSL of the host, and aborts the process (exit code 134) when it first needs it and it is
/// missing.</summary>
internal static class OpenSslLibrary
{
    // The versions that .NET 10 looks for: src/native/libs/System.Security.Cryptography.Native/opensslshim.c.
    private static readonly string[] Names = ["libssl.so.3", "libssl.so.1.1"];

    /// <summary>Looks for the library before .NET does.</summary>
    /// <exception cref="CheckException">It is not installed: names the package.</exception>
    public static void Require()
    {
        if (Array.Exists(Names, name => NativeLibrary.TryLoad(name, out _)))
            return;
        throw new CheckException(
            "TLS needs OpenSSL 3 or 1.1, which is not installed here: install libssl3 (Debian, Ubuntu; libssl3t64 since 2024) or "
            + "openssl-libs (RHEL, SUSE: libopenssl3)")
        {
            Steps = [$"Or read a status file or a Livestatus socket of this host, which need no TLS"],
        };
    }
}
