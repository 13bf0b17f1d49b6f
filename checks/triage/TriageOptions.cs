using CommandLine;
using Nagios.Plugin;

namespace NagiosChecks.Triage;

internal sealed class TriageOptions : CommonOptions
{
    public TriageOptions() => Timeout = "30";

    [Option("only", MetaValue = "LIST", HelpText = "run only these checks, comma separated, with or without check_ (default: every check_* beside triage)")]
    public string? Only { get; set; }

    [Option("skip", MetaValue = "LIST", HelpText = "leave these checks out, comma separated (default: none)")]
    public string? Skip { get; set; }

    [Option("check-timeout", MetaValue = "SECONDS", HelpText = "time limit of each check; one that has said nothing two seconds later is killed")]
    public string CheckTimeout { get; set; } = "10";

    [Option("plugins", MetaValue = "DIR", HelpText = "the folder whose check_* executables are run (default: the folder that triage is in)")]
    public string? Plugins { get; set; }

    [Option("color", MetaValue = "auto|always|never", HelpText = "colour the states; auto does on a terminal unless NO_COLOR is set")]
    public string Color { get; set; } = "auto";
}
