using System.Globalization;
using Nagios.Plugin;

namespace NagiosChecks.Conntrack;

/// <summary>One network namespace and what its connection-tracking table holds.</summary>
/// <param name="Identity">Tells it from others and finds it again in the next run: "net:[INODE]", or "proc:INODE" where this user
/// may not read another user's namespace link.</param>
/// <param name="IsOwn">True for the namespace that the check itself runs in.</param>
/// <param name="Name">The name under /run/netns, if it has one.</param>
/// <param name="ProcessId">The lowest process id that lives in it; 0 when unknown.</param>
/// <param name="ProcessName">That process's name (comm).</param>
/// <param name="Statistics">Its counters; null where the kernel or the rights do not show them.</param>
/// <param name="Entries">Tracked connections; null where they cannot be seen.</param>
internal sealed record ConntrackNamespace(
    string Identity, bool IsOwn, string? Name, int ProcessId, string ProcessName, ConntrackStatistics? Statistics, long? Entries)
{
    /// <summary>For labels: the name, else the process; "own" for the check's own.</summary>
    public string Label => IsOwn ? "own" : Name ?? (ProcessName.Length > 0 ? ProcessName : Identity);

    /// <summary>For people, once per output: " in namespace web1 (net:[4026532177], pid 4711 nginx)"; empty for the own one.</summary>
    public string Where()
    {
        if (IsOwn)
            return "";
        var inode = Identity.StartsWith("net:", StringComparison.Ordinal) ? Identity : "";
        var details = inode.Length > 0 && Process.Length > 0 ? $"{inode}, {Process}" : inode + Process;
        return $" in namespace {UntrustedText.Clean($"{(Name is null ? "" : Name + " ")}({details})", 120)}";
    }

    /// <summary>The same in short, for what follows: " in web1" or " in that of pid 4711 nginx".</summary>
    public string WhereInShort() => IsOwn ? "" : $" in {Name ?? (Process.Length > 0 ? $"that of {Process}" : Identity)}";

    private string Process => ProcessId > 0 ? string.Create(CultureInfo.InvariantCulture, $"pid {ProcessId} {ProcessName}").TrimEnd() : "";

    /// <summary>Whether an operator's word on <c>--namespace</c> means this one.</summary>
    public bool Matches(string word) =>
        (word == "own" && IsOwn) || word == Name || word == Identity || $"net:[{word}]" == Identity || word == ProcessName
        || (ProcessId > 0 && word == ProcessId.ToString(CultureInfo.InvariantCulture));
}
