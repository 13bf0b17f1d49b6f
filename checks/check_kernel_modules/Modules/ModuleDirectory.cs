using Linux.Host;
using Nagios.Plugin;

namespace NagiosChecks.KernelModules;

/// <summary>Finds and reads /lib/modules/VERSION, what depmod(8) and the kernel's package put there.</summary>
internal static class ModuleDirectory
{
    private const int MaximumBytes = 16 * 1024 * 1024;

    // The last two are NixOS's: the modules of the kernel that was booted, and of the system as it is configured now.
    private static readonly string[] Parents =
    [
        "/lib/modules", "/usr/lib/modules", "/run/booted-system/kernel-modules/lib/modules",
        "/run/current-system/kernel-modules/lib/modules",
    ];

    /// <summary>True for what can be the name of a kernel's directory.</summary>
    public static bool IsPossibleVersion(string version)
    {
        foreach (var character in version)
        {
            if (!char.IsAsciiLetterOrDigit(character) && character is not ('.' or '-' or '_' or '+' or '~'))
                return false;
        }

        return version.Length is > 0 and < 200 && version[0] != '.';
    }

    /// <summary>The running kernel's release; null when /proc does not say.</summary>
    /// <exception cref="CheckException">/proc is not there at all.</exception>
    public static string? RunningVersion(HostFiles files)
    {
        const string path = "/proc/sys/kernel/osrelease";
        var release = files.Read(path);
        if (release.Outcome == FileOutcome.Read && IsPossibleVersion(release.Text.Trim()))
            return release.Text.Trim();
        // "Linux version 6.1.0-25-amd64 (debian-kernel@...) ..."
        var words = (files.Read("/proc/version").TextIfExists() ?? "").Split(' ');
        if (words.Length > 2 && IsPossibleVersion(words[2]))
            return words[2];
        return release.Outcome != FileOutcome.Missing || files.Status("/proc/cmdline") is not null
            || files.Status(LoadedModules.Path) is not null
            ? null
            : throw new CheckException($"{files.PathOf("/proc")} is empty: neither {path} nor {LoadedModules.Path} is there; mount "
                + $"/proc, or name a captured tree with --root");
    }

    /// <summary>The directory of a kernel; null when there is none.</summary>
    public static string? Find(HostFiles files, string version) =>
        Parents.Select(parent => $"{parent}/{version}").FirstOrDefault(path => files.Status(path) is { IsDirectory: true });

    /// <summary>The kernels that have a directory, for advice.</summary>
    public static IReadOnlyList<string> Others(HostFiles files)
    {
        try
        {
            var names = Parents.SelectMany(parent => files.List(parent) ?? []);
            return [.. names.Where(IsPossibleVersion).Distinct().Order(StringComparer.Ordinal)];
        }
        catch (HostException)
        {
            // Advice only: without it the problem is still named.
            return [];
        }
    }

    /// <summary>Reads the tables of a kernel's directory.</summary>
    /// <param name="files">The host.</param>
    /// <param name="directory">The directory.</param>
    /// <param name="problem">Why it cannot be told what could be loaded; null when it can.</param>
    public static ModuleTree Read(HostFiles files, string directory, out string? problem)
    {
        var dependencies = files.Read($"{directory}/modules.dep", MaximumBytes);
        var aliases = files.Read($"{directory}/modules.alias", MaximumBytes);
        var builtin = files.Read($"{directory}/modules.builtin", MaximumBytes);
        if (dependencies.Outcome == FileOutcome.Missing)
            problem = $"{directory}/modules.dep does not exist";
        else if (dependencies.Outcome == FileOutcome.Read && string.IsNullOrWhiteSpace(dependencies.Text))
            problem = $"{directory}/modules.dep is empty";
        else
            problem = Unread($"{directory}/modules.dep", dependencies) ?? Unread($"{directory}/modules.alias", aliases)
                ?? Unread($"{directory}/modules.builtin", builtin);

        return new ModuleTree(
            dependencies.Text, aliases.Text, builtin.Text, Text("modules.builtin.modinfo"), () => Text("modules.symbols"));

        string Text(string name) => files.Read($"{directory}/{name}", MaximumBytes).Text;
    }

    private static string? Unread(string path, FileContent content) => content.Outcome switch
    {
        FileOutcome.Read or FileOutcome.Missing => null,
        FileOutcome.Denied => $"{path} may not be read by this user",
        FileOutcome.TooLarge => $"{path} is larger than 16 MB",
        _ => $"{path} cannot be read",
    };
}
