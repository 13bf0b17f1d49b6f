using MySql.BinlogFiles;
using Nagios.Plugin;

namespace NagiosChecks.BinlogIntegrity;

/// <summary>What to do about a finding. Nothing here changes a binlog, a position or an index.</summary>
internal static class BinlogIntegrityAdvice
{
    public static void ForDamage(NagiosCheckResult result, FileReport file, FileDamage damage)
    {
        var tool = file.IsMariaDb ? "mariadb-binlog" : "mysqlbinlog";
        if (file.IsRelayLog)
        {
            result.Advise($"This is a relay log: the replica fetches its events again once its SQL thread has been set back to what it "
                + $"executed last; see docs/checks/check_replication_io.md for the statements of its family");
            return;
        }

        result.Advise($"Compare every replica with position {file.SafePosition} of {file.Name}: one that has executed more is not "
            + $"affected and can take over: {SqlStatement.Of($"SHOW REPLICA STATUS")} ({SqlStatement.Of($"SHOW ALL SLAVES STATUS")} on "
            + $"MariaDB)");
        result.Advise($"Stop purging until this is decided, and keep a copy of the file where there is room for {file.Bytes} bytes");
        result.Advise($"Look at the damage with the server's own tool: {Verify(tool, System.IO.Path.GetFullPath(file.Path))}; its last "
            + $"words name the place");
        if (damage.Kind is DamageKind.TruncatedEvent or DamageKind.TruncatedHeader)
            result.Advise($"See whether the binlog file system is full: "
                + $"{ShellCommand.Of($"df -h -- {System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(file.Path)) ?? "/"}")}");
        if (damage.Kind is DamageKind.BadChecksum or DamageKind.Zeros or DamageKind.BadLength)
            result.Advise($"Look for errors of the disk and of memory: {ShellCommand.Of($"dmesg -T --level=emerg,alert,crit,err")}");
        result.Advise($"Take a full backup soon: point-in-time recovery cannot go past this place");
    }

    public static void ForCrash(NagiosCheckResult result, FileReport file) =>
        result.Advise($"Read in the server's error log why it went down while it wrote {file.Name}, and compare the tables of its "
            + $"replicas (pt-table-checksum): transactions at its end may be missing on one side");

    public static void ForMissing(NagiosCheckResult result, BinlogIntegrityMeasurement measurement)
    {
        var directory = measurement.Directory!;
        result.Advise($"See what is there and what the index lists: {ShellCommand.Of($"ls -l -- {directory.Path}")} and "
            + $"{ShellCommand.Of($"cat -- {directory.PathOf(directory.BaseName + ".index")}")}");
        result.Advise($"Set up again from a backup or a clone every replica that still needs a missing file; give back a copy of the "
            + $"file, if there is one, before that");
    }

    public static void ForRights(NagiosCheckResult result, BinlogIntegrityMeasurement measurement)
    {
        var denied = measurement.Unseen.First(unseen => unseen.Why == UnseenReason.Denied);
        var directory = measurement.Directory?.Path ?? System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(denied.What)) ?? "/";
        foreach (var step in BinlogRights.Steps(directory))
            result.Advise(step);
    }

    // A file name is a word of its own; that of the tool is one of two.
    private static ShellCommand Verify(string tool, string path) => tool == "mariadb-binlog"
        ? ShellCommand.Of($"mariadb-binlog --verify-binlog-checksum -- {path} > /dev/null")
        : ShellCommand.Of($"mysqlbinlog --verify-binlog-checksum -- {path} > /dev/null");
}
