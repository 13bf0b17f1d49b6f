namespace NagiosChecks.BinlogPartition;

/// <summary>Which binlogs a server has open for its replicas and readers: /proc/PID/fd, proc_pid_fd(5).</summary>
internal static class OpenBinlogs
{
    private const int MostFiles = 20_000;

    /// <summary>The oldest binlog but the newest that is open, if any; empty where this user may not look.</summary>
    public static IReadOnlyList<HeldBinlog> Of(string process, IReadOnlyList<BinlogFile> files)
    {
        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var index = 0; index < files.Count - 1; index++)
            known[files[index].Name.Text] = index;
        var oldest = int.MaxValue;
        try
        {
            foreach (var path in Directory.EnumerateFileSystemEntries($"/proc/{process}/fd").Take(MostFiles))
            {
                if (new FileInfo(path).LinkTarget is { } target && known.TryGetValue(Path.GetFileName(target), out var index))
                    oldest = Math.Min(oldest, index);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return [];
        }

        return oldest == int.MaxValue ? [] : [new HeldBinlog(files[oldest].Name.Text, "the server, for a replica or a reader")];
    }
}
