using System.Globalization;
using Linux.Host;
using Nagios.Plugin;

namespace NagiosChecks.Conntrack;

/// <summary>
/// Reads connection tracking from /proc: Documentation/networking/nf_conntrack-sysctl.rst of the kernel, and the older
/// ip_conntrack paths. Never reads /proc/net/nf_conntrack (walking the table makes an overload worse), never runs a program.
/// </summary>
internal sealed class ConntrackProbe(HostFiles files, CheckRun run)
{
    private const string Sysctl = "/proc/sys/net/netfilter/nf_conntrack_";
    private const string LegacySysctl = "/proc/sys/net/ipv4/netfilter/ip_conntrack_";
    private const int MostUnnamed = 5;

    private readonly List<Unseen> _unseen = [];

    /// <summary>Reads it all.</summary>
    /// <exception cref="CheckException">A file that is there cannot be read or makes no sense, or there is no /proc.</exception>
    public ConntrackMeasurement Read()
    {
        run.Stage = "reading " + Sysctl + "count";
        var legacy = files.Status(Sysctl + "count") is null && files.Status(LegacySysctl + "count") is not null;
        var sysctl = legacy ? LegacySysctl : Sysctl;
        var statistics = legacy ? "stat/ip_conntrack" : "stat/nf_conntrack";
        var count = Count(files.Read(sysctl + "count"));
        if (count is null && files.Status("/proc/net/" + statistics) is null)
            return new ConntrackMeasurement { Presence = PresenceWithoutTable(), IsBuiltIn = IsBuiltIn(), Unseen = _unseen };

        run.Stage = "looking for network namespaces under /proc";
        var scan = NamespaceScan.Run(files);
        var spaces = scan.Namespaces.Select(found => Namespace(scan, found, statistics, count)).ToList();
        var entered = EnterOthers(scan, spaces, sysctl, statistics);
        var unseen = Unseen(scan, spaces, entered, statistics);
        return new ConntrackMeasurement
        {
            Presence = ConntrackPresence.Read,
            IsBuiltIn = IsBuiltIn(),
            IsLegacy = legacy,
            Maximum = Number(sysctl + "max") ?? Number("/proc/sys/net/nf_conntrack_max"),
            Buckets = Number(sysctl + "buckets"),
            ExpectMaximum = Number(sysctl + "expect_max"),
            AvailableBytes = AvailableBytes(),
            ClashCounting = ClashCountings.Of(
                spaces.Exists(space => space.Statistics?.HasClashColumn == true), files.Read("/proc/sys/kernel/osrelease").Text.Trim()),
            Namespaces = spaces,
            Unseen = _unseen,
            UnseenNamespaces = unseen,
            OthersMayBeHidden = scan.IsHidden || scan.UnseenProcesses > 0 || scan.ClosedNameDirectories.Count > 0,
        };
    }

    // The table is not here. /sys/module and /proc/modules show whether tracking is in the kernel all the same: in a container with a
    // user namespace of its own, and where systemd's ProcSubset=pid hides /proc/sys, it is and works.
    private ConntrackPresence PresenceWithoutTable()
    {
        var modules = files.Read("/proc/modules", 64 * 1024 * 1024);
        var isInKernel = files.Status("/sys/module/nf_conntrack") is not null || files.Status("/sys/module/ip_conntrack") is not null
            || modules.Text.StartsWith("nf_conntrack ", StringComparison.Ordinal)
            || modules.Text.Contains("\nnf_conntrack ", StringComparison.Ordinal);
        var hasSysctls = files.Status("/proc/sys") is not null;
        if (isInKernel)
        {
            _unseen.Add(new Unseen("the connection-tracking table", UnseenReason.Hidden,
                hasSysctls ? "a container or user namespace without the nf_conntrack settings" : "a /proc without /proc/sys", "run the "
                    + "check on the host"));
            return ConntrackPresence.Hidden;
        }

        if (!hasSysctls)
        {
            throw files.Status("/proc/self") is null
                ? new CheckException($"{files.PathOf("/proc/sys")} does not exist: no /proc to read connection tracking from")
                : new CheckException($"{files.PathOf("/proc/sys")} is hidden: this /proc shows processes only (mount option subset=pid, "
                    + "systemd's ProcSubset=pid), so connection tracking cannot be seen; allow ProcSubset=all for the unit that runs the "
                    + "check");
        }

        if (modules.Outcome == FileOutcome.Read || files.Status("/sys/module") is not null)
            return ConntrackPresence.Absent;
        _unseen.Add(new Unseen("which modules are in the kernel", UnseenReason.Hidden, "neither /proc/modules nor /sys/module is here",
            "run the check on the host"));
        return ConntrackPresence.NotFound;
    }

    private bool? IsBuiltIn() =>
        files.Status("/sys/module/nf_conntrack") is null ? null : files.Status("/sys/module/nf_conntrack/initstate") is null;

    private long? AvailableBytes()
    {
        foreach (var line in files.Read("/proc/meminfo").Text.AsSpan().EnumerateLines())
        {
            if (line.StartsWith("MemAvailable:") && line.EndsWith(" kB")
                && long.TryParse(
                    line["MemAvailable:".Length..^3].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var kilobytes))
                return kilobytes * 1024;
        }

        return null;
    }

    private ConntrackNamespace Namespace(NamespaceScan scan, NamespaceScan.Found found, string statistics, long? ownCount)
    {
        scan.Names.TryGetValue(found.Identity, out var file);
        var (process, counters) = found.IsOwn
            ? (found.Processes.Count > 0 ? found.Processes[0] : 0, Statistics(files.Read("/proc/net/" + statistics)))
            : FirstReadable(found, statistics);
        var directory = string.Create(CultureInfo.InvariantCulture, $"/proc/{process}");
        return new ConntrackNamespace
        {
            Identity = found.Identity,
            IsOwn = found.IsOwn,
            File = file,
            ProcessId = process,
            ProcessName = process == 0 ? "" : UntrustedText.Clean(files.Read(directory + "/comm").Text, 40),
            Container = process == 0 || found.IsOwn ? null : ContainerIdentity.Parse(files.Read(directory + "/cgroup").Text),
            Statistics = counters,
            Entries = found.IsOwn ? ownCount ?? counters?.Entries : counters?.Entries,
        };
    }

    // A process can end between the scan and the reading, so that its neighbours in the same namespace are asked next.
    private (int Process, ConntrackStatistics? Counters) FirstReadable(NamespaceScan.Found found, string statistics)
    {
        foreach (var process in found.Processes)
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/net/{statistics}");
            run.Stage = "reading " + path;
            if (Statistics(files.Read(path)) is { } counters)
                return (process, counters);
        }

        return (found.Processes.Count > 0 ? found.Processes[0] : 0, null);
    }

    // Named namespaces that have no process, and those whose counters this kernel does not show outside them: both are read from
    // inside, by a thread that enters them, where the rights allow that.
    private List<NamespaceVisit> EnterOthers(NamespaceScan scan, List<ConntrackNamespace> spaces, string sysctl, string statistics)
    {
        if (files.IsCaptured || !scan.CanMatchNames)
            return [];
        var known = spaces.ConvertAll(space => space.Identity);
        var places = scan.Names.Where(name => !known.Contains(name.Key))
            .Select(name => (Identity: name.Key, File: name.Value, Index: -1)).ToList();
        for (var index = 0; index < spaces.Count; index++)
        {
            if (spaces[index] is { IsOwn: false, Entries: null, ProcessId: > 0 and var process })
                places.Add((spaces[index].Identity, string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/ns/net"), index));
        }

        run.Stage = "reading inside network namespaces";
        var visits = NetworkNamespaces.Visit(
            [.. places.Select(one => one.File)], [sysctl + "count", "/proc/thread-self/net/" + statistics], run.Remaining / 2);
        for (var index = 0; index < visits.Count; index++)
        {
            if (visits[index].Problem is null)
                Place(spaces, places[index].Identity, places[index].Index, visits[index]);
        }

        return [.. visits.Where((visit, index) => places[index].Index < 0)];
    }

    private static void Place(List<ConntrackNamespace> spaces, string identity, int index, NamespaceVisit visit)
    {
        var counters = Statistics(visit.Contents[1]);
        var entries = Count(visit.Contents[0]) ?? counters?.Entries;
        if (index >= 0)
            spaces[index] = spaces[index] with { Statistics = counters, Entries = entries };
        else
            spaces.Add(new ConntrackNamespace { Identity = identity, File = visit.File, Statistics = counters, Entries = entries });
    }

    private int Unseen(NamespaceScan scan, List<ConntrackNamespace> spaces, List<NamespaceVisit> entered, string statistics)
    {
        if (spaces[0].Statistics is null)
        {
            _unseen.Add(new Unseen("the drop counters", UnseenReason.Absent,
                $"this kernel has no /proc/net/{statistics}: CONFIG_NF_CONNTRACK_PROCFS is off"));
        }

        var blind = spaces.FindAll(space => space.Entries is null);
        if (blind.Count > 0)
        {
            _unseen.Add(new Unseen($"the tables of {Count(blind.Count, "network namespace")}: "
                + $"{Names(blind.ConvertAll(space => space.Label))}",
                UnseenReason.Hidden, null, "run the check as root on the host"));
        }

        if (scan.IsHidden)
        {
            _unseen.Add(new Unseen("the network namespaces of other users", UnseenReason.Hidden, "/proc is mounted with hidepid",
                "run the check as root, or add its user to the group of the mount option gid="));
        }

        if (scan.UnseenProcesses > 0)
        {
            _unseen.Add(new Unseen($"the network namespace of "
                + $"{Count(scan.UnseenProcesses, "process", "processes")}", UnseenReason.Denied, null,
                "run the check as root"));
        }

        foreach (var directory in scan.ClosedNameDirectories)
            _unseen.Add(new Unseen($"the names in {directory}", UnseenReason.Denied, null, "run the check as root"));
        return blind.Count + UnseenNames(scan, spaces, entered);
    }

    // A named namespace that nobody entered: without the right to enter it, or in a captured tree, which holds only its name.
    private int UnseenNames(NamespaceScan scan, List<ConntrackNamespace> spaces, List<NamespaceVisit> entered)
    {
        var known = spaces.ConvertAll(space => space.File);
        var names = scan.Names.Where(name => !known.Contains(name.Value)).Select(name => name.Value).ToList();
        // Without links the names cannot be matched with processes: at least so many names as there are more than namespaces.
        var missing = scan.CanMatchNames ? names.Count : Math.Max(0, names.Count - (spaces.Count - 1));
        if (missing == 0)
            return 0;
        var refused = entered.Find(visit => visit.Problem is not null);
        var reason = files.IsCaptured ? UnseenReason.Hidden : UnseenReason.Denied;
        var why = files.IsCaptured ? "a captured tree holds only the name of a namespace without a process"
            : refused?.Problem ?? "only root may enter a network namespace that has no process";
        var which = scan.CanMatchNames ? $": {Names(names)}" : "";
        _unseen.Add(new Unseen($"the tables of {Count(missing, "named network namespace")}{which}", reason, why,
            files.IsCaptured ? null : "run the check as root"));
        return missing;
    }

    private static string Count(int number, string one, string? many = null) =>
        string.Create(CultureInfo.InvariantCulture, $"{number} {(number == 1 ? one : many ?? one + "s")}");

    private static string Names(List<string> names) =>
        string.Join(", ", names.Take(MostUnnamed).Select(name => UntrustedText.Clean(name, 60))) + (names.Count > MostUnnamed ? ", "
            + "..." : "");

    private static ConntrackStatistics? Statistics(FileContent content) =>
        content.Outcome is FileOutcome.Missing or FileOutcome.Denied
            ? null
            : ConntrackStatistics.Parse(content.RequiredText(), content.Path);

    // Printed signed since Linux 3.x, counted unsigned: a count below zero is one that has wrapped.
    private static long? Count(FileContent content)
    {
        if (content.TextIfExists() is not { } text)
            return null;
        return long.TryParse(text.AsSpan().Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var count)
            ? count > int.MaxValue && count <= uint.MaxValue ? unchecked((int)count) : count
            : throw NoNumber(content, text);
    }

    private long? Number(string path)
    {
        var content = files.Read(path);
        if (content.TextIfExists() is not { } text)
            return null;
        return long.TryParse(text.AsSpan().Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw NoNumber(content, text);
    }

    private static CheckException NoNumber(FileContent content, string text) =>
        new($"{content.Path} holds '{UntrustedText.Clean(text, 40)}' where a number belongs");
}
