using CommandLine;

namespace Nagios.Plugin;

/// <summary>The options of checks that read this host's files under /proc, /sys, /etc and /lib.</summary>
public class HostOptions : CommonOptions
{
    /// <summary>The root of the file tree to read.</summary>
    [Option("root", MetaValue = "DIR", HelpText = "read a captured file tree (DIR/proc, DIR/sys, DIR/etc) instead of this host's")]
    public string Root { get; set; } = "/";
}
