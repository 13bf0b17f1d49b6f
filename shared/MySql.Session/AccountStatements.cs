using Nagios.Plugin;

namespace MySql.Session;

/// <summary>
/// The statements that make an account for monitoring and give it what it lacks: the one place where they are written. First comes the
/// account that the server's own socket identifies by the Unix user, because it has no password that could be lost.
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
        return [OverSocket(settings, isMariaDb), $"Or an account with a password: {WithPassword("nagios", host, isMariaDb)}"];
    }

    /// <summary>What to do about an account that is refused over the server's socket.</summary>
    /// <param name="error">The server's version, where it is known.</param>
    /// <param name="settings">What was tried.</param>
    internal static NextStep OverSocket(ServerError error, ConnectionSettings settings) =>
        OverSocket(settings, ServerVersion.Parse(error.ServerVersion ?? "", null).IsMariaDb);

    /// <summary>The account for another address of this host.</summary>
    /// <param name="error">The server's version, where it is known.</param>
    /// <param name="settings">What was tried.</param>
    internal static NextStep ForThisAddress(ServerError error, ConnectionSettings settings) => NextStep.Of(
        $"As an administrator, make the account for this host's address: "
            + $"{WithPassword(settings.UserName, "ADDRESS-OF-THIS-HOST", ServerVersion.Parse(error.ServerVersion ?? "", null).IsMariaDb)}");

    /// <summary>A privilege on everything, for an account as <see cref="MySqlSession.Account"/> has it, quoted already.</summary>
    internal static string OnEverything(string privileges, string account) => $"GRANT {privileges} ON *.* TO {account}";

    // Over the socket the name of the account is that of the Unix user; nobody should make a second root.
    private static NextStep OverSocket(ConnectionSettings settings, bool isMariaDb)
    {
        var user = settings.UserName == "root" ? "nagios" : settings.UserName;
        return NextStep.Of($"As an administrator, make an account that the server's socket identifies by the Unix user, without a "
            + $"password: {OverSocket(user, isMariaDb)} (ALTER USER where it exists), and run the check as that user");
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
