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

/// <summary>Looks for any request that would load a module, because a line that stops one kind need not stop the others.</summary>
internal sealed class LoadRoutes(ModprobeConfig config, ModuleTree tree, LoadSimulation simulation)
{
    private readonly ModuleRequest _resolver = new(config, tree);

    /// <summary>The first kind of request that loads a module; null when none does.</summary>
    /// <param name="module">A module that has a file.</param>
    /// <param name="loaded">What is in the kernel already.</param>
    /// <param name="byName">What the request for the module's own name comes to.</param>
    public LoadRoute? Find(string module, IReadOnlySet<string> loaded, out LoadOutcome byName)
    {
        byName = simulation.Play(module, loaded);
        if (byName.Inserted.Contains(module))
            return new LoadRoute(LoadRouteKind.Name, module, 0, byName);

        var family = Family(module);
        return First(LoadRouteKind.Dependant, family.Where(name => name != module), module, loaded)
            ?? First(LoadRouteKind.Alias, Aliases(family), module, loaded);
    }

    private LoadRoute? First(LoadRouteKind kind, IEnumerable<string> requests, string module, IReadOnlySet<string> loaded)
    {
        LoadRoute? first = null;
        foreach (var request in requests)
        {
            var outcome = simulation.Play(request, loaded);
            if (outcome.Inserted.Contains(module))
                first = first is null ? new LoadRoute(kind, request, 0, outcome) : first with { Others = first.Others + 1 };
        }

        return first;
    }

    // The aliases that modules carry and those of modprobe.d; a pattern stands for a request that it matches.
    private IEnumerable<string> Aliases(HashSet<string> family) =>
        tree.AliasesOf(family).Concat(config.Aliases.Where(alias => family.Contains(alias.Module)).Select(alias => alias.Pattern)).Order(StringComparer.Ordinal);

    // The module and all that need it or draw it in, directly or not, nearest first.
    private HashSet<string> Family(string module)
    {
        HashSet<string> family = [module];
        for (var grown = true; grown;)
        {
            grown = false;
            foreach (var member in family.ToList())
            {
                foreach (var dependant in tree.Dependants(member))
                    grown |= family.Add(dependant);
            }

            foreach (var softdep in config.Softdeps)
            {
                if (!softdep.Before.Concat(softdep.After).SelectMany(name => _resolver.Find(name)).Any(found => family.Contains(found.Name)))
                    continue;
                foreach (var name in NamesOf(softdep.Pattern))
                    grown |= family.Add(name);
            }
        }

        return family;
    }

    private IEnumerable<string> NamesOf(string pattern) =>
        Wildcard.IsIn(pattern) ? tree.Names.Where(name => Wildcard.Matches(pattern, name)) : [pattern];
}
