using CommandLine;
using Nagios.Plugin;

namespace MySql.Session;

/// <summary>The options of checks that ask a MySQL or MariaDB server, spelled as the mysql client and monitoring-plugins spell
/// them.</summary>
public class MySqlOptions : CommonOptions
{
    /// <summary>Where the server is; null leaves it to the option files, and then to this host's socket.</summary>
    [Option('H', "host", MetaValue = "NAME",
        HelpText = "server's host name or address; localhost is this host's Unix socket (default: localhost)")]
    public string? Host { get; set; }

    /// <summary>TCP port; given here it means TCP, even to localhost.</summary>
    [Option('P', "port", MetaValue = "PORT",
        HelpText = "server's TCP port (default: 3306); without --socket it means TCP, even to localhost")]
    public string? Port { get; set; }

    /// <summary>Unix socket.</summary>
    [Option('s', "socket", MetaValue = "PATH",
        HelpText = "server's Unix socket (default: the first that is there of /run/mysqld/mysqld.sock and /var/lib/mysql/mysql.sock)")]
    public string? Socket { get; set; }

    /// <summary>Account name.</summary>
    [Option('u', "user", MetaValue = "NAME", HelpText = "account to log in with (default: this process's user name)")]
    public string? User { get; set; }

    /// <summary>Password; in argv every user of the host can read it.</summary>
    [Option('p', "password", MetaValue = "WORD",
        HelpText = "password; every user of this host can see it in the process list: prefer ~/.my.cnf, --defaults-extra-file or "
        + "$MYSQL_PWD")]
    public string? Password { get; set; }

    /// <summary>The one option file to read.</summary>
    [Option("defaults-file", MetaValue = "FILE", HelpText = "read only this option file")]
    public string? DefaultsFile { get; set; }

    /// <summary>An option file more.</summary>
    [Option("defaults-extra-file", MetaValue = "FILE",
        HelpText = "read this option file after /etc/my.cnf and /etc/mysql/my.cnf and before ~/.my.cnf")]
    public string? DefaultsExtraFile { get; set; }

    /// <summary>A group more.</summary>
    [Option("defaults-group", MetaValue = "NAME",
        HelpText = "read this group of the option files too, besides [client], [client-server] and [client-mariadb]")]
    public string? DefaultsGroup { get; set; }

    /// <summary>How much TLS is asked for.</summary>
    [Option("ssl-mode", MetaValue = "MODE",
        HelpText = "DISABLED, PREFERRED (TLS over TCP where the server has it), REQUIRED, VERIFY_CA or VERIFY_IDENTITY (default: "
        + "PREFERRED; VERIFY_CA with --ssl-ca)")]
    public string? SslMode { get; set; }

    /// <summary>Certificate authority.</summary>
    [Option("ssl-ca", MetaValue = "FILE", HelpText = "certificates of the authorities that may sign the server's, PEM")]
    public string? SslCa { get; set; }

    /// <summary>Client certificate.</summary>
    [Option("ssl-cert", MetaValue = "FILE", HelpText = "this client's certificate, PEM")]
    public string? SslCert { get; set; }

    /// <summary>Key of the client certificate.</summary>
    [Option("ssl-key", MetaValue = "FILE", HelpText = "key of this client's certificate, PEM")]
    public string? SslKey { get; set; }

    /// <summary>Whether the server may be asked for its RSA key, to send the password encrypted with it where there is no TLS.</summary>
    [Option("get-server-public-key",
        HelpText = "without TLS, let the server send its RSA key for a password of caching_sha2_password; whoever poses as the server "
        + "then learns the password")]
    public bool GetServerPublicKey { get; set; }

    /// <summary>The state when the server does not answer.</summary>
    [Option("if-server-down", MetaValue = "STATE", HelpText = "state when the server refuses connections, is not there, or drops them")]
    public string IfServerDown { get; set; } = "critical";

    /// <summary>The same login and the same TLS at another server.</summary>
    /// <param name="host">Host name or address.</param>
    /// <param name="port">TCP port; null for the one of these options.</param>
    public MySqlOptions ForServer(string host, string? port) => new()
    {
        Host = host,
        Port = port ?? Port,
        User = User,
        Password = Password,
        DefaultsFile = DefaultsFile,
        DefaultsExtraFile = DefaultsExtraFile,
        DefaultsGroup = DefaultsGroup,
        SslMode = SslMode,
        SslCa = SslCa,
        SslCert = SslCert,
        SslKey = SslKey,
        GetServerPublicKey = GetServerPublicKey,
        IfServerDown = IfServerDown,
    };

    /// <summary>Refuses what could never be right, for a check that may not connect at all.</summary>
    /// <exception cref="MySqlSessionException">A value is none of its kind.</exception>
    public void Validate() => ConnectionSettings.Validate(this);

    /// <summary>True when the command line says which server is meant: then its absence is a failure, not "no server here".</summary>
    internal bool NamesServer => (Host ?? Port ?? Socket ?? DefaultsFile ?? DefaultsExtraFile ?? DefaultsGroup) is not null;
}
