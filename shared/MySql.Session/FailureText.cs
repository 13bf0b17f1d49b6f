using Linux.Host;
using Nagios.Plugin;

namespace MySql.Session;

/// <summary>
/// Turns what the client or a server said into an operator's words: what was tried, what came back, and the exact option,
/// grant or package that is missing. Numbers: https://dev.mysql.com/doc/mysql-errors/8.4/en/,
/// https://mariadb.com/kb/en/mariadb-error-codes/.
/// </summary>
internal static class FailureText
{
    private const string ClearPassword = "mysql_clear_password";

    /// <summary>Why connecting failed.</summary>
    /// <param name="error">What was said or found.</param>
    /// <param name="settings">What was tried.</param>
    internal static MySqlSessionException Connecting(ServerError error, ConnectionSettings settings)
    {
        var (place, said, user) = (settings.Place, Said(error), UntrustedText.Clean(settings.UserName, 80));
        var message = error.Kind switch
        {
            MySqlFailure.ServerDown => $"no server answers at {place}: {said}",
            MySqlFailure.Timeout => $"{place} accepted the connection and did not answer in time",
            MySqlFailure.ServerGone => $"{place} dropped the connection during login: {said}",
            MySqlFailure.NoConnectionLeft => $"{place} has no connection left for '{user}': {said}",
            MySqlFailure.NotTheServer => $"{place} is held by {said}, who is no server's user, in a place where anybody could have put it; "
                + $"no login was sent",
            MySqlFailure.NoDatabaseServer => $"what listens at {place} does not answer as a MySQL or MariaDB server ({said})",
            MySqlFailure.TlsFailed when error.Text == ServerError.NoTls =>
                $"no TLS connection to {place}: {said}, and --ssl-mode {Spelling(settings.Tls)} demands it",
            MySqlFailure.TlsFailed => $"no TLS connection to {place}: {said}",
            MySqlFailure.AuthenticationUnsupported when error.Text == ClearPassword =>
                $"{place} asks for the password of '{user}' in clear text ({ClearPassword}); it is only given over a socket or over TLS "
                    + $"with a verified certificate",
            MySqlFailure.AuthenticationUnsupported => $"account '{user}' at {place} logs in by {said}, which this check cannot do",
            MySqlFailure.PublicKeyWanted =>
                $"{place} wants the password of '{user}' in full, and this connection has no TLS; it was not sent",
            _ => $"{place} refuses account '{user}' ({Credentials(settings)}): {said}{Remarks(settings)}",
        };
        return new MySqlSessionException(error.Kind, message, error.Number) { Steps = ConnectSteps(error, settings) };
    }

    /// <summary>Why no login can be tried where OpenSSL is missing.</summary>
    internal static MySqlSessionException WithoutOpenSsl(ConnectionSettings settings) =>
        new(MySqlFailure.LibraryMissing,
            $"{(settings.IsTlsWanted ? "TLS to" : "a password login at")} {settings.Place} {OpenSslLibrary.IsMissing}")
        {
            Steps = [$"Or log in without a password over the server's socket, with an account of unix_socket (MariaDB) or auth_socket "
                + $"(MySQL), which needs no OpenSSL"],
        };

    /// <summary>Why a statement failed.</summary>
    /// <param name="error">What was said or found.</param>
    /// <param name="sql">The statement.</param>
    /// <param name="place">Where.</param>
    /// <param name="account">The account as the server knows it, such as 'nagios'@'localhost'.</param>
    internal static MySqlSessionException Asking(ServerError error, string sql, string place, string account)
    {
        var statement = Statement(sql);
        var said = Said(error);
        var grant = error.Kind == MySqlFailure.MissingPrivilege ? MissingGrant(error, sql, account) : null;
        var message = error.Kind switch
        {
            MySqlFailure.Timeout => $"{place} did not answer '{statement}' in time{(error.Text.Length > 0 ? ": " + said : "")}",
            MySqlFailure.ServerGone => $"{place} went away while it was asked '{statement}': {said}",
            MySqlFailure.MissingPrivilege => $"account {account} may not ask '{statement}': {grant}",
            _ => $"{place} refuses '{statement}': {said}",
        };
        return new MySqlSessionException(error.Kind, message, error.Number)
        {
            Steps = grant?.StartsWith("GRANT ", StringComparison.Ordinal) == true
                ? [NextStep.Of($"As an administrator of the server: {NextStep.Printed(grant)}")]
                : [],
        };
    }

    /// <summary>A statement for messages, short, and never with a secret in it.</summary>
    internal static string Statement(string sql) =>
        sql.Contains("IDENTIFIED", StringComparison.OrdinalIgnoreCase) || sql.Contains("PASSWORD", StringComparison.OrdinalIgnoreCase)
            ? "(statement not shown)" : UntrustedText.Clean(sql, 60);

    /// <summary>What an error of the server during login means.</summary>
    internal static MySqlFailure KindOfLogin(int number) => number switch
    {
        1053 => MySqlFailure.ServerDown,
        1040 or 1129 or 1203 or 1226 => MySqlFailure.NoConnectionLeft,
        3159 => MySqlFailure.TlsFailed,
        1043 or 1158 or 1159 or 1160 or 1161 => MySqlFailure.ServerGone,
        1251 or 1275 or 1524 or 2061 => MySqlFailure.AccessDenied,
        _ => MySqlFailure.AccessDenied,
    };

    /// <summary>What an error of the server to a statement means.</summary>
    internal static MySqlFailure KindOfStatement(int number) => number switch
    {
        1969 or 3024 => MySqlFailure.Timeout,
        1053 or 1927 or 3169 or 4031 => MySqlFailure.ServerGone,
        1044 or 1045 or 1142 or 1143 or 1227 or 1370 => MySqlFailure.MissingPrivilege,
        1064 or 1146 or 1109 or 1193 or 1054 or 1049 or 1235 => MySqlFailure.NotSupported,
        _ => MySqlFailure.QueryFailed,
    };

    private static NextStep[] ConnectSteps(ServerError error, ConnectionSettings settings) => error.Kind switch
    {
        MySqlFailure.ServerDown => [WhereItListens(settings)],
        MySqlFailure.AccessDenied when error.Number == 1130 => [AccountStatements.ForThisAddress(error, settings)],
        MySqlFailure.AccessDenied when settings.Host is null =>
            [AccountStatements.OverSocket(error, settings), .. AccessSteps(settings)],
        MySqlFailure.AccessDenied => AccessSteps(settings),
        MySqlFailure.TlsFailed when error.Number == 3159 =>
            [$"Use --ssl-mode REQUIRED: the server demands encryption (require_secure_transport)"],
        MySqlFailure.TlsFailed when error.Text == ServerError.NoTls =>
            [$"Give the server a certificate (ssl_cert, ssl_key), or use --ssl-mode PREFERRED if this connection may be read by others"],
        MySqlFailure.TlsFailed => CertificateAdvice.For(error.Certificate, settings),
        MySqlFailure.AuthenticationUnsupported => AccountStatements.ToReplace(error, settings),
        MySqlFailure.PublicKeyWanted when settings.Host is null => AccountStatements.ToReplace(error, settings),
        MySqlFailure.PublicKeyWanted =>
        [
            $"Use --ssl-mode REQUIRED, or the server's socket; on a network where nobody can pose as the server, --get-server-public-key "
                + $"(get-server-public-key in an option file) sends it encrypted",
        ],
        MySqlFailure.NoConnectionLeft =>
        [
            $"See who holds the connections: SHOW PROCESSLIST as an administrator (one connection is reserved), then max_connections or "
                + $"max_user_connections",
        ],
        MySqlFailure.NotTheServer =>
        [
            $"See which program listens there: {ShellCommand.Of($"ss -xlp src {settings.Socket}")}; have the server make its socket in a "
                + $"directory that only its user or root may write to, such as /run/mysqld, and name that with --socket",
        ],
        MySqlFailure.NoDatabaseServer => [$"See which program listens there (ss -ltnp) and name the database's own port with --port"],
        _ => [],
    };

    private static NextStep WhereItListens(ConnectionSettings settings) => settings.Host is { } host
        ? NextStep.Of(
            $"See whether the server runs, listens (bind-address, skip-networking, port) and no firewall is between: "
            + $"{ShellCommand.Of($"nc -vz {host} {settings.Port}")}")
        : NextStep.Of(
            $"See whether the server runs (systemctl status mariadb mysql mysqld) and where its socket is (--socket, or socket= in an "
            + $"option file)");

    private static NextStep[] AccessSteps(ConnectionSettings settings)
    {
        var see = NextStep.Of(
            $"See the account on the server: {SqlStatement.Of($"SHOW CREATE USER {settings.UserName}@'HOST'")}; REQUIRE SSL there needs "
            + $"--ssl-mode REQUIRED here");
        var put = settings.Host is null ? NextStep.Of($"Or put") : NextStep.Of($"Put");
        return settings.Password is not null ? [see]
            : [NextStep.Of($"{put} user= and password= under [client] into {settings.UserFile ?? "the file of --defaults-file"}, or name a "
                + $"file with --defaults-extra-file"), see];
    }

    // 1227: "Access denied; you need (at least one of) the SUPER, REPLICATION CLIENT privilege(s) for this operation".
    // 1142: "SELECT command denied to user 'x'@'y' for table `performance_schema`.`threads`".
    private static string MissingGrant(ServerError failure, string sql, string account)
    {
        var text = failure.Text;
        if (Between(text, "(at least one of) the ", " privilege") is { } list)
        {
            var privilege = Array.Find(list.Split(", "), name => name != "SUPER") ?? "SUPER";
            return IsPrivilege(privilege) ? AccountStatements.OnEverything(privilege, account) : Said(failure);
        }

        return Between(text + "\n", "for table ", "\n") is { } table && Between(" " + text, " ", " command denied") is { } command
            && IsPrivilege(command) && Qualified(table, sql) is { } name
                ? $"GRANT {command} ON {name} TO {account}"
                : Said(failure);
    }

    // The words come from the server: they become part of a statement only if they can be the name of a privilege.
    private static bool IsPrivilege(string words) =>
        words.Length is > 0 and <= 60 && words.All(letter => char.IsAsciiLetterUpper(letter) || letter is '_' or ' ');

    // The server writes `schema`.`table` or 'table'; MySQL leaves the schema out, and the statement has it. Null for anything else.
    private static string? Qualified(string table, string sql)
    {
        var names = table.Split('.');
        for (var index = 0; index < names.Length; index++)
            names[index] = names[index].Trim('`', '\'');
        if (names.Length > 2 || Array.Exists(names, name => name.Length == 0))
            return null;
        var last = new SqlIdentifier(names[^1]);
        var schema = names.Length == 2 ? names[0] : SchemaOf(names[0], sql);
        var qualified = schema is null ? SqlStatement.Of($"{last}") : SqlStatement.Of($"{new SqlIdentifier(schema)}.{last}");
        return qualified is { Problem: null, FitsText: true } ? qualified.Text : null;
    }

    private static string? SchemaOf(string table, string sql)
    {
        var dot = sql.IndexOf("." + table, StringComparison.OrdinalIgnoreCase);
        var start = dot;
        while (start > 0 && (char.IsAsciiLetterOrDigit(sql[start - 1]) || sql[start - 1] == '_'))
            start--;
        return dot < 0 || start == dot ? null : sql[start..dot];
    }

    private static string? Between(string text, string before, string after)
    {
        var start = text.IndexOf(before, StringComparison.Ordinal);
        if (start < 0)
            return null;
        start += before.Length;
        var end = text.IndexOf(after, start, StringComparison.Ordinal);
        return end < 0 ? null : text[start..end];
    }

    // A file that was ignored may be the one with the password.
    private static string Remarks(ConnectionSettings settings) =>
        settings.Notes.Count == 0 ? "" : $"; note: {UntrustedText.Clean(string.Join("; ", settings.Notes), 300)}";

    private static string Credentials(ConnectionSettings settings) =>
        settings.Password is null ? "no password was given" : "with a password";

    private static string Said(ServerError error) =>
        error.Number == 0 ? UntrustedText.Clean(error.Text, 300) : $"{UntrustedText.Clean(error.Text, 300)} ({error.Number})";

    private static string Spelling(TlsMode mode) => mode switch
    {
        TlsMode.VerifyCa => "VERIFY_CA",
        TlsMode.VerifyIdentity => "VERIFY_IDENTITY",
        _ => mode.ToString().ToUpperInvariant(),
    };
}
