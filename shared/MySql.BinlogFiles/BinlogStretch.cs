namespace MySql.BinlogFiles;

/// <summary>A part of a binlog that a run reads.</summary>
/// <param name="Path">The file.</param>
/// <param name="StartOffset">Where reading begins; 0 for the file's start.</param>
/// <param name="FromOffset">What begins before this offset is walked over and not counted.</param>
/// <param name="SinceSeconds">What was written before this time (seconds since 1970) is walked over and not counted.</param>
/// <param name="IsNewest">Whether a server may still be writing it.</param>
public sealed record BinlogStretch(string Path, long StartOffset, long FromOffset, double SinceSeconds, bool IsNewest)
{
    /// <summary>The whole file.</summary>
    public static BinlogStretch Whole(string path) => new(path, 0, 0, 0, true);

    /// <summary>Bytes of a directory that were written within a time.</summary>
    public static IReadOnlyList<BinlogStretch> Since(BinlogDirectory directory, double sinceSeconds)
    {
        ArgumentNullException.ThrowIfNull(directory);
        var stretches = new List<BinlogStretch>();
        for (var index = directory.Files.Count - 1; index >= 0; index--)
        {
            var file = directory.Files[index];
            if (file.ModifiedSeconds < sinceSeconds - 1 && stretches.Count > 0)
                break;
            stretches.Add(new BinlogStretch(directory.PathOf(file.FileName), 0, 0, sinceSeconds, index == directory.Files.Count - 1));
        }

        stretches.Reverse();
        return stretches;
    }

    /// <summary>The last bytes of a directory, from the first transaction that begins within them.</summary>
    public static IReadOnlyList<BinlogStretch> Last(BinlogDirectory directory, long bytes)
    {
        ArgumentNullException.ThrowIfNull(directory);
        var stretches = new List<BinlogStretch>();
        for (var index = directory.Files.Count - 1; index >= 0 && bytes > 0; index--)
        {
            var file = directory.Files[index];
            var from = Math.Max(0, file.Bytes - bytes);
            stretches.Add(new BinlogStretch(directory.PathOf(file.FileName), 0, from, 0, index == directory.Files.Count - 1));
            bytes -= file.Bytes;
        }

        stretches.Reverse();
        return stretches;
    }

    /// <summary>What was written since a bookmark was set.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="bookmark">Where the last run stopped.</param>
    /// <returns>Null where its file is gone, so that nobody knows what lies between.</returns>
    public static IReadOnlyList<BinlogStretch>? New(BinlogDirectory directory, BinlogBookmark bookmark)
    {
        ArgumentNullException.ThrowIfNull(directory);
        ArgumentNullException.ThrowIfNull(bookmark);
        var first = 0;
        while (first < directory.Files.Count && directory.Files[first].FileName != bookmark.FileName)
            first++;
        if (first == directory.Files.Count || directory.Files[first].Bytes < bookmark.Offset)
            return null;
        using (var file = OpenedBinlog.Open(directory.PathOf(bookmark.FileName), out _))
        {
            // A file that had no first event yet when the bookmark was set is read from its start.
            if (file is null || (bookmark.Identity != 0 && file.Identity() != bookmark.Identity))
                return null;
        }

        var stretches = new List<BinlogStretch>();
        for (var index = first; index < directory.Files.Count; index++)
        {
            var start = index == first && bookmark.Identity != 0 ? bookmark.Offset : 0;
            stretches.Add(new BinlogStretch(
                directory.PathOf(directory.Files[index].FileName), start, 0, 0, index == directory.Files.Count - 1));
        }

        return stretches;
    }
}
