namespace NagiosChecks.KernelModules;

/// <summary>What stands in the way of a module.</summary>
/// <param name="Module">The module that is stopped: the one asked for, or one that it needs.</param>
/// <param name="Source">The line that stops it; null where it is no line.</param>
/// <param name="Why">In an operator's words, without the place.</param>
/// <param name="StopsAll">True when it stops the module whatever is asked for; false when another request may get around it.</param>
internal sealed record Obstacle(string Module, SourceLine? Source, string Why, bool StopsAll = false);

/// <summary>What one request to modprobe would come to.</summary>
/// <param name="Inserted">The modules that would then be in the kernel and are not now.</param>
/// <param name="Uncertain">Those of them that only an unknown install command would load.</param>
/// <param name="Obstacles">What stopped modules, in order.</param>
/// <param name="Voided">Install lines that had no effect, by module.</param>
internal sealed record LoadOutcome(
    HashSet<string> Inserted, Dictionary<string, InstallLine> Uncertain, List<Obstacle> Obstacles, Dictionary<string, InstallLine> Voided);

/// <summary>
/// Plays a request through without touching anything: kmod_module_probe_insert_module in libkmod-module.c, with install
/// commands judged and not run.
/// </summary>
/// <param name="config">modprobe.d and the kernel command line's part of it.</param>
/// <param name="tree">The kernel's modules.</param>
/// <param name="kernel">What the kernel itself refuses.</param>
/// <param name="blockingCommands">Programs of which the operator says that they load nothing.</param>
/// <param name="fileExists">False for a module whose file is listed and gone.</param>
internal sealed class LoadSimulation(
    ModprobeConfig config, ModuleTree tree, KernelCommandLine kernel, IReadOnlyList<string> blockingCommands,
    Func<ModuleFile, bool> fileExists)
{
    /// <summary>What an install line comes to.</summary>
    public CommandEffect EffectOf(InstallLine line) => InstallCommand.Judge(line.Command, blockingCommands);

    /// <summary>Plays one request.</summary>
    /// <param name="request">The name or alias that is asked for.</param>
    /// <param name="loaded">What is in the kernel already.</param>
    /// <param name="obeysBlacklist">True for udev and systemd-modules-load, which respect blacklist lines for names too;
    /// modprobe respects them for aliases only.</param>
    public LoadOutcome Play(string request, IReadOnlySet<string> loaded, bool obeysBlacklist = false)
    {
        var outcome = new LoadOutcome([], [], [], []);
        var resolver = new ModuleRequest(config, tree);
        foreach (var module in resolver.Find(request))
        {
            if ((module.Alias is not null || obeysBlacklist) && config.Blacklist.TryGetValue(module.Name, out var blacklist))
                outcome.Obstacles.Add(new Obstacle(module.Name, blacklist, "is blacklisted"));
            else if (module.Alias is not null && module.Source is { } source && IsNothing(module.Name))
                outcome.Obstacles.Add(new Obstacle(ModuleName.Normalize(request), source, "leads to nothing"));
            else
                Play(resolver.Plan(module), loaded, outcome);
        }

        return outcome;
    }

    // "off" in "alias X off" is no keyword: it works because there is no module of that name.
    private bool IsNothing(string module) => tree.Find(module) is null && !tree.IsBuiltin(module) && config.InstallOf(module) is null;

    private void Play(List<PlanStep> plan, IReadOnlySet<string> loaded, LoadOutcome outcome)
    {
        foreach (var step in plan)
        {
            if (loaded.Contains(step.Module) || outcome.Inserted.Contains(step.Module) || tree.IsBuiltin(step.Module))
                continue;
            if (step.Voided is { } voided)
                outcome.Voided[step.Module] = voided;
            if (Hindrance(step, loaded, outcome) is { } obstacle)
            {
                outcome.Obstacles.Add(obstacle);
                var goesOn = step.Command is { } command && EffectOf(command) == CommandEffect.DoesNothing;
                if (step.Required && !goesOn)
                    return;
                continue;
            }

            if (step.Command is { } unknown)
                outcome.Uncertain[step.Module] = unknown;
            outcome.Inserted.Add(step.Module);
        }
    }

    private Obstacle? Hindrance(PlanStep step, IReadOnlySet<string> loaded, LoadOutcome outcome)
    {
        if (step.Command is { } command)
        {
            return EffectOf(command) == CommandEffect.Unknown
                ? null
                : new Obstacle(step.Module, command.Source, "is replaced by a command that loads nothing", StopsAll: true);
        }

        if (tree.Find(step.Module) is not { } module)
            return new Obstacle(step.Module, null, "does not exist in this kernel's modules", StopsAll: true);
        if (!fileExists(module))
            return new Obstacle(step.Module, null, "has no file any more", StopsAll: true);
        if (kernel.KernelRefuses(step.Module))
        {
            return new Obstacle(step.Module, new SourceLine(KernelCommandLine.Path, 0, "module_blacklist="), "is refused by the kernel",
                StopsAll: true);
        }

        var missing = module.Needs.FirstOrDefault(need =>
            !loaded.Contains(need) && !outcome.Inserted.Contains(need) && !tree.IsBuiltin(need));
        return missing is null ? null : new Obstacle(step.Module, null, $"needs {missing}, which is not loaded");
    }
}
