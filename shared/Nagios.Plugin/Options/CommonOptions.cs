using CommandLine;

namespace Nagios.Plugin;

/// <summary>The options that every check has. A property's initial value is the option's default and stands so in the help.</summary>
public class CommonOptions
{
    /// <summary>The check's own time limit; ends as UNKNOWN before the engine would kill it.</summary>
    [Option('t', "timeout", MetaValue = "SECONDS", HelpText = "end as UNKNOWN after this time, naming what was being done; from 1s to 1h")]
    public string Timeout { get; set; } = "10";

    /// <summary>How much to say, 0 to 3.</summary>
    [Option('v', "verbose", FlagCounter = true,
        HelpText = "say more: -v every finding, -vv more perfdata and up to 8 KB, -vvv up to 64 KB")]
    public int Verbose { get; set; }

    /// <summary>Text or one JSON object.</summary>
    [Option("output", MetaValue = "text|json", HelpText = "text for engines and people, or one JSON object with everything in it")]
    public string Output { get; set; } = "text";

    /// <summary>The same as <c>--output json</c>.</summary>
    [Option("json", HelpText = "the same as --output json")]
    public bool Json { get; set; }

    /// <summary>Where samples are kept between runs; null for the default.</summary>
    [Option("state-dir", MetaValue = "DIR", HelpText =
        "where to keep samples between runs (default: UID in $NAGIOS_PLUGIN_STATE_DIRECTORY, else this user's directory in "
        + "/run/nagios-checks or /var/lib/nagios-checks, else /var/tmp/nagios-checks-UID)")]
    public string? StateDir { get; set; }

    /// <summary>Sections of files that hold more options; <see cref="CommandLineWords"/> reads them.</summary>
    [Option("extra-opts", MetaValue = "[SECTION][@FILE]", HelpText =
        "read options from an ini file as monitoring-plugins do (default: the section named like this check, in "
        + "monitoring-plugins.ini or plugins.ini)")]
    public string? ExtraOpts { get; set; }

    /// <summary>The state when there is nothing to look at on this host.</summary>
    [Option("if-not-applicable", MetaValue = "STATE", HelpText = "state when this host has nothing that this check could look at")]
    public string IfNotApplicable { get; set; } = "unknown";

    /// <summary>Print the help and exit 3.</summary>
    [Option('h', "help", HelpText = "print this help and exit 3; with --json as one JSON object")]
    public bool Help { get; set; }

    /// <summary>Print the version and exit 3.</summary>
    [Option('V', "version", HelpText = "print the version and exit 3")]
    public bool Version { get; set; }
}
