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
    internal static string[] ToReplace(ServerError error, ConnectionSettings settings)
    {
        var isMariaDb = ServerVersion.Parse(error.ServerVersion ?? "", null).IsMariaDb;
        var host = settings.Host is null ? "localhost" : "ADDRESS-OF-THIS-HOST";
        return
        [
            $"as an administrator, make an account of its own for monitoring. Over the server's socket, without a password: "
                + $"{OverSocket(Environment.UserName, isMariaDb)}",
            $"with a password: {WithPassword("nagios", host, isMariaDb)}",
        ];
    }

    /// <summary>An account that a Unix user of this name may use over the socket.</summary>
    internal static string OverSocket(string user, bool isMariaDb) =>
        $"CREATE USER '{UntrustedText.Clean(user, 60)}'@'localhost' IDENTIFIED {(isMariaDb ? "VIA unix_socket" : "WITH auth_socket")}";

    /// <summary>An account with a password, of a plugin that this client has.</summary>
    internal static string WithPassword(string user, string host, bool isMariaDb) =>
        $"CREATE USER '{user}'@'{host}' IDENTIFIED "
            + $"{(isMariaDb ? "VIA mysql_native_password USING PASSWORD('...')" : "WITH caching_sha2_password BY '...'")}";
}
