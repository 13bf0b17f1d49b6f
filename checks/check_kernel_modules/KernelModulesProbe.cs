using Linux.Host;
using Nagios.Plugin;

namespace NagiosChecks.KernelModules;

/// <summary>Reads everything that decides about modules from this host's files. Runs nothing.</summary>
internal sealed class KernelModulesProbe(HostFiles files, CheckRun run)
{
    private static readonly string[] ModprobeDirectories = ["/etc/modprobe.d", "/run/modprobe.d", "/usr/local/lib/modprobe.d", "/usr/lib/modprobe.d", "/lib/modprobe.d"];
    private static readonly string[] BootDirectories = ["/etc/modules-load.d", "/run/modules-load.d", "/usr/local/lib/modules-load.d", "/usr/lib/modules-load.d", "/lib/modules-load.d"];

    private readonly List<string> _notes = [];
    private readonly List<HiddenConfig> _hidden = [];
    private readonly List<HiddenConfig> _hiddenBoot = [];

    /// <summary>Reads it all.</summary>
    /// <param name="version">The kernel to judge by; null for the running one.</param>
    /// <exception cref="CheckException">What is loaded cannot be told.</exception>
    public HostModules Read(string? version)
    {
        run.Stage = $"reading {LoadedModules.Path}";
        version ??= ModuleDirectory.RunningVersion(files);
        var table = files.Read(LoadedModules.Path, 64 * 1024 * 1024);
        var loaded = table.Outcome == FileOutcome.Denied ? LoadedBySysfs() : LoadedModules.Parse(table.TextIfExists() ?? "");

        run.Stage = "reading the kernel's module directory";
        var directory = version is null ? null : ModuleDirectory.Find(files, version);
        string? problem = null;
        var tree = directory is null ? new ModuleTree("", "", "", "") : ModuleDirectory.Read(files, directory, out problem);
        problem = directory is null ? MissingDirectory(version) : problem;

        run.Stage = "reading modprobe.d";
        var loader = files.Read("/proc/sys/kernel/modprobe").Text.Trim();
        if (loader.Length > 0 && !loader.EndsWith("/modprobe", StringComparison.Ordinal))
            _notes.Add($"kernel.modprobe is '{loader}': while it stays so, neither the kernel nor iptables loads modules on demand; modprobe by hand, udev and the next boot do");
        var commandLine = KernelCommandLine.Parse(CommandLineText());
        var config = ReadConfig(directory, commandLine);
        var atBoot = ReadBootModules(commandLine);
        if (table.Outcome == FileOutcome.Missing && directory is null)
            _notes.Add("without a modules.builtin file, built-in code shows only where it has parameters; the rest counts as absent");
        foreach (var hidden in _hidden.Concat(_hiddenBoot))
            _notes.Add($"{hidden.Path} {hidden.Why}; run the check as root, or let its user read it: chmod a+r{(hidden.Name.Length == 0 ? "x" : "")} {hidden.Path}");
        return new HostModules
        {
            KernelVersion = version,
            TreePath = directory ?? $"/lib/modules/{version}",
            HasModules = table.Outcome != FileOutcome.Missing,
            Loaded = loaded,
            IsBuiltinBySysfs = name => files.Status($"/sys/module/{name}") is not null && files.Status($"/sys/module/{name}/initstate") is null,
            Tree = tree,
            TreeProblem = problem,
            TreeAdvice = Advice(directory, version),
            FileExists = file => FileExists(directory!, file),
            Config = config,
            Hidden = _hidden,
            CommandLine = commandLine,
            AtBoot = atBoot,
            LoadingDisabled = files.Read("/proc/sys/kernel/modules_disabled").Text.Trim() == "1",
            Tracking = ReadTracking(),
            Notes = _notes,
        };
    }

    // A hardened kernel may keep /proc/modules for root; /sys/module tells the same, module by module.
    private Dictionary<string, LoadedModule> LoadedBySysfs()
    {
        var names = files.List("/sys/module") ?? throw new CheckException($"{LoadedModules.Path} may not be read by this user and /sys/module does not exist: run the check as root");
        var modules = new Dictionary<string, LoadedModule>();
        foreach (var name in names.Where(name => files.Status($"/sys/module/{name}/initstate") is not null))
        {
            int? references = int.TryParse(files.Read($"/sys/module/{name}/refcnt").Text.Trim(), out var count) ? count : null;
            var condition = files.Read($"/sys/module/{name}/initstate").Text.Trim() switch { "coming" => "Loading", "going" => "Unloading", _ => "Live" };
            modules[ModuleName.Normalize(name)] = new LoadedModule(ModuleName.Normalize(name), references, files.List($"/sys/module/{name}/holders") ?? [], condition);
        }

        _notes.Add($"{LoadedModules.Path} may not be read by this user; /sys/module was read in its place");
        return modules;
    }

    private string MissingDirectory(string? version) =>
        version is null ? "the running kernel's version is not known"
        : IsClosed(version) ? $"/lib/modules/{version} may not be read by this user"
        : $"/lib/modules/{version} does not exist";

    private bool IsClosed(string version) => files.Read($"/lib/modules/{version}/modules.dep").Outcome == FileOutcome.Denied;

    private string Advice(string? directory, string? version)
    {
        if (directory is not null)
            return $"Run depmod -a {version} as root if a file in {directory} is missing or empty; chmod a+r it if it may not be read";
        if (version is null)
            return "Name the kernel with --kernel-version";
        if (IsClosed(version))
            return "Run the check as root, or let its user read the modules' tables: chmod a+rx /lib/modules";
        var others = ModuleDirectory.Others(files);
        return "Reboot if the running kernel's package was removed by an upgrade; run the check on the host itself if this is a container"
            + (others.Count == 0 ? "" : $"; --kernel-version {others[^1]} judges by the modules that are there");
    }

    private string CommandLineText()
    {
        var content = files.Read(KernelCommandLine.Path);
        if (content.Outcome is not (FileOutcome.Read or FileOutcome.Missing))
            _notes.Add($"{KernelCommandLine.Path} cannot be read: module_blacklist= and modprobe.blacklist= are not known");
        return content.Text;
    }

    private ModprobeConfig ReadConfig(string? directory, KernelCommandLine commandLine)
    {
        var chosen = ConfigFiles.Read(files, ModprobeDirectories, ConfigFiles.OfModprobe, _hidden);
        // kmod sorts the modules' own soft dependencies among the files by name, and the first line that matches counts.
        if (directory is not null && files.Read($"{directory}/modules.softdep") is { Outcome: FileOutcome.Read } softdeps)
            ConfigFiles.InsertByName(chosen, new ConfigFile($"{directory}/modules.softdep", softdeps.Text));
        var config = new ModprobeConfig();
        foreach (var file in chosen)
            config.Add(file.Path, file.Text);
        config.AddBlacklist(commandLine.ModprobeBlacklist, new SourceLine(KernelCommandLine.Path, 0, "modprobe.blacklist="));
        return config;
    }

    private List<BootModule> ReadBootModules(KernelCommandLine commandLine)
    {
        var chosen = ConfigFiles.Read(files, BootDirectories, ConfigFiles.OfModulesLoad, _hiddenBoot);
        var modules = chosen.SelectMany(file => BootModules.Parse(file.Path, file.Text)).ToList();
        // Debian links modules-load.d/modules.conf to /etc/modules; without systemd the kmod init script reads it.
        if (!chosen.Exists(file => file.Name == "modules.conf"))
            modules.AddRange(BootModules.Parse("/etc/modules", files.Read("/etc/modules").Text));
        modules.AddRange(commandLine.BootModules.Select(name => new BootModule(name, new SourceLine(KernelCommandLine.Path, 0, "modules_load="))));
        return modules;
    }

    // A captured tree rarely holds the module files themselves.
    private bool FileExists(string directory, ModuleFile file) =>
        files.Status(file.File.StartsWith('/') ? file.File : $"{directory}/{file.File}") is not null || files.Status($"{directory}/kernel") is null;

    private ConnectionTracking? ReadTracking()
    {
        foreach (var path in (string[])["/proc/sys/net/netfilter/nf_conntrack", "/proc/sys/net/ipv4/netfilter/ip_conntrack"])
        {
            if (long.TryParse(files.Read(path + "_count").Text.Trim(), out var count))
                return new ConnectionTracking(count, long.TryParse(files.Read(path + "_max").Text.Trim(), out var maximum) ? maximum : null);
        }

        return null;
    }
}
