using CommandLine;
using MySql.ReplicationTree;

namespace NagiosChecks.ConfigDrift;

/// <summary>What the operator may say.</summary>
internal sealed class ConfigDriftOptions : TreeOptions
{
    [Option("ignore", MetaValue = "NAME,...", HelpText = "variables that may differ, by their old or new name; * stands for any signs and "
        + "? for one; what is no variable has its name in the output, as \"plugin *\" or \"version\"")]
    public string? Ignore { get; set; }

    [Option("only", MetaValue = "NAME,...", HelpText = "compare these alone, written as for --ignore")]
    public string? Only { get; set; }

    [Option("expect", MetaValue = "NAME=VALUE,...", HelpText = "values that every server must have, such as "
        + "innodb_buffer_pool_size=64G,sync_binlog=1; a word without = continues a list: sql_mode=A,B")]
    public string? Expect { get; set; }

    [Option("expectations", MetaValue = "FILE",
        HelpText = "file of such values, written as an option file: those above the first group and "
        + "in [mysqld] are for every server, those in [NAME] for the server of that name")]
    public string? Expectations { get; set; }

    [Option("accounts", HelpText = "compare accounts and their rights too, not their passwords; needs SELECT on mysql.*")]
    public bool Accounts { get; set; }

    [Option("table-engines", HelpText = "compare how many tables there are of each engine too; MariaDB opens every table for it")]
    public bool TableEngines { get; set; }

    [Option("all", HelpText =
        "print a table of everything that differs, also what must differ and what is harmless; for people, up to 64 KB "
        + "with -vvv")]
    public bool All { get; set; }

    [Option("if-breaks", MetaValue = "STATE",
        HelpText = "state of a difference that stops replication or lets rows differ without an error")]
    public string IfBreaks { get; set; } = "critical";

    [Option("if-statements", MetaValue = "STATE", HelpText = "state of a difference in what statements result in, where a server has "
        + "binlog_format STATEMENT or MIXED")]
    public string IfStatements { get; set; } = "critical";

    [Option("if-after-promotion", MetaValue = "STATE", HelpText = "state of a difference that applications notice after a promotion")]
    public string IfAfterPromotion { get; set; } = "warning";

    [Option("if-slower", MetaValue = "STATE", HelpText = "state of a difference that makes a server slower than the source is")]
    public string IfSlower { get; set; } = "warning";

    [Option("if-restart-changes", MetaValue = "STATE", HelpText = "state of a server that will differ more after a restart than now")]
    public string IfRestartChanges { get; set; } = "warning";

    [Option("if-unexpected", MetaValue = "STATE", HelpText = "state of a value that is not what --expect or --expectations say")]
    public string IfUnexpected { get; set; } = "warning";
}
