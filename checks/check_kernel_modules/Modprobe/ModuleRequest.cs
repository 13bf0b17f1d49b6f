namespace NagiosChecks.KernelModules;

/// <summary>A module as a request found it.</summary>
/// <param name="Name">The module's name; need not exist.</param>
/// <param name="Alias">The alias that led to it; null when it was asked for by its own name.</param>
/// <param name="Source">The modprobe.d line that led to it, where it was one.</param>
internal sealed record FoundModule(string Name, string? Alias, SourceLine? Source = null);

/// <summary>One step of a plan: what modprobe would do, in this order.</summary>
/// <param name="Module">The module's name.</param>
/// <param name="Command">The install line that runs in place of loading; null to load the module itself.</param>
/// <param name="Required">Whether the request ends when this step fails: not so for soft dependencies.</param>
/// <param name="Voided">An install line that a soft dependency makes kmod ignore; null where there is none.</param>
internal sealed record PlanStep(string Module, InstallLine? Command, bool Required, InstallLine? Voided);

/// <summary>
/// One request for a module, resolved as libkmod resolves it: kmod_module_new_from_lookup and kmod_module_get_probe_list in
/// libkmod-module.c (kmod 30 to 34). Nothing is loaded and nothing is run.
/// </summary>
internal sealed class ModuleRequest(ModprobeConfig config, ModuleTree tree)
{
    private readonly Dictionary<(string? Alias, string Name), Node> _nodes = [];
    private readonly Dictionary<string, List<FoundModule>> _found = [];

    /// <summary>The modules that a name or an alias stands for: the first of the seven places that knows any.</summary>
    /// <param name="request">As typed; '-' and '_' are the same.</param>
    public List<FoundModule> Find(string request)
    {
        var name = ModuleName.Normalize(request);
        if (!_found.TryGetValue(name, out var modules))
            _found[name] = modules = Search(name);
        return modules;
    }

    /// <summary>What modprobe would do to load a module that was found: soft and hard dependencies, itself, soft dependencies
    /// that come after.</summary>
    public List<PlanStep> Plan(FoundModule module)
    {
        foreach (var node in _nodes.Values)
            node.Visited = false;
        List<Node> order = [];
        Visit(NodeOf(module.Alias, module.Name), order, required: true);
        return order.ConvertAll(Step);
    }

    private List<FoundModule> Search(string name)
    {
        var byConfig = config.Aliases.Where(alias => Wildcard.Matches(alias.Pattern, name))
            .Select(alias => new FoundModule(alias.Module, alias.Pattern, alias.Source)).ToList();
        if (byConfig.Count > 0)
            return byConfig;
        if (tree.Find(name) is not null)
            return [new FoundModule(name, null)];
        if (Aliased(name, tree.BySymbol(name)) is { Count: > 0 } bySymbol)
            return bySymbol;
        if (config.Installs.Find(install => install.Pattern == name) is { } command)
        {
            NodeOf(null, name).Command = command;
            return [new FoundModule(name, null, command.Source)];
        }

        if (config.Removes.Contains(name))
            return [new FoundModule(name, null)];
        if (Aliased(name, tree.ByAlias(name)) is { Count: > 0 } byAlias)
            return byAlias;
        return tree.IsBuiltin(name) ? [new FoundModule(name, null)] : Aliased(name, tree.BuiltinByAlias(name));
    }

    private static List<FoundModule> Aliased(string alias, List<string> modules) =>
        modules.ConvertAll(module => new FoundModule(module, alias));

    private void Visit(Node node, List<Node> order, bool required)
    {
        if (node.Visited)
            return;
        node.Visited = true;
        var needs = tree.Find(node.Name)?.Needs.Select(need => NodeOf(null, need)).Reverse().ToList() ?? [];
        if (required)
        {
            node.Required = true;
            needs.ForEach(need => need.Required = true);
        }

        foreach (var need in needs)
            VisitWithSoftdeps(need, order);
        VisitWithSoftdeps(node, order);
    }

    private void VisitWithSoftdeps(Node node, List<Node> order)
    {
        var softdep = config.SoftdepOf(node.Name);
        var before = FindAll(softdep?.Before);
        var after = FindAll(softdep?.After);
        foreach (var other in before)
            Visit(other, order, required: false);
        order.Add(node);
        // Not a slip of the pen: with soft dependencies that exist, libkmod ignores the module's install line.
        node.IgnoresCommand = before.Count > 0 || after.Count > 0;
        foreach (var other in after)
            Visit(other, order, required: false);
    }

    private List<Node> FindAll(IReadOnlyList<string>? names) =>
        names is null ? [] : [.. names.SelectMany(name => Find(name)).Select(module => NodeOf(module.Alias, module.Name))];

    private PlanStep Step(Node node)
    {
        var command = node.Command ?? config.InstallOf(node.Name);
        return node.IgnoresCommand
            ? new PlanStep(node.Name, null, node.Required, command)
            : new PlanStep(node.Name, command, node.Required, null);
    }

    private Node NodeOf(string? alias, string name)
    {
        if (!_nodes.TryGetValue((alias, name), out var node))
            _nodes[(alias, name)] = node = new Node(name);
        return node;
    }

    // libkmod keeps one object for each pair of alias and name, and these marks on it.
    private sealed class Node(string name)
    {
        public string Name { get; } = name;

        public bool Visited { get; set; }

        public bool Required { get; set; }

        public bool IgnoresCommand { get; set; }

        public InstallLine? Command { get; set; }
    }
}
