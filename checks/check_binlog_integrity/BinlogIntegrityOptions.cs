using CommandLine;
using Nagios.Plugin;

namespace NagiosChecks.BinlogIntegrity;

/// <summary>The options of check_binlog_integrity.</summary>
internal sealed class BinlogIntegrityOptions : CommonOptions
{
    [Value(0, MetaName = "FILE",
        HelpText = "binlogs or relay logs to read from their first byte to their last; without any, those of --dir")]
    public IReadOnlyList<string>? Files { get; set; }

    [Option("dir", MetaValue = "DIR",
        HelpText = "directory of the binlogs, or directory and base name as in log_bin (default: those of the server that runs here)")]
    public string? Dir { get; set; }

    [Option("files", MetaValue = "NUMBER", HelpText = "how many of the newest files are watched")]
    public string NewestFiles { get; set; } = "3";

    [Option("all", HelpText = "watch every file of the directory; the first runs read as much as their time allows, and later ones go on")]
    public bool All { get; set; }

    [Option("max-allowed-packet", MetaValue = "SIZE",
        HelpText = "an event larger than this is a finding: the smallest replica_max_allowed_packet (slave_max_allowed_packet) of the "
        + "replicas")]
    public string MaxAllowedPacket { get; set; } = "1G";

    [Option("if-damaged", MetaValue = "STATE", HelpText = "state when a file is damaged, cut, or lacks the end of its last transaction")]
    public string IfDamaged { get; set; } = "critical";

    [Option("if-missing", MetaValue = "STATE", HelpText = "state when a file that the index lists is not there")]
    public string IfMissing { get; set; } = "critical";

    [Option("if-extra", MetaValue = "STATE", HelpText = "state when a file is there that the index does not list, or the index has a gap")]
    public string IfExtra { get; set; } = "warning";

    [Option("if-not-closed", MetaValue = "STATE",
        HelpText = "state when a file that is not the newest was never closed: the server died while it wrote the file")]
    public string IfNotClosed { get; set; } = "warning";

    [Option("if-oversized", MetaValue = "STATE", HelpText = "state when an event is larger than --max-allowed-packet")]
    public string IfOversized { get; set; } = "warning";

    [Option("if-encrypted", MetaValue = "STATE",
        HelpText = "state when MySQL encrypted the files, so that nothing but their size can be told")]
    public string IfEncrypted { get; set; } = "unknown";

    [Option("stuck", MetaValue = "DURATION",
        HelpText = "how long half an event may stand at the end of the newest file before it is a finding")]
    public string Stuck { get; set; } = "2m";
}
