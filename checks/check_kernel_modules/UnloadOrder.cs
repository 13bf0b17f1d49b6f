namespace NagiosChecks.KernelModules;

/// <summary>The order in which loaded modules can be unloaded: those that hold others first.</summary>
internal static class UnloadOrder
{
    /// <summary>The names with all that hold them, holders before what they hold.</summary>
    /// <param name="wanted">The modules that must go.</param>
    /// <param name="modules">All that is loaded.</param>
    public static List<string> Of(IEnumerable<LoadedModule> wanted, Dictionary<string, LoadedModule> modules)
    {
        List<string> order = [];
        HashSet<string> seen = [];
        foreach (var module in wanted)
            Add(module.Name, modules, order, seen, 0);
        return order;
    }

    // Each name is entered once, so a circle in a damaged table ends.
    private static void Add(string name, Dictionary<string, LoadedModule> modules, List<string> order, HashSet<string> seen, int depth)
    {
        if (depth > 100 || !seen.Add(name))
            return;
        foreach (var holder in modules.TryGetValue(name, out var module) ? module.Holders : [])
            Add(holder, modules, order, seen, depth + 1);
        order.Add(name);
    }
}
