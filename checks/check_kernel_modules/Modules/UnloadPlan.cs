namespace NagiosChecks.KernelModules;

/// <summary>Which modules can be unloaded, and in which order.</summary>
/// <param name="Order">Those that can go, with all that hold them: holders before what they hold.</param>
/// <param name="Kept">Those that must go and cannot, since they carry the network or are held by what does.</param>
/// <param name="Carriers">The modules that carry the network among them.</param>
internal sealed record UnloadPlan(List<string> Order, List<string> Kept, List<string> Carriers)
{
    private const int Deepest = 100;

    /// <summary>Makes the plan.</summary>
    /// <param name="wanted">The modules that must go.</param>
    /// <param name="modules">All that is loaded.</param>
    /// <param name="network">What carries this host's network.</param>
    public static UnloadPlan Of(IEnumerable<LoadedModule> wanted, Dictionary<string, LoadedModule> modules, NetworkModules network)
    {
        var plan = new UnloadPlan([], [], []);
        HashSet<string> seen = [];
        foreach (var module in wanted)
        {
            List<string> order = [];
            HashSet<string> visited = [];
            Add(module.Name, modules, order, visited, 0);
            var carriers = order.FindAll(network.Carries);
            if (carriers.Count == 0)
            {
                plan.Order.AddRange(order.Where(seen.Add));
                continue;
            }

            plan.Kept.Add(module.Name);
            plan.Carriers.AddRange(carriers.Except(plan.Carriers));
        }

        return plan;
    }

    // Each name is entered once, so a circle in a damaged table ends.
    private static void Add(string name, Dictionary<string, LoadedModule> modules, List<string> order, HashSet<string> visited, int depth)
    {
        if (depth > Deepest || !visited.Add(name))
            return;
        foreach (var holder in modules.TryGetValue(name, out var module) ? module.Holders : [])
            Add(holder, modules, order, visited, depth + 1);
        order.Add(name);
    }
}
