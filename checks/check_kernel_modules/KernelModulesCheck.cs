using Linux.Host;
using Nagios.Plugin;

namespace NagiosChecks.KernelModules;

/// <summary>Says which modules are in the kernel or would be, and whether that is what the operator wants.</summary>
internal sealed class KernelModulesCheck : Check<KernelModulesOptions, KernelModulesLimits, KernelModulesMeasurement>
{
    public override CheckDescription Description { get; } = new(
        "check_kernel_modules",
        "are modules that must stay out in the kernel, or would the next request load them?",
        """
        Listing iptables rules can load the netfilter modules, connection tracking among them; a busy host then fills the tracking
        table within minutes and drops packets. This check finds modules in the kernel, and says of the others whether a request or
        the next boot would load them, following modprobe.d, modules-load.d and the kernel command line as the installed modprobe
        does, and names the line that decides and the line that would block.

        Which modules must stay out is the operator's to say: with --modules, with --forbid for the netfilter modules, in a file of
        options (--extra-opts), or by a block in modprobe.d, which is then held to its word. Everything else is told and not judged.

        A blacklist line is no block, "alias X off" is one only where nothing needs X, and kmod ignores the install line of a module
        with soft dependencies: all of that is judged. Reads files under /proc, /sys, /etc, /run and /lib; runs nothing and loads
        nothing.
        """)
    {
        States =
        [
            "CRITICAL: a module that must stay out is loaded (--if-loaded)",
            "WARNING: the next request or the next boot would load a module that must stay out (--if-loadable), or a mere listing of "
                + "rules would track connections (--if-hooks)",
            "UNKNOWN: a file that decides could not be read, or the running kernel's directory under /lib/modules is gone or hidden "
                + "(--if-unseen)",
            "OK: all others, blocked, absent (--if-absent) and built-in ones (--if-builtin) among them",
        ],
        Examples =
        [
            ("check_kernel_modules", "which netfilter modules are loaded or loadable; alerts only when a block in modprobe.d does not "
                + "hold"),
            ("check_kernel_modules --forbid", "a busy load balancer, where none of the netfilter modules may be"),
            ("check_kernel_modules --modules usb-storage,firewire-core -v", "other modules, each with the reason for its verdict"),
            ("check_kernel_modules --forbid --if-loadable ok", "only modules that are in the kernel now"),
        ],
    };

    public override IReadOnlyList<DeclaredSeries> Series => KernelModulesSeries.All;

    public override KernelModulesLimits Limits(KernelModulesOptions options) => KernelModulesLimits.Parse(options);

    public override KernelModulesMeasurement Probe(KernelModulesOptions options, KernelModulesLimits limits, CheckRun run) =>
        new KernelModulesProbe(options.OpenFiles(), run).Read(limits.KernelVersion);

    public override NagiosCheckResult Evaluate(KernelModulesMeasurement measurement, KernelModulesLimits limits, ClockReading now) =>
        KernelModulesEvaluation.Evaluate(measurement, limits);
}
