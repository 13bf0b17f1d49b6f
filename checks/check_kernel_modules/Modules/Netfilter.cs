namespace NagiosChecks.KernelModules;

/// <summary>The modules of the kernel's packet filter.</summary>
internal static class Netfilter
{
    private static readonly string[] Prefixes =
    [
        "nf_", "nft_", "xt_", "x_tables", "ip_tables", "iptable_", "ip6_tables", "ip6table_", "ip_conntrack", "ipt_", "ip6t_", "ebt", "arp",
    ];

    /// <summary>Whether rules of a firewall use a module of this name.</summary>
    public static bool Contains(string name) => Array.Exists(Prefixes, prefix => name.StartsWith(prefix, StringComparison.Ordinal));

    /// <summary>Whether it is the module that tracks connections.</summary>
    public static bool IsTracker(string name) => name is "nf_conntrack" or "ip_conntrack";
}
