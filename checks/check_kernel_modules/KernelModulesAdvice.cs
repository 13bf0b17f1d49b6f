using Nagios.Plugin;

namespace NagiosChecks.KernelModules;

/// <summary>What the person who is paged does next: unload, take out of the boot lists, block, or give rights. What would cut the host
/// off its network is never among it.</summary>
internal sealed class KernelModulesAdvice(NagiosCheckResult result, KernelModulesMeasurement host)
{
    private const int NamesInStep = 25;
    private const int BootLinesInSteps = 5;
    private const int NamespacesInStep = 3;

    // 00: kmod takes the first install line that matches, in the order of the files' names.
    private const string FixFile = "/etc/modprobe.d/00-keep-out.conf";

    /// <summary>Adds the steps.</summary>
    /// <param name="open">The verdicts that are not OK.</param>
    public void Give(List<ModuleVerdict> open)
    {
        AddUnload([.. open.Select(verdict => verdict.Loaded).OfType<LoadedModule>()]);
        foreach (var boot in open.Where(verdict => verdict.AtBoot is not null).Take(BootLinesInSteps))
            AddBoot(boot.Name, boot.AtBoot!);
        AddBlock(open);
        if (open.Exists(verdict => verdict.State == ModuleState.Unseen))
            AddUnseen();
        if (open.Exists(verdict => verdict.State == ModuleState.Builtin))
            result.Advise($"Built-in code cannot be unloaded: keep rules from using it, or boot a kernel that has it as a module");
    }

    private void AddUnload(List<LoadedModule> loaded)
    {
        if (loaded.Count == 0)
            return;
        if (host.Origin != KernelOrigin.Own)
        {
            result.Advise($"Look at this on the host itself: the kernel is not this "
                + $"{(host.Origin == KernelOrigin.Wsl ? NextStep.Of($"distribution's") : NextStep.Of($"container's"))}, so nothing can "
                + $"be unloaded or blocked from here");
            return;
        }

        if (loaded.Exists(module => Netfilter.Contains(module.Name)))
        {
            result.Advise($"Do not look with iptables -t nat -L or conntrack -L: where they are not loaded, these load what you look "
                + $"for. /proc/net/ip_tables_names and check_conntrack tell without loading");
        }

        if (host.LoadingDisabled)
        {
            result.Advise($"kernel.modules_disabled is 1, which forbids unloading too: block them as below, then reboot");
            return;
        }

        var plan = UnloadPlan.Of(loaded, host.Loaded, host.Network);
        AddRules(plan.Order);
        if (plan.Order.Count > 0)
            result.Advise($"Then unload, users first: {ShellCommand.Of($"modprobe -r {plan.Order.Take(NamesInStep)}")}");
        if (plan.Kept.Count > 0)
        {
            result.Advise($"Do not unload {ModuleJudge.Names(plan.Kept, NamesInStep)}: {ModuleJudge.Names(plan.Carriers, NamesInStep)} "
                + $"carries this host's network. Take that out of use in the configuration, block the modules as below and reboot, with "
                + $"a console at hand");
        }
    }

    // Rules are never flushed by a step: with a chain whose policy is DROP that locks the operator out.
    private void AddRules(List<string> order)
    {
        if (!order.Exists(Netfilter.Contains))
        {
            if (order.Count > 0)
                result.Advise($"Stop what uses them");
            return;
        }

        result.Advise($"Take the rules that use them out of the firewall's configuration and stop its service. Have a console at hand: "
            + $"without its rules a chain whose policy is DROP lets nobody in");
        if (host.RuleNamespaces.Count > 0)
            result.Advise($"Other network namespaces have rules that hold them too: "
                + $"{ModuleJudge.Names(host.RuleNamespaces, NamespacesInStep)}. Stop what runs there, or take its rules out");
    }

    private void AddBoot(string module, SourceLine source)
    {
        if (source.Path == KernelCommandLine.Path)
            result.Advise($"Take {module} out of {source.Text} in the boot loader's configuration (what else stands there stays): it "
                + $"loads at every boot");
        else
            result.Advise($"Take the line {source.Text} out of {source.Place}: it loads {module} at every boot");
    }

    private void AddBlock(List<ModuleVerdict> open)
    {
        if (host.Origin != KernelOrigin.Own)
            return;
        var plain = Names(open.Where(verdict => verdict.Fix.Count == 1));
        var withSoftdeps = Names(open.Where(verdict => verdict.Fix.Count > 1));
        if (plain.Count > 0)
        {
            var command = ShellCommand.Of($"printf 'install %s /bin/false\\n' {plain.Take(NamesInStep)} >> {FixFile}");
            result.Advise($"Block for good, dependants included, as root: {command}{More(plain)}");
        }

        if (withSoftdeps.Count > 0)
        {
            var twice = withSoftdeps.Take(NamesInStep).SelectMany(name => new[] { name, name });
            var command = ShellCommand.Of($"printf 'softdep %s pre:\\ninstall %s /bin/false\\n' {twice} >> {FixFile}");
            result.Advise($"Block for good, with soft dependencies emptied first, as root: {command}{More(withSoftdeps)}");
        }

        if (host.BusyBoxModprobe is { } busyBox && open.Exists(verdict => verdict.State is ModuleState.Loaded or ModuleState.Loadable))
        {
            var names = Names(open.Where(verdict => verdict.State is ModuleState.Loaded or ModuleState.Loadable));
            result.Advise($"Install kmod in place of {busyBox}, which is BusyBox and obeys no block of modprobe.d; or let the kernel "
                + $"refuse them: put {"module_blacklist=" + string.Join(',', names.Take(NamesInStep))} on its command line, in the boot "
                + $"loader's configuration");
        }

        // What is loaded in spite of a block was loaded from a copy that does not have it.
        if (plain.Count + withSoftdeps.Count > 0 || open.Exists(verdict => verdict is { State: ModuleState.Loaded, ComesBack: false }))
            AddInitramfs();
    }

    private void AddInitramfs()
    {
        ShellCommand? command = host.InitramfsTool switch
        {
            "update-initramfs" => ShellCommand.Of($"update-initramfs -u -k all"),
            "dracut" => ShellCommand.Of($"dracut -f --regenerate-all"),
            "mkinitcpio" => ShellCommand.Of($"mkinitcpio -P"),
            "mkinitfs" => ShellCommand.Of($"mkinitfs"),
            _ => null,
        };
        if (command is not null)
            result.Advise($"Make the initramfs anew, which has its own copy of modprobe.d, and reboot to see that the block holds: "
                + $"{command}");
        else if (host.BusyBoxModprobe is null)
            result.Advise($"Make the initramfs anew where this host boots with one (it has its own copy of modprobe.d), and reboot to "
                + $"see that the block holds");
    }

    private void AddUnseen()
    {
        if (host.TreeProblem is null)
            result.Advise($"Give the check's user the right to read what the notes name, capture the files that are missing, or accept "
                + $"the gap with --if-unseen ok");
        else if (host.IsSandboxed)
            result.Advise($"Run the check outside the unit that has ProtectKernelModules=yes (systemd hides the modules from it), or "
                + $"accept the gap with --if-unseen ok; /lib/modules itself needs no change");
        else if (host.Origin == KernelOrigin.Container)
            result.Advise($"Run the check on the host: a container has neither its kernel nor its modules");
        else if (host.Origin == KernelOrigin.Wsl)
            result.Advise($"Accept the gap with --if-unseen ok: under WSL Windows brings the kernel, and its modules are not here");
        else if (host.KernelVersion is not { } version)
            result.Advise($"Name the kernel with --kernel-version");
        else if (host is { OtherVersions.Count: 0, IsTreeClosed: false } && host.Tree.Names.Count == 0
            && host.TreePath == $"/lib/modules/{version}")
            result.Advise($"Run the check on the host itself if this is a container or a captured tree; reboot if an upgrade removed the "
                + $"running kernel's package");
        else
            AddUnseenTree(version);
    }

    private void AddUnseenTree(string version)
    {
        if (host.IsTreeClosed)
        {
            result.Advise($"Run the check as root, or let its user read the modules' tables: "
                + $"{ShellCommand.Of($"chmod a+rx /lib/modules /lib/modules/{version}")}");
        }
        else if (host.OtherVersions.Count > 0)
        {
            result.Advise($"Reboot if an upgrade removed the running kernel's package; run the check on the host itself if this is a "
                + $"container; --kernel-version {host.OtherVersions[^1]} judges by the modules that are there");
        }
        else
        {
            result.Advise($"If a table in {host.TreePath} is missing or empty, make it anew as root: "
                + $"{ShellCommand.Of($"depmod -a {version}")}");
        }
    }

    private static List<string> Names(IEnumerable<ModuleVerdict> verdicts) =>
        verdicts.SelectMany(verdict => verdict.AliasOf.Count > 0 ? verdict.AliasOf : [verdict.Name]).Distinct().ToList();

    private static NextStep More(List<string> names) =>
        names.Count > NamesInStep ? NextStep.Of($" (and {names.Count - NamesInStep} more: --output json)") : NextStep.Of($"");
}
