using CommandLine;
using Nagios.Plugin;

namespace NagiosChecks.Triage;

/// <summary>What the operator may say to triage. The options of a login are handed on to the checks that log in to a server.</summary>
internal sealed class TriageOptions : CommonOptions
{
    public TriageOptions() => Timeout = "30";

    [Option("only", MetaValue = "LIST", HelpText =
        "run only these checks, comma separated, with or without check_ (default: every check_* beside triage)")]
    public string? Only { get; set; }

    [Option("skip", MetaValue = "LIST", HelpText = "leave these checks out, comma separated (default: none)")]
    public string? Skip { get; set; }

    [Option("check-timeout", MetaValue = "SECONDS", HelpText = "time limit of each check; one that has said nothing two seconds later is "
        + "killed")]
    public string CheckTimeout { get; set; } = "10";

    [Option("plugins", MetaValue = "DIR", HelpText = "the directory whose check_* executables are run (default: the directory that "
        + "triage is in)")]
    public string? Plugins { get; set; }

    [Option("color", MetaValue = "auto|always|never", HelpText = "colour the states; auto does on a terminal unless NO_COLOR is set")]
    public string Color { get; set; } = "auto";

    [Option('H', "host", MetaValue = "NAME", HelpText = "for checks of a MySQL or MariaDB server: its host name or address")]
    public string? Host { get; set; }

    [Option('P', "port", MetaValue = "PORT", HelpText = "for the same checks: the server's TCP port")]
    public string? Port { get; set; }

    [Option('s', "socket", MetaValue = "PATH", HelpText = "for the same checks: the server's Unix socket")]
    public string? Socket { get; set; }

    [Option('u', "user", MetaValue = "NAME", HelpText = "for the same checks: account to log in with")]
    public string? User { get; set; }

    [Option('p', "password", MetaValue = "WORD", HelpText =
        "for the same checks: password; every user of this host can see it in the process list: prefer ~/.my.cnf, --defaults-extra-file "
            + "or $MYSQL_PWD")]
    public string? Password { get; set; }

    [Option("defaults-file", MetaValue = "FILE", HelpText = "for the same checks: read only this option file")]
    public string? DefaultsFile { get; set; }

    [Option("defaults-extra-file", MetaValue = "FILE", HelpText = "for the same checks: read this option file too")]
    public string? DefaultsExtraFile { get; set; }

    [Option("defaults-group", MetaValue = "NAME", HelpText = "for the same checks: read this group of the option files too")]
    public string? DefaultsGroup { get; set; }

    [Option("ssl-mode", MetaValue = "MODE", HelpText = "for the same checks: how much TLS is asked for")]
    public string? SslMode { get; set; }

    [Option("ssl-ca", MetaValue = "FILE", HelpText = "for the same checks: certificates of the authorities that may sign the server's, "
        + "PEM")]
    public string? SslCa { get; set; }

    [Option("ssl-cert", MetaValue = "FILE", HelpText = "for the same checks: this client's certificate, PEM")]
    public string? SslCert { get; set; }

    [Option("ssl-key", MetaValue = "FILE", HelpText = "for the same checks: key of this client's certificate, PEM")]
    public string? SslKey { get; set; }
}
