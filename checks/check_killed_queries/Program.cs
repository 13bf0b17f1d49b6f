using MySql.Session;
using Nagios.Plugin;

namespace NagiosChecks.KilledQueries;

internal static class Program
{
    public static int Main(string[] args) => CheckHost.Run<KilledQueriesOptions>(KilledQueriesCheck.Description, args, Check);

    internal static int Run(string[] args, TextWriter output) => CheckHost.Run<KilledQueriesOptions>(KilledQueriesCheck.Description, args, output, Check);

    internal static NagiosCheckResult Check(KilledQueriesOptions options, CheckRun run)
    {
        var limits = KilledQueriesLimits.Parse(options);
        return ServerCheck.Run(KilledQueriesCheck.Description.Name, options, run, session =>
        {
            using var state = run.OpenState(session.Place);
            var previous = state.Load();
            var seen = SeenSessions.Parse(previous?.Records ?? []);
            var elapsed = previous is { } snapshot ? run.Clock.SecondsSince(snapshot.Taken) : null;
            var look = KilledQueriesProbe.Look(session, seen);
            var sightings = seen.Follow(look, elapsed);
            _ = state.Save(new StateSnapshot(run.Clock, SeenSessions.Format(look, sightings)));
            var result = KilledQueriesCheck.Evaluate(look, sightings, limits);
            if (state.Problem is { } problem)
                result.Note(problem);
            return result;
        });
    }
}
