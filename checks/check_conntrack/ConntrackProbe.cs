using System.Globalization;
using Linux.Host;
using Nagios.Plugin;

namespace NagiosChecks.Conntrack;

/// <summary>
/// Reads connection tracking from /proc: Documentation/networking/nf_conntrack-sysctl.rst of the kernel, and the older
/// ip_conntrack paths. Never reads /proc/net/nf_conntrack (walking the table makes an overload worse), never runs a program.
/// </summary>
internal static class ConntrackProbe
{
    private const string Sysctl = "/proc/sys/net/netfilter/nf_conntrack_";
    private const string LegacySysctl = "/proc/sys/net/ipv4/netfilter/ip_conntrack_";

    public static ConntrackTable Read(HostFiles files, CheckRun run)
    {
        run.Stage = "reading " + Sysctl + "count";
        var legacy = files.Status(Sysctl + "count") is null && files.Status(LegacySysctl + "count") is not null;
        var sysctl = legacy ? LegacySysctl : Sysctl;
        var statistics = legacy ? "stat/ip_conntrack" : "stat/nf_conntrack";

        var count = Number(files, sysctl + "count");
        if (count is null && files.Status("/proc/net/" + statistics) is null)
        {
            if (files.Status("/proc/sys") is null)
                throw new CheckException($"{files.PathOf("/proc/sys")} does not exist: no /proc to read connection tracking from");
            return new ConntrackTable { IsPresent = false };
        }

        var maximum = Number(files, sysctl + "max") ?? Number(files, "/proc/sys/net/nf_conntrack_max");
        var buckets = Number(files, sysctl + "buckets");
        var expectMaximum = Number(files, sysctl + "expect_max");

        run.Stage = "looking for network namespaces under /proc";
        var scan = NamespaceScan.Run(files);
        var blindness = new List<string>();
        var spaces = scan.Namespaces.Select(found => Namespace(files, run, scan, found, statistics, count)).ToList();
        Blindness(scan, spaces, blindness);
        return new ConntrackTable
        {
            IsPresent = true,
            IsBuiltIn = files.Status("/sys/module/nf_conntrack") is null ? null : files.Status("/sys/module/nf_conntrack/initstate") is null,
            Maximum = maximum,
            Buckets = buckets,
            ExpectMaximum = expectMaximum,
            Namespaces = spaces,
            Blindness = blindness,
        };
    }

    private static ConntrackNamespace Namespace(HostFiles files, CheckRun run, NamespaceScan scan, NamespaceScan.Found found, string statistics, long? ownCount)
    {
        scan.Names.TryGetValue(found.Identity, out var name);
        var (process, counters) = found.IsOwn
            ? (found.Processes.Count > 0 ? found.Processes[0] : 0, Statistics(files, "/proc/net/" + statistics))
            : FirstReadable(files, run, found, statistics);
        var processName = process == 0 ? "" : files.Read(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/comm")) is { Outcome: FileOutcome.Read } comm ? UntrustedText.Clean(comm.Text, 40) : "";
        var entries = found.IsOwn ? ownCount ?? counters?.Entries : counters?.Entries;
        return new ConntrackNamespace(found.Identity, found.IsOwn, name is null ? null : UntrustedText.Clean(name, 60), process, processName, counters, entries);
    }

    // A process can end between the scan and the reading, so that its neighbours in the same namespace are asked next.
    private static (int Process, ConntrackStatistics? Counters) FirstReadable(HostFiles files, CheckRun run, NamespaceScan.Found found, string statistics)
    {
        foreach (var process in found.Processes)
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/net/{statistics}");
            run.Stage = "reading " + path;
            if (Statistics(files, path) is { } counters)
                return (process, counters);
        }

        return (found.Processes.Count > 0 ? found.Processes[0] : 0, null);
    }

    private static ConntrackStatistics? Statistics(HostFiles files, string path)
    {
        var content = files.Read(path);
        return content.Outcome is FileOutcome.Missing or FileOutcome.Denied ? null : ConntrackStatistics.Parse(content.RequiredText(), content.Path);
    }

    private static void Blindness(NamespaceScan scan, List<ConntrackNamespace> spaces, List<string> blindness)
    {
        var blind = spaces.FindAll(space => space.Statistics is null).Count;
        if (blind == spaces.Count)
            blindness.Add($"drop counters{(spaces.Count > 1 ? $" and the tables of {spaces.Count - 1} other network namespaces" : "")} are not available: this kernel has no /proc/net/stat/nf_conntrack (CONFIG_NF_CONNTRACK_PROCFS)");
        else if (blind > 0)
            blindness.Add($"{blind} of {spaces.Count} network namespaces could not be read: {Labels(spaces.FindAll(space => space.Statistics is null).ConvertAll(space => space.Label))}");
        if (scan.IsHidden)
            blindness.Add("/proc hides other users' processes (hidepid): namespaces of others are not seen; run as root or add this user to the group of the mount option gid=");
        if (scan.Unseen > 0)
            blindness.Add($"the network namespace of {scan.Unseen} {(scan.Unseen == 1 ? "process" : "processes")} could not be told; run as root to see all");
        var empty = new List<string>();
        foreach (var name in scan.Names.Values)
        {
            if (spaces.TrueForAll(space => space.Name != name))
                empty.Add(name);
        }

        // Whoever may not read namespace links cannot tell which name belongs to which namespace.
        if (empty.Count > 0 && spaces.TrueForAll(space => space.Identity.StartsWith("net:", StringComparison.Ordinal)))
            blindness.Add($"{empty.Count} named network namespace{(empty.Count == 1 ? " has no process that this user can see, and is" : "s have no process that this user can see, and are")} not judged: {Labels(empty)}");
    }

    private static string Labels(List<string> names)
    {
        names.Sort(StringComparer.Ordinal);
        return string.Join(", ", names.Take(5).Select(name => UntrustedText.Clean(name, 40))) + (names.Count > 5 ? $" and {names.Count - 5} more" : "");
    }

    private static long? Number(HostFiles files, string path)
    {
        var content = files.Read(path);
        if (content.TextIfExists() is not { } text)
            return null;
        return long.TryParse(text.AsSpan().Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new CheckException($"{content.Path} holds '{UntrustedText.Clean(text, 40)}' where a number belongs");
    }
}
