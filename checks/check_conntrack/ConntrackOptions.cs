using CommandLine;
using Nagios.Plugin;

namespace NagiosChecks.Conntrack;

internal sealed class ConntrackOptions : HostOptions
{
    [Option('w', "warning", MetaValue = "RANGE", HelpText = "fill of the fullest table, in percent of nf_conntrack_max")]
    public string Warning { get; set; } = "80";

    [Option('c', "critical", MetaValue = "RANGE", HelpText = "fill of the fullest table, in percent of nf_conntrack_max")]
    public string Critical { get; set; } = "90";

    [Option("hysteresis", MetaValue = "PERCENT", HelpText =
        "once the fill has alerted, keep the state until it is this many percent points inside the range again")]
    public string Hysteresis { get; set; } = "0";

    [Option("entries-warning", MetaValue = "RANGE", HelpText = "entries in the fullest table, absolute (default: not judged)")]
    public string? EntriesWarning { get; set; }

    [Option("entries-critical", MetaValue = "RANGE", HelpText = "entries in the fullest table, absolute (default: not judged)")]
    public string? EntriesCritical { get; set; }

    [Option("time-to-full-warning", MetaValue = "RANGE", HelpText =
        "time until a table is full at its present growth; durations such as 30m: or 2h:")]
    public string TimeToFullWarning { get; set; } = "30m:";

    [Option("time-to-full-critical", MetaValue = "RANGE", HelpText =
        "time until a table is full at its present growth; durations such as 10m: or 1h:")]
    public string TimeToFullCritical { get; set; } = "10m:";

    [Option("time-to-full-from", MetaValue = "PERCENT", HelpText =
        "judge the time until full only from this fill on; prevents alerts on short bursts")]
    public string TimeToFullFrom { get; set; } = "50";

    [Option("drop-warning", MetaValue = "RANGE", HelpText = "packets per second dropped because a table was full (default: not judged)")]
    public string? DropWarning { get; set; }

    [Option("drop-critical", MetaValue = "RANGE", HelpText = "packets per second dropped because a table was full; 0 means any")]
    public string DropCritical { get; set; } = "0";

    [Option("clash-warning", MetaValue = "RANGE", HelpText =
        "packets per second lost because their entries clashed (NAT without a free port, two packets that race), averaged over a minute "
            + "or more")]
    public string ClashWarning { get; set; } = "0.05";

    [Option("clash-critical", MetaValue = "RANGE", HelpText = "packets per second lost because their entries clashed")]
    public string ClashCritical { get; set; } = "1";

    [Option("chain-warning", MetaValue = "RANGE", HelpText =
        "packets per second dropped because their hash chain was too long, Linux 5.15 and later (default: not judged)")]
    public string? ChainWarning { get; set; }

    [Option("chain-critical", MetaValue = "RANGE", HelpText =
        "packets per second dropped because their hash chain was too long; 0 means any")]
    public string ChainCritical { get; set; } = "0";

    [Option("early-drop-warning", MetaValue = "RANGE", HelpText =
        "entries per second thrown out to make room, the first sign of a full table; 0 means any")]
    public string EarlyDropWarning { get; set; } = "0";

    [Option("early-drop-critical", MetaValue = "RANGE", HelpText = "entries per second thrown out to make room (default: not judged)")]
    public string? EarlyDropCritical { get; set; }

    [Option("insert-failed-warning", MetaValue = "RANGE", HelpText =
        "entries per second that were not inserted, the kernel's counter insert_failed as it is (default: not judged)")]
    public string? InsertFailedWarning { get; set; }

    [Option("insert-failed-critical", MetaValue = "RANGE", HelpText = "entries per second that were not inserted (default: not judged)")]
    public string? InsertFailedCritical { get; set; }

    [Option("window", MetaValue = "DURATION", HelpText =
        "look this far back for losses, so that a retry of the engine and a run by hand in between see the same ones; from 10s to 1h")]
    public string Window { get; set; } = "5m";

    [Option("bucket-load-warning", MetaValue = "RANGE", HelpText =
        "entries of all tables per hash bucket; more means slow look-ups for every packet")]
    public string BucketLoadWarning { get; set; } = "4";

    [Option("bucket-load-critical", MetaValue = "RANGE", HelpText = "entries of all tables per hash bucket")]
    public string BucketLoadCritical { get; set; } = "8";

    [Option("expect-warning", MetaValue = "RANGE", HelpText =
        "fill of the fullest expectation table (FTP, SIP and other helpers), in percent of nf_conntrack_expect_max")]
    public string ExpectWarning { get; set; } = "80";

    [Option("expect-critical", MetaValue = "RANGE", HelpText = "fill of the fullest expectation table, in percent")]
    public string ExpectCritical { get; set; } = "90";

    [Option("namespace", MetaValue = "LIST", HelpText =
        "only these network namespaces: names under /run/netns, inodes (4026531840), pods, containers, process ids, process names, or "
        + "\"own\"; comma separated (default: all that this user can see)")]
    public string? Namespace { get; set; }

    [Option("graph-namespaces", MetaValue = "LIST", HelpText =
        "print entries_NAME for these network namespaces, always and in this order, named as for --namespace (default: own and those "
        + "named under /run/netns, if there are at most 10)")]
    public string? GraphNamespaces { get; set; }

    [Option("forbid", HelpText = "this host must not track connections: see --if-tracking and --if-idle")]
    public bool Forbid { get; set; }

    [Option("if-absent", MetaValue = "STATE", HelpText = "state when connection tracking is not in the kernel at all")]
    public string IfAbsent { get; set; } = "ok";

    [Option("if-tracking", MetaValue = "STATE", HelpText = "with --forbid: state when any namespace tracks connections")]
    public string IfTracking { get; set; } = "critical";

    [Option("if-idle", MetaValue = "STATE", HelpText =
        "with --forbid: state when tracking is loaded but has no entries, one rule away from an outage")]
    public string IfIdle { get; set; } = "warning";
}
