namespace NagiosChecks.Conntrack;

/// <summary>Connection tracking on this host: the limits, which all network namespaces share, and each namespace's table.</summary>
internal sealed record ConntrackTable
{
    /// <summary>False when there is no connection tracking in the running kernel at all.</summary>
    public required bool IsPresent { get; init; }

    /// <summary>True when it is part of the kernel image and not a module; null when unknown.</summary>
    public bool? IsBuiltIn { get; init; }

    /// <summary>nf_conntrack_max: entries each namespace may have; 0 means no limit; null when it cannot be read.</summary>
    public long? Maximum { get; init; }

    /// <summary>nf_conntrack_buckets: size of the one hash that all namespaces share; null when it cannot be read.</summary>
    public long? Buckets { get; init; }

    /// <summary>nf_conntrack_expect_max: expectations each namespace may have; null when it cannot be read.</summary>
    public long? ExpectMaximum { get; init; }

    /// <summary>The namespaces that were seen, the check's own first.</summary>
    public IReadOnlyList<ConntrackNamespace> Namespaces { get; init; } = [];

    /// <summary>What could not be seen and what would show it.</summary>
    public IReadOnlyList<string> Blindness { get; init; } = [];

    /// <summary>Entries of all namespaces together.</summary>
    public long TotalEntries
    {
        get
        {
            var total = 0L;
            foreach (var space in Namespaces)
                total += space.Entries ?? 0;
            return total;
        }
    }
}
