using Linux.Host;
using Nagios.Plugin;

namespace MySql.Session;

/// <summary>
/// The common frame of checks that ask a server: not applicable where there is none, the state of --if-server-down where it is
/// down, UNKNOWN where it cannot be asked.
/// </summary>
public static class ServerCheck
{
    private const int MostNamed = 6;

    /// <summary>Opens a session, lends it to the check and closes it.</summary>
    /// <param name="name">The check's name as it begins the first line.</param>
    /// <param name="options">Where the server is.</param>
    /// <param name="run">This run.</param>
    /// <param name="check">Asks and judges.</param>
    /// <exception cref="CheckException">The server cannot be asked.</exception>
    /// <exception cref="CheckNotApplicableException">Nobody named a server and there is none on this host.</exception>
    public static NagiosCheckResult Run(string name, MySqlOptions options, CheckRun run, Func<MySqlSession, NagiosCheckResult> check)
    {
        ArgumentNullException.ThrowIfNull(check);
        return Ask(options, run, session =>
        {
            var result = check(session);
            foreach (var note in session.Notes)
                result.Note(note);
            return result;
        });
    }

    /// <summary>Opens a session, lends it to a probe and closes it. A server that is down ends the run in the state of
    /// --if-server-down.</summary>
    /// <param name="options">Where the server is.</param>
    /// <param name="run">This run.</param>
    /// <param name="ask">Asks, and returns what was seen.</param>
    /// <exception cref="CheckException">The server cannot be asked.</exception>
    /// <exception cref="CheckNotApplicableException">Nobody named a server and there is none on this host.</exception>
    public static T Ask<T>(MySqlOptions options, CheckRun run, Func<MySqlSession, T> ask)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(ask);
        var ifServerDown = NagiosStates.Parse("--if-server-down", options.IfServerDown);
        var settings = ConnectionSettings.Resolve(options, Environment.GetEnvironmentVariable);
        if (!settings.NamesServer && settings.Host is null && FileStatus.Read(settings.Socket) is null)
            settings = settings.At(TheServerHere(settings.Socket));
        try
        {
            using var session = MySqlSession.Open(settings, run);
            return ask(session);
        }
        catch (MySqlSessionException down) when (down.IsServerDown)
        {
            throw new MySqlSessionException(
                down.Failure, down.Message, down.ErrorNumber) { State = ifServerDown, Steps = down.Steps };
        }
    }

    // Where nobody named a server and the usual socket is not there: the one that runs here.
    private static ServerProcess TheServerHere(string socket)
    {
        var servers = ServerProcess.FindAll(new HostFiles("/"), []);
        if (servers.Count == 0)
        {
            throw new CheckNotApplicableException(
                $"no MySQL or MariaDB server on this host (no socket {socket}, no process mysqld or mariadbd, "
                + "and none named with --host, --socket or in ~/.my.cnf)");
        }

        var reachable = servers.FindAll(server => server.Option is not null);
        if (reachable.Count == 1)
            return reachable[0];
        if (reachable.Count > 1)
        {
            throw new CheckException(
                $"{reachable.Count} servers run on this host, and none is named: "
                + $"{string.Join(", ", reachable.Take(MostNamed).Select(Name))}")
            {
                Steps = [.. reachable.Take(MostNamed).Select(server => NextStep.Of($"Name process {server.Id} with {Option(server)}"))],
            };
        }

        throw new CheckException($"{Name(servers[0])} runs on this host, but not with the socket {socket}, and "
            + (servers[0].IsTrusted ? "where it listens could not be seen" : "its user is none that a server runs as"))
        {
            Steps = [$"Name the server with --socket or --host, or under [client] in ~/.my.cnf (ss -xl shows the sockets; the process "
                + $"may also belong to a container)"],
        };
    }

    private static string Name(ServerProcess server)
    {
        var user = UserAccounts.Read(new HostFiles("/")).NameOf(server.UserId);
        return $"process {server.Id} of user {UntrustedText.Clean(user, 40)} (data in "
            + $"{UntrustedText.Clean(server.Root + server.DataDirectory, 100)})";
    }

    private static ShellCommand Option(ServerProcess server) =>
        server.Sockets.Count > 0 ? ShellCommand.Of($"--socket {server.Sockets[0]}")
            : ShellCommand.Of($"-H 127.0.0.1 -P {server.Port ?? 0}");
}
