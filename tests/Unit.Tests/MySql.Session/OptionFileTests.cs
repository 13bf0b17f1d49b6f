namespace MySql.Session.Tests;

/// <summary>Option files as MySQL users know them; where the family's own tool is installed, it is the oracle.</summary>
public sealed class OptionFileTests
{
    private const string PrintDefaults = "/usr/bin/my_print_defaults";

    private static readonly string[] Names = ["host", "port", "socket", "user", "password", "ssl-ca", "ssl-mode"];

    [Theory]
    [InlineData("[client]\nuser=nagios\n", "nagios")]
    [InlineData("[client]\n  user = nagios  \n", "nagios")]
    [InlineData("[client]\r\nuser=nagios\r\n", "nagios")]
    [InlineData("[mysqld]\nuser=mysql\n[client]\nuser=nagios\n[mysql]\nuser=other\n", "nagios")]
    [InlineData("[client]\nuser=first\n[client-server]\nuser=second\n", "second")]
    [InlineData("[client-mariadb]\nuser=second\n[client]\nuser=first\n", "first")]
    [InlineData("# comment\n; another\n\n[client]\nuser=nagios # tail\n", "nagios")]
    [InlineData("[client]\nuser=\"with space # and hash\"\n", "with space # and hash")]
    [InlineData("[client]\nuser='single'\n", "single")]
    [InlineData("[client]\nuser=a\\sb\\tc\\\\d\n", "a b\tc\\d")]
    [InlineData("[client]\nuser=equals=sign\n", "equals=sign")]
    [InlineData("[client]\nuser=semi;colon\n", "semi;colon")]
    [InlineData("[client]\nuser=\n", "")]
    [InlineData("[client]\nloose-user=nagios\n", "nagios")]
    [InlineData("[client]\nuser=unclosed\"quote\n", "unclosed\"quote")]
    [InlineData("[client]\nuser='it''s'\n", "it''s")]
    [InlineData("[client]\nunknown-switch\nuser=nagios\n", "nagios")]
    public void A_value_is_read_as_the_mysql_client_reads_it(string text, string expected)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("my.cnf", text);

        Assert.Equal(expected, Read(path).User);
        AssertAsTheOracle(path);
    }

    [Theory]
    [InlineData("ssl-cipher=AES128-SHA\n", "ssl-cipher of the option files is not used here")]
    [InlineData("ssl_crl=/etc/crl.pem\nssl-fp=00\n", "ssl-crl, ssl-fp of the option files are not used here")]
    public void A_TLS_option_that_cannot_be_kept_is_told_where_TLS_is_used(string lines, string note)
    {
        using var folder = new TemporaryFolder();

        var overTcp = Read(folder.Write("tcp.cnf", $"[client]\nhost=db1\n{lines}"));
        var overSocket = Read(folder.Write("socket.cnf", $"[client]\n{lines}"));

        Assert.StartsWith(note, Assert.Single(overTcp.Notes), StringComparison.Ordinal);
        Assert.Empty(overSocket.Notes);
    }

    [Fact]
    public void Includes_are_followed_in_place_and_a_folders_files_in_order()
    {
        using var folder = new TemporaryFolder();
        folder.Write("conf.d/b.cnf", "[client]\nport=3307\nuser=from-b\n");
        folder.Write("conf.d/a.cnf", "[client]\nport=3308\nhost=from-a\n");
        folder.Write("conf.d/c.cnf.bak", "[client]\nport=9\n");
        folder.Write("one.cnf", "[client]\nuser=from-one\npassword=p1\n");
        var path = folder.Write(
            "my.cnf", $"[client]\nuser=top\npassword=p0\n!include {folder.Path}/one.cnf\n!includedir {folder.Path}/conf.d\n");

        var settings = Read(path);

        Assert.Equal(("from-a", 3307, "from-b", "p1"), (settings.Host, settings.Port, settings.User, settings.Password));
        AssertAsTheOracle(path);
    }

    [Fact]
    public void Files_that_include_each_other_come_to_an_end()
    {
        using var folder = new TemporaryFolder();
        folder.Write("b.cnf", $"[client]\nhost=from-b\n!include {folder.Path}/a.cnf\n");
        var path = folder.Write("a.cnf", $"[client]\nuser=nagios\n!include {folder.Path}/b.cnf\n");

        Assert.Equal(("from-b", "nagios"), (Read(path).Host, Read(path).User));
    }

    [Fact]
    public void The_extra_group_counts_besides_the_clients_and_the_last_value_in_the_file_wins()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("my.cnf", "[client]\nuser=nagios\npassword=p\n[monitoring]\nuser=monitor\n[other]\nuser=other\n");

        Assert.Equal("nagios", Read(path).User);
        Assert.Equal(("monitor", "p"), (Read(path, "monitoring").User, Read(path, "monitoring").Password));
    }

    [Fact]
    public void The_users_file_comes_after_the_extra_file_and_the_command_line_after_all()
    {
        using var folder = new TemporaryFolder();
        folder.Write(".my.cnf", "[client]\nuser=from-home\nhost=home\n");
        var extra = folder.Write("extra.cnf", "[client]\nuser=from-extra\npassword=extra\nhost=extra\n");

        var settings = ConnectionSettings.Resolve(
            new MySqlOptions { DefaultsExtraFile = extra, Host = "line" }, name => name == "HOME" ? folder.Path : null);

        Assert.Equal(("from-home", "extra", "line"), (settings.User, settings.Password, settings.Host));
        Assert.True(settings.NamesServer);
    }

    [Fact]
    public void The_environment_counts_least()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("my.cnf", "[client]\nport=3307\n");
        string? Environment(string name) =>
            name switch { "MYSQL_PWD" => "from-environment", "MYSQL_TCP_PORT" => "9999", "MYSQL_HOST" => "db9", _ => null };

        var settings = ConnectionSettings.Resolve(new MySqlOptions { DefaultsFile = path }, Environment);

        Assert.Equal(("db9", 3307, "from-environment"), (settings.Host, settings.Port, settings.Password));
    }

    [Fact]
    public void An_empty_variable_is_none()
    {
        var settings = ConnectionSettings.Resolve(new MySqlOptions { DefaultsFile = "/dev/null" }, _ => "");

        Assert.Null(settings.Password);
        Assert.Null(settings.Host);
        Assert.Equal(3306, settings.Port);
        Assert.False(ConnectionSettings.Resolve(new MySqlOptions(), _ => "").NamesServer);
    }

    [Fact]
    public void A_file_that_everybody_may_write_to_is_ignored_with_a_note()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("my.cnf", "[client]\nuser=evil\nhost=evil\n");
        _ = ProcessRun.Of("/bin/chmod", ["666", path]);

        var settings = Read(path);

        Assert.Null(settings.User);
        Assert.Contains("everybody may write to it", Assert.Single(settings.Notes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("600", "[client]\npassword=p\n", null)]
    [InlineData("640", "[client]\npassword=p\n", null)]
    [InlineData("644", "[client]\nuser=u\n", null)]
    [InlineData("644", "[client]\npassword=p\n", "everybody may read the password in ")]
    public void A_password_that_others_may_read_is_used_and_noted(string mode, string text, string? note)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("my.cnf", text);
        _ = ProcessRun.Of("/bin/chmod", [mode, path]);

        var settings = Read(path);

        Assert.Equal(note is null ? [] : [note + path + " (chown root:nagios and chmod 0640, or the check's own user and 0600)"],
            settings.Notes);
    }

    [Fact]
    public void A_home_directory_that_belongs_to_another_user_is_not_looked_into()
    {
        Requirements.Root();
        using var folder = new TemporaryFolder();
        folder.Write(".my.cnf", "[client]\nuser=from-another-home\n");
        _ = ProcessRun.OfShell($"chown -R nobody {folder.Path}");

        var settings = ConnectionSettings.Resolve(new MySqlOptions(), name => name == "HOME" ? folder.Path : null);

        Assert.NotEqual("from-another-home", settings.User);
        var home = ProcessRun.OfShell("getent passwd \"$(id -u)\" | cut -d: -f6").Output.Trim();
        Assert.Equal(Path.Combine(home, ".my.cnf"), settings.UserFile);
    }

    [Fact]
    public void An_option_file_of_another_user_is_ignored_where_it_is_a_usual_one_and_noted_where_it_is_named()
    {
        Requirements.Root();
        using var folder = new TemporaryFolder();
        var path = folder.Write("named.cnf", "[client]\nuser=named\n");
        folder.Write(".my.cnf", "[client]\nuser=usual\n");
        _ = ProcessRun.OfShell($"chown nobody {path} {folder.Path}/.my.cnf");

        var named = Read(path);
        var usual = ConnectionSettings.Resolve(new MySqlOptions(), name => name == "HOME" ? folder.Path : null);

        Assert.Equal("named", named.User);
        Assert.Contains("belongs to nobody", Assert.Single(named.Notes), StringComparison.Ordinal);
        Assert.NotEqual("usual", usual.User);
        Assert.Contains(
            usual.Notes, note => note.Contains($"{folder.Path}/.my.cnf belongs to nobody", StringComparison.Ordinal)
            && note.EndsWith("is ignored", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("user=qhz7\n", "line 1 is an option outside of any [group]")]
    [InlineData("[client\nuser=qhz7\n", "line 1 is a group without ']'")]
    [InlineData("[client]\n!nonsense /etc\n", "line 2 is neither !include nor !includedir")]
    public void A_line_that_makes_no_sense_is_an_error_with_its_number_and_without_its_text(string text, string reason)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("my.cnf", text);

        var failure = Assert.Throws<MySqlSessionException>(() => Read(path));

        Assert.Equal(MySqlFailure.BadOptions, failure.Failure);
        Assert.Contains(reason, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("qhz7", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_named_file_that_is_missing_is_an_error_that_names_the_option()
    {
        var run = SessionRun.Of("--defaults-extra-file", "/nonexistent/my.cnf");

        Assert.Equal(3, run.ExitCode);
        Assert.Contains("--defaults-extra-file /nonexistent/my.cnf does not exist", run.FirstLine, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ssl-mode=REQUIRED", TlsMode.Required)]
    [InlineData("ssl_mode=verify_ca", TlsMode.VerifyCa)]
    [InlineData("skip-ssl", TlsMode.Disabled)]
    [InlineData("ssl=0", TlsMode.Disabled)]
    [InlineData("ssl", TlsMode.Required)]
    [InlineData("ssl-verify-server-cert", TlsMode.VerifyIdentity)]
    [InlineData("ssl-ca=/etc/passwd", TlsMode.VerifyCa)]
    [InlineData("user=x", TlsMode.Preferred)]
    public void Both_families_words_for_TLS_are_understood(string line, TlsMode expected)
    {
        using var folder = new TemporaryFolder();

        Assert.Equal(expected, Read(folder.Write("my.cnf", $"[client]\nhost=db1\n{line}\n")).Tls);
    }

    [Theory]
    [InlineData(null, null, null, "", null)] // nothing said: the socket
    [InlineData("localhost", null, null, "", null)]
    [InlineData("localhost", "3307", null, "", "127.0.0.1")]
    [InlineData(null, "3307", null, "", "127.0.0.1")]
    [InlineData(null, null, "/x.sock", "host=db1", null)]
    [InlineData(null, null, null, "host=db1", "db1")]
    [InlineData(null, null, null, "host=db1\nprotocol=socket", null)]
    [InlineData(null, null, null, "protocol=tcp", "127.0.0.1")]
    [InlineData("db2", null, null, "host=db1\nsocket=/x.sock", "db2")]
    [InlineData(null, null, null, "port=3307", null)] // the file's port alone is no wish for TCP
    public void Socket_or_TCP_is_chosen_as_MariaDBs_clients_do(string? host, string? port, string? socket, string lines, string? expected)
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("my.cnf", $"[client]\n{lines}\n");

        var settings = ConnectionSettings.Resolve(
            new MySqlOptions { Host = host, Port = port, Socket = socket, DefaultsFile = file }, _ => null);

        Assert.Equal(expected, settings.Host);
    }

    [Theory]
    [InlineData("0", "'0'")]
    [InlineData("65536", "'65536'")]
    [InlineData("-1", "'-1'")]
    [InlineData("hunter2", "(value not shown)")]
    public void A_port_that_is_none_is_refused_and_what_may_be_a_password_is_not_shown(string port, string shown) =>
        Assert.Contains(
            $"--port {shown} is not a port",
            Assert.Throws<MySqlSessionException>(
            () => ConnectionSettings.Resolve(new MySqlOptions { Port = port, DefaultsFile = "/dev/null" }, _ => null)).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Any_text_is_read_or_refused_and_never_crashes()
    {
        var random = new Random(20111121);
        const string Alphabet = "[]client!include =\\'\"#;\n\t\r user_-0";
        for (var round = 0; round < 3000; round++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(60)).Select(_ => Alphabet[random.Next(Alphabet.Length)]));
            try
            {
                _ = OptionFile.Parse(text).Count();
            }
            catch (FormatException refused)
            {
                Assert.StartsWith("line ", refused.Message, StringComparison.Ordinal);
            }
        }
    }

    // my_print_defaults prints the options of the groups in the order they count: the last of a name wins.
    private static void AssertAsTheOracle(string path)
    {
        if (!File.Exists(PrintDefaults))
            return;
        var run = ProcessRun.Of(PrintDefaults, [$"--defaults-file={path}", "client", "client-server", "client-mariadb"]);
        Assert.Equal(0, run.ExitCode);
        var settings = Read(path);
        foreach (var name in Names)
        {
            var prefix = $"--{name}=";
            var oracle = run.Output.Split('\n').Select(line => line.Replace("--loose-", "--", StringComparison.Ordinal))
                .LastOrDefault(line => line.StartsWith(prefix, StringComparison.Ordinal))?[prefix.Length..];
            if (oracle is null)
                continue;
            Assert.Equal(oracle,
                name switch { "host" =>
                settings.Host, "port" => $"{settings.Port}", "user" => settings.User, "password" => settings.Password, _ => oracle });
        }
    }

    private static ConnectionSettings Read(string path, string? group = null) =>
        ConnectionSettings.Resolve(new MySqlOptions { DefaultsFile = path, DefaultsGroup = group }, _ => null);
}
