using System.Data;
using System.Globalization;
using System.Net.Sockets;
using Linux.Host;
using System.Security.Authentication;
using System.Text;
using MySqlConnector;

namespace MySql.Session;

/// <summary>
/// One MySqlConnection (https://mysqlconnector.net) for the time of one run: connects, asks, and turns whatever the package throws
/// into a <see cref="ServerError"/>.
/// </summary>
internal sealed class ServerConnection : IDisposable
{
    /// <summary>More rows than any check needs; a server that never ends its rows must not take this host's memory.</summary>
    internal const int MaximumRows = 200_000;

    /// <summary>More text than any check needs, in bytes.</summary>
    internal const int MaximumBytes = 32 * 1024 * 1024;

    // Given as the path of the server's key where the operator has not allowed to ask the server for it: reading it fails.
    private const string NoPublicKey = "/dev/null/the-server's-key-was-not-allowed";

    private readonly LoginGuard _guard;
    private readonly AbstractSocketRelay? _relay;
    private readonly MySqlConnection _connection;
    private bool _isAbandoned;

    private ServerConnection(ConnectionSettings settings, LoginGuard guard, int seconds, bool withTls)
    {
        _guard = guard;
        _relay = settings.Host is null && settings.Socket[0] == '@' ? AbstractSocketRelay.Open(settings.Socket) : null;
        var builder = new MySqlDataSourceBuilder(ConnectionString(settings, seconds, withTls));
        using var loggers = new LoginGuardFactory(guard);
        builder.UseLoggerFactory(loggers);
        builder.UseRemoteCertificateValidationCallback(_guard.Certificate.Accepts);
        _connection = builder.Build().CreateConnection();
        _connection.ProvidePasswordCallback = guard.ProvidePassword;
    }

    /// <summary>True when the connection is encrypted.</summary>
    internal bool IsEncrypted => _guard.Certificate.IsEncrypted;

    /// <summary>The server's version as its greeting says it.</summary>
    internal string ServerVersion => _guard.ServerVersion ?? "";

    /// <summary>Connects and logs in.</summary>
    /// <param name="settings">Where and how.</param>
    /// <param name="patience">Connecting must end within it; whole seconds count, at least one.</param>
    /// <exception cref="MySqlSessionException">There is no connection; its kind says why.</exception>
    internal static ServerConnection Open(ConnectionSettings settings, TimeSpan patience)
    {
        if ((settings.IsTlsWanted || settings.Password is { Length: > 0 }) && !OpenSslLibrary.IsThere)
            throw FailureText.WithoutOpenSsl(settings);
        var connection = Try(settings, patience, settings.IsTlsWanted, out var error);
        // Over a socket MySQL takes a password that it has not cached only as it is, and MySqlConnector sends it so only through TLS.
        if (connection is null && error.Kind == MySqlFailure.PublicKeyWanted && settings.Host is null)
        {
            connection = Try(settings, patience, withTls: true, out var withTls);
            error = withTls.Text == ServerError.NoTls ? error : withTls;
        }

        return connection ?? throw FailureText.Connecting(error, settings);
    }

    /// <summary>Sends one statement and reads its whole result.</summary>
    /// <param name="sql">One statement.</param>
    /// <param name="patience">The answer must end within it; whole seconds count, at least one.</param>
    /// <param name="rows">The rows; none where the statement has no result or there is no answer.</param>
    /// <returns>Null with an answer; else why there is none.</returns>
    internal ServerError? TryQuery(string sql, TimeSpan patience, out IReadOnlyList<MySqlRow> rows)
    {
        rows = [];
        if (_isAbandoned || _connection.State != ConnectionState.Open)
            return new ServerError(MySqlFailure.ServerGone, 0, "the connection has ended");
        try
        {
            using var command = _connection.CreateCommand();
#pragma warning disable CA2100 // The statements are the checks' own constants; nothing from outside is ever put into one.
            command.CommandText = sql;
#pragma warning restore CA2100
            command.CommandTimeout = Seconds(patience, null);
            var read = new List<MySqlRow>();
            if (ReadAll(command, Environment.TickCount64 + (long)patience.TotalMilliseconds, read) is { } endless)
            {
                _isAbandoned = true;
                return endless;
            }

            rows = read;
            return null;
        }
        catch (MySqlException failure)
        {
            return QueryFailure(failure);
        }
        catch (Exception damaged)
        {
            // What a server that does not keep to the protocol makes the package throw is anything.
            _isAbandoned = true;
            return new ServerError(MySqlFailure.QueryFailed, 0, damaged is OutOfMemoryException
                ? "its answer does not fit into memory" : $"its answer cannot be read ({damaged.GetType().Name})");
        }
    }

    /// <summary>Says goodbye to the server and closes the connection, unless an answer was left unread: the process's end closes it
    /// then.</summary>
    public void Dispose()
    {
        if (_isAbandoned)
            return;
        try
        {
            _connection.Dispose();
        }
        catch (Exception failure) when (failure is MySqlException or IOException or SocketException or InvalidOperationException)
        {
            // The connection has gone already.
        }

        _relay?.Dispose();
            }

    private static ServerConnection? Try(ConnectionSettings settings, TimeSpan patience, bool withTls, out ServerError error)
    {
        var guard = new LoginGuard(settings);
        ServerConnection? connection = null;
        try
        {
            connection = new ServerConnection(settings, guard, Seconds(patience, settings.ConnectTimeout), withTls);
            connection._connection.Open();
            error = default;
            return connection;
        }
        catch (Exception failure)
        {
            // The package throws anything at a server that does not keep to the protocol.
            error = ConnectFailure(failure, settings, guard);
            connection?.Dispose();
            return null;
        }
    }

    private static ServerError? ReadAll(MySqlCommand command, long deadline, List<MySqlRow> rows)
    {
        var reader = command.ExecuteReader();
        var names = new string[reader.FieldCount];
        for (var index = 0; index < names.Length; index++)
            names[index] = reader.GetName(index);
        var columns = new MySqlColumns(names);
        var bytes = 0L;
        while (reader.Read())
        {
            var values = new string?[names.Length];
            for (var index = 0; index < values.Length; index++)
            {
                values[index] = Text(reader, index);
                bytes += 16 + (2 * values[index]?.Length ?? 0);
            }

            rows.Add(new MySqlRow(columns, values));
            if (rows.Count > MaximumRows || bytes > MaximumBytes)
                return new ServerError(
                    MySqlFailure.QueryFailed, 0,
                    string.Create(CultureInfo.InvariantCulture,
                    $"its answer has more than {MaximumRows} rows or {MaximumBytes >> 20} MB of text"));
            if (Environment.TickCount64 > deadline)
                return new ServerError(MySqlFailure.Timeout, 0, "its answer does not end");
        }

        // Not in a finally: closing a reader reads the rest of the answer, which may have no end.
        reader.Dispose();
        return null;
    }

    private string ConnectionString(ConnectionSettings settings, int seconds, bool withTls)
    {
        var builder = new MySqlConnectionStringBuilder
        {
            Server = settings.Host ?? _relay?.Path ?? settings.Socket,
            ConnectionProtocol = settings.Host is null ? MySqlConnectionProtocol.UnixSocket : MySqlConnectionProtocol.Tcp,
            Port = (uint)settings.Port,
            UserID = settings.UserName,
            // Whom to trust is decided by ServerCertificateCheck, which the package calls in these modes alone.
            SslMode = !withTls ? MySqlSslMode.None : settings.Host is not null && settings.Tls == TlsMode.Preferred ? MySqlSslMode.Preferred
                : MySqlSslMode.Required,
            ConnectionTimeout = (uint)seconds,
            // One run, one connection: it must be gone from the server when the run is over.
            Pooling = false,
            // On a timeout close the connection; do not open a second one for KILL QUERY on a server that is in trouble.
            CancellationTimeout = -1,
            AutoEnlist = false,
            TreatTinyAsBoolean = false,
            AllowZeroDateTime = true,
            GuidFormat = MySqlGuidFormat.None,
            // AllowLoadLocalInfile, which would let a server ask for any file, and ServerRedirectionMode, by which it could send the login
            // elsewhere,
            // are off by default; each option that is set costs time.
            ApplicationName = Path.GetFileName(Environment.ProcessPath) ?? "",
        };
        if (settings.Host is not null && settings.MayAskForPublicKey)
            builder.AllowPublicKeyRetrieval = true;
        if (settings.Host is null)
            builder.ServerRsaPublicKeyFile = NoPublicKey;
        else if (settings.PublicKeyFile is not null || !settings.MayAskForPublicKey)
            builder.ServerRsaPublicKeyFile = settings.PublicKeyFile ?? NoPublicKey;
        if (settings.SslCert is { } certificate)
        {
            builder.SslCert = certificate;
            builder.SslKey = settings.SslKey ?? certificate;
        }

        if (settings.TlsVersions is { Length: > 0 } versions)
            builder.TlsVersion = versions.Replace("TLSv", "TLS ", StringComparison.OrdinalIgnoreCase);
        return builder.ConnectionString;
    }

    private static int Seconds(TimeSpan patience, int? limit) => Math.Max(1, Math.Min((int)patience.TotalSeconds, limit ?? int.MaxValue));

    private static ServerError ConnectFailure(Exception failure, ConnectionSettings settings, LoginGuard guard)
    {
        if (guard.Stranger is { } stranger)
            return new ServerError(MySqlFailure.NotTheServer, 0, stranger);
        if (guard.RefusedPlugin is { } plugin)
            return new ServerError(MySqlFailure.AuthenticationUnsupported, 0, plugin) { ServerVersion = guard.ServerVersion };
        if (guard.IsPublicKeyWanted)
            return new ServerError(MySqlFailure.PublicKeyWanted, 0, "") { ServerVersion = guard.ServerVersion };
        if (guard.IsTlsMissing)
            return new ServerError(MySqlFailure.TlsFailed, 0, ServerError.NoTls);
        if (guard.Certificate.Refusal is { } refusal)
            return new ServerError(MySqlFailure.TlsFailed, 0, refusal.Text) { Certificate = refusal.Fault };
        if (failure is MySqlException { SqlState: not null } said)
            return new ServerError(FailureText.KindOfLogin(said.Number), said.Number, said.Message) { ServerVersion = guard.ServerVersion };
        var cause = Innermost(failure);
        if (failure.InnerException is AuthenticationException || cause.GetType().Name == "OpenSslCryptographicException")
            return new ServerError(
                MySqlFailure.TlsFailed, 0, OpenSslText(cause) ?? "the TLS handshake failed (no TLS version or cipher in common?)");
        if (IsTimeout(failure))
            return ConnectionProblem.Of(settings) is { } silent ? new ServerError(MySqlFailure.ServerDown, 0, silent)
                : new ServerError(MySqlFailure.Timeout, 0, "");
        if (guard.ServerVersion is null && ConnectionProblem.Of(settings) is { } reason)
            return new ServerError(MySqlFailure.ServerDown, 0, reason);
        return failure is MySqlException && cause is IOException or SocketException
            ? new ServerError(MySqlFailure.ServerGone, 0, "the connection was closed")
            : new ServerError(MySqlFailure.NoDatabaseServer, 0, cause.GetType().Name);
    }

    private static ServerError QueryFailure(MySqlException failure)
    {
        if (failure.ErrorCode == MySqlErrorCode.CommandTimeoutExpired)
            return new ServerError(MySqlFailure.Timeout, 0, "");
        return failure.SqlState is not null
            ? new ServerError(FailureText.KindOfStatement(failure.Number), failure.Number, failure.Message)
            : new ServerError(MySqlFailure.ServerGone, 0, "the connection was closed");
    }

    private static bool IsTimeout(Exception failure) =>
        failure is MySqlException { ErrorCode: MySqlErrorCode.CommandTimeoutExpired }
        || failure is MySqlException { ErrorCode: MySqlErrorCode.UnableToConnectToHost }
            && failure.Message.StartsWith("Connect Timeout", StringComparison.Ordinal);

    private static Exception Innermost(Exception failure)
    {
        while (failure.InnerException is { } inner)
            failure = inner;
        return failure;
    }

    // The framework's own texts are left out of the executables; OpenSSL's begin with "error:" and end with the reason.
    private static string? OpenSslText(Exception cause) =>
        cause.Message.StartsWith("error:", StringComparison.Ordinal) ? cause.Message[(cause.Message.LastIndexOf(':') + 1)..] : null;

    // As the server's own clients print it.
    private static string? Text(MySqlDataReader reader, int index)
    {
        if (reader.IsDBNull(index))
            return null;
        return reader.GetValue(index) switch
        {
            string text => text,
            byte[] bytes => Encoding.UTF8.GetString(bytes),
            MySqlDateTime { IsValidDateTime: false } => "0000-00-00 00:00:00",
            MySqlDateTime moment => Text(moment.GetDateTime()),
            DateTime moment => Text(moment),
            TimeSpan time => Text(time),
            bool flag => flag ? "1" : "0",
            var value => Convert.ToString(value, CultureInfo.InvariantCulture),
        };
    }

    private static string Text(DateTime moment) =>
        moment.ToString(
        moment.Ticks % TimeSpan.TicksPerSecond == 0 ? "yyyy-MM-dd HH:mm:ss" : "yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture);

    private static string Text(TimeSpan time) => string.Create(CultureInfo.InvariantCulture,
        $"{(time < TimeSpan.Zero ? "-" : "")}{(long)Math.Abs(time.TotalHours):00}:{Math.Abs(time.Minutes):00}:{Math.Abs(time.Seconds):00}");
}
