using System.Runtime.InteropServices;

namespace MySql.Session;

/// <summary>
/// The functions of libmariadb.so.3 (MariaDB Connector/C 3.x, mysql.h) that a session needs, found at run time so that a host
/// without the library gets a sentence and not a crash. Handles stay opaque: nothing here depends on a structure's layout, but that a
/// MYSQL_FIELD begins with its name.
/// </summary>
internal sealed unsafe class LibMariaDb
{
    internal const int OptionConnectTimeout = 0, OptionCharsetName = 7, OptionLocalInfile = 8, OptionReadTimeout = 11, OptionWriteTimeout = 12;
    internal const int OptionSslVerifyServerCert = 21, OptionPluginDir = 22, OptionSslKey = 25, OptionSslCert = 26, OptionSslCa = 27, OptionSslCaPath = 28, OptionSslCipher = 29;
    internal const int OptionConnectAttribute = 33, OptionSslEnforce = 38, OptionTlsVersion = 7005;

    internal readonly delegate* unmanaged<nint, nint> Init;
    internal readonly delegate* unmanaged<nint, int, void*, int> Options;
    internal readonly delegate* unmanaged<nint, int, void*, void*, int> Options4;
    internal readonly delegate* unmanaged<nint, byte*, byte*, byte*, byte*, uint, byte*, nuint, nint> RealConnect;
    internal readonly delegate* unmanaged<nint, uint> ErrorNumber;
    internal readonly delegate* unmanaged<nint, byte*> ErrorText;
    internal readonly delegate* unmanaged<nint, byte*, nuint, int> RealQuery;
    internal readonly delegate* unmanaged<nint, nint> StoreResult;
    internal readonly delegate* unmanaged<nint, uint> FieldCount;
    internal readonly delegate* unmanaged<nint, byte**> FetchField;
    internal readonly delegate* unmanaged<nint, byte**> FetchRow;
    internal readonly delegate* unmanaged<nint, nuint*> FetchLengths;
    internal readonly delegate* unmanaged<nint, void> FreeResult;
    internal readonly delegate* unmanaged<nint, void> Close;
    internal readonly delegate* unmanaged<nint, byte*> SslCipher;
    internal readonly delegate* unmanaged<byte*> ClientInfo;
    internal readonly delegate* unmanaged<byte, delegate* unmanaged<int, nint, byte*, nuint, void>, int> RegisterTrafficCallback;

    private const string Name = "libmariadb.so.3";

    private LibMariaDb(nint library)
    {
        Init = (delegate* unmanaged<nint, nint>)Find(library, "mysql_init");
        Options = (delegate* unmanaged<nint, int, void*, int>)Find(library, "mysql_options");
        Options4 = (delegate* unmanaged<nint, int, void*, void*, int>)Find(library, "mysql_options4");
        RealConnect = (delegate* unmanaged<nint, byte*, byte*, byte*, byte*, uint, byte*, nuint, nint>)Find(library, "mysql_real_connect");
        ErrorNumber = (delegate* unmanaged<nint, uint>)Find(library, "mysql_errno");
        ErrorText = (delegate* unmanaged<nint, byte*>)Find(library, "mysql_error");
        RealQuery = (delegate* unmanaged<nint, byte*, nuint, int>)Find(library, "mysql_real_query");
        StoreResult = (delegate* unmanaged<nint, nint>)Find(library, "mysql_store_result");
        FieldCount = (delegate* unmanaged<nint, uint>)Find(library, "mysql_field_count");
        FetchField = (delegate* unmanaged<nint, byte**>)Find(library, "mysql_fetch_field");
        FetchRow = (delegate* unmanaged<nint, byte**>)Find(library, "mysql_fetch_row");
        FetchLengths = (delegate* unmanaged<nint, nuint*>)Find(library, "mysql_fetch_lengths");
        FreeResult = (delegate* unmanaged<nint, void>)Find(library, "mysql_free_result");
        Close = (delegate* unmanaged<nint, void>)Find(library, "mysql_close");
        SslCipher = (delegate* unmanaged<nint, byte*>)Find(library, "mysql_get_ssl_cipher");
        ClientInfo = (delegate* unmanaged<byte*>)Find(library, "mysql_get_client_info");
        RegisterTrafficCallback = (delegate* unmanaged<byte, delegate* unmanaged<int, nint, byte*, nuint, void>, int>)Find(library, "ma_pvio_register_callback");
    }

    /// <summary>Loads the library by its name, from where the system keeps its libraries.</summary>
    /// <exception cref="MySqlSessionException">It is not there or not usable; names the packages that bring it.</exception>
    internal static LibMariaDb Load() => NativeLibrary.TryLoad(Name, out var library) ? new LibMariaDb(library) : throw Missing($"{Name} is not installed");

    private static nint Find(nint library, string function) =>
        NativeLibrary.TryGetExport(library, function, out var address) ? address : throw Missing($"{Name} lacks {function}");

    private static MySqlSessionException Missing(string what) =>
        new(MySqlFailure.LibraryMissing, $"{what}: install the package libmariadb3 (Debian, Ubuntu) or mariadb-connector-c (RHEL, Fedora)");
}
