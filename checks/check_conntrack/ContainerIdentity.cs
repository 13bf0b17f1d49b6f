using Nagios.Plugin;

namespace NagiosChecks.Conntrack;

/// <summary>
/// The pod or container that a process belongs to, as its control groups name it (/proc/PID/cgroup, cgroups(7)). The paths are
/// those of the kubelet's cgroupfs and systemd drivers, Docker, Podman, CRI-O, containerd, LXC and systemd-nspawn.
/// </summary>
/// <param name="Kind">pod, docker, podman, lxc, machine or container.</param>
/// <param name="Id">The pod's uid, the container's name, or the first twelve digits of its id, as docker ps prints them.</param>
internal sealed record ContainerIdentity(string Kind, string Id)
{
    private const int ShortId = 12;
    private const int LongestId = 60;

    /// <summary><c>pod 0a1b...</c>.</summary>
    public override string ToString() => $"{Kind} {Id}";

    /// <summary>Reads the text of /proc/PID/cgroup; null when it names no container.</summary>
    public static ContainerIdentity? Parse(string text)
    {
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            // HIERARCHY:CONTROLLERS:PATH
            var path = line.Split(':', 3) is [_, _, var third] ? third : "";
            if (OfPath(path.Split('/', StringSplitOptions.RemoveEmptyEntries)) is { } found)
                return found;
        }

        return null;
    }

    private static ContainerIdentity? OfPath(string[] parts)
    {
        for (var index = 0; index < parts.Length; index++)
        {
            if (Pod(parts[index], index > 0 ? parts[index - 1] : "") is { } pod)
                return pod;
        }

        for (var index = 0; index < parts.Length; index++)
        {
            if (Container(parts[index], index > 0 ? parts[index - 1] : "") is { } container)
                return container;
        }

        return null;
    }

    // kubepods-burstable-podUID.slice with the systemd driver, where '-' became '_'; podUID below kubepods/burstable without it.
    private static ContainerIdentity? Pod(string part, string parent)
    {
        var start = part.StartsWith("kubepods", StringComparison.Ordinal) ? part.IndexOf("-pod", StringComparison.Ordinal) + 1
            : part.StartsWith("pod", StringComparison.Ordinal) && parent is "kubepods" or "burstable" or "besteffort" ? 0
            : -1;
        return start < 0 || !part.AsSpan(start).StartsWith("pod")
            ? null
            : Of("pod", WithoutSuffix(part[(start + 3)..]).Replace('_', '-'));
    }

    private static ContainerIdentity? Container(string part, string parent)
    {
        var name = WithoutSuffix(part);
        if (parent == "docker" && IsLongId(name))
            return Of("docker", name[..ShortId]);
        if (parent is "lxc" or "lxc.payload" && name.Length > 0)
            return Of("lxc", name);
        if (part.StartsWith("lxc.payload.", StringComparison.Ordinal))
            return Of("lxc", part["lxc.payload.".Length..]);
        if (parent == "machine.slice" && part.StartsWith("machine-", StringComparison.Ordinal))
            return Of("machine", name["machine-".Length..]);
        if (part.StartsWith("systemd-nspawn@", StringComparison.Ordinal))
            return Of("machine", name["systemd-nspawn@".Length..]);
        var dash = name.LastIndexOf('-');
        if (dash < 0 || !IsLongId(name[(dash + 1)..]))
            return null;
        var kind = name[..dash] switch { "docker" => "docker", "libpod" => "podman", _ => "container" };
        return Of(kind, name.Substring(dash + 1, ShortId));
    }

    private static ContainerIdentity? Of(string kind, string id) =>
        UntrustedText.Clean(id, LongestId) is { Length: > 0 } clean ? new ContainerIdentity(kind, clean) : null;

    private static string WithoutSuffix(string part)
    {
        foreach (var suffix in (string[])[".slice", ".scope", ".service"])
        {
            if (part.EndsWith(suffix, StringComparison.Ordinal))
                return part[..^suffix.Length];
        }

        return part;
    }

    private static bool IsLongId(string text) => text.Length == 64 && text.All(char.IsAsciiHexDigit);
}
