using Nagios.Plugin;

namespace NagiosChecks.KernelModules.Tests;

/// <summary>A captured tree may name modules as it likes: a step must pass the name on as it is and run nothing that stands in
/// it.</summary>
public sealed class HostileStepTests
{
    [Fact]
    public void The_printed_lines_of_modprobe_d_hold_the_name_and_nothing_is_run()
    {
        using var folder = new TemporaryFolder();
        var ran = Path.Combine(folder.Path, "canary");
        var printed = 0;
        foreach (var name in HostileValues.All.Where(name => name.Length > 0 && name[0] != '-'))
        {
            var text = name.Replace("canary", $"touch {ran}", StringComparison.Ordinal);
            var commands = Advice(text).SelectMany(step => step.Commands)
                .Where(command => command.Problem is null && command.Text.StartsWith("printf", StringComparison.Ordinal)).ToList();
            foreach (var command in commands)
            {
                var file = folder.Write("00-keep-out.conf", "");
                var run = ProcessRun.OfShell(command.Text.Replace("/etc/modprobe.d/00-keep-out.conf", file, StringComparison.Ordinal));

                Assert.Equal(("", 0), (run.Error, run.ExitCode));
                var softdep = command.Text.Contains("softdep", StringComparison.Ordinal) ? $"softdep {text} pre:\n" : "";
                Assert.Equal($"{softdep}install {text} /bin/false\n", File.ReadAllText(file));
                printed++;
            }
        }

        Assert.True(printed > 60, $"only {printed} commands were printed");
        Assert.False(File.Exists(ran), "a name was run");
    }

    [Fact]
    public void What_is_unloaded_is_what_is_named()
    {
        using var trial = new ShellTrial();
        var printed = 0;
        foreach (var name in HostileValues.All.Where(name => name.Length > 0))
        {
            var steps = Advice(name)
                .Where(step => step.Commands.Any(command => command.Text.StartsWith("modprobe", StringComparison.Ordinal)));
            printed += HostileSteps.Verify(steps, trial);
        }

        Assert.True(printed > 30, $"only {printed} commands were printed");
    }

    private static IReadOnlyList<NextStep> Advice(string name)
    {
        var result = new NagiosCheckResult("KERNEL_MODULES");
        var module = new LoadedModule(name, 0, [], "Live");
        var host = new KernelModulesMeasurement { Loaded = new() { [name] = module } };
        new KernelModulesAdvice(result, host).Give(
        [
            new ModuleVerdict(name, ModuleState.Loaded, "held by nothing") { Loaded = module, ComesBack = true, Fix = ["install"] },
            new ModuleVerdict(name, ModuleState.Loadable, "listed") { Fix = ["softdep", "install"] },
        ]);
        return result.Steps;
    }
}
