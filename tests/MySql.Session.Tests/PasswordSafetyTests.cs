using System.Net;
using System.Net.Sockets;
using System.Text;

namespace MySql.Session.Tests;

/// <summary>A server without TLS, or somebody who plays one, must never be given the password as it is.</summary>
public sealed class PasswordSafetyTests
{
    private const string Password = "qhz7-hidden";

    [Fact]
    public void With_TLS_preferred_a_server_without_it_is_asked_for_its_key_and_not_told_the_password()
    {
        var (run, heard) = AgainstServerWithoutTls("PREFERRED");

        Assert.DoesNotContain(Password, Encoding.Latin1.GetString(heard), StringComparison.Ordinal);
        Assert.Equal(2, heard[^1]); // "send me your public key": the last thing that it heard
        Assert.NotEqual(0, run.ExitCode);
    }

    [Theory]
    [InlineData("REQUIRED")]
    [InlineData("VERIFY_CA")]
    [InlineData("VERIFY_IDENTITY")]
    public void With_TLS_demanded_a_server_without_it_hears_nothing_at_all(string mode)
    {
        var (run, heard) = AgainstServerWithoutTls(mode);

        Assert.Empty(heard);
        Assert.Equal(MySqlFailure.TlsFailed, run.Failure?.Failure);
        Assert.Contains("does not offer TLS", run.FirstLine, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0000")]
    [InlineData("0500000a38")]
    [InlineData("0500000aff")]
    [InlineData("0a00000a382e3000010000006162636465666768")]
    [InlineData("1700000aff0000000000000000000000000000000000")]
    [InlineData("0f0000ff150423303038303053746f70706564")]
    public void A_greeting_that_is_cut_or_none_is_no_greeting(string hex) => Assert.False(ServerGreeting.TryReadTls(Convert.FromHexString(hex), out _));

    // Plays the part of MySQL 8 with caching_sha2_password that has not cached the account: "full authentication, please".
    private static (SessionRun Run, byte[] Heard) AgainstServerWithoutTls(string mode)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var heard = new List<byte>();
        var server = new Thread(() =>
        {
            using var client = listener.AcceptSocket();
            client.ReceiveTimeout = 2000;
            client.Send(Packet(0, [10, .. "8.0.36\0"u8, 1, 0, 0, 0, .. "abcdefgh"u8, 0, 0x05, 0xa2, 255, 2, 0, 0x0b, 0x00, 21, .. new byte[10], .. "ijklmnopqrst\0"u8, .. "caching_sha2_password\0"u8]));
            if (Receive(client, heard))
            {
                client.Send(Packet(2, [1, 4]));
                _ = Receive(client, heard);
            }
        });
        server.Start();
        var run = SessionRun.Of("-H", "127.0.0.1", "-P", $"{((IPEndPoint)listener.LocalEndpoint).Port}", "-u", "plain", "-p", Password, "-t", "4", "--ssl-mode", mode, "--ssl-ca", "/etc/ssl/certs/ca-certificates.crt");
        server.Join();
        return (run, [.. heard]);
    }

    private static bool Receive(Socket client, List<byte> heard)
    {
        var buffer = new byte[4096];
        try
        {
            var length = client.Receive(buffer);
            heard.AddRange(buffer[..length]);
            return length > 0;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static byte[] Packet(byte number, byte[] body) => [(byte)body.Length, 0, 0, number, .. body];
}
