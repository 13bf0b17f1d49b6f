using Nagios.Plugin;

namespace NagiosChecks.Conntrack.Tests;

/// <summary>A network namespace may have any name, and a step that enters it must enter that one and run nothing else.</summary>
public sealed class HostileStepTests
{
    [Fact]
    public void Steps_enter_the_namespace_of_that_name_and_run_nothing_else()
    {
        using var trial = new ShellTrial();
        var printed = 0;
        foreach (var name in HostileValues.All.Where(name => name.Length > 0 && !name.Contains('/', StringComparison.Ordinal)))
        {
            var result = new NagiosCheckResult("CONNTRACK");
            var measured = new ConntrackMeasurement { Presence = ConntrackPresence.Read, Maximum = 600, Buckets = 64, ExpectMaximum = 64 };
            var advice = new ConntrackAdvice(result, measured);
            advice.Clashes(new ConntrackNamespace { Identity = "net:[2]", File = "/run/netns/" + name, Entries = 1 });
            printed += HostileSteps.Verify(result.Steps, trial);
        }

        Assert.True(printed > 50, $"only {printed} commands were printed");
    }

    [Fact]
    public void Every_other_command_runs_in_a_shell_too()
    {
        var measured = new ConntrackMeasurement { Presence = ConntrackPresence.Read, Maximum = 600, Buckets = 64, ExpectMaximum = 64,
            IsBuiltIn = false };
        var space = new ConntrackNamespace { Identity = "net:[2]", ProcessId = 7, ProcessName = "x; canary", Entries = 600 };
        Action<ConntrackAdvice>[] findings =
        [
            advice => advice.IsFull(space), advice => advice.HashIsTooSmall(), advice => advice.ExpectationsAreFull(space),
            advice => advice.HasWrapped(space), advice => advice.Tracks(space), advice => advice.IsIdle(),
        ];
        var printed = 0;
        foreach (var finding in findings)
        {
            // A redirection shows only by the file that it makes, so each finding has a root directory of its own.
            using var trial = new ShellTrial();
            trial.WithDirectory("/etc/sysctl.d").WithDirectory("/etc/modprobe.d");
            var result = new NagiosCheckResult("CONNTRACK");
            finding(new ConntrackAdvice(result, measured));
            printed += HostileSteps.Verify(result.Steps, trial);
        }

        Assert.True(printed >= 9, $"only {printed} commands were printed");
    }
}
