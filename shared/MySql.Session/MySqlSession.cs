using System.Globalization;
using Nagios.Plugin;

namespace MySql.Session;

/// <summary>
/// One connection to a MySQL or MariaDB server for the time of one run. Every wait ends inside the check's own time limit, and the
/// server is told to drop this session soon by itself, should the network lose it.
/// </summary>
/// <remarks>
/// Never ask a primary whose disk may be full for its log lists (SHOW BINARY LOGS, SHOW MASTER STATUS, SHOW BINARY LOG STATUS,
/// performance_schema.log_status): the server's thread hangs and stays after the client has gone.
/// </remarks>
public sealed class MySqlSession : IDisposable
{
    // What is left for judging and printing after the slowest answer.
    private static readonly TimeSpan Reserve = TimeSpan.FromMilliseconds(500);

    // A session that nobody uses any more is dropped by the server after this many seconds.
    private const int IdleLimit = 60;

    private readonly ServerConnection _connection;
    private readonly CheckRun _run;
    private Thread? _asking;

    private MySqlSession(ServerConnection connection, CheckRun run, string place)
    {
        _connection = connection;
        _run = run;
        Place = place;
    }

    /// <summary>Where the server is, for texts: <c>db1:3306</c> or <c>socket /run/mysqld/mysqld.sock</c>.</summary>
    public string Place { get; }

    /// <summary>True when the server is reached through a Unix socket or a loopback address, so that its files may be this
    /// host's.</summary>
    public bool IsOnThisHost { get; private init; }

    /// <summary>The Unix socket in use; null over TCP, where even a loopback address may lead into a container.</summary>
    public string? SocketPath { get; private init; }

    /// <summary>The server's family and version.</summary>
    public ServerVersion Server { get; private set; } = ServerVersion.Parse("", null);

    /// <summary>This session's account as grants name it: <c>'nagios'@'localhost'</c>.</summary>
    public string Account { get; private set; } = "";

    /// <summary>The statement that gives this session's account a privilege on everything.</summary>
    /// <param name="privileges">As the server names them, such as PROCESS.</param>
    public string GrantOf(string privileges) => AccountStatements.OnEverything(privileges, Account);

    /// <summary>This session's account name as the process list shows it.</summary>
    public string UserName { get; private set; } = "";

    /// <summary>True when the connection is encrypted.</summary>
    public bool IsEncrypted => _connection.IsEncrypted;

    /// <summary>This session's id in the server's process list.</summary>
    public long ConnectionId { get; private set; }

    /// <summary>Remarks for the result: option files that were ignored, with the reason.</summary>
    public IReadOnlyList<string> Notes { get; private init; } = [];

    /// <summary>Connects as the command line, the option files and the environment say.</summary>
    /// <exception cref="MySqlSessionException">There is no session; its kind says why.</exception>
    public static MySqlSession Open(MySqlOptions options, CheckRun run)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Open(ConnectionSettings.Resolve(options, Environment.GetEnvironmentVariable), run);
    }

    /// <summary>As <see cref="Open(MySqlOptions, CheckRun)"/>, with the server to ask where neither the command line nor an option file
    /// names one.</summary>
    /// <exception cref="MySqlSessionException">There is no session; its kind says why.</exception>
    public static MySqlSession Open(MySqlOptions options, CheckRun run, string standardHost, int standardPort)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Open(ConnectionSettings.Resolve(options, name => name switch
        {
            "MYSQL_HOST" => standardHost,
            "MYSQL_TCP_PORT" => standardPort.ToString(CultureInfo.InvariantCulture),
            _ => Environment.GetEnvironmentVariable(name),
        }), run);
    }

    internal static MySqlSession Open(ConnectionSettings settings, CheckRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        run.Stage = $"connecting to {settings.Place}";
        var session = new MySqlSession(ServerConnection.Open(settings, Patience(run)), run, settings.Place)
        {
            Notes = settings.Notes,
            IsOnThisHost = settings.IsOnThisHost,
            SocketPath = settings.Host is null ? settings.Socket : null,
        };
        try
        {
            session.Introduce();
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>Asks one statement. Send nothing that can wait for a lock or a disk.</summary>
    /// <param name="sql">One statement.</param>
    /// <returns>The rows; none for a statement without a result.</returns>
    /// <exception cref="MySqlSessionException">No answer; its kind says why.</exception>
    public IReadOnlyList<MySqlRow> Query(string sql)
    {
        ArgumentNullException.ThrowIfNull(sql);
        _run.Stage = $"asking {Place}: {FailureText.Statement(sql)}";
        return _connection.TryQuery(sql, Patience(_run), out var rows) is { } error ? throw FailureText.Asking(error, sql, Place, Account)
            : rows;
    }

    /// <summary>Asks a statement whose answer has a row.</summary>
    /// <param name="sql">One statement.</param>
    /// <returns>The first row.</returns>
    /// <exception cref="MySqlSessionException">No answer, or none with a row in it.</exception>
    public MySqlRow QueryRow(string sql) => Query(sql) is [var row, ..] ? row
        : throw new MySqlSessionException(MySqlFailure.QueryFailed, $"{Place} answers '{FailureText.Statement(sql)}' without a row");

    /// <summary>Asks a statement that this server may not know or this account may not ask.</summary>
    /// <param name="sql">One statement.</param>
    /// <param name="rows">The rows; empty when there is no answer.</param>
    /// <returns>Null with an answer; else why there is none: <see cref="MySqlFailure.MissingPrivilege"/>,
    /// <see cref="MySqlFailure.NotSupported"/> or <see cref="MySqlFailure.QueryFailed"/>.</returns>
    /// <exception cref="MySqlSessionException">The session itself failed.</exception>
    public MySqlSessionException? TryQuery(string sql, out IReadOnlyList<MySqlRow> rows)
    {
        try
        {
            rows = Query(sql);
            return null;
        }
        catch (MySqlSessionException refused) when (
            refused.Failure is MySqlFailure.MissingPrivilege or MySqlFailure.NotSupported or MySqlFailure.QueryFailed)
        {
            rows = [];
            return refused;
        }
    }

    /// <summary>True when the account holds a privilege on all schemas, by itself or through a role that is active.</summary>
    /// <param name="privilege">As SHOW GRANTS names it, such as PROCESS.</param>
    /// <exception cref="MySqlSessionException">The session itself failed.</exception>
    public bool HasGlobalPrivilege(string privilege) =>
        TryQuery("SHOW GRANTS", out var rows) is null
            && GrantList.HasGlobal(rows.Select(row => row.Text(row.Columns.Names[0]) ?? ""), privilege);

    /// <summary>
    /// Asks a statement that may wait for a lock inside the server, and no longer than is said. After a time-out the session is of no
    /// more use, and its connection ends with the process.
    /// </summary>
    /// <param name="sql">One statement.</param>
    /// <param name="limit">How long to wait.</param>
    /// <param name="rows">The rows; empty when there is no answer.</param>
    /// <returns>Null with an answer; else why there is none.</returns>
    public MySqlSessionException? TryQueryWithin(string sql, TimeSpan limit, out IReadOnlyList<MySqlRow> rows)
    {
        ArgumentNullException.ThrowIfNull(sql);
        IReadOnlyList<MySqlRow> answer = [];
        MySqlSessionException? failure = null;
        _asking = new Thread(() =>
        {
            try
            {
                failure = TryQuery(sql, out answer);
            }
            catch (MySqlSessionException lost)
            {
                failure = lost;
            }
        })
        { IsBackground = true };
        _asking.Start();
        if (!_asking.Join(limit < _run.Remaining ? limit : _run.Remaining))
        {
            rows = [];
            return new MySqlSessionException(
                MySqlFailure.Timeout,
                $"{Place} did not answer '{FailureText.Statement(sql)}' within {Quantity.Human(limit.TotalSeconds, Dimension.Duration)}");
        }

        _asking = null;
        rows = failure is null ? answer : [];
        return failure;
    }

    /// <summary>True while the server still owes an answer: nothing more can be asked then.</summary>
    public bool IsWaiting => _asking is { IsAlive: true };

    /// <summary>Says goodbye to the server, unless it still owes an answer: a connection in use cannot be closed.</summary>
    public void Dispose()
    {
        if (!IsWaiting)
            _connection.Dispose();
    }

    private void Introduce()
    {
        Server = ServerVersion.Parse(_connection.ServerVersion, null);
        // Should this process or the network die in the middle, the server ends what is left by itself.
        var limit = Math.Max(1, (long)Patience(_run).TotalSeconds);
        // Texts of errors in English, since the missing privilege is read from them.
        var limits = $"SET SESSION lc_messages = 'en_US', wait_timeout = {IdleLimit}";
        if (Server.IsMariaDbSince(10, 1, 1))
            limits += $", max_statement_time = {limit}";
        else if (Server.IsMySqlSince(5, 7, 8))
            limits += string.Create(CultureInfo.InvariantCulture, $", max_execution_time = {limit * 1000}");
        _ = TryQuery(limits, out _);

        var server = QueryRow(
            "SELECT @@version AS version, @@version_comment AS comment, CURRENT_USER() AS account, CONNECTION_ID() AS id");
        Server = ServerVersion.Parse(server.Text("version") ?? "", server.Text("comment"));
        Account = Quoted(server.Text("account") ?? "");
        UserName = UserNameOf(server.Text("account") ?? "");
        ConnectionId = server.Integer("id") ?? 0;
    }

    // What is left of the run, less what judging and printing need.
    private static TimeSpan Patience(CheckRun run) => run.Remaining > Reserve ? run.Remaining - Reserve : TimeSpan.Zero;

    private static string UserNameOf(string account) => account.LastIndexOf('@') is var at and >= 0 ? account[..at] : account;

    // Values are quoted as a statement quotes them: the name may hold a quote.
    private static string Quoted(string account)
    {
        var at = account.LastIndexOf('@');
        return (at < 0 ? SqlStatement.Of($"{account}") : SqlStatement.Of($"{account[..at]}@{account[(at + 1)..]}")).ToString();
    }
}
