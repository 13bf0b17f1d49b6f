using CommandLine;
using Nagios.Plugin;

namespace NagiosChecks.KernelModules;

/// <summary>What the operator may say to check_kernel_modules.</summary>
internal sealed class KernelModulesOptions : HostOptions
{
    [Option("modules", MetaValue = "LIST", HelpText =
        "the modules that must stay out, comma separated, what matters most first; '-' and '_' are the same (default: the netfilter "
            + "modules, "
        + "which are only told, and all that modprobe.d blocks, which must stay out)")]
    public string? Modules { get; set; }

    [Option("forbid", HelpText = "the netfilter modules must stay out too: what this check takes without --modules is judged as if it "
        + "was named there")]
    public bool Forbid { get; set; }

    [Option("kernel-version", MetaValue = "VERSION", HelpText =
        "judge what could be loaded by the modules in /lib/modules/VERSION (default: the running kernel's)")]
    public string? KernelVersion { get; set; }

    [Option("blocking-commands", MetaValue = "LIST", HelpText =
        "programs that an install line may run and that load nothing, such as a script that prints a reason and fails; comma separated "
            + "paths "
        + "(default: none)")]
    public string? BlockingCommands { get; set; }

    [Option("if-loaded", MetaValue = "STATE", HelpText = "state when a module that must stay out is in the kernel")]
    public string IfLoaded { get; set; } = "critical";

    [Option("if-loadable", MetaValue = "STATE", HelpText =
        "state when the next request or the next boot would load a module that must stay out")]
    public string IfLoadable { get; set; } = "warning";

    [Option("if-hooks", MetaValue = "STATE", HelpText =
        "state when modprobe.d sets enable_hooks=1 for nf_conntrack: a mere listing of rules then tracks every connection")]
    public string IfHooks { get; set; } = "warning";

    [Option("if-unseen", MetaValue = "STATE", HelpText =
        "state when a file that decides about a module could not be read, or the kernel's module directory is gone")]
    public string IfUnseen { get; set; } = "unknown";

    [Option("if-builtin", MetaValue = "STATE", HelpText =
        "state when a module is part of the kernel image, where only another kernel would keep it out")]
    public string IfBuiltin { get; set; } = "ok";

    [Option("if-absent", MetaValue = "STATE", HelpText = "state when this kernel has no such module; warning finds typing errors in "
        + "--modules")]
    public string IfAbsent { get; set; } = "ok";
}
