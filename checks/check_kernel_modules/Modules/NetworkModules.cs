namespace NagiosChecks.KernelModules;

/// <summary>
/// Modules that carry a host's network: unloading one cuts it off. The drivers of its devices are read from /sys/class/net; bridges,
/// bonds, tunnels and their like have no device of their own there and are known by name.
/// </summary>
/// <param name="drivers">The modules of the devices' drivers, with underscores.</param>
internal sealed class NetworkModules(IReadOnlySet<string> drivers)
{
    private static readonly HashSet<string> Known =
    [
        "openvswitch", "vport_vxlan", "vport_gre", "vport_geneve", "br_netfilter", "bridge", "stp", "llc", "bonding", "team", "8021q",
        "vxlan", "geneve", "wireguard", "macvlan", "macvtap", "ipvlan", "ipvtap", "veth", "tun", "tap", "vrf", "gre", "ip_gre", "ip6_gre",
        "ipip", "sit", "ip_tunnel", "ip6_tunnel", "xfrm_interface", "nf_flow_table", "nf_flow_table_inet", "act_ct", "nsh", "g_ether",
        "usb_f_rndis", "usb_f_ecm", "usb_f_ncm", "libcomposite",
    ];

    /// <summary>Whether a module carries the network of this host.</summary>
    public bool Carries(string module) =>
        drivers.Contains(module) || Known.Contains(module) || module == "ip_vs" || module.StartsWith("ip_vs_", StringComparison.Ordinal);
}
