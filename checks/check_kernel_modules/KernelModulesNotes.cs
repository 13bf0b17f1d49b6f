using Nagios.Plugin;

namespace NagiosChecks.KernelModules;

/// <summary>Remarks that change no state: what could not be seen, and settings that change what loads modules.</summary>
internal static class KernelModulesNotes
{
    /// <summary>Adds the remarks.</summary>
    public static void Add(NagiosCheckResult result, KernelModulesMeasurement host)
    {
        if (host.Origin == KernelOrigin.Container)
            result.Note("this is a container: the kernel and its modules belong to the host, and this check sees and judges what the "
                + "container shows of them");
        if (host.Origin == KernelOrigin.Wsl)
            result.Note("this is WSL: Windows brings the kernel, and modprobe.d here decides nothing about its modules");
        if (host.LoadedBySysfs)
            result.CouldNotSee(new Unseen(LoadedModules.Path, UnseenReason.Denied, "/sys/module was read in its place"));
        if (!host.HasCommandLine)
            result.CouldNotSee(new Unseen(KernelCommandLine.Path, UnseenReason.Denied, "module_blacklist= and modprobe.blacklist= are "
                + "not known"));
        AddLoader(result, host);
        if (!host.HasModules && host.Tree.Names.Count == 0)
            result.Note("without a modules.builtin file, built-in code shows only where it has parameters; the rest counts as absent");
        foreach (var hidden in host.Hidden.Concat(host.HiddenBoot))
        {
            result.Note($"{hidden.Path} {hidden.Why}; run the check as root, or let its user read it: "
                + $"chmod a+r{(hidden.Name.Length == 0 ? "x" : "")} {hidden.Path}");
        }

        foreach (var path in host.VersionDependent)
            result.Note($"{path} counts for some versions of kmod only (/usr/local since 29, .alias up to 33), and the installed version "
                + $"is not known");
        foreach (var path in host.IgnoredFiles)
            result.Note($"{path} holds install lines that block nothing: modprobe reads only files of /etc/modprobe.d whose names end in "
                + $".conf");
        if (host.CommandLine.ForbidsModules)
            result.Note("nomodule on the kernel command line: no module can be loaded, also after a reboot");
        else if (host.LoadingDisabled)
            result.Note("kernel.modules_disabled is 1: no module can be loaded until the next boot");
    }

    private static void AddLoader(NagiosCheckResult result, KernelModulesMeasurement host)
    {
        const string Others = "modprobe by hand, udev and the next boot do";
        if (host.BusyBoxModprobe is { } busyBox)
            result.Note($"{busyBox} is BusyBox: it ignores install, softdep and blacklist lines of modprobe.d");
        if (host.Loader is { Length: 0 })
            result.Note($"kernel.modprobe is empty: while it stays so, the kernel loads no module on demand; {Others}");
        else if (host.Loader is { } loader && !loader.EndsWith("/modprobe", StringComparison.Ordinal))
            result.Note($"kernel.modprobe is '{loader}': while it stays so, neither the kernel nor iptables loads modules on demand; "
                + $"{Others}");
    }
}
