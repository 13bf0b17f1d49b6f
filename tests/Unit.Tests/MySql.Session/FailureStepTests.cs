
namespace MySql.Session.Tests;

/// <summary>The next steps of a failed login or statement, with hostile names in every place.</summary>
public sealed class FailureStepTests
{
    [Fact]
    public void Steps_carry_every_name_exactly_and_run_nothing_else()
    {
        using var trial = new ShellTrial();
        var printed = 0;
        foreach (var value in HostileValues.All.Where(value => value.Length > 0))
        {
            var settings = Settings(value);
            printed += HostileSteps.Verify(FailureText.Connecting(new ServerError(MySqlFailure.TlsFailed, 0, "x"), settings).Steps, trial);
            foreach (var kind in new[] { MySqlFailure.ServerDown, MySqlFailure.AccessDenied, MySqlFailure.AuthenticationUnsupported })
                printed += HostileSteps.Verify(FailureText.Connecting(new ServerError(kind, 0, "x"), settings).Steps, trial);
        }

        Assert.InRange(printed, HostileValues.All.Count, int.MaxValue);
    }

    [Theory]
    [InlineData("11.8.9-MariaDB", "nagios", "CREATE USER 'nagios'@'localhost' IDENTIFIED VIA unix_socket")]
    [InlineData("9.7.4", "nagios", "CREATE USER 'nagios'@'localhost' IDENTIFIED WITH auth_socket")]
    [InlineData("9.7.4", "root", "CREATE USER 'nagios'@'localhost' IDENTIFIED WITH auth_socket")]
    public void Over_the_socket_an_account_without_a_password_is_offered_first(string version, string user, string statement)
    {
        var settings = ConnectionSettings.Resolve(new MySqlOptions { Socket = "/run/s", User = user, DefaultsFile = "/dev/null" }, _ => "");
        var refused = new ServerError(MySqlFailure.AccessDenied, 1045, "Access denied") { ServerVersion = version };

        var steps = FailureText.Connecting(refused, settings).Steps;

        Assert.Equal(statement, steps[0].Commands.Single().Text);
        Assert.StartsWith("Or put user= and password=", steps[1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Over_the_network_nothing_is_said_of_sockets()
    {
        var settings = ConnectionSettings.Resolve(new MySqlOptions { Host = "db1", User = "u", DefaultsFile = "/dev/null" }, _ => "");

        var steps = FailureText.Connecting(new ServerError(MySqlFailure.AccessDenied, 1045, "Access denied"), settings).Steps;
        var address = FailureText.Connecting(new ServerError(MySqlFailure.AccessDenied, 1130, "Host"), settings).Steps;

        Assert.DoesNotContain(steps, step => step.Text.Contains("socket", StringComparison.Ordinal));
        Assert.Contains("CREATE USER 'u'@'ADDRESS-OF-THIS-HOST' IDENTIFIED WITH caching_sha2_password BY", address.Single().Text,
            StringComparison.Ordinal);
    }

    // Most hostile names are refused as a host before anything is sent; as an account each of them is possible.
    private static ConnectionSettings Settings(string name)
    {
        try
        {
            return ConnectionSettings.Resolve(new MySqlOptions { Host = name, User = name, DefaultsFile = "/dev/null" }, _ => "");
        }
        catch (MySqlSessionException)
        {
            return ConnectionSettings.Resolve(new MySqlOptions { Host = "db1", User = name, DefaultsFile = "/dev/null" }, _ => "");
        }
    }

    [Theory]
    [InlineData("Access denied; you need (at least one of) the SUPER, REPLICATION CLIENT privilege(s) for this operation",
        "GRANT REPLICATION CLIENT ON *.* TO 'a'@'b'")]
    [InlineData("SELECT command denied to user 'x'@'y' for table `mysql`.`user`", "GRANT SELECT ON `mysql`.`user` TO 'a'@'b'")]
    [InlineData("SELECT command denied to user 'x'@'y' for table 'threads'", "GRANT SELECT ON `performance_schema`.`threads` TO 'a'@'b'")]
    [InlineData("Access denied; you need (at least one of) the X; DROP TABLE t privilege(s) for this operation", null)]
    [InlineData("SELECT command denied to user 'x'@'y' for table `a`; DROP TABLE `b`",
        "GRANT SELECT ON `a``; DROP TABLE ``b` TO 'a'@'b'")]
    public void A_grant_is_made_of_what_the_server_says_and_holds_nothing_else(string text, string? grant)
    {
        var failure = FailureText.Asking(
            new ServerError(MySqlFailure.MissingPrivilege, 1142, text), "SELECT * FROM performance_schema.threads", "here", "'a'@'b'");
        Assert.Equal(grant is null ? [] : [$"As an administrator of the server: {grant}"], failure.Steps.Select(step => step.Text));
    }
}
