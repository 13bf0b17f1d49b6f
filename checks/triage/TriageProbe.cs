using Linux.Host;
using Nagios.Plugin;

namespace NagiosChecks.Triage;

/// <summary>Runs all checks side by side and waits for them.</summary>
internal static class TriageProbe
{
    /// <summary>One report for each check, whatever becomes of it.</summary>
    /// <exception cref="CheckException">The checks' time limit leaves no time before triage's own.</exception>
    public static TriageRun Run(TriageOptions options, TriageLimits limits, CheckRun run)
    {
        if (limits.CheckSeconds + CheckProcess.GraceSeconds > run.Remaining.TotalSeconds)
        {
            throw CheckException.Usage("--check-timeout", options.CheckTimeout,
                "leaves no time before triage's own --timeout; raise that, it must be more than two seconds longer");
        }

        run.Stage = "looking for the options that this site keeps for its checks";
        var sections = SiteSections.Find(limits.Paths);
        run.Stage = $"waiting for {limits.Paths.Count} checks";
        var reports = new CheckReport[limits.Paths.Count];
        var runs = new List<Thread>();
        for (var index = 0; index < reports.Length; index++)
        {
            var mine = index;
            var check = new Thread(() => reports[mine] = RunOne(limits.Paths[mine], limits, sections, options.StateDir))
            {
                IsBackground = true,
            };
            try
            {
                check.Start();
                runs.Add(check);
            }
            catch (Exception failure) when (failure is OutOfMemoryException or ThreadStartException)
            {
                reports[mine] = CheckReport.Broken(Path.GetFileName(limits.Paths[mine]), $"could not be run: "
                    + $"{CheckProcess.Reason(failure)}");
            }
        }

        foreach (var check in runs)
            check.Join();
        return new TriageRun(reports, RunningServers.Find(new HostFiles("/"))) { SectionProblem = sections.Problem };
    }

    private static CheckReport RunOne(string path, TriageLimits limits, SiteSections sections, string? stateDirectory)
    {
        var check = Path.GetFileName(path);
        var login = limits.Login.For(check);
        List<string> arguments = [.. login.Arguments];
        if (sections.Checks.Contains(check))
            arguments.Add("--extra-opts");
        if (stateDirectory is not null)
            arguments.Add($"--state-dir={stateDirectory}");
        return CheckProcess.Run(path, limits.CheckSeconds, arguments, login.Password);
    }
}
