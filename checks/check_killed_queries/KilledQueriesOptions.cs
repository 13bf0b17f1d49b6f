using CommandLine;
using MySql.Session;

namespace NagiosChecks.KilledQueries;

/// <summary>What the operator may say.</summary>
internal sealed class KilledQueriesOptions : MySqlOptions
{
    [Option('w', "warning", MetaValue = "RANGE", HelpText = "how long a killed session may go on without dying")]
    public string Warning { get; set; } = "1m";

    [Option('c', "critical", MetaValue = "RANGE", HelpText = "how long a killed session may go on without dying")]
    public string Critical { get; set; } = "5m";

    [Option("rollback-warning", MetaValue = "RANGE", HelpText = "how long a killed session may roll back, while it gets on")]
    public string RollbackWarning { get; set; } = "5m";

    [Option("rollback-critical", MetaValue = "RANGE", HelpText = "how long a killed session may roll back, while it gets on")]
    public string? RollbackCritical { get; set; }

    [Option("commit-warning", MetaValue = "RANGE", HelpText = "how long sessions may wait to commit")]
    public string CommitWarning { get; set; } = "15s";

    [Option("commit-critical", MetaValue = "RANGE", HelpText = "how long sessions may wait to commit")]
    public string CommitCritical { get; set; } = "1m";

    [Option("if-disk-full", MetaValue = "STATE", HelpText = "state when sessions wait because the file system of the binlogs is full")]
    public string IfDiskFull { get; set; } = "critical";
}
