using Linux.Host;
using MySql.Session;
using Nagios.Plugin;

namespace NagiosChecks.BinlogPartition;

/// <summary>A login, if one is wanted and works. The partition is judged in any case.</summary>
internal sealed class ServerLogin : IDisposable
{
    private ServerLogin()
    {
    }

    /// <summary>The session; null without a login.</summary>
    public MySqlSession? Session { get; private init; }

    /// <summary>What the server said; null without a login.</summary>
    public ServerFacts? Facts { get; private init; }

    /// <summary>Why a login that was asked for failed; null otherwise.</summary>
    public MySqlSessionException? Failure { get; private init; }

    /// <summary>Remarks for the result.</summary>
    public IReadOnlyList<string> Notes { get; private init; } = [];

    /// <summary>Logs in where that is asked for or an option file says how.</summary>
    /// <exception cref="CheckException">An option is not right.</exception>
    public static ServerLogin Try(BinlogPartitionOptions options, CheckRun run)
    {
        if (options.Login is not ("auto" or "always" or "never"))
            throw CheckException.Usage("--login", options.Login, "is none of auto, always, never");
        options.Validate();
        var asked = options.Login == "always" || IsNamed(options);
        if (options.Login == "never" || (!asked && !(options.Path is null && HasOwnOptionFile())))
            return new ServerLogin();

        MySqlSession? session = null;
        try
        {
            session = MySqlSession.Open(options, run);
            return new ServerLogin { Session = session, Facts = ServerQuestions.Ask(session), Notes = session.Notes };
        }
        catch (MySqlSessionException failure)
        {
            session?.Dispose();
            return asked ? new ServerLogin { Failure = failure } : new ServerLogin { Notes = [$"no login: {failure.Message}"] };
        }
        catch
        {
            session?.Dispose();
            throw;
        }
    }

    public void Dispose() => Session?.Dispose();

    private static bool IsNamed(BinlogPartitionOptions options) =>
        (options.Host ?? options.Port ?? options.Socket ?? options.User ?? options.Password ?? options.DefaultsFile
            ?? options.DefaultsExtraFile ?? options.DefaultsGroup) is not null;

    private static bool HasOwnOptionFile() =>
        Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) is { Length: > 0 } home
            && FileStatus.Read($"{home}/.my.cnf") is not null;
}
