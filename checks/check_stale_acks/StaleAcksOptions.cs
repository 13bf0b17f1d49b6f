using CommandLine;
using Nagios.Plugin;

namespace NagiosChecks.StaleAcks;

/// <summary>What the operator may say.</summary>
internal sealed class StaleAcksOptions : HostOptions
{
    [Option('w', "warning", MetaValue = "RANGE", HelpText = "WARNING for an acknowledgement whose age is outside this range; 90s, 15m, "
        + "2h, 1d")]
    public string Warning { get; set; } = "1d";

    [Option('c', "critical", MetaValue = "RANGE",
        HelpText = "CRITICAL for an acknowledgement whose age is outside this range; by default age never pages, so that it cannot hide "
        + "a change")]
    public string Critical { get; set; } = "~:";

    [Option("report", MetaValue = "all|changes|housekeeping",
        HelpText = "judge changes (another problem, worse, returned, expired, acknowledged while OK), or housekeeping (age and form), "
        + "for a service each")]
    public string Report { get; set; } = "all";

    [Option("acknowledged-warning", MetaValue = "RANGE", HelpText = "WARNING when the number of acknowledgements is outside this range")]
    public string? AcknowledgedWarning { get; set; }

    [Option("acknowledged-critical", MetaValue = "RANGE", HelpText = "CRITICAL when the number of acknowledgements is outside this range")]
    public string? AcknowledgedCritical { get; set; }

    [Option("minimum-age", MetaValue = "DURATION", HelpText = "leave out acknowledgements that are younger")]
    public string? MinimumAge { get; set; }

    [Option("baseline", HelpText = "take everything that is acknowledged now as known: from now on only its changes are told; once, on "
        + "the first day")]
    public bool Baseline { get; set; }

    [Option("list", HelpText = "print a table for a hand-over: one line for each acknowledgement, by author and age; all of them, "
        + "so it is for a run by hand or a mail and not for an engine or NRPE")]
    public bool List { get; set; }

    [Option("keep-regex", MetaValue = "REGEX", HelpText = "what a comment holds when the acknowledgement is meant to stay: its age and "
        + "form are not judged")]
    public string KeepRegex { get; set; } = "#keep";

    [Option("until-regex", MetaValue = "REGEX", HelpText = "what a comment holds when the acknowledgement ends on a day (its end in "
        + "UTC), for engines without an end; its first group is the date, YYYY-MM-DD")]
    public string UntilRegex { get; set; } = "#until[ :=]*([0-9A-Za-z./-]*)";

    [Option("submit", MetaValue = "SERVICE", HelpText = "hand in a passive result to this service of each host that has a stale "
        + "acknowledgement, when it changes, so that each is notified; with %s in the name one for each acknowledged service")]
    public string? Submit { get; set; }

    [Option("clear", MetaValue = "CLASSES", HelpText = "remove acknowledgements of these classes in the engine, with a comment and a "
        + "notification: other_problem, worse, returned, expired, while_ok; comma separated")]
    public string? Clear { get; set; }

    [Option("clear-limit", MetaValue = "COUNT", HelpText = "with --clear: at most so many in one run; from 1 to 100 (default: 5)")]
    public string? ClearLimit { get; set; }

    [Option("dry-run", HelpText = "with --clear, --submit or --remove: say what would be done, and do nothing")]
    public bool DryRun { get; set; }

    [Option("remove", MetaValue = "HOST[/SERVICE]",
        HelpText = "remove this one acknowledgement in the engine now, and nothing else; for the person who read about it")]
    public string? Remove { get; set; }

    [Option("expiring-too", HelpText = "judge the age of acknowledgements that end by themselves as well")]
    public bool ExpiringToo { get; set; }

    [Option("status-file", MetaValue = "PATH", HelpText = "read the status file of Nagios 4 or Naemon (status.dat)")]
    public string? StatusFile { get; set; }

    [Option("nagios-config", MetaValue = "PATH", HelpText = "the main configuration of Nagios or Naemon, which names the status file, "
        + "the command file and the update interval (default: looked for in the usual places)")]
    public string? NagiosConfig { get; set; }

    [Option("max-age", MetaValue = "DURATION", HelpText = "a status file written longer ago than this is stale: UNKNOWN (default: 5 "
        + "update intervals of the configuration, at least 60s; 2m where there is no configuration)")]
    public string? MaxAge { get; set; }

    [Option("livestatus", MetaValue = "PATH|HOST:PORT",
        HelpText = "ask Livestatus over a Unix socket or TCP: Icinga 2, Naemon or Nagios with mk_livestatus")]
    public string? Livestatus { get; set; }

    [Option("livestatus-tls", HelpText = "speak TLS with --livestatus HOST:PORT, as Checkmk does by default; verified as --ssl-ca and "
        + "--ssl-name say")]
    public bool LivestatusTls { get; set; }

    [Option("api", MetaValue = "URL", HelpText = "ask the API of Icinga 2: https://HOST[:PORT], port 5665 when missing")]
    public string? Api { get; set; }

    [Option('u', "user", MetaValue = "NAME", HelpText = "API user (default: $ICINGA2_API_USER); the password comes from --password-file "
        + "or $ICINGA2_API_PASSWORD")]
    public string? User { get; set; }

    [Option("password-file", MetaValue = "PATH", HelpText = "file with the API password in its first line; root:nagios, mode 0640")]
    public string? PasswordFile { get; set; }

    [Option("ssl-ca", MetaValue = "PATH", HelpText = "CA certificates that the server's certificate must come from (default: the "
        + "system's; for --api Icinga's own /var/lib/icinga2/certs/ca.crt where it can be read)")]
    public string? SslCa { get; set; }

    [Option("ssl-cert", MetaValue = "PATH", HelpText = "client certificate; for the API in place of a password")]
    public string? SslCert { get; set; }

    [Option("ssl-key", MetaValue = "PATH", HelpText = "key of the client certificate")]
    public string? SslKey { get; set; }

    [Option("ssl-name", MetaValue = "NAME", HelpText = "name that the server's certificate must carry (default: the host of --api or "
        + "--livestatus); Icinga's certificates carry the node's name, Checkmk's the site's")]
    public string? SslName { get; set; }

    [Option("ssl-insecure", HelpText = "do not verify the server's certificate: whoever stands between can read the password and forge "
        + "the answer")]
    public bool SslInsecure { get; set; }

    [Option("command-file", MetaValue = "PATH", HelpText = "the engine's command file, for the commands that are shown (default: from "
        + "the configuration)")]
    public string? CommandFile { get; set; }

    [Option("own-service", MetaValue = "HOST/SERVICE",
        HelpText = "this check's own service in the engine, HOST!SERVICE works too (default: known by its output)")]
    public string? OwnService { get; set; }

    [Option("minimum-state", MetaValue = "STATE", HelpText = "judge problems of at least this state: warning, unknown, critical")]
    public string MinimumState { get; set; } = "warning";

    [Option("include-host", MetaValue = "REGEX", HelpText = "judge only hosts that match; an extended regular expression as for grep "
        + "-E, found anywhere in the name")]
    public string? IncludeHost { get; set; }

    [Option("exclude-host", MetaValue = "REGEX", HelpText = "leave out hosts that match")]
    public string? ExcludeHost { get; set; }

    [Option("include-service", MetaValue = "REGEX", HelpText = "judge only services that match, and no hosts")]
    public string? IncludeService { get; set; }

    [Option("exclude-service", MetaValue = "REGEX", HelpText = "leave out services that match")]
    public string? ExcludeService { get; set; }

    [Option("include-author", MetaValue = "REGEX", HelpText = "judge only acknowledgements by authors that match")]
    public string? IncludeAuthor { get; set; }

    [Option("exclude-author", MetaValue = "REGEX", HelpText = "leave out acknowledgements by authors that match")]
    public string? ExcludeAuthor { get; set; }

    [Option("include-group", MetaValue = "REGEX", HelpText = "judge only what is in a host group or service group that matches")]
    public string? IncludeGroup { get; set; }

    [Option("exclude-group", MetaValue = "REGEX", HelpText = "leave out what is in a host group or service group that matches")]
    public string? ExcludeGroup { get; set; }

    [Option("ticket-regex", MetaValue = "REGEX", HelpText = "what a comment must hold to name a ticket, such as '[A-Z]+-[0-9]+' "
        + "(default: tickets are not asked for)")]
    public string? TicketRegex { get; set; }

    [Option("if-other-problem", MetaValue = "STATE", HelpText = "state when something fails that did not when it was acknowledged")]
    public string IfOtherProblem { get; set; } = "critical";

    [Option("if-worse", MetaValue = "STATE", HelpText = "state when the problem is worse than when it was acknowledged")]
    public string IfWorse { get; set; } = "critical";

    [Option("if-returned", MetaValue = "STATE", HelpText = "state when the problem recovered since, came back and is still acknowledged")]
    public string IfReturned { get; set; } = "critical";

    [Option("if-expired", MetaValue = "STATE", HelpText = "state when an acknowledgement is in force more than 60s after its end")]
    public string IfExpired { get; set; } = "critical";

    [Option("if-while-ok", MetaValue = "STATE", HelpText = "state when something is OK and still acknowledged: its next problem would "
        + "be silent")]
    public string IfWhileOk { get; set; } = "warning";

    [Option("if-notifications-off", MetaValue = "STATE", HelpText = "state when notifications of what is acknowledged are off as well")]
    public string IfNotificationsOff { get; set; } = "warning";

    [Option("if-no-comment", MetaValue = "STATE", HelpText = "state when the comment of an acknowledgement is gone")]
    public string IfNoComment { get; set; } = "warning";

    [Option("if-unreadable-end", MetaValue = "STATE", HelpText = "state when the end in a comment (--until-regex) is no day that can be "
        + "read as YYYY-MM-DD: somebody believes that it ends by itself")]
    public string IfUnreadableEnd { get; set; } = "warning";

    [Option("if-no-ticket", MetaValue = "STATE",
        HelpText = "with --ticket-regex: state when the comment does not match (default: warning)")]
    public string? IfNoTicket { get; set; }

    [Option("if-no-expiry", MetaValue = "STATE", HelpText = "state when an acknowledgement has no end in an engine that could give it "
        + "one (Icinga 2)")]
    public string IfNoExpiry { get; set; } = "ok";

    [Option("if-leftover-comment", MetaValue = "STATE",
        HelpText = "state when a problem is not acknowledged but still carries the comment of an earlier acknowledgement")]
    public string IfLeftoverComment { get; set; } = "ok";
}
