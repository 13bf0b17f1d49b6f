using CommandLine;
using MySql.ReplicationTree;

namespace NagiosChecks.Failover;

/// <summary>What the operator may say.</summary>
internal sealed class FailoverOptions : TreeOptions
{
    [Option("ready", MetaValue = "COUNT", HelpText = "how many replicas must be able to take over at once; from 1 to 100")]
    public string Ready { get; set; } = "1";

    [Option("prefer", MetaValue = "HOST[:PORT],...", HelpText = "of replicas that would lose equally little, choose these first, in this "
        + "order")]
    public string? Prefer { get; set; }

    [Option("never", MetaValue = "HOST[:PORT],...", HelpText = "never choose these: for reading only, for backups, in another data "
        + "centre; what they have received still counts")]
    public string? Never { get; set; }

    [Option("plan", HelpText = "print the runbook of the failover for this moment, step by step and host by host; nothing is executed")]
    public bool Plan { get; set; }

    [Option("if-not-asked", MetaValue = "STATE", HelpText = "state when a server that may hold more than the others could not be asked")]
    public string IfNotAsked { get; set; } = "unknown";

    [Option("if-writable", MetaValue = "STATE", HelpText = "state when a replica can be written to (read_only is off)")]
    public string IfWritable { get; set; } = "warning";
}
