namespace NagiosChecks.KilledQueries;

/// <summary>Room on the file system of the binlogs.</summary>
/// <param name="Directory">The binlogs' directory.</param>
/// <param name="FreeBytes">What the server could still write.</param>
/// <param name="TotalBytes">The file system's size.</param>
internal readonly record struct BinlogRoom(string Directory, long FreeBytes, long TotalBytes)
{
    // A statement that does not fit waits although a little is left; half a megabyte is nothing for a server that logs rows.
    private const long Nothing = 512 * 1024;

    /// <summary>True when nothing can be written any more.</summary>
    public bool IsFull => FreeBytes < Nothing;
}
