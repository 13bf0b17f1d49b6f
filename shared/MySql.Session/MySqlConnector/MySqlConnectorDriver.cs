using System.Data;
using System.Globalization;
using System.Security.Authentication;
using System.Text;
using MySqlConnector;

namespace MySql.Session;

/// <summary>Makes the driver that this build was compiled with.</summary>
internal static class MySqlDriver
{
    /// <summary>A driver that is not yet connected.</summary>
    internal static IMySqlDriver Create() => new MySqlConnectorDriver();
}

/// <summary>The NuGet package MySqlConnector (https://mysqlconnector.net): managed code all the way, no client library on the host.</summary>
internal sealed class MySqlConnectorDriver : IMySqlDriver
{
    private MySqlConnection? _connection;
    private int _patienceSeconds;

    /// <inheritdoc/>
    public bool IsEncrypted { get; private set; }

    /// <inheritdoc/>
    public bool IsTlsMissing => false; // the package says so itself, as a TLS failure

    /// <inheritdoc/>
    public void Connect(ConnectionSettings settings, TimeSpan patience)
    {
        _patienceSeconds = Math.Max(1, (int)patience.TotalSeconds);
        try
        {
            _connection = new MySqlConnection(ConnectionString(settings, _patienceSeconds));
            _connection.Open();
            using var command = Command("SHOW SESSION STATUS LIKE 'Ssl_cipher'");
            using var reader = command.ExecuteReader();
            IsEncrypted = reader.Read() && reader.GetString(1).Length > 0;
        }
        catch (MySqlException failure)
        {
            throw Translated(failure, settings.Host is null);
        }
        catch (ArgumentException failure)
        {
            throw new DriverException(2026, failure.Message);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<MySqlRow> Query(string sql)
    {
        try
        {
            using var command = Command(sql);
            using var reader = command.ExecuteReader();
            var names = new string[reader.FieldCount];
            for (var index = 0; index < names.Length; index++)
                names[index] = reader.GetName(index);
            var columns = new MySqlColumns(names);
            var rows = new List<MySqlRow>();
            while (reader.Read())
            {
                var values = new string?[names.Length];
                for (var index = 0; index < values.Length; index++)
                    values[index] = reader.IsDBNull(index) ? null : Text(reader.GetValue(index));
                rows.Add(new MySqlRow(columns, values));
            }

            return rows;
        }
        catch (MySqlException failure)
        {
            throw Translated(failure, overSocket: false);
        }
    }

    /// <summary>Says goodbye to the server and closes the connection.</summary>
    public void Dispose() => _connection?.Dispose();

    private MySqlCommand Command(string sql)
    {
        var command = _connection!.CreateCommand();
#pragma warning disable CA2100 // The statements are the checks' own constants; nothing from outside is ever put into one.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.CommandTimeout = _patienceSeconds;
        return command;
    }

    private static string ConnectionString(ConnectionSettings settings, int patienceSeconds)
    {
        var builder = new MySqlConnectionStringBuilder
        {
            Server = settings.Host ?? settings.Socket,
            ConnectionProtocol = settings.Host is null ? MySqlConnectionProtocol.UnixSocket : MySqlConnectionProtocol.Tcp,
            Port = (uint)settings.Port,
            UserID = settings.UserName,
            Password = settings.Password ?? "",
            SslMode = settings.Host is null && settings.Tls <= TlsMode.Preferred ? MySqlSslMode.None : settings.Tls switch
            {
                TlsMode.Disabled => MySqlSslMode.None,
                TlsMode.Preferred => MySqlSslMode.Preferred,
                TlsMode.Required => MySqlSslMode.Required,
                TlsMode.VerifyCa => MySqlSslMode.VerifyCA,
                _ => MySqlSslMode.VerifyFull,
            },
            ConnectionTimeout = (uint)(settings.ConnectTimeout is { } limit && limit < patienceSeconds ? limit : patienceSeconds),
            // One run, one connection: it must be gone from the server when the run is over.
            Pooling = false,
            // On a timeout close the connection; do not open a second one for KILL QUERY on a server that is in trouble.
            CancellationTimeout = -1,
            // caching_sha2_password without TLS asks the server for its key, as libmariadb does.
            AllowPublicKeyRetrieval = true,
            AllowLoadLocalInfile = false,
            TreatTinyAsBoolean = false,
            AllowZeroDateTime = true,
            GuidFormat = MySqlGuidFormat.None,
            ApplicationName = Path.GetFileName(Environment.ProcessPath) ?? "",
        };
        if (settings.SslCa is { } authority)
            builder.SslCa = authority;
        if (settings.SslCert is { } certificate)
            builder.SslCert = certificate;
        if (settings.SslKey is { } key)
            builder.SslKey = key;
        if (settings.TlsVersions is { } versions)
            builder.TlsVersion = versions.Replace("TLSv", "TLS ", StringComparison.OrdinalIgnoreCase);
        return builder.ConnectionString;
    }

    // The package's own codes become the C clients' numbers, which FailureText knows: 2002, 2003 no server, 2013 lost, 2026 TLS.
    private DriverException Translated(MySqlException failure, bool overSocket)
    {
        var inner = failure.InnerException;
        var number = inner is AuthenticationException ? 2026
            : failure.ErrorCode == MySqlErrorCode.UnableToConnectToHost ? overSocket ? 2002 : 2003
            : failure.ErrorCode == MySqlErrorCode.CommandTimeoutExpired || inner is IOException || (_connection?.State != ConnectionState.Open && failure.Number <= 0) ? 2013
            : failure.Number;
        return new DriverException(number, inner is null ? failure.Message : $"{failure.Message} {inner.Message}");
    }

    private static string Text(object value) => value switch
    {
        byte[] bytes => Encoding.UTF8.GetString(bytes),
        MySqlDateTime { IsValidDateTime: false } => "0000-00-00 00:00:00",
        MySqlDateTime moment => Text(moment.GetDateTime()),
        DateTime moment => moment.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        bool flag => flag ? "1" : "0",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };
}
