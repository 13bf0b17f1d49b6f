namespace NagiosChecks.KernelModules;

/// <summary>A way by which a module gets into the kernel.</summary>
/// <param name="Kind">How.</param>
/// <param name="Request">The name or alias that is asked for.</param>
/// <param name="Others">How many more requests of that kind load it.</param>
/// <param name="Outcome">What the request comes to.</param>
internal sealed record LoadRoute(LoadRouteKind Kind, string Request, int Others, LoadOutcome Outcome);

/// <summary>The kinds of request that load a module.</summary>
internal enum LoadRouteKind
{
    /// <summary>modprobe or the kernel asks for the module's own name.</summary>
    Name,

    /// <summary>Somebody asks for another module that needs or draws in this one.</summary>
    Dependant,

    /// <summary>The kernel asks for an alias of the module, or of one that needs it.</summary>
    Alias,
}

/// <summary>
/// Looks for any request that would load a module, because a line that stops one kind need not stop the others. Every request is
/// played once and remembered: long lists of modules share most of them.
/// </summary>
/// <param name="config">modprobe.d.</param>
/// <param name="tree">The kernel's modules.</param>
/// <param name="simulation">Plays requests.</param>
/// <param name="loaded">What is in the kernel already.</param>
internal sealed class LoadRoutes(ModprobeConfig config, ModuleTree tree, LoadSimulation simulation, IReadOnlySet<string> loaded)
{
    private readonly ModuleRequest _resolver = new(config, tree);
    private readonly Dictionary<string, LoadOutcome> _outcomes = [];
    private Dictionary<string, List<string>>? _drawnInBy;

    /// <summary>The first kind of request that loads a module; null when none does.</summary>
    /// <param name="module">A module that has a file.</param>
    /// <param name="byName">What the request for the module's own name comes to.</param>
    public LoadRoute? Find(string module, out LoadOutcome byName)
    {
        byName = Play(module);
        if (byName.Inserted.Contains(module))
            return new LoadRoute(LoadRouteKind.Name, module, 0, byName);
        var needs = tree.Find(module)?.Needs ?? [];
        if (byName.Obstacles.Exists(obstacle => obstacle.StopsAll && (obstacle.Module == module || needs.Contains(obstacle.Module))))
            return null;

        var family = Family(module);
        return First(LoadRouteKind.Dependant, family.Skip(1), module) ?? First(LoadRouteKind.Alias, Aliases(family), module);
    }

    private LoadRoute? First(LoadRouteKind kind, IEnumerable<string> requests, string module)
    {
        string? first = null;
        var others = 0;
        foreach (var request in requests)
        {
            if (!Play(request).Inserted.Contains(module))
                continue;
            others += first is null ? 0 : 1;
            first ??= request;
        }

        return first is null ? null : new LoadRoute(kind, first, others, Play(first));
    }

    private LoadOutcome Play(string request)
    {
        if (!_outcomes.TryGetValue(request, out var outcome))
            _outcomes[request] = outcome = simulation.Play(request, loaded);
        return outcome;
    }

    // The aliases that modules carry and those of modprobe.d; a pattern stands for a request that it matches.
    private IEnumerable<string> Aliases(List<string> family)
    {
        HashSet<string> members = [.. family];
        var configured = config.Aliases.Where(alias => members.Contains(alias.Module)).Select(alias => alias.Pattern);
        return tree.AliasesOf(members).Concat(configured).Order(StringComparer.Ordinal);
    }

    // The module and all that need it or draw it in, directly or not, nearest first.
    private List<string> Family(string module)
    {
        _drawnInBy ??= FindDrawnIn();
        List<string> family = [module];
        HashSet<string> known = [module];
        for (var index = 0; index < family.Count; index++)
        {
            var member = family[index];
            family.AddRange(tree.Dependants(member).Where(known.Add));
            if (_drawnInBy.TryGetValue(member, out var patterns))
                family.AddRange(patterns.SelectMany(NamesOf).Where(known.Add));
        }

        return family;
    }

    // Which soft dependencies draw in a module: their patterns, by the module's name.
    private Dictionary<string, List<string>> FindDrawnIn()
    {
        var drawnInBy = new Dictionary<string, List<string>>();
        foreach (var softdep in config.Softdeps)
        {
            foreach (var found in softdep.Before.Concat(softdep.After).SelectMany(_resolver.Find))
            {
                if (!drawnInBy.TryGetValue(found.Name, out var patterns))
                    drawnInBy[found.Name] = patterns = [];
                patterns.Add(softdep.Pattern);
            }
        }

        return drawnInBy;
    }

    private IEnumerable<string> NamesOf(string pattern) =>
        Wildcard.IsIn(pattern) ? tree.Names.Where(name => Wildcard.Matches(pattern, name)) : [pattern];
}
