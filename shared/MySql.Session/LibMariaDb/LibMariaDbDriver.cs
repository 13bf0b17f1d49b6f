using System.Runtime.InteropServices;
using System.Text;

namespace MySql.Session;

/// <summary>Makes the driver that this build was compiled with.</summary>
internal static class MySqlDriver
{
    /// <summary>A driver that is not yet connected.</summary>
    internal static IMySqlDriver Create() => new LibMariaDbDriver(LibMariaDb.Load());
}

/// <summary>The system's MariaDB client library, which check_mysql and most other programs of a distribution use, too.</summary>
internal sealed unsafe class LibMariaDbDriver(LibMariaDb library) : IMySqlDriver
{
    // The first mysql_init sets up the whole library and is not safe against a second one (mysql_library_init, "thread-safe").
    private static readonly Lock Beginning = new();
    private static bool _listens;

    private delegate void Greeted(byte* buffer, int length);

    // The library calls on the thread that connects, and gives no place for a state of ours.
    [ThreadStatic]
    private static Greeted? _greeted;

    private nint _connection;

    /// <inheritdoc/>
    public bool IsTlsMissing { get; private set; }

    /// <inheritdoc/>
    public bool IsEncrypted => _connection != 0 && library.SslCipher(_connection) is not null;

    /// <inheritdoc/>
    public void Connect(ConnectionSettings settings, TimeSpan patience)
    {
        lock (Beginning)
            _connection = library.Init(0);
        if (_connection == 0)
            throw new DriverException(2008, "out of memory");

        var seconds = (uint)Math.Max(1, (int)patience.TotalSeconds);
        Set(LibMariaDb.OptionConnectTimeout, settings.ConnectTimeout is { } limit && limit < seconds ? (uint)limit : seconds);
        Set(LibMariaDb.OptionReadTimeout, seconds);
        Set(LibMariaDb.OptionWriteTimeout, seconds);
        Set(LibMariaDb.OptionCharsetName, "utf8mb4");
        // A server could else ask for any file that this process can read.
        Set(LibMariaDb.OptionLocalInfile, 0);
        Set(LibMariaDb.OptionPluginDir, settings.PluginFolder);
        NameProgram();
        // 3.4 and later verify unless told otherwise, even where TLS is not wanted; before it, the switch must be set in time.
        SetSwitch(LibMariaDb.OptionSslVerifyServerCert, settings.IsTlsWanted && Verifies(settings));
        SetSwitch(LibMariaDb.OptionSslEnforce, false);
        if (settings.IsTlsWanted)
            ListenForGreeting(settings);

        fixed (byte* host = Native(settings.Host ?? "localhost"), user = Native(settings.User), password = Native(settings.Password), socket = Native(settings.Host is null ? settings.Socket : null))
        {
            var connected = library.RealConnect(_connection, host, user, password, null, (uint)settings.Port, socket, 0);
            _greeted = null;
            if (connected == 0)
                throw Failure();
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<MySqlRow> Query(string sql)
    {
        var text = Encoding.UTF8.GetBytes(sql);
        fixed (byte* start = text)
        {
            if (library.RealQuery(_connection, start, (nuint)text.Length) != 0)
                throw Failure();
        }

        var result = library.StoreResult(_connection);
        if (result == 0)
            return library.FieldCount(_connection) == 0 ? [] : throw Failure();
        try
        {
            return ReadRows(result);
        }
        finally
        {
            library.FreeResult(result);
        }
    }

    /// <summary>Says goodbye to the server and closes the connection.</summary>
    public void Dispose()
    {
        if (_connection != 0)
            library.Close(_connection);
        _connection = 0;
    }

    private List<MySqlRow> ReadRows(nint result)
    {
        var names = new List<string>();
        for (var field = library.FetchField(result); field is not null; field = library.FetchField(result))
            names.Add(Marshal.PtrToStringUTF8((nint)field[0]) ?? "");
        var columns = new MySqlColumns(names);
        var rows = new List<MySqlRow>();
        for (var row = library.FetchRow(result); row is not null; row = library.FetchRow(result))
        {
            var lengths = library.FetchLengths(result);
            var values = new string?[names.Count];
            for (var index = 0; index < values.Length; index++)
                values[index] = row[index] is null ? null : Encoding.UTF8.GetString(row[index], checked((int)lengths[index]));
            rows.Add(new MySqlRow(columns, values));
        }

        return rows;
    }

    private void ListenForGreeting(ConnectionSettings settings)
    {
        _greeted = (buffer, length) => Greet(new ReadOnlySpan<byte>(buffer, length), settings);
        lock (Beginning)
        {
            if (!_listens)
                _ = library.RegisterTrafficCallback(1, &OnTraffic);
            _listens = true;
        }
    }

    // Connector/C 3.x takes a connection for encrypted when TLS was only asked for: a server without TLS would get the password in clear
    // text (caching_sha2_password). So TLS is asked for once the server's greeting has offered it, and a login without the TLS that
    // --ssl-mode demands is stopped before anything is sent.
    private void Greet(ReadOnlySpan<byte> greeting, ConnectionSettings settings)
    {
        if (!ServerGreeting.TryReadTls(greeting, out var offersTls))
            return;
        if (offersTls)
            SetTls(settings);
        else if (settings.Tls >= TlsMode.Required)
        {
            // With both switches the library itself gives up here: "SSL is required, but the server does not support it".
            IsTlsMissing = true;
            SetSwitch(LibMariaDb.OptionSslVerifyServerCert, true);
            SetSwitch(LibMariaDb.OptionSslEnforce, true);
        }
    }

    private void SetTls(ConnectionSettings settings)
    {
        // Up to 3.3 the library checks who signed the certificate whenever it has an authority, and this switch adds the host's name; since 3.4
        // it checks both or, without the switch, nothing.
        SetSwitch(LibMariaDb.OptionSslVerifyServerCert, Verifies(settings));
        SetSwitch(LibMariaDb.OptionSslEnforce, true);
        Set(LibMariaDb.OptionSslCa, settings.SslCa);
        Set(LibMariaDb.OptionSslCaPath, settings.SslCaPath);
        Set(LibMariaDb.OptionSslCert, settings.SslCert);
        Set(LibMariaDb.OptionSslKey, settings.SslKey);
        Set(LibMariaDb.OptionSslCipher, settings.SslCipher);
        Set(LibMariaDb.OptionTlsVersion, settings.TlsVersions);
    }

    private bool Verifies(ConnectionSettings settings) => settings.Tls == TlsMode.VerifyIdentity || (settings.Tls == TlsMode.VerifyCa && ChecksAllOrNothing());

    // Called by the library for all that it reads and writes; the first that is read is the greeting.
    [UnmanagedCallersOnly]
    private static void OnTraffic(int direction, nint connection, byte* buffer, nuint length)
    {
        const int Read = 0;
        if (direction != Read || _greeted is not { } greeted || length is 0 or > int.MaxValue)
            return;
        _greeted = null;
        greeted(buffer, (int)length);
    }

    // Connector/C says either its own version (3.4.1) or that of the server it was released with (11.4.2).
    private bool ChecksAllOrNothing()
    {
        var version = ServerVersion.Parse(Marshal.PtrToStringUTF8((nint)library.ClientInfo()) ?? "", null).Number;
        return version.Major == 3 ? version.Minor >= 4 : version >= new Version(11, 4);
    }

    // Shows in performance_schema.session_connect_attrs: whoever looks at the server sees whose session this is.
    private void NameProgram()
    {
        fixed (byte* name = "program_name\0"u8, value = Native(Path.GetFileName(Environment.ProcessPath)))
        {
            if (value is not null)
                _ = library.Options4(_connection, LibMariaDb.OptionConnectAttribute, name, value);
        }
    }

    private void Set(int option, uint value) => _ = library.Options(_connection, option, &value);

    private void SetSwitch(int option, bool on)
    {
        var value = on ? (byte)1 : (byte)0;
        _ = library.Options(_connection, option, &value);
    }

    private void Set(int option, string? value)
    {
        fixed (byte* text = Native(value))
        {
            if (text is not null)
                _ = library.Options(_connection, option, text);
        }
    }

    private DriverException Failure() =>
        new((int)library.ErrorNumber(_connection), Marshal.PtrToStringUTF8((nint)library.ErrorText(_connection)) ?? "");

    private static byte[]? Native(string? text) => text is null ? null : [.. Encoding.UTF8.GetBytes(text), 0];
}
