using Nagios.Plugin;

namespace NagiosChecks.Conntrack;

internal static class Program
{
    public static int Main(string[] args) => CheckHost.Run<ConntrackOptions>(ConntrackCheck.Description, args, Check);

    internal static int Run(string[] args, TextWriter output) => CheckHost.Run<ConntrackOptions>(ConntrackCheck.Description, args, output, Check);

    private static NagiosCheckResult Check(ConntrackOptions options, CheckRun run)
    {
        var limits = ConntrackLimits.Parse(options);
        var table = ConntrackProbe.Read(options.OpenFiles(), run);

        run.Stage = "reading the state of earlier runs";
        using var store = run.OpenState($"root={options.Root} namespace={options.Namespace} fill={limits.Fill}");
        var history = ConntrackHistory.Parse(store.Load(), run.Clock);
        var (result, fillStates) = ConntrackCheck.Evaluate(table, history, run.Clock, limits);
        if (table.IsPresent)
            store.Save(history.Next(ConntrackSample.Of(table, run.Clock), fillStates, run.Clock, limits.WindowSeconds));
        if (store.Problem is { } problem)
            result.Note(problem);
        return result;
    }
}
