using Nagios.Plugin;

namespace NagiosChecks.Conntrack;

/// <summary>Whether connection tracking is in the running kernel.</summary>
internal enum ConntrackPresence
{
    /// <summary>No trace of it, in places that show it where it is.</summary>
    Absent,

    /// <summary>No trace of it, but what would show it for certain (/sys/module, /proc/modules) could not be seen either.</summary>
    NotFound,

    /// <summary>It is in the kernel, and its table cannot be seen from here.</summary>
    Hidden,

    /// <summary>Its table was read.</summary>
    Read,
}

/// <summary>Connection tracking on this host: the limits, which all network namespaces share, and each namespace's table.</summary>
internal sealed record ConntrackMeasurement
{
    /// <summary>Whether it is in the kernel and was read.</summary>
    public required ConntrackPresence Presence { get; init; }

    /// <summary>True when it is part of the kernel image and not a module; null when unknown.</summary>
    public bool? IsBuiltIn { get; init; }

    /// <summary>True for kernels that call it ip_conntrack (before 2.6.24), whose settings have other names.</summary>
    public bool IsLegacy { get; init; }

    /// <summary>nf_conntrack_max: entries each namespace may have; 0 means no limit; null when it cannot be read.</summary>
    public long? Maximum { get; init; }

    /// <summary>nf_conntrack_buckets: size of the one hash that all namespaces share; null when it cannot be read.</summary>
    public long? Buckets { get; init; }

    /// <summary>nf_conntrack_expect_max: expectations each namespace may have; null when it cannot be read.</summary>
    public long? ExpectMaximum { get; init; }

    /// <summary>Memory that could be used without swapping (MemAvailable in /proc/meminfo), in bytes; null when unknown.</summary>
    public long? AvailableBytes { get; init; }

    /// <summary>What this kernel's counters mean.</summary>
    public ClashCounting ClashCounting { get; init; }

    /// <summary>The namespaces that were seen, the check's own first.</summary>
    public IReadOnlyList<ConntrackNamespace> Namespaces { get; init; } = [];

    /// <summary>What could not be seen, each with its reason.</summary>
    public IReadOnlyList<Unseen> Unseen { get; init; } = [];

    /// <summary>How many network namespaces are known to be there and could not be read.</summary>
    public int UnseenNamespaces { get; init; }

    /// <summary>True when namespaces of which nothing is known may be hidden from this user.</summary>
    public bool OthersMayBeHidden { get; init; }

    /// <summary>Entries of all namespaces together; a count that has wrapped adds nothing.</summary>
    public long TotalEntries
    {
        get
        {
            var total = 0L;
            foreach (var space in Namespaces)
                total += Math.Max(0, space.Entries ?? 0);
            return total;
        }
    }
}
