namespace NagiosChecks.KernelModules;

/// <summary>Says of each listed module what it is to this host, and which line decides. Pure.</summary>
internal sealed class ModuleJudge
{
    private readonly KernelModulesMeasurement _host;
    private readonly LoadSimulation _simulation;
    private readonly LoadRoutes _routesNow;
    private readonly LoadRoutes _routesAfresh;
    private readonly HashSet<string> _loaded;
    private readonly Dictionary<string, SourceLine> _atBoot = [];
    private readonly Dictionary<string, SourceLine> _blocks = [];
    private readonly List<InstallLine> _blockPatterns = [];

    public ModuleJudge(KernelModulesMeasurement host, IReadOnlyList<string> blockingCommands)
    {
        _host = host;
        _simulation = new LoadSimulation(
            host.Config, host.Tree, host.CommandLine, blockingCommands, file => host.FileOf(file) != ModuleFilePresence.Gone);
        _loaded = [.. host.Loaded.Keys];
        _routesNow = new LoadRoutes(host.Config, host.Tree, _simulation, _loaded);
        _routesAfresh = new LoadRoutes(host.Config, host.Tree, _simulation, new HashSet<string>());
        FindBlocks();
        foreach (var boot in host.AtBoot)
        {
            if (host.CommandLine.ForbidsModules)
                break;
            foreach (var module in _simulation.Play(boot.Name, new HashSet<string>(), obeysBlacklist: true).Inserted)
                _atBoot.TryAdd(module, boot.Source);
        }
    }

    /// <summary>The modules of this kernel that modprobe.d was written to keep out, without those that only a pattern or a blacklist
    /// line names: distributions blacklist drivers for other reasons.</summary>
    public IEnumerable<string> MeantToBlock() => _blocks.Keys.Where(name => ModuleName.IsPossible(name) && IsReal(name));

    /// <summary>The verdict on one name of the list.</summary>
    /// <param name="name">A module's name or a plain alias, with underscores.</param>
    public ModuleVerdict Judge(string name) => JudgeName(name) with { MeantToBlock = BlockOf(name) };

    // The line that somebody wrote to keep the module out, whether it holds or not.
    private SourceLine? BlockOf(string name) =>
        _blocks.GetValueOrDefault(name)
        ?? _blockPatterns.Find(line => Wildcard.Matches(line.Pattern, name))?.Source
        ?? _host.Written.Blacklist.GetValueOrDefault(name);

    private void FindBlocks()
    {
        foreach (var line in _host.Written.Installs.Where(line => _simulation.EffectOf(line) != CommandEffect.Unknown))
        {
            if (Wildcard.IsIn(line.Pattern))
                _blockPatterns.Add(line);
            else
                _blocks.TryAdd(line.Pattern, line.Source);
        }

        // "off" is no keyword: it works because there is no module of that name.
        foreach (var alias in _host.Written.Aliases.Where(alias => alias.Module == "off" && !Wildcard.IsIn(alias.Pattern)))
            _blocks.TryAdd(alias.Pattern, alias.Source);
    }

    private ModuleVerdict JudgeName(string name)
    {
        if (_host.Loaded.TryGetValue(name, out var loaded))
            return Loaded(name, loaded);
        if (_host.Tree.IsBuiltin(name) || _host.IsBuiltinBySysfs(name))
            return new ModuleVerdict(name, ModuleState.Builtin, "part of the kernel image: neither unloaded nor kept out by modprobe.d");
        if (!_host.HasModules)
        {
            return new ModuleVerdict(name, ModuleState.Absent,
                $"this kernel has no loadable modules ({LoadedModules.Path} does not exist)");
        }

        if (_host.TreeProblem is { } problem)
            return new ModuleVerdict(name, ModuleState.Unseen, problem);
        if (_host.Tree.Find(name) is not { } file)
            return JudgeAlias(name);
        var place = $"{_host.TreePath}/modules.dep:{file.Line} names {file.File}";
        return _host.FileOf(file) switch
        {
            ModuleFilePresence.Gone => new ModuleVerdict(name, ModuleState.Absent, $"{place}, which does not exist"),
            ModuleFilePresence.NotCaptured => new ModuleVerdict(name, ModuleState.Unseen, $"{place}, which this captured tree does not "
                + $"hold"),
            _ => JudgeFile(name),
        };
    }

    private ModuleVerdict Loaded(string name, LoadedModule loaded)
    {
        var references = loaded.References switch
        {
            null => "in use count not kept by this kernel",
            0 => "held by nothing",
            { } count when loaded.Holders.Count == 0 => $"held by {count} reference{(count == 1 ? "" : "s")} of rules, sockets or devices",
            { } count when count > loaded.Holders.Count => $"held by {Names(loaded.Holders, 6)} and {count - loaded.Holders.Count} other "
                + $"references",
            _ => $"held by {Names(loaded.Holders, 6)}",
        };
        var condition = loaded.Condition == "Live" ? "" : $", {loaded.Condition.ToLowerInvariant()} right now";
        var boot = _atBoot.GetValueOrDefault(name);
        var (comesBack, again, decided) = Again(name, boot);
        return new ModuleVerdict(name, ModuleState.Loaded, references + condition + again)
        {
            Loaded = loaded,
            AtBoot = boot,
            ComesBack = comesBack,
            DecidedBy = boot ?? decided,
            Fix = comesBack ? Fix(name) : [],
        };
    }

    // What happens to a loaded module once it is unloaded or the host is rebooted.
    private (bool ComesBack, string Text, SourceLine? DecidedBy) Again(string name, SourceLine? boot)
    {
        if (boot is not null)
            return (true, $"; loaded at every boot by {boot}", boot);
        if (_host.TreeProblem is not null || !_host.HasModules || _host.Tree.Find(name) is null)
            return (false, "", null);
        if (Hidden(null) is { } hidden)
            return (false, $"; whether it comes back stands in {hidden.Path}, which {hidden.Why}", null);
        var route = _routesAfresh.Find(name, out var byName);
        var decides = route is null ? null : Decides(name, route, byName);
        return route is null
            ? (false, InSpiteOf(name, byName), byName.Obstacles.FirstOrDefault()?.Source)
            : (true, $"; comes back on demand{(decides is null ? "" : ": " + Explain(name, route, byName))}", decides);
    }

    // No request would load it, and yet it is in the kernel.
    private static string InSpiteOf(string name, LoadOutcome byName) =>
        $"; loaded in spite of {Obstacle(name, byName)}: before that line was there, by insmod, or by the initramfs, whose own copy of "
            + $"modprobe.d "
        + "this check does not see";

    private ModuleVerdict JudgeFile(string name)
    {
        if (RefusedByKernel(name) is { } refusal)
            return new ModuleVerdict(name, ModuleState.Blocked, refusal);
        var route = _routesNow.Find(name, out var byName);
        var boot = _atBoot.GetValueOrDefault(name);
        if (route is null && boot is null)
        {
            var deciding = byName.Obstacles.FirstOrDefault()?.Source;
            return Hidden(deciding) is { } before
                ? new ModuleVerdict(name, ModuleState.Unseen, $"blocked by {deciding}, unless {before.Path} says otherwise, which "
                    + $"{before.Why}")
                : new ModuleVerdict(name, ModuleState.Blocked, Obstacle(name, byName)) { DecidedBy = deciding };
        }

        if (_host.LoadingDisabled && boot is null)
        {
            return new ModuleVerdict(name, ModuleState.Blocked,
                "kernel.modules_disabled is 1: nothing is loaded until the next boot, and then it could be");
        }

        if (Hidden(null) is { } hidden)
        {
            var when = boot is null ? "on demand" : $"at the next boot by {boot}";
            return new ModuleVerdict(name, ModuleState.Unseen, $"would be loaded {when}, unless {hidden.Path} blocks it, which "
                + $"{hidden.Why}")
            {
                AtBoot = boot,
            };
        }

        var decides = boot ?? Decides(name, route!, byName);
        var reason = boot is not null ? $"loaded at the next boot by {boot}" : Explain(name, route!, byName);
        return new ModuleVerdict(name, ModuleState.Loadable, reason) { DecidedBy = decides, AtBoot = boot, Fix = Fix(name) };
    }

    private string? RefusedByKernel(string name) =>
        _host.CommandLine.KernelRefuses(name)
            ? $"module_blacklist= on the kernel command line ({KernelCommandLine.Path}) makes the kernel refuse it"
        : _host.CommandLine.ForbidsModules
            ? $"nomodule on the kernel command line ({KernelCommandLine.Path}): the kernel loads no module, also after a reboot"
        : null;

    // A name that is no module of this kernel: an alias of others, or nothing at all.
    private ModuleVerdict JudgeAlias(string name)
    {
        var found = new ModuleRequest(_host.Config, _host.Tree).Find(name);
        var real = found.Select(module => module.Name).Where(module => module != name && IsReal(module)).Distinct().ToList();
        if (real.Count > 0)
        {
            var worst = real.Select(Judge).MinBy(verdict => verdict.State)!;
            return worst with { Name = name, Reason = $"an alias of {worst.Name}: {worst.Reason}", AliasOf = real };
        }

        var outcome = _simulation.Play(name, _loaded);
        if (outcome.Uncertain.TryGetValue(name, out var command))
            return new ModuleVerdict(name, ModuleState.Loadable, Uncertain(command)) { DecidedBy = command.Source, Fix = Fix(name) };
        var line = outcome.Obstacles.FirstOrDefault()?.Source;
        return new ModuleVerdict(name, ModuleState.Absent,
            $"no such module in {_host.TreePath}{(line is null ? "" : $"; {line} changes nothing")}")
        {
            DecidedBy = line,
        };
    }

    private bool IsReal(string module) =>
        _host.Tree.Find(module) is not null || _host.Tree.IsBuiltin(module) || _loaded.Contains(module);

    private SourceLine? Decides(string name, LoadRoute route, LoadOutcome byName) =>
        route.Outcome.Uncertain.GetValueOrDefault(name)?.Source
        ?? route.Outcome.Voided.GetValueOrDefault(name)?.Source
        ?? byName.Obstacles.FirstOrDefault()?.Source
        ?? _host.Config.Blacklist.GetValueOrDefault(name);

    private string Explain(string name, LoadRoute route, LoadOutcome byName)
    {
        if (route.Outcome.Uncertain.TryGetValue(name, out var command))
            return Uncertain(command);
        if (_host.BusyBoxModprobe is { } busyBox && BlockOf(name) is { } ignored)
            return $"{ignored} has no effect: {busyBox} is BusyBox, which ignores install, softdep and blacklist lines";
        if (route.Outcome.Voided.TryGetValue(name, out var voided))
        {
            return $"{voided.Source} has no effect: modprobe ignores the install line of a module with soft dependencies "
                + $"({_host.Config.SoftdepOf(name)?.Source.Place})";
        }

        if (_host.Tree.Find(name)?.Needs.FirstOrDefault(route.Outcome.Uncertain.ContainsKey) is { } need)
            return $"needs {need}, where {Uncertain(route.Outcome.Uncertain[need])}";
        var still = route.Others > 0 ? $"{route.Request} and {route.Others} more still load" : $"{route.Request} still loads";
        return route.Kind switch
        {
            LoadRouteKind.Dependant => $"{Line(byName)} stops only requests for the name: {still} it as a dependency",
            LoadRouteKind.Alias => $"{Line(byName)} stops only requests for the name: the alias {still} it",
            _ when _host.Config.Blacklist.TryGetValue(name, out var blacklist) =>
                $"{blacklist} is no block: it only hides the module's aliases, a request for the name or for a module that needs it still "
                + "loads it",
            _ => $"listed in {_host.TreePath}/modules.dep, and no line of modprobe.d stops it",
        };
    }

    private static string Uncertain(InstallLine command) =>
        $"{command.Source} runs a command in its place, and this check cannot tell whether that loads it";

    private static string Line(LoadOutcome outcome) =>
        outcome.Obstacles.FirstOrDefault()?.Source is { } source ? source.ToString() : "what is configured";

    private static string Obstacle(string name, LoadOutcome outcome) => outcome.Obstacles.FirstOrDefault() switch
    {
        null => "nothing would load it",
        { Source: { } source } obstacle => $"{source}{(obstacle.Module == name ? "" : $" stops {obstacle.Module}, which it needs")}",
        { } obstacle => $"{obstacle.Module} {obstacle.Why}",
    };

    // The first part of modprobe.d that nobody could read and that could overrule a line; all of it where there is no line.
    private HiddenConfig? Hidden(SourceLine? decided)
    {
        var name = decided is null || !decided.Path.EndsWith(".conf", StringComparison.Ordinal)
            ? null
            : decided.Path[(decided.Path.LastIndexOf('/') + 1)..];
        return _host.Hidden.FirstOrDefault(hidden => name is null || string.CompareOrdinal(hidden.Name, name) <= 0);
    }

    private List<string> Fix(string name)
    {
        // No line of modprobe.d keeps a module from BusyBox's modprobe.
        if (_host.BusyBoxModprobe is not null)
            return [];
        List<string> lines = [$"install {name} /bin/false"];
        if (_host.Config.SoftdepOf(name) is { } softdep && softdep.Before.Count + softdep.After.Count > 0)
            lines.Insert(0, $"softdep {name} pre:");
        return lines;
    }

    /// <summary>The first few names and how many more.</summary>
    public static string Names(IReadOnlyList<string> names, int most) =>
        names.Count <= most + 1 ? string.Join(", ", names) : $"{string.Join(", ", names.Take(most))} and {names.Count - most} more";
}
