using CommandLine;
using Linux.Host;

namespace Nagios.Plugin;

/// <summary>The options of checks that read this host's files under /proc, /sys, /etc and /lib.</summary>
public class HostOptions : CommonOptions
{
    /// <summary>The root of the file tree to read.</summary>
    [Option("root", MetaValue = "DIR", HelpText = "read a captured file tree (DIR/proc, DIR/sys, DIR/etc) instead of this host's")]
    public string Root { get; set; } = "/";

    /// <summary>The files below <see cref="Root"/>.</summary>
    /// <exception cref="CheckException">There is no such directory.</exception>
    public HostFiles OpenFiles()
    {
        try
        {
            return new HostFiles(Root);
        }
        catch (HostException)
        {
            throw CheckException.Usage("--root", Root, "is not a directory that this user can see");
        }
    }
}
