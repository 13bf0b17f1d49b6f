using System.IO.Enumeration;
using Linux.Host;
using MySql.Binlog;

namespace NagiosChecks.BinlogPartition;

/// <summary>
/// Looks at the names in the directories of the binlogs, the data and the temporary files, as far as they are on the same file
/// system. It goes into no schema's directory: a server may have a hundred thousand tables.
/// </summary>
internal static class SpaceProbe
{
    private const int MostNames = 20_000;

    /// <summary>Bytes by user; null when nothing could be listed.</summary>
    /// <param name="directories">Absolute; those on other devices are left out.</param>
    /// <param name="device">Major and minor number of the binlogs' file system.</param>
    /// <param name="process">The server's process, whose open files are looked at; null when it is not known.</param>
    /// <param name="wallSeconds">Now.</param>
    public static SpaceUse? Read(IReadOnlyCollection<string> directories, string device, string? process, double wallSeconds)
    {
        var bytes = new long[SpaceUse.Users];
        var isSeen = false;
        foreach (var directory in directories.Distinct(StringComparer.Ordinal))
        {
            if (FileStatus.Read(directory) is { IsDirectory: true } status && $"{status.DeviceMajor}:{status.DeviceMinor}" == device)
                isSeen |= Add(directory, bytes);
        }

        if (process is not null)
            bytes[(int)SpaceUser.Deleted] = DeletedFiles(process, device);
        return isSeen || directories.Count == 0 ? new SpaceUse(wallSeconds, bytes) : null;
    }

    private static bool Add(string directory, long[] bytes)
    {
        try
        {
            using var opened = OpenedDirectory.Open(directory);
            foreach (var name in Names(directory).Take(MostNames))
            {
                if (UserOf(name) is { } user && opened.Status(name) is { } status)
                    bytes[(int)user] += status.IsDirectory ? Sum($"{directory}/{name}") : status.IsRegularFile ? status.Size : 0;
            }

            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static long Sum(string directory)
    {
        try
        {
            using var opened = OpenedDirectory.Open(directory);
            return Names(directory, ofUsers: false).Take(MostNames)
                .Sum(name => opened.Status(name) is { IsRegularFile: true } status ? status.Size : 0);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    // Below a directory of the server's own, such as #innodb_temp, every file counts, whatever its name.
    private static FileSystemEnumerable<string> Names(string directory, bool ofUsers = true) => new(
        directory,
        (ref FileSystemEntry entry) => entry.FileName.ToString(),
        new EnumerationOptions { AttributesToSkip = 0, IgnoreInaccessible = false, ReturnSpecialDirectories = false })
    {
        ShouldIncludePredicate = (ref FileSystemEntry entry) => !ofUsers || MayBeUser(entry.FileName),
    };

    /// <summary>Cheap first: of a thousand binlogs no name is to become a string.</summary>
    internal static bool MayBeUser(ReadOnlySpan<char> name) =>
        name.Length > 1 && (name[0] is '#' or 'i' or 'u' or 'g' or 'M' || name.Contains("relay", StringComparison.Ordinal));

    /// <summary>Whose a file is, by its name; null for any other. Names as in the manuals of both families and of Galera.</summary>
    internal static SpaceUser? UserOf(string name)
    {
        if (name.Contains("relay", StringComparison.Ordinal) && BinlogFileName.Parse(name) is not null)
            return SpaceUser.RelayLogs;
        if (name == "galera.cache" || name.StartsWith("gcache.page.", StringComparison.Ordinal))
            return SpaceUser.GaleraCache;
        if (name.StartsWith("#sql", StringComparison.Ordinal) || name.StartsWith("ibtmp", StringComparison.Ordinal)
            || name == "#innodb_temp"
            || name.StartsWith("ML", StringComparison.Ordinal))
            return SpaceUser.Temporary;
        if (name is "#binlog_cache_files" or "#binlog_temp_files")
            return SpaceUser.OpenTransactions;
        return name.StartsWith("ibdata", StringComparison.Ordinal) || name.StartsWith("undo", StringComparison.Ordinal)
            || name.StartsWith("ib_logfile", StringComparison.Ordinal) || name == "#innodb_redo"
                ? SpaceUser.InnoDb
                : null;
    }

    // /proc/PID/fd, proc_pid_fd(5): the link of a deleted file ends in " (deleted)", and its status is still to be had.
    private static long DeletedFiles(string process, string device)
    {
        var sum = 0L;
        try
        {
            foreach (var path in Directory.EnumerateFileSystemEntries($"/proc/{process}/fd").Take(MostNames))
            {
                if (new FileInfo(path).LinkTarget is { } target && target.EndsWith(" (deleted)", StringComparison.Ordinal)
                    && FileStatus.Read(path) is { IsRegularFile: true } status && $"{status.DeviceMajor}:{status.DeviceMinor}" == device)
                    sum += status.Size;
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Only root and the server's own user may look.
        }

        return sum;
    }
}
