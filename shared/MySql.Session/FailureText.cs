using Linux.Host;
using Nagios.Plugin;

namespace MySql.Session;

/// <summary>
/// Turns what a client library or a server said into an operator's words: what was tried, what came back, and the exact option,
/// grant or package that is missing. Numbers: https://dev.mysql.com/doc/mysql-errors/8.4/en/, https://mariadb.com/kb/en/mariadb-error-codes/.
/// </summary>
internal static class FailureText
{
    /// <summary>Why connecting failed.</summary>
    /// <param name="failure">What was said.</param>
    /// <param name="settings">What was tried.</param>
    /// <param name="waited">True when the time limit passed before it failed.</param>
    internal static MySqlSessionException Connecting(DriverException failure, ConnectionSettings settings, bool waited)
    {
        var kind = ConnectKind(failure, waited);
        var place = settings.Place;
        var said = Said(failure);
        var message = kind switch
        {
            MySqlFailure.ServerDown when settings.Host is null => $"no server answers at {place}: {SocketReason(settings.Socket, failure)}",
            MySqlFailure.ServerDown => $"no server answers at {place}: {said}",
            MySqlFailure.Timeout => $"{place} accepted the connection and did not answer in time: {said}",
            MySqlFailure.ServerGone => $"{place} dropped the connection during login: {said}",
            MySqlFailure.NoConnectionLeft => $"{place} has no connection left for '{settings.UserName}': {said}",
            MySqlFailure.LibraryMissing => $"the client library lacks a plugin that account '{settings.UserName}' at {place} needs: {said}",
            MySqlFailure.TlsFailed => $"no TLS connection to {place}: {said}",
            _ => $"{place} refuses account '{settings.UserName}' ({Credentials(settings)}): {said}",
        };
        return new MySqlSessionException(kind, message, failure.Number) { NextSteps = [.. ConnectSteps(kind, failure.Number, settings)] };
    }

    /// <summary>Why a statement failed.</summary>
    /// <param name="failure">What was said.</param>
    /// <param name="sql">The statement.</param>
    /// <param name="place">Where.</param>
    /// <param name="account">The account as the server knows it, such as 'nagios'@'localhost'.</param>
    /// <param name="waited">True when the time limit passed before it failed.</param>
    internal static MySqlSessionException Asking(DriverException failure, string sql, string place, string account, bool waited)
    {
        var kind = QueryKind(failure, waited);
        var statement = UntrustedText.Clean(sql, 60);
        var said = Said(failure);
        var grant = kind == MySqlFailure.MissingPrivilege ? MissingGrant(failure, sql, account) : null;
        var message = kind switch
        {
            MySqlFailure.Timeout => $"{place} did not answer '{statement}' in time",
            MySqlFailure.ServerGone => $"{place} went away while it was asked '{statement}': {said}",
            MySqlFailure.MissingPrivilege => $"account {account} may not ask '{statement}': {grant}",
            _ => $"{place} refuses '{statement}': {said}",
        };
        return new MySqlSessionException(kind, message, failure.Number) { NextSteps = grant is null ? [] : [$"as an administrator of the server: {grant}"] };
    }

    /// <summary>TLS was demanded and the server has none.</summary>
    internal static MySqlSessionException NotEncrypted(ConnectionSettings settings) =>
        new(MySqlFailure.TlsFailed, $"no TLS connection to {settings.Place}: the server does not offer TLS, and --ssl-mode {Spelling(settings.Tls)} demands it")
        {
            NextSteps = ["give the server a certificate (ssl_cert, ssl_key), or use --ssl-mode PREFERRED if this connection may be read by others"],
        };

    private static MySqlFailure ConnectKind(DriverException failure, bool waited) => failure.Number switch
    {
        2002 or 2003 or 2005 when waited => MySqlFailure.ServerDown,
        2013 or 2006 or 2055 when waited => MySqlFailure.Timeout,
        2002 or 2003 or 2004 or 2005 or 1053 => MySqlFailure.ServerDown,
        2006 or 2013 or 2055 => MySqlFailure.ServerGone,
        1040 or 1129 or 1203 or 1226 or 2008 => MySqlFailure.NoConnectionLeft,
        2026 or 2012 or 3159 or 5012 => MySqlFailure.TlsFailed,
        2058 or 2059 or 2060 => MySqlFailure.LibraryMissing,
        _ => MySqlFailure.AccessDenied,
    };

    private static MySqlFailure QueryKind(DriverException failure, bool waited) => failure.Number switch
    {
        2013 or 2006 or 2055 when waited => MySqlFailure.Timeout,
        1969 or 3024 => MySqlFailure.Timeout,
        2006 or 2013 or 2055 or 1053 or 1927 or 3169 or 4031 => MySqlFailure.ServerGone,
        1044 or 1142 or 1143 or 1227 or 1370 or 1045 => MySqlFailure.MissingPrivilege,
        1064 or 1146 or 1109 or 1193 or 1054 or 1049 or 1235 => MySqlFailure.NotSupported,
        _ => MySqlFailure.QueryFailed,
    };

    private static IEnumerable<string> ConnectSteps(MySqlFailure kind, int number, ConnectionSettings settings)
    {
        if (kind == MySqlFailure.ServerDown)
        {
            yield return settings.Host is null
                ? "see whether the server runs (systemctl status mariadb mysql mysqld) and where its socket is (--socket, or socket= in an option file)"
                : $"see whether the server runs, listens (bind-address, skip-networking, port) and no firewall is between: nc -vz {settings.Host} {settings.Port}";
        }
        else if (kind == MySqlFailure.AccessDenied && number is 1130)
            yield return "create the account for this host's address: CREATE USER 'NAME'@'ADDRESS' IDENTIFIED BY '...'";
        else if (kind == MySqlFailure.AccessDenied)
        {
            if (settings.Password is null)
                yield return "put user= and password= under [client] into ~/.my.cnf of the user that runs the check, or name a file with --defaults-extra-file";
            yield return $"see the account on the server: SHOW CREATE USER '{UntrustedText.Clean(settings.UserName, 60)}'@'HOST'; REQUIRE SSL there needs --ssl-mode REQUIRED here";
        }
        else if (kind == MySqlFailure.TlsFailed && number == 3159)
            yield return "the server demands encryption (require_secure_transport): use --ssl-mode REQUIRED";
        else if (kind == MySqlFailure.TlsFailed)
            yield return "name the authority that signed the server's certificate with --ssl-ca; --ssl-mode REQUIRED encrypts without asking who the server is";
        else if (kind == MySqlFailure.LibraryMissing)
            yield return "install libmariadb3 (Debian, Ubuntu) or mariadb-connector-c (RHEL, Fedora) whole, its plugin folder included, or name the folder with plugin-dir= in an option file";
        else if (kind == MySqlFailure.NoConnectionLeft)
            yield return "see who holds the connections: SHOW PROCESSLIST as an administrator (one connection is reserved), then max_connections or max_user_connections";
    }

    // 1227: "Access denied; you need (at least one of) the SUPER, REPLICATION CLIENT privilege(s) for this operation".
    // 1142: "SELECT command denied to user 'x'@'y' for table `performance_schema`.`threads`".
    private static string MissingGrant(DriverException failure, string sql, string account)
    {
        var text = failure.Message;
        if (Between(text, "(at least one of) the ", " privilege") is { } list)
        {
            var privilege = Array.Find(list.Split(", "), name => name != "SUPER") ?? "SUPER";
            return $"GRANT {UntrustedText.Clean(privilege, 60)} ON *.* TO {account}";
        }

        return Between(text + "\n", "for table ", "\n") is { } table && Between(" " + text, " ", " command denied") is { } command
            ? $"GRANT {UntrustedText.Clean(command, 30)} ON {UntrustedText.Clean(Qualified(table.Replace('\'', '`'), sql), 130)} TO {account}"
            : Said(failure);
    }

    // MySQL names the table without its schema; the statement has it.
    private static string Qualified(string table, string sql)
    {
        var dot = table.Contains('.', StringComparison.Ordinal) ? -1 : sql.IndexOf("." + table.Trim('`'), StringComparison.OrdinalIgnoreCase);
        var start = dot;
        while (start > 0 && (char.IsAsciiLetterOrDigit(sql[start - 1]) || sql[start - 1] == '_'))
            start--;
        return dot < 0 || start == dot ? table : $"`{sql[start..dot]}`.{table}";
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

    private static string SocketReason(string socket, DriverException failure) =>
        FileStatus.Read(socket) is null ? "there is no such socket (or its folder may not be entered by this user)"
        : failure.Message.Contains("(13)", StringComparison.Ordinal) ? "this user may not use the socket (permission denied)"
        : failure.Message.Contains("(111)", StringComparison.Ordinal) ? "the socket is there, but no server listens on it (connection refused)"
        : Said(failure);

    private static string Credentials(ConnectionSettings settings) => settings.Password is null ? "no password was given" : "with a password";

    private static string Said(DriverException failure) => $"{UntrustedText.Clean(failure.Message, 300)} ({failure.Number})";

    private static string Spelling(TlsMode mode) => mode switch
    {
        TlsMode.VerifyCa => "VERIFY_CA",
        TlsMode.VerifyIdentity => "VERIFY_IDENTITY",
        _ => mode.ToString().ToUpperInvariant(),
    };
}
