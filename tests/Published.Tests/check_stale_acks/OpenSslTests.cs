namespace NagiosChecks.StaleAcks.Tests;

public sealed class OpenSslTests
{
    [Fact]
    public void Without_OpenSSL_the_executable_names_the_package_and_never_aborts()
    {
        Requirements.Root();
        using var state = new TemporaryFolder();
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        var port = ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
        const string Hide = "for file in /usr/lib/*/libssl.so* /usr/lib/*/libcrypto.so* /lib64/libssl.so* /lib64/libcrypto.so*; "
            + "do [ -e $file ] && mount --bind /dev/null $file; done;";
        var check = $"{Repository.Executable("check_stale_acks")} --state-dir {state.Path} --livestatus 127.0.0.1:{port} --livestatus-tls";

        var run = ProcessRun.OfShell($"unshare --mount /bin/sh -c '{Hide} {check}'");

        Assert.Equal((3, ""), (run.ExitCode, run.Error));
        Assert.StartsWith(
            $"STALE_ACKS UNKNOWN - TLS to 127.0.0.1:{port} needs OpenSSL (libssl.so.3), which is not on this host: install libssl3",
            run.FirstLine,
            StringComparison.Ordinal);
    }
}
