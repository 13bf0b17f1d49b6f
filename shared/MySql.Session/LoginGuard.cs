using Linux.Host;
using Microsoft.Extensions.Logging;
using MySqlConnector;

namespace MySql.Session;

/// <summary>
/// Decides, at the moment when the server asks for another way to log in, whether the answer may be given. MySqlConnector tells each
/// such request to its logger before it answers, so this logger can end the login by an exception.
/// </summary>
/// <remarks>
/// MySqlConnector itself sends a password in clear text to any server on a loopback address. On a host with several users, anybody
/// may listen on a port there while the real server is down.
/// </remarks>
internal sealed class LoginGuard(ConnectionSettings settings) : ILogger
{
    private readonly SocketPeer? _peer = settings.Host is null ? SocketPeer.Expect(settings.Socket) : null;
    private bool _isLoggingIn;

    /// <summary>The server's version as its greeting says it; null before the greeting.</summary>
    internal string? ServerVersion { get; private set; }

    /// <summary>True when the server offers no TLS and TLS was demanded.</summary>
    internal bool IsTlsMissing { get; private set; }

    /// <summary>True when the server wanted the password encrypted with a key of its own, and no key was there or might be asked
    /// for.</summary>
    internal bool IsPublicKeyWanted { get; private set; }

    /// <summary>Who listens at the socket, where that is nobody whose server may be asked; null otherwise.</summary>
    internal string? Stranger { get; private set; }

    /// <summary>The authentication plugin that this client cannot or may not answer; null while there was none.</summary>
    internal string? RefusedPlugin { get; private set; }

    /// <summary>Checks the server's certificate; knows whether the connection is encrypted.</summary>
    internal ServerCertificateCheck Certificate { get; } = new(settings);

    /// <inheritdoc/>
    /// <remarks>Debug has the greeting, Trace the requests for another plugin, which come after the password was fetched; what is
    /// logged at other moments is not wanted, and its preparation would cost a tenth of a run.</remarks>
    public bool IsEnabled(LogLevel logLevel) => logLevel switch
    {
        LogLevel.Trace => _isLoggingIn,
        LogLevel.Debug => ServerVersion is null,
        _ => true,
    };

    /// <summary>The password, when the client is about to begin the login. Until then it has sent nothing over the socket.</summary>
    internal string ProvidePassword(MySqlProvidePasswordContext context)
    {
        Stranger = _peer?.Stranger();
        if (Stranger is not null)
            throw new MySqlSessionException(MySqlFailure.NotTheServer, Stranger);
        _isLoggingIn = true;
        return settings.Password ?? "";
    }

    /// <inheritdoc/>
    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        switch (eventId.Name)
        {
            case "SessionMadeConnection":
                ServerVersion = Value(state, "ServerVersion");
                break;
            case "ServerDoesNotSupportSsl":
                IsTlsMissing = true;
                break;
            case "CouldNotLoadServerRsaPublicKeyFromFile":
                IsPublicKeyWanted = true;
                break;
            case "UnsupportedAuthenticationMethod":
                RefusedPlugin = Value(state, "AuthPluginName");
                break;
            case "SwitchingToAuthenticationMethod":
                Judge(Value(state, "AuthenticationMethod") ?? "");
                break;
        }
    }

    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    private void Judge(string plugin)
    {
        var isAllowed = plugin switch
        {
            "mysql_native_password" or "caching_sha2_password" or "sha256_password" => true,
            // The password as it is: only to a server that is surely the right one.
            "mysql_clear_password" => settings.Host is null || Certificate.IsVerified,
            _ => false,
        };
        if (isAllowed)
            return;
        RefusedPlugin = plugin;
        throw new MySqlSessionException(MySqlFailure.AuthenticationUnsupported, plugin);
    }

    private static string? Value<TState>(TState state, string name)
    {
        if (state is not IReadOnlyList<KeyValuePair<string, object?>> values)
            return null;
        for (var index = 0; index < values.Count; index++)
        {
            if (values[index].Key == name)
                return values[index].Value?.ToString();
        }

        return null;
    }
}
