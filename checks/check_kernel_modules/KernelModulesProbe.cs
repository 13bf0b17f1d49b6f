using Linux.Host;
using Nagios.Plugin;

namespace NagiosChecks.KernelModules;

/// <summary>Reads everything that decides about modules from this host's files. Runs nothing.</summary>
internal sealed class KernelModulesProbe(HostFiles files, CheckRun run)
{
    private static readonly string[] ModprobeDirectories =
        ["/etc/modprobe.d", "/run/modprobe.d", "/usr/local/lib/modprobe.d", "/usr/lib/modprobe.d", "/lib/modprobe.d"];

    private static readonly string[] BootDirectories =
        ["/etc/modules-load.d", "/run/modules-load.d", "/usr/local/lib/modules-load.d", "/usr/lib/modules-load.d", "/lib/modules-load.d"];

    private static readonly string[] InitramfsTools =
    [
        "/usr/sbin/update-initramfs", "/sbin/update-initramfs", "/usr/bin/dracut", "/usr/sbin/dracut", "/usr/bin/mkinitcpio",
        "/sbin/mkinitfs",
    ];

    private readonly List<HiddenConfig> _hidden = [];
    private readonly List<HiddenConfig> _hiddenBoot = [];
    private readonly List<string> _versionDependent = [];

    /// <summary>Reads it all.</summary>
    /// <param name="version">The kernel to judge by; null for the running one.</param>
    /// <exception cref="CheckException">What is loaded cannot be told.</exception>
    public KernelModulesMeasurement Read(string? version)
    {
        run.Stage = $"reading {LoadedModules.Path}";
        version ??= ModuleDirectory.RunningVersion(files);
        var directory = version is null ? null : ModuleDirectory.Find(files, version);
        var measured = ReadModules(version, directory);
        run.Stage = "reading modprobe.d";
        measured = WithConfiguration(measured, directory);
        run.Stage = "reading what the host is";
        return WithSurroundings(measured);
    }

    // What is in the kernel, and what could be.
    private KernelModulesMeasurement ReadModules(string? version, string? directory)
    {
        var table = files.Read(LoadedModules.Path, 64 * 1024 * 1024);
        var bySysfs = table.Outcome == FileOutcome.Denied;
        var loaded = bySysfs ? LoadedBySysfs() : LoadedModules.Parse(table.TextIfExists() ?? "");
        run.Stage = "reading the kernel's module directory";
        string? problem = null;
        var tree = directory is null ? new ModuleTree("", "", "", "") : ModuleDirectory.Read(files, directory, out problem);
        var isSandboxed = files.Status("/lib/modules") is { IsDirectory: true } status && (status.Mode & 0x1FF) == 0;
        return new KernelModulesMeasurement
        {
            KernelVersion = version,
            TreePath = directory ?? $"/lib/modules/{version}",
            Origin = Origin(version),
            HasModules = table.Outcome != FileOutcome.Missing,
            Loaded = loaded,
            LoadedBySysfs = bySysfs,
            IsBuiltinBySysfs = IsBuiltinBySysfs,
            Tree = tree,
            TreeProblem = directory is null ? MissingDirectory(version, isSandboxed) : problem,
            IsSandboxed = isSandboxed,
            IsTreeClosed = version is not null && IsClosed(version),
            OtherVersions = directory is null ? ModuleDirectory.Others(files) : [],
            FileOf = file => FileOf(directory!, file),
        };
    }

    // What decides whether it would be loaded.
    private KernelModulesMeasurement WithConfiguration(KernelModulesMeasurement measured, string? directory)
    {
        var cmdline = files.Read(KernelCommandLine.Path);
        var commandLine = KernelCommandLine.Parse(cmdline.Text);
        var busyBox = BusyBoxModprobe();
        var written = ReadConfig(directory, commandLine);
        return measured with
        {
            Config = busyBox is null ? written : written.AsBusyBoxReadsIt(),
            Written = written,
            BusyBoxModprobe = busyBox,
            VersionDependent = _versionDependent,
            IgnoredFiles = IgnoredFiles(),
            Hidden = _hidden,
            CommandLine = commandLine,
            HasCommandLine = cmdline.Outcome is FileOutcome.Read or FileOutcome.Missing,
            AtBoot = ReadBootModules(commandLine),
            HiddenBoot = _hiddenBoot,
            LoadingDisabled = files.Read("/proc/sys/kernel/modules_disabled").Text.Trim() == "1",
            Loader = files.Read("/proc/sys/kernel/modprobe") is { Outcome: FileOutcome.Read } setting ? setting.Text.Trim() : null,
        };
    }

    // What the advice needs to fit this host.
    private KernelModulesMeasurement WithSurroundings(KernelModulesMeasurement measured) => measured with
    {
        InitramfsTool = Array.Find(InitramfsTools, tool => files.Status(tool) is not null)?.Split('/')[^1],
        Network = new NetworkModules(NetworkDrivers()),
        RuleNamespaces = measured.Loaded.Values.Any(HasOtherReferences) ? RuleNamespaces.Find(files, run) : [],
        Tracking = ReadTracking(),
    };

    private bool IsBuiltinBySysfs(string name) =>
        files.Status($"/sys/module/{name}") is not null && files.Status($"/sys/module/{name}/initstate") is null;

    private static bool HasOtherReferences(LoadedModule module) =>
        module.References > module.Holders.Count && Netfilter.Contains(module.Name);

    // A hardened kernel may keep /proc/modules for root; /sys/module tells the same, module by module.
    private Dictionary<string, LoadedModule> LoadedBySysfs()
    {
        var names = files.List("/sys/module")
            ?? throw new CheckException($"{LoadedModules.Path} may not be read by this user and /sys/module does not exist: run the "
                + $"check as root");
        var modules = new Dictionary<string, LoadedModule>();
        foreach (var name in names.Where(name => files.Status($"/sys/module/{name}/initstate") is not null))
        {
            int? references = int.TryParse(files.Read($"/sys/module/{name}/refcnt").Text.Trim(), out var count) ? count : null;
            var condition = files.Read($"/sys/module/{name}/initstate").Text.Trim() switch
            {
                "coming" => "Loading",
                "going" => "Unloading",
                _ => "Live",
            };
            modules[ModuleName.Normalize(name)] =
                new LoadedModule(ModuleName.Normalize(name), references, files.List($"/sys/module/{name}/holders") ?? [], condition);
        }

        return modules;
    }

    private KernelOrigin Origin(string? version)
    {
        if (version?.Contains("microsoft", StringComparison.OrdinalIgnoreCase) == true)
            return KernelOrigin.Wsl;
        string[] marks = ["/.dockerenv", "/run/.containerenv", "/run/systemd/container", "/var/run/secrets/kubernetes.io"];
        return Array.Exists(marks, mark => files.Status(mark) is not null) ? KernelOrigin.Container : KernelOrigin.Own;
    }

    private string MissingDirectory(string? version, bool isSandboxed) =>
        version is null ? "the running kernel's version is not known"
        : isSandboxed ? "/lib/modules is hidden from this service (an empty directory that nobody may enter: systemd's "
            + "ProtectKernelModules=)"
        : IsClosed(version) ? $"/lib/modules/{version} may not be read by this user"
        : $"/lib/modules/{version} does not exist";

    private bool IsClosed(string version) => files.Read($"/lib/modules/{version}/modules.dep").Outcome == FileOutcome.Denied;

    // kernel.modprobe names the program that the kernel runs; people and scripts run the one on their path.
    private string? BusyBoxModprobe()
    {
        var setting = files.Read("/proc/sys/kernel/modprobe").Text.Trim();
        var byKernel = setting.EndsWith("/modprobe", StringComparison.Ordinal) ? setting : "/sbin/modprobe";
        foreach (var path in (string[])[byKernel, "/sbin/modprobe", "/usr/sbin/modprobe"])
        {
            if (files.ReadLink(path) is { } target && target.EndsWith("/busybox", StringComparison.Ordinal))
                return path;
        }

        return null;
    }

    private ModprobeConfig ReadConfig(string? directory, KernelCommandLine commandLine)
    {
        var kmod = KmodVersion.Find(files);
        var rules = kmod ?? KmodVersion.Assumed;
        string[] directories = rules.ReadsLocalDirectory
            ? ModprobeDirectories
            : [.. ModprobeDirectories.Where(name => !name.Contains("/local/", StringComparison.Ordinal))];
        var chosen = ConfigFiles.Read(
            files, directories, rules.ReadsAliasFiles ? ConfigFiles.ConfAndAlias : ConfigFiles.Conf, rules.DeadLinksMask, _hidden);
        if (kmod is null)
        {
            _versionDependent.AddRange(chosen.Select(file => file.Path).Where(path =>
                path.StartsWith("/usr/local/", StringComparison.Ordinal) || path.EndsWith(".alias", StringComparison.Ordinal)));
        }

        // kmod sorts the modules' own soft dependencies among the files by name, and the first line that matches counts.
        if (directory is not null && files.Read($"{directory}/modules.softdep") is { Outcome: FileOutcome.Read } softdeps)
            ConfigFiles.InsertByName(chosen, new ConfigFile($"{directory}/modules.softdep", softdeps.Text));
        var config = new ModprobeConfig();
        foreach (var file in chosen)
            config.Add(file.Path, file.Text);
        config.AddBlacklist(commandLine.ModprobeBlacklist, new SourceLine(KernelCommandLine.Path, 0, "modprobe.blacklist="));
        if (commandLine.EnableHooks is { } hooks)
            config.EnableHooks.Add(hooks);
        return config;
    }

    // /etc/modprobe.conf, and files of /etc/modprobe.d without a suffix that counts: a block in them blocks nothing.
    private List<string> IgnoredFiles()
    {
        var ignored = new List<string>();
        IReadOnlyList<string> names;
        try
        {
            names = files.List("/etc/modprobe.d") ?? [];
        }
        catch (HostException)
        {
            return ignored;
        }

        var others = names.Where(name => !ConfigFiles.ConfAndAlias.Any(suffix => name.EndsWith(suffix, StringComparison.Ordinal)));
        foreach (var path in others.Order(StringComparer.Ordinal).Select(name => "/etc/modprobe.d/" + name).Append("/etc/modprobe.conf"))
        {
            var text = files.Read(path).Text;
            if (text.Split('\n').Any(line => line.TrimStart().StartsWith("install ", StringComparison.Ordinal)))
                ignored.Add(path);
        }

        return ignored;
    }

    private List<BootModule> ReadBootModules(KernelCommandLine commandLine)
    {
        var chosen = ConfigFiles.Read(files, BootDirectories, ConfigFiles.Conf, deadLinksMask: true, _hiddenBoot);
        var modules = chosen.SelectMany(file => BootModules.Parse(file.Path, file.Text)).ToList();
        // Debian links modules-load.d/modules.conf to /etc/modules; without systemd the kmod init script reads it.
        if (!chosen.Exists(file => file.Name == "modules.conf"))
            modules.AddRange(BootModules.Parse("/etc/modules", files.Read("/etc/modules").Text));
        modules.AddRange(commandLine.BootModules);
        return modules;
    }

    private ModuleFilePresence FileOf(string directory, ModuleFile file) =>
        files.Status(file.File.StartsWith('/') ? file.File : $"{directory}/{file.File}") is not null
        // The tables of a captured tree say enough; one that holds some module files and not this one may lack it by mistake.
        || files.Status($"{directory}/kernel") is null ? ModuleFilePresence.There
        : files.IsCaptured ? ModuleFilePresence.NotCaptured
        : ModuleFilePresence.Gone;

    private HashSet<string> NetworkDrivers()
    {
        var drivers = new HashSet<string>();
        foreach (var device in files.List("/sys/class/net") ?? [])
        {
            if (files.ReadLink($"/sys/class/net/{device}/device/driver/module") is { } module)
                drivers.Add(ModuleName.Normalize(module.AsSpan(module.LastIndexOf('/') + 1)));
        }

        return drivers;
    }

    private ConnectionTracking? ReadTracking()
    {
        foreach (var path in (string[])["/proc/sys/net/netfilter/nf_conntrack", "/proc/sys/net/ipv4/netfilter/ip_conntrack"])
        {
            if (long.TryParse(files.Read(path + "_count").Text.Trim(), out var count))
            {
                var limit = files.Read(path + "_max").Text.Trim();
                return new ConnectionTracking(count, long.TryParse(limit, out var maximum) ? maximum : null);
            }

        }

        return null;
    }
}
