using System.Globalization;
using Nagios.Plugin;

namespace NagiosChecks.Conntrack;

/// <summary>One network namespace and what its connection-tracking table holds.</summary>
internal sealed record ConntrackNamespace
{
    /// <summary>Tells it from others and finds it again in the next run: "net:[INODE]", or "proc:INODE" where this user may not
    /// read another user's namespace link.</summary>
    public required string Identity { get; init; }

    /// <summary>True for the namespace that the check itself runs in.</summary>
    public bool IsOwn { get; init; }

    /// <summary>The file that names it, such as /run/netns/web; null when it has no name.</summary>
    public string? File { get; init; }

    /// <summary>The lowest process id that lives in it; 0 when unknown or when no process lives in it.</summary>
    public int ProcessId { get; init; }

    /// <summary>That process's name (comm), cleaned.</summary>
    public string ProcessName { get; init; } = "";

    /// <summary>The pod or container that this process belongs to; null for none.</summary>
    public ContainerIdentity? Container { get; init; }

    /// <summary>Its counters; null where the kernel or the rights do not show them.</summary>
    public ConntrackStatistics? Statistics { get; init; }

    /// <summary>Tracked connections; null where they cannot be seen; negative when the kernel's counter has wrapped.</summary>
    public long? Entries { get; init; }

    /// <summary>The last part of <see cref="File"/>, cleaned; null when it has no name.</summary>
    public string? Name => File is null ? null : UntrustedText.Clean(File[(File.LastIndexOf('/') + 1)..], 60);

    /// <summary>What names it in perfdata and lists; never a rank or a process, since those change.</summary>
    public string Label => IsOwn ? "own" : Name ?? Container?.ToString() ?? Identity;

    /// <summary>True when the kernel's count has been decremented below zero: compared unsigned, it is above any limit.</summary>
    public bool HasWrapped => Entries < 0;

    /// <summary>For people, once per output: " in namespace web1 (net:[4026532177], pid 4711 nginx)"; empty for the own one.</summary>
    public string Where()
    {
        if (IsOwn)
            return "";
        var details = string.Join(", ", new[] { Inode, Container?.ToString() ?? "", Process }.Where(part => part.Length > 0));
        return $" in namespace {UntrustedText.Clean($"{(Name is null ? "" : Name + " ")}({details})", 160)}";
    }

    /// <summary>The same in short, for what follows: " in web1" or " in that of pid 4711 nginx".</summary>
    public string WhereInShort() =>
        IsOwn ? "" : $" in {Name ?? Container?.ToString() ?? (Process.Length > 0 ? $"that of {Process}" : Identity)}";

    private string Inode => Identity.StartsWith("net:", StringComparison.Ordinal) ? Identity : "";

    private string Process =>
        ProcessId > 0 ? string.Create(CultureInfo.InvariantCulture, $"pid {ProcessId} {ProcessName}").TrimEnd() : "";

    /// <summary>Whether an operator's word on <c>--namespace</c> means this one.</summary>
    public bool Matches(string word) =>
        (word == "own" && IsOwn) || word == Name || word == Identity || $"net:[{word}]" == Identity || word == ProcessName
        || (Container is { } container && (word == container.Id || word == container.ToString()))
        || (ProcessId > 0 && word == ProcessId.ToString(CultureInfo.InvariantCulture));
}
