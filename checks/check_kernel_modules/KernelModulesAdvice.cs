using Nagios.Plugin;

namespace NagiosChecks.KernelModules;

/// <summary>What the person who is paged does next: unload, take out of the boot lists, block, or give rights. Pure.</summary>
internal static class KernelModulesAdvice
{
    private const int NamesInStep = 25;
    private const int BootLinesInSteps = 5;

    // 00: kmod takes the first install line that matches, in the order of the files' names.
    private const string FixFile = "/etc/modprobe.d/00-keep-out.conf";

    private static readonly string[] NetfilterPrefixes =
        ["nf_", "nft_", "xt_", "x_tables", "ip_tables", "iptable_", "ip6_tables", "ip6table_", "ip_conntrack", "ipt_", "ebt", "arp"];

    /// <summary>Adds the steps.</summary>
    /// <param name="result">Receives them.</param>
    /// <param name="host">What was read.</param>
    /// <param name="open">The verdicts that are not OK.</param>
    public static void Add(NagiosCheckResult result, HostModules host, List<ModuleVerdict> open)
    {
        AddUnload(result, host, [.. open.Select(verdict => verdict.Loaded).OfType<LoadedModule>()]);
        foreach (var boot in open.Select(verdict => verdict.AtBoot).OfType<SourceLine>().Distinct().Take(BootLinesInSteps))
            result.NextStep($"Take {boot} out: it loads at every boot");

        AddBlock(result, open.Where(verdict => verdict.Fix.Count == 1), "dependants included", names => $"printf 'install %s /bin/false\\n' {names}");
        AddBlock(result, open.Where(verdict => verdict.Fix.Count > 1), "with soft dependencies emptied first", names =>
            $"for m in {names}; do echo \"softdep $m pre:\"; echo \"install $m /bin/false\"; done");

        if (open.Exists(verdict => verdict.State == ModuleState.Unseen))
        {
            result.NextStep(host.TreeProblem is not null
                ? host.TreeAdvice
                : "Give the check's user the right to read what the notes name, or accept the gap with --if-unseen ok");
        }

        if (open.Exists(verdict => verdict.State == ModuleState.Builtin))
            result.NextStep("Built-in code cannot be unloaded: keep rules from using it, or boot a kernel that has it as a module");
    }

    private static void AddUnload(NagiosCheckResult result, HostModules host, List<LoadedModule> loaded)
    {
        if (loaded.Count == 0)
            return;
        var netfilter = loaded.Exists(module => IsNetfilter(module.Name));
        if (netfilter)
        {
            result.NextStep(
                "Do not look with iptables -L, nft list or conntrack -L: on a host without them they load what you look for. "
                + "/proc/net/ip_tables_names and check_conntrack tell without loading");
        }

        var users = netfilter ? "Remove the rules that use them (stop the firewall service, flush its rules)" : "Stop what uses them";
        result.NextStep(host.LoadingDisabled
            ? "kernel.modules_disabled is 1, which forbids unloading too: block them as below, then reboot"
            : $"{users}, then unload, users first: modprobe -r {string.Join(' ', UnloadOrder.Of(loaded, host.Loaded).Take(NamesInStep))}");
    }

    private static void AddBlock(NagiosCheckResult result, IEnumerable<ModuleVerdict> verdicts, string how, Func<string, string> command)
    {
        var names = verdicts.SelectMany(verdict => verdict.AliasOf.Count > 0 ? verdict.AliasOf : [verdict.Name]).Distinct().ToList();
        if (names.Count == 0)
            return;
        var more = names.Count > NamesInStep ? $" (and {names.Count - NamesInStep} more: --output json)" : "";
        result.NextStep($"Block for good, {how}, as root: {command(string.Join(' ', names.Take(NamesInStep)))} >> {FixFile}{more}");
    }

    private static bool IsNetfilter(string name) =>
        Array.Exists(NetfilterPrefixes, prefix => name.StartsWith(prefix, StringComparison.Ordinal));
}
