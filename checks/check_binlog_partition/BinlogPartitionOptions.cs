using CommandLine;
using MySql.Session;

namespace NagiosChecks.BinlogPartition;

internal sealed class BinlogPartitionOptions : MySqlOptions
{
    [Option('w', "warning", MetaValue = "RANGE", HelpText = "time until the partition is full, such as 2h: for less than two hours")]
    public string Warning { get; set; } = "2h:";

    [Option('c', "critical", MetaValue = "RANGE", HelpText = "time until the partition is full")]
    public string Critical { get; set; } = "30m:";

    [Option("trend-warning", MetaValue = "RANGE",
        HelpText = "time until the partition is full at the pace of the last day, purges counted")]
    public string TrendWarning { get; set; } = "30h:";

    [Option("trend-critical", MetaValue = "RANGE",
        HelpText = "time until the partition is full at the pace of the last day (default: not judged)")]
    public string? TrendCritical { get; set; }

    [Option("used-warning", MetaValue = "RANGE", HelpText = "percent in use, as df counts")]
    public string UsedWarning { get; set; } = "95";

    [Option("used-critical", MetaValue = "RANGE", HelpText = "percent in use, as df counts")]
    public string UsedCritical { get; set; } = "98";

    [Option("free-warning", MetaValue = "RANGE",
        HelpText = "bytes that the server can still write, such as 20G: for less than 20 GB (default: not judged)")]
    public string? FreeWarning { get; set; }

    [Option("free-critical", MetaValue = "RANGE", HelpText = "bytes that the server can still write (default: not judged)")]
    public string? FreeCritical { get; set; }

    [Option("growth-warning", MetaValue = "RANGE",
        HelpText = "growth in bytes a second, such as 50M (that is 2.9 GB a minute) (default: not judged)")]
    public string? GrowthWarning { get; set; }

    [Option("growth-critical", MetaValue = "RANGE", HelpText = "growth in bytes a second (default: not judged)")]
    public string? GrowthCritical { get; set; }

    [Option("inodes-warning", MetaValue = "RANGE", HelpText = "percent of inodes in use")]
    public string InodesWarning { get; set; } = "95";

    [Option("inodes-critical", MetaValue = "RANGE", HelpText = "percent of inodes in use")]
    public string InodesCritical { get; set; } = "98";

    [Option("path", MetaValue = "PATH",
        HelpText = "directory of the binlogs, or directory and prefix as in log_bin; without it the server is asked, or the command line "
            + "and option files of the mysqld or mariadbd that runs here say it (default: found out)")]
    public string? Path { get; set; }

    [Option("login", MetaValue = "auto|always|never",
        HelpText = "whether to ask the server: auto does when an option says how or, without --path, ~/.my.cnf, and carries on without")]
    public string Login { get; set; } = "auto";

    [Option("short-window", MetaValue = "DURATION",
        HelpText = "shortest time over which growth is measured; it must last through the window and is then trusted six times as far "
            + "ahead")]
    public string ShortWindow { get; set; } = "1m";

    [Option("long-window", MetaValue = "DURATION", HelpText = "longest time over which growth is measured")]
    public string LongWindow { get; set; } = "6h";

    [Option("if-same-device", MetaValue = "STATE", HelpText = "state when the binlogs are on the same disk as the data")]
    public string IfSameDevice { get; set; } = "ok";

    [Option("if-binlog-off", MetaValue = "STATE", HelpText = "state when log_bin is on and the server has stopped writing a binlog")]
    public string IfBinlogOff { get; set; } = "critical";

    [Option("if-unlisted", MetaValue = "STATE", HelpText = "state when the binlogs cannot be listed and only the partition is judged")]
    public string IfUnlisted { get; set; } = "unknown";
}
