using DatabaseServers;

namespace MySql.Session.Tests;

public sealed class TlsTests(Servers servers) : IClassFixture<Servers>
{
    [Theory]
    [InlineData(DatabaseFamily.MariaDb, "DISABLED", false)]
    [InlineData(DatabaseFamily.MariaDb, "PREFERRED", true)]
    [InlineData(DatabaseFamily.MariaDb, "REQUIRED", true)]
    [InlineData(DatabaseFamily.MySql, "DISABLED", false)]
    [InlineData(DatabaseFamily.MySql, "preferred", true)]
    [InlineData(DatabaseFamily.MySql, "REQUIRED", true)]
    public void The_mode_decides_whether_the_connection_is_encrypted(DatabaseFamily family, string mode, bool encrypted)
    {
        var run = OverTcp(family, "plain", "--ssl-mode", mode, "--get-server-public-key");

        Assert.True(run.ExitCode == 0, run.Output);
        Assert.EndsWith($"encrypted={encrypted}", run.FirstLine, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(DatabaseFamily.MariaDb)]
    [InlineData(DatabaseFamily.MySql)]
    public void A_certificate_of_the_named_authority_is_trusted_in_both_verifying_modes(DatabaseFamily family)
    {
        foreach (var mode in new[] { "VERIFY_CA", "VERIFY_IDENTITY" })
        {
            var run = OverTcp(family, "plain", "--ssl-mode", mode, "--ssl-ca", servers.Certificates.Authority);
            Assert.True(run.ExitCode == 0, $"{mode}: {run.Output}");
        }
    }

    [Theory]
    [InlineData(DatabaseFamily.MariaDb)]
    [InlineData(DatabaseFamily.MySql)]
    public void A_certificate_of_another_authority_is_not_trusted(DatabaseFamily family)
    {
        using var folder = new TemporaryFolder();
        var stranger = ServerCertificates.Create(folder.Path, "localhost");

        foreach (var mode in new[] { "VERIFY_CA", "VERIFY_IDENTITY" })
        {
            var run = OverTcp(family, "plain", "--ssl-mode", mode, "--ssl-ca", stranger.Authority);
            Assert.Equal(3, run.ExitCode);
            Assert.True(run.Failure?.Failure == MySqlFailure.TlsFailed, $"{mode}: {run.Output}");


            // The printed command shows who signed it.
            var look = run.Failure!.Steps[0].Commands.Single().Text;
            Assert.Contains("issuer=", ProcessRun.OfShell($"{look} 2>&1").Output, StringComparison.Ordinal);
        }

        // Naming an authority alone asks for it, as with the mysql client.
        Assert.Equal(MySqlFailure.TlsFailed, OverTcp(family, "plain", "--ssl-ca", stranger.Authority).Failure?.Failure);
    }

    [Theory]
    [InlineData(DatabaseFamily.MariaDb)]
    [InlineData(DatabaseFamily.MySql)]
    public void A_certificate_for_another_name_fails_the_identity_but_not_the_authority(DatabaseFamily family)
    {
        using var folder = new TemporaryFolder();
        _ = ProcessRun.Of("/bin/chmod", ["755", folder.Path]);
        var elsewhere = ServerCertificates.Create(folder.Path, "db1.example.org");
        using var server = DatabaseServer.Start(family, elsewhere.ServerArguments);
        server.Execute("CREATE USER plain@'%' IDENTIFIED BY 'secret'");
        string[] arguments =
            ["-H", "127.0.0.1", "-P", $"{server.Port}", "-u", "plain", "-p", "secret", "--ssl-ca", elsewhere.Authority, "--ssl-mode"];

        Assert.Equal(0, SessionRun.Of([.. arguments, "VERIFY_CA"]).ExitCode);
        var refused = SessionRun.Of([.. arguments, "VERIFY_IDENTITY"]);
        Assert.Equal(MySqlFailure.TlsFailed, refused.Failure?.Failure);
        Assert.Contains("Connect by a name that the certificate is for (-H)", refused.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(DatabaseFamily.MariaDb)]
    [InlineData(DatabaseFamily.MySql)]
    public void An_account_that_requires_TLS_gets_in_with_it_and_the_refusal_names_the_option(DatabaseFamily family)
    {
        var without = OverTcp(family, "tls", "--ssl-mode", "DISABLED");

        Assert.Equal(0, OverTcp(family, "tls").ExitCode);
        Assert.Equal(3, without.ExitCode);
        Assert.Contains("--ssl-mode REQUIRED", without.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(DatabaseFamily.MariaDb)]
    [InlineData(DatabaseFamily.MySql)]
    public void A_server_without_TLS_serves_PREFERRED_and_fails_REQUIRED(DatabaseFamily family)
    {
        using var server = DatabaseServer.Start(family, family == DatabaseFamily.MariaDb ? "--skip-ssl" : "--tls-version=");
        server.Execute("CREATE USER plain@'%' IDENTIFIED BY 'secret'");
        string[] arguments =
            ["-H", "127.0.0.1", "-P", $"{server.Port}", "-u", "plain", "-p", "secret", "--get-server-public-key", "--ssl-mode"];

        var preferred = SessionRun.Of([.. arguments, "PREFERRED"]);
        var required = SessionRun.Of([.. arguments, "REQUIRED"]);

        Assert.True(preferred.ExitCode == 0, preferred.Output);
        Assert.Equal(3, required.ExitCode);
        Assert.Contains("does not offer TLS", required.FirstLine, StringComparison.Ordinal);
    }

    [Fact]
    public void A_certificate_file_that_is_missing_is_named_before_anything_is_asked()
    {
        var run = SessionRun.Of("-H", "127.0.0.1", "--ssl-ca", "/nonexistent/ca.pem");

        Assert.Equal(3, run.ExitCode);
        Assert.Contains("--ssl-ca: /nonexistent/ca.pem does not exist", run.FirstLine, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mode_that_does_not_exist_is_refused_with_those_that_do()
    {
        var run = SessionRun.Of("--ssl-mode", "ALWAYS");

        Assert.Equal(3, run.ExitCode);
        Assert.Contains(
            "--ssl-mode 'ALWAYS' is not one of DISABLED, PREFERRED, REQUIRED, VERIFY_CA, VERIFY_IDENTITY", run.FirstLine,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Caching_sha2_password_works_in_full_and_from_the_servers_cache_with_TLS_and_over_the_socket()
    {
        var server = servers[DatabaseFamily.MySql];
        foreach (var way in new[] { new[] { "-H", "127.0.0.1", "-P", $"{server.Port}", "--ssl-mode", "REQUIRED" }, ["-s", server.Socket] })
        {
            // A new password empties the server's cache: the first login is the full one, the second the fast one.
            server.Execute("ALTER USER plain@'%' IDENTIFIED WITH caching_sha2_password BY 'secret'");
            for (var login = 1; login <= 2; login++)
            {
                var run = SessionRun.Of([.. way, "-u", "plain", "-p", "secret"]);
                Assert.True(run.ExitCode == 0, $"{way[0]}, login {login}: {run.Output}");
            }
        }
    }

    [Fact]
    public void Without_TLS_the_servers_key_is_used_when_that_is_allowed_and_not_asked_for_otherwise()
    {
        using var folder = new TemporaryFolder();
        var server = servers[DatabaseFamily.MySql];
        void EmptyTheCache() => server.Execute("ALTER USER plain@'%' IDENTIFIED WITH caching_sha2_password BY 'secret'");

        EmptyTheCache();
        var refused = OverTcp(DatabaseFamily.MySql, "plain", "--ssl-mode", "DISABLED");
        Assert.Equal(MySqlFailure.PublicKeyWanted, refused.Failure?.Failure);
        Assert.Contains("--get-server-public-key", refused.Output, StringComparison.Ordinal);

        Assert.Equal(0, OverTcp(DatabaseFamily.MySql, "plain", "--ssl-mode", "DISABLED", "--get-server-public-key").ExitCode);

        EmptyTheCache();
        var key = folder.Write(
            "key.pem", server.Scalar(
            "SELECT VARIABLE_VALUE FROM performance_schema.global_status WHERE VARIABLE_NAME = 'Caching_sha2_password_rsa_public_key'")
            .Replace("\\n", "\n", StringComparison.Ordinal));
        var file = folder.Write("my.cnf", $"[client]\nserver-public-key-path={key}\n");
        var own = OverTcp(DatabaseFamily.MySql, "plain", "--ssl-mode", "DISABLED", "--defaults-file", file);
        Assert.True(own.ExitCode == 0, own.Output);
    }

    private SessionRun OverTcp(DatabaseFamily family, string user, params string[] more) =>
        SessionRun.Of(["-H", "127.0.0.1", "-P", $"{servers[family].Port}", "-u", user, "-p", "secret", .. more]);
}
