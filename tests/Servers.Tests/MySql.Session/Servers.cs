using DatabaseServers;

namespace MySql.Session.Tests;

/// <summary>One server of each family for all tests of a class, with an account of each kind; started when first asked for.</summary>
public sealed class Servers : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<DatabaseFamily, DatabaseServer> _servers = [];

    /// <summary>The certificate that both servers carry.</summary>
    public ServerCertificates Certificates => _certificates ??= MakeCertificates();

    private ServerCertificates? _certificates;

    /// <summary>The family's server, with TLS and the accounts <c>plain</c> (password "secret"), <c>tls</c> (REQUIRE SSL) and
    /// <c>nothing</c>
    /// (no privilege at all).</summary>
    public DatabaseServer this[DatabaseFamily family]
    {
        get
        {
            if (_servers.TryGetValue(family, out var running))
                return running;
            var server = DatabaseServer.Start(family, Certificates.ServerArguments);
            server.Execute("CREATE USER plain@'%' IDENTIFIED BY 'secret'; CREATE USER tls@'%' IDENTIFIED BY 'secret' REQUIRE SSL; CREATE "
                + "USER nothing@'%' IDENTIFIED BY 'secret'; GRANT SELECT ON *.* TO plain@'%'");
            return _servers[family] = server;
        }
    }

    public void Dispose()
    {
        foreach (var server in _servers.Values)
            server.Dispose();
        _folder.Dispose();
    }

    private ServerCertificates MakeCertificates()
    {
        // The server reads them as the user mysql.
        _ = ProcessRun.Of("/bin/chmod", ["755", _folder.Path]);
        return ServerCertificates.Create(_folder.Path, "localhost", "127.0.0.1");
    }
}
