namespace MySql.Session;

/// <summary>Why there is no answer from a server; decides what a check makes of it.</summary>
public enum MySqlFailure
{
    /// <summary>Nothing listens there: connection refused, no such socket, no route, unknown host name.</summary>
    ServerDown,

    /// <summary>The connection ended while the server was asked: it was killed, restarted or killed the session.</summary>
    ServerGone,

    /// <summary>Connected, and no answer within the time that was left.</summary>
    Timeout,

    /// <summary>The server has no connection left for this account (max_connections, max_user_connections, blocked host).</summary>
    NoConnectionLeft,

    /// <summary>User name, password, host or authentication plugin refused.</summary>
    AccessDenied,

    /// <summary>Logged in, and the account lacks a privilege.</summary>
    MissingPrivilege,

    /// <summary>No encryption where it is demanded, or a certificate that is not trusted.</summary>
    TlsFailed,

    /// <summary>OpenSSL, which TLS and passwords need, is not installed.</summary>
    LibraryMissing,

    /// <summary>The account logs in by an authentication plugin that this client does not have, or that would give the password
    /// away.</summary>
    AuthenticationUnsupported,

    /// <summary>Without TLS the server wants the password encrypted with its own key, and asking for that key was not allowed.</summary>
    PublicKeyWanted,

    /// <summary>At the socket listens a user who is no server's: no login was sent.</summary>
    NotTheServer,

    /// <summary>What answers does not speak the MySQL protocol.</summary>
    NoDatabaseServer,

    /// <summary>An option file or option is not right.</summary>
    BadOptions,

    /// <summary>The server does not know the statement, table or variable: another version or family.</summary>
    NotSupported,

    /// <summary>The server answered with any other error.</summary>
    QueryFailed,
}
