using Nagios.Plugin;

namespace MySql.Session;

/// <summary>
/// The statements that make an account for monitoring, in the order in which they are recommended: an account that the server's own
/// socket identifies by the Unix user has no password that could be lost.
/// </summary>
internal static class AccountStatements
{
    /// <summary>What to do about an account that this client cannot log in with.</summary>
    /// <param name="error">The plugin, and the server's version where it is known.</param>
    /// <param name="settings">What was tried.</param>
    internal static NextStep[] ToReplace(ServerError error, ConnectionSettings settings)
    {
        var isMariaDb = ServerVersion.Parse(error.ServerVersion ?? "", null).IsMariaDb;
        var host = settings.Host is null ? "localhost" : "ADDRESS-OF-THIS-HOST";
        return
        [
            $"As an administrator, make an account of its own for monitoring. Over the server's socket, without a password: "
                + $"{OverSocket(Environment.UserName, isMariaDb)}",
            $"With a password: {WithPassword("nagios", host, isMariaDb)}",
        ];
    }

    /// <summary>An account that a Unix user of this name may use over the socket.</summary>
    internal static SqlStatement OverSocket(string user, bool isMariaDb) => isMariaDb
        ? SqlStatement.Of($"CREATE USER {user}@'localhost' IDENTIFIED VIA unix_socket")
        : SqlStatement.Of($"CREATE USER {user}@'localhost' IDENTIFIED WITH auth_socket");

    /// <summary>An account with a password, of a plugin that this client has.</summary>
    internal static SqlStatement WithPassword(string user, string host, bool isMariaDb) => isMariaDb
        ? SqlStatement.Of($"CREATE USER {user}@{host} IDENTIFIED VIA mysql_native_password USING PASSWORD('...')")
        : SqlStatement.Of($"CREATE USER {user}@{host} IDENTIFIED WITH caching_sha2_password BY '...'");
}
