using Linux.Host;

namespace NagiosChecks.KernelModules;

/// <summary>A configuration file that counts.</summary>
/// <param name="Path">Where it is on the host.</param>
/// <param name="Text">Its content; empty for a link to nowhere, which masks its namesakes all the same.</param>
internal sealed record ConfigFile(string Path, string Text)
{
    /// <summary>The name that orders it among the files.</summary>
    public string Name => Path[(Path.LastIndexOf('/') + 1)..];
}

/// <summary>A configuration file or directory that the running user could not read, so that nobody knows what it decides.</summary>
/// <param name="Path">Where it is on the host.</param>
/// <param name="Name">The name that orders it among the files; empty for a directory.</param>
/// <param name="Why">What came of reading it, in an operator's words.</param>
internal sealed record HiddenConfig(string Path, string Name, string Why);

/// <summary>
/// The files of a family of drop-in directories, such as /etc/modprobe.d and its siblings: by suffix, not hidden, no
/// directories; of namesakes the one in the first directory counts; all are read in the order of their names (modprobe.d(5),
/// conf_files_list in libkmod-config.c; the same in modules-load.d(5)).
/// </summary>
internal static class ConfigFiles
{
    /// <summary>kmod's: modprobe.d(5) speaks of .conf only, but kmod up to 33 takes .alias as well (conf_files_filter_out).</summary>
    public static readonly string[] ConfAndAlias = [".conf", ".alias"];

    /// <summary>That of newer versions, and systemd's for modules-load.d(5).</summary>
    public static readonly string[] Conf = [".conf"];

    private const int MaximumBytes = 4 * 1024 * 1024;

    /// <summary>Reads them all.</summary>
    /// <param name="files">The host.</param>
    /// <param name="directories">The directories, the one that masks all others first.</param>
    /// <param name="suffixes">What the names of files that count end in.</param>
    /// <param name="deadLinksMask">Whether a link to nowhere hides its namesakes in later directories.</param>
    /// <param name="hidden">Receives what could not be read.</param>
    public static List<ConfigFile> Read(
        HostFiles files, IEnumerable<string> directories, string[] suffixes, bool deadLinksMask, List<HiddenConfig> hidden)
    {
        var chosen = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var directory in directories)
        {
            foreach (var name in Names(files, directory, hidden))
            {
                if (name[0] == '.' || !Array.Exists(suffixes, suffix => name.EndsWith(suffix, StringComparison.Ordinal)))
                    continue;
                var status = files.Status($"{directory}/{name}");
                var counts = deadLinksMask || status is not null || !IsDeadLink(files, $"{directory}/{name}");
                if (counts && status is not { IsDirectory: true })
                    chosen.TryAdd(name, directory);
            }
        }

        List<ConfigFile> read = [];
        foreach (var (name, directory) in chosen)
        {
            var path = $"{directory}/{name}";
            var content = files.Read(path, MaximumBytes);
            if (content.Outcome == FileOutcome.Read)
                read.Add(new ConfigFile(path, content.Text));
            else if (IsMask(files, path, content))
                read.Add(new ConfigFile(path, ""));
            else
                hidden.Add(new HiddenConfig(path, name, Explain(content)));
        }

        return read;
    }

    /// <summary>Puts one more file where its name belongs; used for modules.softdep, which kmod sorts among the others.</summary>
    public static void InsertByName(List<ConfigFile> files, ConfigFile file)
    {
        var behind = files.FindIndex(other => string.CompareOrdinal(other.Name, file.Name) > 0);
        files.Insert(behind < 0 ? files.Count : behind, file);
    }

    private static IReadOnlyList<string> Names(HostFiles files, string directory, List<HiddenConfig> hidden)
    {
        try
        {
            return files.List(directory) ?? [];
        }
        catch (HostException)
        {
            // Not fatal: what is loaded can still be told, and what this directory could decide is reported as unseen.
            hidden.Add(new HiddenConfig(directory, "", files.Status(directory) is { IsDirectory: false } ? "is not a directory" : "may "
                + "not be listed by this user"));
            return [];
        }
    }

    // A link to nowhere or to /dev/null, the usual ways to mask a file of a package.
    private static bool IsMask(HostFiles files, string path, FileContent content) =>
        content.Outcome == FileOutcome.Missing
            ? files.Status(path, followLinks: false) is not null
            : files.Status(path) is { Mode: var mode } && (mode & 0xF000) == 0x2000;

    private static bool IsDeadLink(HostFiles files, string path) =>
        files.Status(path, followLinks: false) is not null && files.Read(path).Outcome == FileOutcome.Missing;

    private static string Explain(FileContent content) => content.Outcome switch
    {
        FileOutcome.Denied => "may not be read by this user",
        FileOutcome.TooLarge => "is larger than 4 MB",
        FileOutcome.Missing => "cannot be opened by its name",
        _ => "cannot be read",
    };
}
