using Linux.Host;
using Nagios.Plugin;

namespace MySql.Session;

/// <summary>
/// The common frame of checks that ask a server: not applicable where there is none, the state of --if-server-down where it is
/// down, UNKNOWN where it cannot be asked.
/// </summary>
public static class ServerCheck
{
    private static readonly string[] ServerProcesses = ["mysqld", "mariadbd"];

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

    /// <summary>Opens a session, lends it to a probe and closes it. A server that is down ends the run in the state of --if-server-down.</summary>
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
        RefuseAbsent(settings);
        try
        {
            using var session = MySqlSession.Open(settings, run);
            return ask(session);
        }
        catch (MySqlSessionException down) when (down.IsServerDown)
        {
            throw new MySqlSessionException(down.Failure, down.Message, down.ErrorNumber) { State = ifServerDown, Steps = down.Steps, NextSteps = down.NextSteps };
        }
    }

    private static void RefuseAbsent(ConnectionSettings settings)
    {
        var isAbsent = !settings.NamesServer && settings.Host is null && FileStatus.Read(settings.Socket) is null;
        if (isAbsent && !ServerRuns(new HostFiles("/")))
        {
            throw new CheckNotApplicableException($"no MySQL or MariaDB server on this host (no socket {settings.Socket}, no process mysqld or mariadbd, "
                + "and none named with --host, --socket or in ~/.my.cnf)");
        }

        if (isAbsent)
        {
            throw new CheckException($"a process mysqld or mariadbd runs on this host, but not with the socket {settings.Socket}, and no server is named")
            {
                NextSteps = ["name the server with --socket or --host, or under [client] in ~/.my.cnf (ss -xl shows the sockets; the process may also belong to a container)"],
            };
        }
    }

    // /proc/PID/comm, proc(5): the first 15 characters of the program's name.
    private static bool ServerRuns(HostFiles host)
    {
        foreach (var entry in host.List("/proc") ?? [])
        {
            if (char.IsAsciiDigit(entry[0]) && host.Read($"/proc/{entry}/comm") is { Outcome: FileOutcome.Read } comm
                && Array.IndexOf(ServerProcesses, comm.Text.TrimEnd()) >= 0)
                return true;
        }

        return false;
    }
}
