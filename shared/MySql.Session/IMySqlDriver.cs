namespace MySql.Session;

/// <summary>
/// The seam between the session and the client that speaks the protocol: connect, ask, close. One driver is compiled in, chosen by
/// the MSBuild property MySqlDriver; each has a static method <c>MySqlDriver.Create</c>.
/// </summary>
internal interface IMySqlDriver : IDisposable
{
    /// <summary>True when the connection is encrypted.</summary>
    bool IsEncrypted { get; }

    /// <summary>True when connecting failed because the server offers no TLS and --ssl-mode demands it.</summary>
    bool IsTlsMissing { get; }

    /// <summary>Connects and logs in.</summary>
    /// <param name="settings">Where and how.</param>
    /// <param name="patience">At least a second; connecting and every answer must end within it.</param>
    /// <exception cref="DriverException">The connection failed.</exception>
    /// <exception cref="MySqlSessionException">The client is not there.</exception>
    void Connect(ConnectionSettings settings, TimeSpan patience);

    /// <summary>Sends one statement and reads its whole result; no rows where it has none.</summary>
    /// <exception cref="DriverException">The statement or the connection failed.</exception>
    IReadOnlyList<MySqlRow> Query(string sql);
}

/// <summary>What the client or the server said went wrong; turned into an operator's words by <see cref="FailureText"/>.</summary>
/// <param name="number">The client's error number (2000-2999, CR_... in errmsg.h) or the server's (ER_... in mysqld_error.h).</param>
/// <param name="message">The text as it came.</param>
public sealed class DriverException(int number, string message) : Exception(message)
{
    /// <summary>The error number.</summary>
    public int Number { get; } = number;
}
