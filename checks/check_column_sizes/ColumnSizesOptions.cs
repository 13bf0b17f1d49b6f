using CommandLine;
using Nagios.Plugin;

namespace NagiosChecks.ColumnSizes;

/// <summary>The options of check_column_sizes.</summary>
internal sealed class ColumnSizesOptions : CommonOptions
{
    [Value(0, MetaName = "FILE", HelpText = "binlogs to read whole; without any, what is new in those of --dir")]
    public IReadOnlyList<string>? Files { get; set; }

    [Option("dir", MetaValue = "DIR",
        HelpText = "directory of the binlogs, or directory and base name as in log_bin (default: those of the server that runs here)")]
    public string? Dir { get; set; }

    [Option("expect", MetaValue = "LIST",
        HelpText = "how large values are expected to be at most: schema.table.column=SIZE, or =Nchars for characters; * and ? stand for "
        + "any letters; of several the first counts")]
    public string? Expect { get; set; }

    [Option("expectations", MetaValue = "PATH", HelpText = "file with such expectations, one a line; # begins a comment")]
    public string? Expectations { get; set; }

    [Option("factor", MetaValue = "NUMBER", HelpText = "CRITICAL when a value is more than this many times as large as expected")]
    public string Factor { get; set; } = "10";

    [Option("hold", MetaValue = "DURATION", HelpText = "how long a broken expectation is reported after it was seen last")]
    public string Hold { get; set; } = "1h";

    [Option("since", MetaValue = "DURATION", HelpText = "look at what was written in this time until now, instead of since the last run")]
    public string? Since { get; set; }

    [Option("propose", MetaValue = "PATH",
        HelpText = "write a file of expectations from what was seen, with reasons; the file must not exist yet")]
    public string? Propose { get; set; }

    [Option("names", MetaValue = "PATH",
        HelpText = "file with names of columns where the binlog carries none: schema, table, position and column, separated by tabs, as "
        + "information_schema.COLUMNS has them")]
    public string? Names { get; set; }

    [Option("top", MetaValue = "NUMBER", HelpText = "how many columns are shown")]
    public string Top { get; set; } = "10";
}
