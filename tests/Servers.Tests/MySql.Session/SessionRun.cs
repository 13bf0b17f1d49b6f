using Nagios.Plugin;

namespace MySql.Session.Tests;

/// <summary>A small check around a session, run as an engine would run it, so that time limits and exit codes are the real ones.</summary>
internal sealed record SessionRun(int ExitCode, string Output, MySqlSessionException? Failure, TimeSpan Elapsed)
{
    private static readonly CheckDescription Description =
        new("check_session", "Does the session work?", "For tests.") { States = ["OK"], Examples = [("check_session", "asks")] };

    internal string FirstLine => Output.Split('\n')[0];

    /// <summary>Opens a session as the arguments say and does something with it; the text becomes the first line.</summary>
    internal static SessionRun Of(IEnumerable<string> arguments, Func<MySqlSession, string> ask)
    {
        using var output = new StringWriter();
        var clock = System.Diagnostics.Stopwatch.StartNew();
        MySqlSessionException? failure = null;
        var exitCode = CheckHost.Run<MySqlOptions>(Description, [.. arguments], output, (options, run) =>
        {
            try
            {
                return ServerCheck.Run("SESSION", options, run, session => new NagiosCheckResult("SESSION") { Summary = ask(session) });
            }
            catch (MySqlSessionException caught)
            {
                failure = caught;
                throw;
            }
        });
        return new SessionRun(exitCode, output.ToString(), failure, clock.Elapsed);
    }

    /// <summary>Asks for the server's version.</summary>
    internal static SessionRun Of(params string[] arguments) =>
        Of(arguments, session => $"{session.Server} as {session.Account} encrypted={session.IsEncrypted}");
}
