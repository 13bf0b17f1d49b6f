using System.Globalization;
using Linux.Host;
using Nagios.Plugin;

namespace NagiosChecks.Conntrack;

/// <summary>
/// Finds the network namespaces that have a process, through /proc/PID/ns/net (namespaces(7)), and those that have a name. That
/// link is only shown to the process's own user and root; but every namespace has its own /proc/PID/net, whose inode numbers
/// differ from those of any other and are shown to everybody (fs/proc/proc_net.c), so an ordinary user sees all namespaces that
/// have a process too, only without their number.
/// </summary>
internal sealed class NamespaceScan
{
    private const int ProcessesKept = 3;

    // ip-netns(8); Docker keeps the namespaces of its overlay networks and of swarm's ingress below the second.
    private static readonly string[] NameDirectories = ["/run/netns", "/run/docker/netns"];

    private readonly HostFiles _files;
    private readonly Dictionary<string, Found> _byLink = [];
    private readonly Dictionary<string, Found> _byInode = [];
    private readonly List<Found> _found = [];

    private NamespaceScan(HostFiles files) => _files = files;

    /// <summary>Processes whose namespace could not be told.</summary>
    public int UnseenProcesses { get; private set; }

    /// <summary>True when /proc hides other users' processes (mount option hidepid).</summary>
    public bool IsHidden { get; private set; }

    /// <summary>The namespaces that have a process, the own one first.</summary>
    public IReadOnlyList<Found> Namespaces => _found;

    /// <summary>The files that name a namespace, by the namespace's link; a named namespace need not have a process.</summary>
    public Dictionary<string, string> Names { get; } = [];

    /// <summary>Directories of names that could not be listed.</summary>
    public List<string> ClosedNameDirectories { get; } = [];

    /// <summary>True when every foreign namespace is known by its link, so that names can be matched with processes.</summary>
    public bool CanMatchNames => _found.TrueForAll(space => space.Link is not null || space.IsOwn);

    /// <summary>A namespace and some processes that live in it, lowest process id first.</summary>
    internal sealed class Found(string? link, string? inode)
    {
        public string? Link { get; set; } = link;

        public string? Inode { get; } = inode;

        public bool IsOwn { get; init; }

        public List<int> Processes { get; } = [];

        public string Identity => Link ?? Inode ?? "own";
    }

    /// <summary>Looks at every process under /proc.</summary>
    public static NamespaceScan Run(HostFiles files)
    {
        var scan = new NamespaceScan(files);
        scan.Add(new Found(scan.LinkOf("self") ?? scan.LinkOf("1"), scan.InodeOf("self")) { IsOwn = true });
        var processes = new List<int>();
        foreach (var name in files.List("/proc") ?? [])
        {
            if (name.Length < 10 && char.IsAsciiDigit(name[0])
                && int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
                processes.Add(id);
        }

        processes.Sort();
        foreach (var id in processes)
            scan.Place(id);
        scan.IsHidden = processes.Count > 0 && processes[0] != 1 && !files.IsCaptured;
        foreach (var directory in NameDirectories)
            scan.ReadNames(directory);
        return scan;
    }

    private void Place(int process)
    {
        var id = process.ToString(CultureInfo.InvariantCulture);
        if (LinkOf(id) is { } link)
        {
            if (!_byLink.TryGetValue(link, out var space))
            {
                var inode = InodeOf(id);
                if (inode is { } known && _byInode.TryGetValue(known, out space))
                    Name(space, link);
                else
                    space = Add(new Found(link, inode));
            }

            Keep(space, process);
        }
        else if (InodeOf(id) is { } inode)
            Keep(_byInode.TryGetValue(inode, out var space) ? space : Add(new Found(null, inode)), process);
        else if (IsAlive(id))
            UnseenProcesses++;
    }

    // A process that has ended, or that is a zombie (proc_pid_stat(5)), lives in no namespace any more.
    private bool IsAlive(string process)
    {
        var stat = _files.Read($"/proc/{process}/stat");
        return stat.Outcome != FileOutcome.Missing && !stat.Text.AsSpan(stat.Text.LastIndexOf(')') + 1).StartsWith(" Z");
    }

    private Found Add(Found space)
    {
        _found.Add(space);
        if (space.Link is { } link)
            _byLink[link] = space;
        if (space.Inode is { } inode)
            _byInode[inode] = space;
        return space;
    }

    private void Name(Found space, string link)
    {
        space.Link = link;
        _byLink[link] = space;
    }

    private static void Keep(Found space, int process)
    {
        if (space.Processes.Count < ProcessesKept)
            space.Processes.Add(process);
    }

    // "net:[4026531840]" on a live host. In a captured tree it may be anything, and it becomes part of a state record.
    private string? LinkOf(string process) =>
        _files.ReadLink($"/proc/{process}/ns/net") is { Length: > 0 } link ? UntrustedText.Clean(link, 60).Replace(' ', '_') : null;

    // In a captured tree inode numbers are those of the copy and tell nothing.
    private string? InodeOf(string process) =>
        _files.IsCaptured || _files.Status($"/proc/{process}/net/stat") is not { } status
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"proc:{status.Inode}");

    private void ReadNames(string directory)
    {
        IReadOnlyList<string> names;
        try
        {
            names = _files.List(directory) ?? [];
        }
        catch (HostException)
        {
            ClosedNameDirectories.Add(directory);
            return;
        }

        foreach (var name in names.Order(StringComparer.Ordinal))
        {
            // Every file there is a bind mount of the namespace itself: its inode is the namespace's number (ip-netns(8)).
            if (_files.Status($"{directory}/{name}") is { } status)
                Names.TryAdd(string.Create(CultureInfo.InvariantCulture, $"net:[{status.Inode}]"), $"{directory}/{name}");
        }
    }
}
