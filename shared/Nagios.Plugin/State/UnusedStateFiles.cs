using Linux.Host;

namespace Nagios.Plugin;

/// <summary>Removes the state of services that are gone: files that no run has used for three months.</summary>
internal static class UnusedStateFiles
{
    private const string Marker = "unused-files-removed";
    private const long Day = 86_400;
    private const long UnusedSeconds = 90 * Day;
    private static readonly string[] Endings = [".state", ".state.lock", ".state.new", ".state.set-aside", ".slots", ".slots.set-aside"];

    /// <summary>True when a file was last changed more than a day ago.</summary>
    public static bool IsOlderThanADay(FileStatus status) => Now() - status.ModifiedSeconds > Day;

    /// <summary>Looks through the directory once a day, and removes what no run has used for three months.</summary>
    /// <remarks>The first run in a directory only leaves the marker: from then on each run marks the time of the state that it uses,
    /// which runs of version 1.0.0 did not.</remarks>
    public static void Remove(StateDirectory directory)
    {
        var last = directory.Files.Status(Marker, followLinks: false);
        if (last is { } status && !IsOlderThanADay(status))
            return;
        using var marker =
            directory.Files.OpenFile(
            Marker, FileOpening.ReadWrite | FileOpening.Create | FileOpening.NoFollow | FileOpening.NonBlocking, out _);
        if (marker is null)
            return;
        marker.Touch();
        if (last is null)
            return;
        try
        {
            foreach (var files in Directory.EnumerateFiles(directory.Path, "check_*").Select(path => Path.GetFileName(path))
                .GroupBy(BaseName))
                RemoveIfUnused(directory.Files, files.Key, [.. files]);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Tried again tomorrow.
        }
    }

    private static void RemoveIfUnused(OpenedDirectory directory, string baseName, IReadOnlyList<string> names)
    {
        if (baseName.Length == 0)
            return;
        var oldest = Now() - UnusedSeconds;
        foreach (var name in names.Where(
            name => name.EndsWith(".set-aside", StringComparison.Ordinal) && LastUse(directory, name) < oldest))
            _ = directory.Remove(name);
        if (names.Any(name => !name.EndsWith(".set-aside", StringComparison.Ordinal) && LastUse(directory, name) >= oldest))
            return;

        foreach (var holder in new[] { $"{baseName}.state.lock", $"{baseName}.slots" }.Where(names.Contains))
        {
            using var file = directory.OpenFile(holder, FileOpening.ReadWrite | FileOpening.NoFollow | FileOpening.NonBlocking, out _);
            if (file is null || file.TryLock() != 0)
                continue;
            if (holder.EndsWith(".lock", StringComparison.Ordinal))
            {
                _ = directory.Remove($"{baseName}.state");
                _ = directory.Remove($"{baseName}.state.new");
            }

            // The file that holds the lock goes last: a run that waits for it finds it removed, and makes a new one.
            _ = directory.Remove(holder);
        }
    }

    private static long LastUse(OpenedDirectory directory, string name) => directory.Status(name, followLinks: false)?.ModifiedSeconds ?? 0;

    // check_NAME-KEY: sixteen hexadecimal digits behind the last hyphen. Any other file is not a state file.
    private static string BaseName(string name)
    {
        const int Digits = 16;
        var ending = Endings.FirstOrDefault(ending => name.EndsWith(ending, StringComparison.Ordinal));
        if (ending is null)
            return "";
        var baseName = name[..^ending.Length];
        return baseName.Length > Digits + 1 && baseName[^(Digits + 1)] == '-' && baseName[^Digits..].All(char.IsAsciiHexDigitLower)
            ? baseName
            : "";
    }

    private static long Now() => DateTimeOffset.UtcNow.ToUnixTimeSeconds();
}
