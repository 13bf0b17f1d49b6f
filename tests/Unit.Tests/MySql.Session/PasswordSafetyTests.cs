using System.Text;

namespace MySql.Session.Tests;

/// <summary>Somebody who poses as the server, on a port of this host too, must never be given the password.</summary>
public sealed class PasswordSafetyTests
{
    private const string Password = "qhz7-hidden";

    [Fact]
    public void Without_TLS_a_server_that_wants_the_password_in_full_gets_nothing_and_is_asked_for_no_key()
    {
        using var server = new FakeServer(FullAuthentication);

        var run = Run(server);

        AssertPasswordIsSafe(server);
        Assert.NotEqual(2, server.Heard[^1]); // 2 would be "send me your public key"
        Assert.Equal(MySqlFailure.PublicKeyWanted, run.Failure?.Failure);
        Assert.Contains("wants the password of 'plain' in full, and this connection has no TLS", run.FirstLine, StringComparison.Ordinal);
        Assert.Contains("--get-server-public-key", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_servers_key_is_asked_for_when_the_operator_allows_it_on_the_command_line_or_in_an_option_file()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("my.cnf", $"[client]\nget-server-public-key\n");
        foreach (var allowed in new[] { new[] { "--get-server-public-key" }, ["--defaults-file", file] })
        {
            using var server = new FakeServer(FullAuthentication);

            _ = Run(server, allowed);

            AssertPasswordIsSafe(server);
            Assert.Equal(2, server.Heard[^1]);
        }
    }

    [Theory]
    [InlineData("mysql_clear_password", "in clear text")]
    [InlineData("dialog", "logs in by dialog")]
    [InlineData("sha256_password", "in full")]
    [InlineData("authentication_ldap_sasl_client", "logs in by authentication_ldap_sasl_client")]
    [InlineData("auth_gssapi_client", "logs in by auth_gssapi_client")]
    [InlineData("client_ed25519", "logs in by client_ed25519")]
    [InlineData("parsec", "logs in by parsec")]
    [InlineData("mysql_old_password", "logs in by mysql_old_password")]
    [InlineData("no_such_plugin", "logs in by no_such_plugin")]
    public void Whatever_plugin_a_server_without_TLS_asks_for_the_password_is_not_sent(string plugin, string reason)
    {
        foreach (var first in new[] { "mysql_native_password", "caching_sha2_password" })
        {
            using var server = new FakeServer(fake =>
            {
                fake.Send(0, FakeServer.Greeting(plugin: first));
                if (!fake.Receive())
                    return;
                fake.Send(2, FakeServer.Switch(plugin));
                while (fake.Receive())
                    fake.Send(4, [1, 4]);
            });

            var run = Run(server);

            AssertPasswordIsSafe(server);
            Assert.Equal(3, run.ExitCode);
            Assert.Contains(reason, run.FirstLine, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void An_account_of_another_plugin_is_told_with_the_account_to_make_instead()
    {
        using var server = new FakeServer(fake =>
        {
            fake.Send(0, FakeServer.Greeting("5.5.5-10.11.19-MariaDB", "mysql_native_password"));
            if (fake.Receive())
                fake.Send(2, FakeServer.Switch("client_ed25519"));
            _ = fake.Receive();
        });

        var run = Run(server);

        Assert.Equal(MySqlFailure.AuthenticationUnsupported, run.Failure?.Failure);
        Assert.Contains("@'localhost' IDENTIFIED VIA unix_socket", run.Output, StringComparison.Ordinal);
        Assert.Contains("IDENTIFIED VIA mysql_native_password USING PASSWORD('...')", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("REQUIRED")]
    [InlineData("VERIFY_CA")]
    [InlineData("VERIFY_IDENTITY")]
    public void With_TLS_demanded_a_server_without_it_is_told_nothing(string mode)
    {
        using var server = new FakeServer(FullAuthentication);

        var run = Run(server, "--ssl-mode", mode, "--ssl-ca", "/etc/ssl/certs/ca-certificates.crt");

        // COM_QUIT, a goodbye without content.
        Assert.True(server.Heard is [] or [1, 0, 0, 0, 1], Convert.ToHexString(server.Heard));
        Assert.Equal(MySqlFailure.TlsFailed, run.Failure?.Failure);
        Assert.Contains("does not offer TLS", run.FirstLine, StringComparison.Ordinal);
    }

    // Plays the part of MySQL 8 with caching_sha2_password that has not cached the account: "full authentication, please".
    private static void FullAuthentication(FakeServer server)
    {
        server.Send(0, FakeServer.Greeting());
        if (!server.Receive())
            return;
        server.Send(2, [1, 4]);
        _ = server.Receive();
    }

    private static SessionRun Run(FakeServer server, params string[] more) =>
        SessionRun.Of(["-H", "127.0.0.1", "-P", $"{server.Port}", "-u", "plain", "-p", Password, "-t", "6", .. more]);

    private static void AssertPasswordIsSafe(FakeServer server) =>
        Assert.DoesNotContain(Password, Encoding.Latin1.GetString(server.Heard), StringComparison.Ordinal);
}
