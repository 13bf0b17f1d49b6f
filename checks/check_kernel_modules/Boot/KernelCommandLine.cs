namespace NagiosChecks.KernelModules;

/// <summary>
/// What /proc/cmdline says about modules (Documentation/admin-guide/kernel-parameters.txt, modprobe(8),
/// systemd-modules-load.service(8)). Three readers, three rules, each kept as it is.
/// </summary>
internal sealed class KernelCommandLine
{
    /// <summary>Where it is read.</summary>
    public const string Path = "/proc/cmdline";

    private readonly List<BootModule> _bootModules = [];
    private readonly List<string> _modprobeBlacklist = [];
    private string[] _kernelBlacklist = [];

    /// <summary>Names in <c>modprobe.blacklist=</c>: as a blacklist line of modprobe.d; kmod reads the quotes as letters.</summary>
    public IReadOnlyList<string> ModprobeBlacklist => _modprobeBlacklist;

    /// <summary>Names in <c>modules_load=</c>, with the word as it is written: systemd-modules-load loads them at boot.</summary>
    public IReadOnlyList<BootModule> BootModules => _bootModules;

    /// <summary><c>nomodule</c>: the kernel loads no module at all, in no boot that has this word
    /// (Documentation/admin-guide/kernel-parameters.txt).</summary>
    public bool ForbidsModules { get; private set; }

    /// <summary><c>nf_conntrack.enable_hooks=1</c>, as written; null where it is not.</summary>
    public SourceLine? EnableHooks { get; private set; }

    /// <summary>Reads the command line.</summary>
    public static KernelCommandLine Parse(string text)
    {
        var commandLine = new KernelCommandLine();
        var forKernel = true;
        foreach (var word in Words(text))
        {
            // What stands behind "--" is for init: the kernel stops reading, kmod does not.
            forKernel &= word != "--";
            commandLine.Add(word, forKernel);
        }

        return commandLine;
    }

    /// <summary>True when <c>module_blacklist=</c> makes the kernel itself refuse the module, even from insmod: compared letter
    /// by letter with the name in the module (blacklisted() in kernel/module/main.c), the last occurrence counts.</summary>
    public bool KernelRefuses(string module) => Array.IndexOf(_kernelBlacklist, module) >= 0;

    private void Add(string word, bool forKernel)
    {
        var bare = word.Replace("\"", "", StringComparison.Ordinal);
        var equals = bare.IndexOf('=', StringComparison.Ordinal);
        if (equals < 0)
        {
            ForbidsModules |= forKernel && bare == "nomodule";
            return;
        }

        var names = bare[(equals + 1)..].Split(',');
        switch (bare[..equals].Replace('-', '_'))
        {
            case "module_blacklist" when forKernel:
                _kernelBlacklist = names;
                break;
            case "modules_load":
                var source = new SourceLine(Path, 0, bare);
                _bootModules.AddRange(names.Where(name => name.Length > 0).Select(name => new BootModule(name, source)));
                break;
            case "nf_conntrack.enable_hooks" when bare[(equals + 1)..] is "1" or "y" or "Y" or "on":
                EnableHooks = new SourceLine(Path, 0, bare);
                break;
            case "modprobe.blacklist" when word.StartsWith("modprobe.blacklist=", StringComparison.Ordinal):
                _modprobeBlacklist.AddRange(word["modprobe.blacklist=".Length..].Split(','));
                break;
            default:
                break;
        }
    }

    private static IEnumerable<string> Words(string text)
    {
        var start = 0;
        var quoted = false;
        for (var index = 0; index <= text.Length; index++)
        {
            var end = index == text.Length;
            if (!end && text[index] == '"')
                quoted = !quoted;
            if (!end && (quoted || text[index] is not (' ' or '\n' or '\t' or '\v' or '\f' or '\r')))
                continue;
            if (index > start)
                yield return text[start..index];
            start = index + 1;
        }
    }
}
