using System.Runtime.InteropServices;
using System.Text;
using Nagios.Plugin;

namespace NagiosChecks.StaleAcks;

/// <summary>
/// The client side of OpenSSL's libssl, loaded only when the API is asked: SSL_CTX_new(3), SSL_connect(3) and what they need.
/// .NET's own SslStream calls the same library and adds 3.7 MB to the executable.
/// </summary>
internal sealed unsafe class OpenSsl
{
    internal const int VerifyPeer = 1, PemFile = 1, ErrorZeroReturn = 6;
    private const int SetMinimumVersion = 123, Tls12 = 0x0303, SetHostName = 55;

    private static readonly string[] Libraries = ["libssl.so.3", "libssl.so.1.1"];
    private readonly nint _library;

    /// <summary>Loads the library.</summary>
    /// <exception cref="CheckException">It is not installed.</exception>
    public OpenSsl()
    {
        if (!Array.Exists(Libraries, name => NativeLibrary.TryLoad(name, out _)))
        {
            throw new CheckException("OpenSSL's libssl is not installed: the API of Icinga 2 speaks TLS only")
            {
                NextSteps = ["install it: apt-get install libssl3, dnf install openssl-libs", "or ask Livestatus or a status file, which need no TLS"],
            };
        }

        _library = NativeLibrary.Load(Array.Find(Libraries, name => NativeLibrary.TryLoad(name, out _))!);
    }

    /// <summary>A client's context: TLS 1.2 or later, verification by a CA file or the system's store.</summary>
    public nint NewContext(string? ca, string? certificate, string? key, bool verify)
    {
        var method = ((delegate* unmanaged<nint>)Export("TLS_client_method"))();
        var context = ((delegate* unmanaged<nint, nint>)Export("SSL_CTX_new"))(method);
        if (context == 0)
            throw new CheckException($"TLS cannot be set up: {LastError()}");
        _ = ((delegate* unmanaged<nint, int, nint, nint, nint>)Export("SSL_CTX_ctrl"))(context, SetMinimumVersion, Tls12, 0);
        ((delegate* unmanaged<nint, int, nint, void>)Export("SSL_CTX_set_verify"))(context, verify ? VerifyPeer : 0, 0);
        ((delegate* unmanaged<nint, delegate* unmanaged<byte*, int, int, nint, int>, void>)Export("SSL_CTX_set_default_passwd_cb"))(context, &NoPassword);
        if (ca is not null)
            Require(WithText(ca, file => ((delegate* unmanaged<nint, nint, nint, int>)Export("SSL_CTX_load_verify_locations"))(context, file, 0)), "--ssl-ca", ca, "a file of PEM certificates");
        else
            _ = ((delegate* unmanaged<nint, int>)Export("SSL_CTX_set_default_verify_paths"))(context);
        if (certificate is not null)
        {
            Require(WithText(certificate, file => ((delegate* unmanaged<nint, nint, int>)Export("SSL_CTX_use_certificate_chain_file"))(context, file)), "--ssl-cert", certificate, "a PEM certificate");
            Require(WithText(key ?? certificate, file => ((delegate* unmanaged<nint, nint, int, int>)Export("SSL_CTX_use_PrivateKey_file"))(context, file, PemFile)), "--ssl-key", key ?? certificate, "the certificate's PEM key without a passphrase");
        }

        return context;
    }

    /// <summary>A session on a connected socket that accepts only a certificate of this name or address.</summary>
    public nint NewSession(nint context, int socket, string name, bool isAddress)
    {
        var session = ((delegate* unmanaged<nint, nint>)Export("SSL_new"))(context);
        _ = ((delegate* unmanaged<nint, int, int>)Export("SSL_set_fd"))(session, socket);
        if (isAddress)
        {
            var parameters = ((delegate* unmanaged<nint, nint>)Export("SSL_get0_param"))(session);
            _ = WithText(name, text => ((delegate* unmanaged<nint, nint, int>)Export("X509_VERIFY_PARAM_set1_ip_asc"))(parameters, text));
        }
        else
        {
            _ = WithText(name, text => (int)((delegate* unmanaged<nint, int, nint, nint, nint>)Export("SSL_ctrl"))(session, SetHostName, 0, text));
            _ = WithText(name, text => ((delegate* unmanaged<nint, nint, int>)Export("SSL_set1_host"))(session, text));
        }

        return session;
    }

    /// <summary>The handshake; 1 when it succeeded.</summary>
    public int Connect(nint session) => ((delegate* unmanaged<nint, int>)Export("SSL_connect"))(session);

    /// <summary>SSL_read(3).</summary>
    public delegate* unmanaged<nint, byte*, int, int> Read => (delegate* unmanaged<nint, byte*, int, int>)Export("SSL_read");

    /// <summary>SSL_write(3).</summary>
    public delegate* unmanaged<nint, byte*, int, int> Write => (delegate* unmanaged<nint, byte*, int, int>)Export("SSL_write");

    /// <summary>SSL_get_error(3).</summary>
    public int ErrorOf(nint session, int returned) => ((delegate* unmanaged<nint, int, int>)Export("SSL_get_error"))(session, returned);

    /// <summary>Why the server's certificate was not accepted; null when it was.</summary>
    public string? VerifyError(nint session)
    {
        var result = ((delegate* unmanaged<nint, nint>)Export("SSL_get_verify_result"))(session);
        return result == 0 ? null : Marshal.PtrToStringUTF8(((delegate* unmanaged<nint, nint>)Export("X509_verify_cert_error_string"))(result));
    }

    /// <summary>Frees a session and its context.</summary>
    public void Free(nint session, nint context)
    {
        ((delegate* unmanaged<nint, void>)Export("SSL_free"))(session);
        ((delegate* unmanaged<nint, void>)Export("SSL_CTX_free"))(context);
    }

    /// <summary>OpenSSL's last error in words.</summary>
    public string LastError()
    {
        var buffer = stackalloc byte[256];
        var code = ((delegate* unmanaged<nint>)Export("ERR_get_error"))();
        if (code == 0)
            return "the connection was closed";
        ((delegate* unmanaged<nint, byte*, nint, void>)Export("ERR_error_string_n"))(code, buffer, 256);
        var text = Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(buffer));
        return text.Split(':') is [_, _, _, _, var reason, ..] ? reason : text;
    }

    // A key with a passphrase must not make OpenSSL ask for it on the terminal.
    [UnmanagedCallersOnly]
    private static int NoPassword(byte* buffer, int size, int writing, nint data) => 0;

    // libssl needs libcrypto, and dlsym finds the functions of both through it.
    private nint Export(string name) => NativeLibrary.TryGetExport(_library, name, out var address) ? address : throw new CheckException($"the installed libssl lacks {name}: OpenSSL 1.1 or 3 is needed");

    private void Require(int done, string option, string path, string expectation)
    {
        if (done != 1)
            throw new CheckException($"{option} '{UntrustedText.Clean(path, 200)}' is not {expectation}, or may not be read: {LastError()}");
    }

    private static int WithText(string text, Func<nint, int> call)
    {
        var copy = Marshal.StringToCoTaskMemUTF8(text);
        try
        {
            return call(copy);
        }
        finally
        {
            Marshal.FreeCoTaskMem(copy);
        }
    }
}
