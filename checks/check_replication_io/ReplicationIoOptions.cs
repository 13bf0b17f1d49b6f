using CommandLine;
using MySql.Session;
using Nagios.Plugin;

namespace NagiosChecks.ReplicationIo;

/// <summary>What the operator may say.</summary>
internal sealed class ReplicationIoOptions : MySqlOptions
{
    [Option('w', "warning", MetaValue = "RANGE", HelpText = "lag behind the source, a configured delay (SQL_Delay) taken off")]
    public string Warning { get; set; } = "5m";

    [Option('c', "critical", MetaValue = "RANGE", HelpText = "lag behind the source, a configured delay (SQL_Delay) taken off")]
    public string Critical { get; set; } = "30m";

    [OldName("connecting-critical")]
    [Option("not-connected-critical", MetaValue = "RANGE", HelpText = "for how long the IO thread is not connected while trying again "
        + "may help; "
        + "WARNING from the first moment, CRITICAL at once where trying again cannot help")]
    public string NotConnectedCritical { get; set; } = "2m";

    [Option("flaps-warning", MetaValue = "RANGE", HelpText = "how often the IO thread was seen to lose its source within an hour")]
    public string FlapsWarning { get; set; } = "3";

    [Option("flaps-critical", MetaValue = "RANGE", HelpText = "the same (default: never)")]
    public string? FlapsCritical { get; set; }

    [Option("if-not-replica", MetaValue = "STATE", HelpText = "state when the server is no replica (default: that of --if-not-applicable)")]
    public string? IfNotReplica { get; set; }

    [Option("if-stopped", MetaValue = "STATE", HelpText = "state when a thread was stopped by hand (no error)")]
    public string IfStopped { get; set; } = "critical";

    [Option("channels", MetaValue = "NAME,...", HelpText = "judge only these channels (MySQL) or connections (MariaDB); "
        + "default is the one without a name, HOST/NAME one of --hosts (default: all)")]
    public string? Channels { get; set; }

    [Option("without-channels", MetaValue = "NAME,...", HelpText = "leave these channels out, written as for --channels")]
    public string? WithoutChannels { get; set; }

    [Option("expect-stopped", MetaValue = "NAME,...", HelpText = "channels whose threads are stopped on purpose: OK while nobody "
        + "reports an error, WARNING when they run")]
    public string? ExpectStopped { get; set; }

    [Option("hosts", MetaValue = "HOST[:PORT],...", HelpText = "ask these replicas, all with the same account; those that fail at one "
        + "place of the source's binlog become one finding")]
    public string? Hosts { get; set; }

    [Option("source-defaults-file", MetaValue = "FILE", HelpText = "option file with an account on the source: look there whether the "
        + "place is cut or purged, and warn before the replica's binlog is purged")]
    public string? SourceDefaultsFile { get; set; }

    [Option("source-binlog-dir", MetaValue = "DIR", HelpText = "the source's binlog directory, if it can be read here: the event "
        + "header at the place is looked at too")]
    public string? SourceBinlogDir { get; set; }

    [OldName("purge-warning")]
    [Option("purge-left-warning", MetaValue = "RANGE", HelpText = "time until the binlog that a replica still reads expires on the source "
        + "(needs one of the two options above)")]
    public string PurgeLeftWarning { get; set; } = "12h:";

    [OldName("purge-critical")]
    [Option("purge-left-critical", MetaValue = "RANGE", HelpText = "the same")]
    public string PurgeLeftCritical { get; set; } = "2h:";

    [Option("purge-files-warning", MetaValue = "RANGE", HelpText = "binlogs of the source that are older than the one a replica still "
        + "reads, where the time cannot be told, the source does purge and the replica is two or more binlogs behind")]
    public string PurgeFilesWarning { get; set; } = "1:";

    [Option("purge-files-critical", MetaValue = "RANGE", HelpText = "the same (default: never)")]
    public string? PurgeFilesCritical { get; set; }
}
