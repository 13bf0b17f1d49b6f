using System.Globalization;
using Linux.Host;
using Nagios.Plugin;

namespace MySql.Session;

/// <summary>Where and how to connect, resolved from the command line, the option files and the environment, in that order.</summary>
internal sealed record ConnectionSettings
{
    private const int StandardPort = 3306;

    // sun_path of unix(7) without its closing zero.
    private const int LongestSocket = 107;

    // What the mysql and mariadb clients would make of a connection with TLS, and MySqlConnector cannot.
    private static readonly string[] UnusedTlsOptions = ["ssl-cipher", "tls-ciphersuites", "ssl-crl", "ssl-crlpath", "ssl-fips-mode",
        "ssl-fp", "ssl-fplist"];

    // Debian and RHEL 8 and later; RHEL and MySQL's own packages. Not /tmp/mysql.sock of MySQL's archives: anybody may make a socket there
    // while the server is down.
    private static readonly string[] StandardSockets = ["/run/mysqld/mysqld.sock", "/var/lib/mysql/mysql.sock"];

    /// <summary>Host name or address; null for the Unix socket.</summary>
    internal string? Host { get; private init; }

    /// <summary>The name that the server's certificate is compared with (VERIFY_IDENTITY): the host as it was given; localhost over a
    /// socket and where no host was given, as with the client libraries.</summary>
    internal string CertificateName { get; private init; } = "localhost";

    /// <summary>TCP port, 1 to 65535.</summary>
    internal int Port { get; private init; } = StandardPort;

    /// <summary>Path of the Unix socket.</summary>
    internal string Socket { get; private init; } = StandardSockets[0];

    /// <summary>Account name; null for the process's user.</summary>
    internal string? User { get; private init; }

    /// <summary>Password; null for none. Never printed.</summary>
    internal string? Password { get; private init; }

    /// <summary>How much TLS is asked for.</summary>
    internal TlsMode Tls { get; private init; } = TlsMode.Preferred;

    /// <summary>PEM file of trusted authorities.</summary>
    internal string? SslCa { get; private init; }

    /// <summary>Directory of trusted authorities.</summary>
    internal string? SslCaPath { get; private init; }

    /// <summary>PEM file of the client's certificate.</summary>
    internal string? SslCert { get; private init; }

    /// <summary>PEM file of the client's key.</summary>
    internal string? SslKey { get; private init; }

    /// <summary>Allowed TLS versions, such as TLSv1.2,TLSv1.3.</summary>
    internal string? TlsVersions { get; private init; }

    /// <summary>True when the operator allows to ask the server for its RSA key.</summary>
    internal bool MayAskForPublicKey { get; private init; }

    /// <summary>PEM file of the server's RSA key; null when there is none.</summary>
    internal string? PublicKeyFile { get; private init; }

    /// <summary>True when the operator names the authorities to trust; else the system's count.</summary>
    internal bool HasOwnAuthorities => (SslCa ?? SslCaPath) is not null;

    /// <summary>The option files' limit for connecting in seconds; null for none.</summary>
    internal int? ConnectTimeout { get; private init; }

    /// <summary>True when somebody said which server is meant, on the command line, in the environment or in ~/.my.cnf.</summary>
    internal bool NamesServer { get; private init; }

    /// <summary>The running user's own option file, whether it is there or not; null where only one file was to be read.</summary>
    internal string? UserFile { get; private init; }

    /// <summary>Option files that were ignored or that others may read, with the reason.</summary>
    internal IReadOnlyList<string> Notes { get; private init; } = [];

    /// <summary>The account for messages; what the server will see as the name.</summary>
    internal string UserName => User ?? Environment.UserName;

    /// <summary>Where, for messages: <c>db1:3306</c> or <c>socket /run/mysqld/mysqld.sock</c>.</summary>
    internal string Place =>
        Host is null ? $"socket {Socket}" : Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]:{Port}" : $"{Host}:{Port}";

    /// <summary>True when this connection is to be encrypted if the server can.</summary>
    internal bool IsTlsWanted => Tls >= TlsMode.Required || (Tls == TlsMode.Preferred && Host is not null);

    /// <summary>True for a Unix socket or a loopback address.</summary>
    internal bool IsOnThisHost => Host is null or "127.0.0.1" or "::1" or "localhost" || Host.StartsWith("127.", StringComparison.Ordinal);

    /// <summary>Resolves everything; touches option files only.</summary>
    /// <param name="options">The command line.</param>
    /// <param name="environment">Looks up a variable; MYSQL_HOST, MYSQL_TCP_PORT, MYSQL_UNIX_PORT and MYSQL_PWD count least.</param>
    /// <exception cref="MySqlSessionException">An option or an option file is not right.</exception>
    internal static ConnectionSettings Resolve(MySqlOptions options, Func<string, string?> environment)
    {
        // An engine that passes an unset variable on passes an empty one.
        string? Variable(string name) => environment(name) is { Length: > 0 } value ? value : null;

        var files = OptionFiles.Read(options, Variable);
        var host = options.Host ?? files["host"] ?? Variable("MYSQL_HOST");
        var byName = host is not null and not "localhost" and not "";
        RefuseImpossible(options, byName ? host : null, options.Socket ?? files["socket"]);
        var protocol = files["protocol"]?.ToUpperInvariant();
        var overSocket = options.Socket is not null
            || (options.Port is null && protocol is not "TCP" && !(byName && (options.Host is not null || protocol is not "SOCKET")));
        return new ConnectionSettings
        {
            Host = overSocket ? null : byName ? host : "127.0.0.1",
            CertificateName = !overSocket && byName ? host! : "localhost",
            Port = options.Port is { } port ? PortNumber("--port", port) : files["port"] is { } filed
                ? PortNumber("port in the option files:", filed)
                : Variable("MYSQL_TCP_PORT") is { } variable ? PortNumber("$MYSQL_TCP_PORT", variable) : StandardPort,
            Socket = options.Socket ?? files["socket"] ?? Variable("MYSQL_UNIX_PORT")
                ?? Array.Find(StandardSockets, path => FileStatus.Read(path) is not null) ?? StandardSockets[0],
            User = options.User ?? files["user"],
            Password = options.Password ?? files["password"] ?? Variable("MYSQL_PWD"),
            Tls = ReadTlsMode(options, files),
            SslCa = options.SslCa ?? files["ssl-ca"],
            SslCaPath = files["ssl-capath"],
            SslCert = options.SslCert ?? files["ssl-cert"],
            SslKey = options.SslKey ?? files["ssl-key"],
            TlsVersions = files["tls-version"],
            PublicKeyFile = files["server-public-key-path"],
            MayAskForPublicKey = options.GetServerPublicKey || files.IsOn("get-server-public-key"),
            ConnectTimeout = int.TryParse(files["connect-timeout"], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
                && seconds > 0 ? seconds : null,
            NamesServer = options.NamesServer || Variable("MYSQL_HOST") is not null || files.HasFromUser("host")
                || files.HasFromUser("socket") || files.HasFromUser("port"),
            Notes = [.. files.Ignored, .. files.TooOpen],
            UserFile = files.UserFile,
        }.WithReadableCertificates().WithNoteOf(Array.FindAll(UnusedTlsOptions, name => files[name] is not null));
    }

    private static void RefuseImpossible(MySqlOptions options, string? host, string? socket)
    {
        if (host is not null && host.AsSpan().IndexOfAny(",/ @") >= 0)
            throw Wrong($"host '{UntrustedText.Clean(host, 80)}' is no host name and no "
                + $"address{(host[0] == '/' ? ": a socket is named with --socket" : "")}");
        if (options.Socket is not null && options.Host is not null && host is not null)
            throw Wrong($"--host {options.Host} and --socket exclude each other: a socket is on this host");
        if (socket is { Length: 0 })
            throw Wrong("--socket is empty");
        if (socket is not null && System.Text.Encoding.UTF8.GetByteCount(socket) > LongestSocket)
            throw Wrong($"socket '{UntrustedText.Clean(socket, 40)}' is longer than the {LongestSocket} bytes that Linux allows");
    }

    /// <summary>The same login at a server that runs on this host.</summary>
    internal ConnectionSettings At(ServerProcess server) => server.Sockets.Count > 0
        ? this with { Host = null, CertificateName = "localhost", Socket = server.Sockets[0] }
        : this with { Host = "127.0.0.1", CertificateName = "localhost", Port = server.Port ?? StandardPort };

    /// <summary>The files of --ssl-ca and ssl-capath.</summary>
    internal IEnumerable<string> AuthorityFiles()
    {
        if (SslCa is not null)
            yield return SslCa;
        if (SslCaPath is null || !Directory.Exists(SslCaPath))
            yield break;
        foreach (var path in Directory.EnumerateFiles(SslCaPath))
            yield return path;
    }

    internal static void Validate(MySqlOptions options)
    {
        if (options.Port is { } port)
            PortNumber("--port", port);
        if (options.SslMode is { } mode)
            TlsModeNamed(mode);
    }

    // Both families' spellings; an authority's certificate without a mode means that it is to be used, as in both.
    private static TlsMode ReadTlsMode(MySqlOptions options, OptionFiles files)
    {
        if ((options.SslMode ?? files["ssl-mode"]) is { } mode)
            return TlsModeNamed(mode);
        if (files.IsOff("ssl"))
            return TlsMode.Disabled;
        if (files.IsOn("ssl-verify-server-cert"))
            return TlsMode.VerifyIdentity;
        if ((options.SslCa ?? files["ssl-ca"] ?? files["ssl-capath"]) is not null)
            return TlsMode.VerifyCa;
        return files.IsOn("ssl") || (options.SslCert ?? files["ssl-cert"]) is not null ? TlsMode.Required : TlsMode.Preferred;
    }

    private static TlsMode TlsModeNamed(string text) => text.ToUpperInvariant() switch
    {
        "DISABLED" => TlsMode.Disabled,
        "PREFERRED" => TlsMode.Preferred,
        "REQUIRED" => TlsMode.Required,
        "VERIFY_CA" => TlsMode.VerifyCa,
        "VERIFY_IDENTITY" => TlsMode.VerifyIdentity,
        _ => throw Wrong(
            $"--ssl-mode '{UntrustedText.Clean(text, 40)}' is not one of DISABLED, PREFERRED, REQUIRED, VERIFY_CA, VERIFY_IDENTITY"),
    };

    private ConnectionSettings WithReadableCertificates()
    {
        if (!IsTlsWanted)
            return this;
        foreach (var (option, path) in new[] { ("--ssl-ca", SslCa), ("--ssl-cert", SslCert), ("--ssl-key", SslKey) })
        {
            if (path is not null && new HostFiles("/").Read(Path.GetFullPath(path)) is { Outcome: not FileOutcome.Read } content)
                throw new MySqlSessionException(MySqlFailure.TlsFailed, $"{option}: {UntrustedText.Clean(content.Explanation(), 300)}");
        }

        return this;
    }

    private ConnectionSettings WithNoteOf(string[] unused) => unused.Length == 0 || !IsTlsWanted ? this : this with
    {
        Notes = [.. Notes, $"{string.Join(", ", unused)} of the option files {(unused.Length == 1 ? "is" : "are")} not used here: "
            + "the ciphers are those that OpenSSL's own configuration allows, and no list of revoked certificates is read"],
    };

    // What has no number in it may be a password behind -P in place of -p.
    private static int PortNumber(string where, string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and < 65536
            ? port
            : throw Wrong($"{where} {(text.AsSpan().ContainsAnyExceptInRange('+', '9') ? "(value not shown)"
                : $"'{UntrustedText.Clean(text, 40)}'")} is not a port from 1 to 65535");

    private static MySqlSessionException Wrong(string message) => new(MySqlFailure.BadOptions, message);
}
