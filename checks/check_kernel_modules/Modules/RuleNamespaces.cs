using System.Globalization;
using Linux.Host;
using Nagios.Plugin;

namespace NagiosChecks.KernelModules;

/// <summary>
/// Finds the other network namespaces whose iptables rules hold modules: /proc/PID/net/ip_tables_names and ip6_tables_names list the
/// tables of a namespace (net/netfilter/x_tables.c). Reading them loads nothing. Only root may read them.
/// </summary>
internal static class RuleNamespaces
{
    private const int Most = 20;
    private static readonly string[] TableNames = ["ip_tables_names", "ip6_tables_names"];

    /// <summary>Names of namespaces for people: "web (pid 980 haproxy)".</summary>
    public static List<string> Find(HostFiles files, CheckRun run)
    {
        run.Stage = "looking for rules in other network namespaces";
        var names = NamesByLink(files);
        var found = new List<string>();
        var seen = new HashSet<string> { files.ReadLink("/proc/self/ns/net") ?? "" };
        foreach (var process in Processes(files))
        {
            if (files.ReadLink($"/proc/{process}/ns/net") is not { } link || !seen.Add(link) || found.Count >= Most)
                continue;
            if (!HasTables(name => files.Read($"/proc/{process}/net/{name}")))
                continue;
            var command = UntrustedText.Clean(files.Read($"/proc/{process}/comm").Text, 40);
            found.Add($"{(names.TryGetValue(link, out var file) ? LastPart(file) + " " : "")}(pid {process} {command})");
        }

        AddEmpty(found, [.. names.Where(name => !seen.Contains(name.Key)).Select(name => name.Value)], files, run);
        return found;
    }

    private static void AddEmpty(List<string> found, List<string> namespaceFiles, HostFiles files, CheckRun run)
    {
        if (files.IsCaptured)
            return;
        string[] paths = [.. TableNames.Select(name => "/proc/thread-self/net/" + name)];
        foreach (var visit in NetworkNamespaces.Visit(namespaceFiles, paths, run.Remaining / 2))
        {
            if (visit.Problem is null && visit.Contents.Any(content => content.Text.Length > 0) && found.Count < Most)
                found.Add($"{LastPart(visit.File)} (no process)");
        }
    }

    private static bool HasTables(Func<string, FileContent> read) => Array.Exists(TableNames, name => read(name).Text.Length > 0);

    private static IEnumerable<string> Processes(HostFiles files) =>
        (files.List("/proc") ?? []).Where(name => name.All(char.IsAsciiDigit))
            .OrderBy(name => name.Length).ThenBy(name => name, StringComparer.Ordinal);

    private static Dictionary<string, string> NamesByLink(HostFiles files)
    {
        var names = new Dictionary<string, string>();
        foreach (var name in Listed(files, "/run/netns"))
        {
            if (files.Status("/run/netns/" + name) is { } status)
                names.TryAdd(string.Create(CultureInfo.InvariantCulture, $"net:[{status.Inode}]"), "/run/netns/" + name);
        }

        return names;
    }

    private static IReadOnlyList<string> Listed(HostFiles files, string directory)
    {
        try
        {
            return files.List(directory) ?? [];
        }
        catch (HostException)
        {
            // Names are a convenience: without them a namespace is named by its process.
            return [];
        }
    }

    private static string LastPart(string path) => UntrustedText.Clean(path[(path.LastIndexOf('/') + 1)..], 60);
}
