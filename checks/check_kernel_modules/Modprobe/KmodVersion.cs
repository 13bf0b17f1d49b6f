using System.Globalization;
using Linux.Host;

namespace NagiosChecks.KernelModules;

/// <summary>
/// Which kmod decides on this host, by the file name of its library: libkmod.so.2.3.6 is kmod 28, 2.4.0 is 30 and 2.5.1 is 34
/// (Debian 11, 12 and 13). They read other directories and suffixes.
/// </summary>
/// <param name="Minor">The second number behind "so".</param>
/// <param name="Revision">The third one.</param>
internal readonly record struct KmodVersion(int Minor, int Revision)
{
    private const string Prefix = "libkmod.so.2.";

    private static readonly string[] Directories =
    [
        "/usr/lib/x86_64-linux-gnu", "/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/lib/aarch64-linux-gnu",
        "/usr/lib64", "/lib64", "/usr/lib", "/lib",
    ];

    /// <summary>/usr/local/lib/modprobe.d, since kmod 29.</summary>
    public bool ReadsLocalDirectory => this is { Minor: > 3 } or { Minor: 3, Revision: >= 7 };

    /// <summary>Files that end in .alias, up to kmod 33.</summary>
    public bool ReadsAliasFiles => this is not ({ Minor: > 5 } or { Minor: 5, Revision: >= 1 });

    /// <summary>Whether a link to nowhere masks its namesakes in later directories, up to kmod 33. A link to /dev/null always
    /// does.</summary>
    public bool DeadLinksMask => ReadsAliasFiles;

    /// <summary>The rules that hold where the version is not known: those of kmod 30.</summary>
    public static KmodVersion Assumed => new(4, 0);

    /// <summary>Looks for the library; null when it is not where distributions put it.</summary>
    public static KmodVersion? Find(HostFiles files)
    {
        foreach (var directory in Directories)
        {
            foreach (var name in Names(files, directory))
            {
                if (Parse(name) is { } version)
                    return version;
            }
        }

        return null;
    }

    /// <summary>Reads a file name such as libkmod.so.2.4.0; null for any other.</summary>
    public static KmodVersion? Parse(string name)
    {
        var numbers = name.StartsWith(Prefix, StringComparison.Ordinal) ? name[Prefix.Length..].Split('.') : [];
        return numbers.Length == 2
            && int.TryParse(numbers[0], NumberStyles.None, CultureInfo.InvariantCulture, out var minor)
            && int.TryParse(numbers[1], NumberStyles.None, CultureInfo.InvariantCulture, out var revision)
                ? new KmodVersion(minor, revision)
                : null;
    }

    private static IEnumerable<string> Names(HostFiles files, string directory)
    {
        // The soname's link says which file counts, without listing a directory of thousands.
        if (files.ReadLink($"{directory}/libkmod.so.2") is { Length: > 0 } target)
            return [target[(target.LastIndexOf('/') + 1)..]];
        if (!files.IsCaptured)
            return [];
        try
        {
            return files.List(directory) ?? [];
        }
        catch (HostException)
        {
            return [];
        }
    }
}
