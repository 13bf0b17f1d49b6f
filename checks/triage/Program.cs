using Nagios.Plugin;

namespace NagiosChecks.Triage;

internal static class Program
{
    public static int Main(string[] args) => CheckHost.Run<TriageOptions>(TriageCheck.Description, args, Check);

    internal static int Run(string[] args, TextWriter output) => CheckHost.Run<TriageOptions>(TriageCheck.Description, args, output, Check);

    private static NagiosCheckResult Check(TriageOptions options, CheckRun run)
    {
        var timeout = Quantity.Parse("--check-timeout", options.CheckTimeout, Dimension.Duration, 1, 3600);
        Func<bool, bool> useColor = options.Color switch
        {
            "auto" => terminal => terminal && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")),
            "always" => _ => true,
            "never" => _ => false,
            _ => throw CheckException.Usage("--color", options.Color, "is not one of auto, always, never"),
        };
        var paths = SuiteFolder.Checks(options.Plugins ?? AppContext.BaseDirectory, SuiteChecks.Names, options.Only, options.Skip);
        if (timeout + CheckProcess.GraceSeconds > run.Remaining.TotalSeconds)
            throw CheckException.Usage("--check-timeout", options.CheckTimeout, "leaves no time before triage's own --timeout; raise that, it must be more than two seconds longer");

        run.Stage = $"waiting for {paths.Count} checks";
        var reports = new CheckReport[paths.Count];
        var runs = new List<Thread>();
        for (var index = 0; index < reports.Length; index++)
        {
            var mine = index;
            var check = new Thread(() => reports[mine] = CheckProcess.Run(paths[mine], timeout, options.StateDir)) { IsBackground = true };
            try
            {
                check.Start();
                runs.Add(check);
            }
            catch (Exception failure) when (failure is OutOfMemoryException or ThreadStartException)
            {
                reports[mine] = CheckReport.Broken(Path.GetFileName(paths[mine]), $"could not be run: {CheckProcess.Reason(failure)}");
            }
        }

        foreach (var check in runs)
            check.Join();
        return TriageCheck.Evaluate(reports, useColor);
    }
}
