using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace MySql.Session;

/// <summary>Hands a <see cref="LoginGuard"/> to MySqlConnector as the logger of its connection; nothing else is logged.</summary>
internal sealed class LoginGuardFactory(LoginGuard guard) : ILoggerFactory
{
    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => categoryName == "MySqlConnector.MySqlConnection" ? guard : NullLogger.Instance;

    /// <inheritdoc/>
    public void AddProvider(ILoggerProvider provider)
    {
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
