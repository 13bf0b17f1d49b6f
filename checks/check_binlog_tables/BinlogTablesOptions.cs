using CommandLine;
using Nagios.Plugin;

namespace NagiosChecks.BinlogTables;

/// <summary>The options of check_binlog_tables.</summary>
internal sealed class BinlogTablesOptions : CommonOptions
{
    [Value(0, MetaName = "FILE", HelpText = "binlogs or relay logs to read whole; without any, what is new in those of --dir")]
    public IReadOnlyList<string>? Files { get; set; }

    [Option("dir", MetaValue = "DIR",
        HelpText = "directory of the binlogs, or directory and base name as in log_bin (default: those of the server that runs here)")]
    public string? Dir { get; set; }

    [Option('w', "warning", MetaValue = "RANGE", HelpText = "bytes a second of one table")]
    public string Warning { get; set; } = "10M";

    [Option('c', "critical", MetaValue = "RANGE", HelpText = "bytes a second of one table")]
    public string Critical { get; set; } = "40M";

    [Option("share-warning", MetaValue = "RANGE",
        HelpText = "share of the table with the most bytes, in percent; judged when that table writes more than --busy")]
    public string? ShareWarning { get; set; }

    [Option("share-critical", MetaValue = "RANGE",
        HelpText = "share of the table with the most bytes, in percent; judged when that table writes more than --busy")]
    public string? ShareCritical { get; set; }

    [Option("rewrites-warning", MetaValue = "RANGE",
        HelpText = "share of a table's bytes that are updates of rows written before in the same transaction, in percent; judged with "
        + "--columns, when that table writes more than --busy")]
    public string RewritesWarning { get; set; } = "50";

    [Option("rewrites-critical", MetaValue = "RANGE", HelpText = "the same for CRITICAL")]
    public string? RewritesCritical { get; set; }

    [Option("transaction-warning", MetaValue = "RANGE", HelpText = "size of the largest transaction, in bytes")]
    public string TransactionWarning { get; set; } = "1G";

    [Option("transaction-critical", MetaValue = "RANGE", HelpText = "size of the largest transaction, in bytes")]
    public string? TransactionCritical { get; set; }

    [Option("busy", MetaValue = "SIZE", HelpText = "bytes a second from which shares are judged: a quiet server's only table has 100 %")]
    public string Busy { get; set; } = "1M";

    [Option("new", HelpText =
        "count what was written since the last run; the first run counts the last minute (the default for a directory)")]
    public bool New { get; set; }

    [Option("since", MetaValue = "DURATION", HelpText = "count what was written in this time until now")]
    public string? Since { get; set; }

    [Option("last-bytes", MetaValue = "SIZE", HelpText = "count the newest bytes")]
    public string? LastBytes { get; set; }

    [Option("columns", HelpText = "count by column as well, and find rows that were written again; reads every byte of the rows")]
    public bool Columns { get; set; }

    [Option("top", MetaValue = "NUMBER", HelpText = "how many tables are shown")]
    public string Top { get; set; } = "10";

    [Option("timeline", HelpText = "show the bytes of the top tables minute by minute")]
    public bool Timeline { get; set; }

    [Option("csv", HelpText = "show the tables as comma separated values below the first line; with -vvv up to 64 KB of them")]
    public bool Csv { get; set; }

    [Option("names", MetaValue = "PATH",
        HelpText = "file with names of columns where the binlog carries none: schema, table, position, column and perhaps type, separated "
        + "by tabs, as information_schema.COLUMNS has them")]
    public string? Names { get; set; }
}
