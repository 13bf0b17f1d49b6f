using CommandLine;
using Nagios.Plugin;

namespace NagiosChecks.KernelModules;

/// <summary>What the operator may say to check_kernel_modules.</summary>
internal sealed class KernelModulesOptions : HostOptions
{
    [Option("modules", MetaValue = "LIST", HelpText = "the modules that must stay out, comma separated, what matters most first; '-' and '_' are the same")]
    public string Modules { get; set; } =
        "nf_conntrack, nf_nat, ip_tables, iptable_nat, iptable_filter, x_tables, xt_conntrack, nf_tables, nft_ct, nft_chain_nat, nft_compat, "
        + "ip6_tables, ip6table_nat, ip6table_filter, nf_conntrack_netlink, nf_defrag_ipv4, nf_defrag_ipv6, nf_conntrack_ipv4, nf_conntrack_ipv6";

    [Option("kernel-version", MetaValue = "VERSION", HelpText = "judge what could be loaded by the modules in /lib/modules/VERSION (default: the running kernel's)")]
    public string? KernelVersion { get; set; }

    [Option("if-loaded", MetaValue = "STATE", HelpText = "state when a module is in the kernel")]
    public string IfLoaded { get; set; } = "critical";

    [Option("if-loadable", MetaValue = "STATE", HelpText = "state when the next request or the next boot would load a module")]
    public string IfLoadable { get; set; } = "warning";

    [Option("if-unseen", MetaValue = "STATE", HelpText = "state when a file that decides about a module could not be read, or the kernel's module directory is gone")]
    public string IfUnseen { get; set; } = "unknown";

    [Option("if-builtin", MetaValue = "STATE", HelpText = "state when a module is part of the kernel image, where only another kernel would keep it out")]
    public string IfBuiltin { get; set; } = "ok";

    [Option("if-absent", MetaValue = "STATE", HelpText = "state when this kernel has no such module; warning finds typing errors in --modules")]
    public string IfAbsent { get; set; } = "ok";
}
