using System.Runtime.InteropServices;

namespace Linux.Host;

/// <summary>A directory held open. Its files are named relative to it (openat(2), statx(2)): one short path lookup each, and
/// always in this directory, whatever its path names by now.</summary>
public sealed class OpenedDirectory : IDisposable
{
    private readonly FileDescriptor _directory;

    private OpenedDirectory(int number) => _directory = new FileDescriptor(number);

    /// <summary>The status of the open directory; null when the file system fails.</summary>
    public FileStatus? OwnStatus => _directory.Status;

    /// <summary>Opens a directory; only the right to search it (x) is needed.</summary>
    /// <param name="path">Absolute.</param>
    /// <exception cref="DirectoryNotFoundException">There is none.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not reach or search it.</exception>
    /// <exception cref="IOException">The file system failed.</exception>
    public static OpenedDirectory Open(string path) =>
        TryOpen(path, FileOpening.PathOnly, out var error) ?? throw (error switch
        {
            SystemError.NoEntry or SystemError.NotDirectory => new DirectoryNotFoundException(path),
            SystemError.Access or SystemError.NotPermitted => new UnauthorizedAccessException(path),
            _ => new IOException($"{path}: {SystemError.Text(error)}"),
        });

    /// <summary>Opens a directory.</summary>
    /// <param name="path">Absolute.</param>
    /// <param name="how">How it is opened, besides <see cref="FileOpening.Directory"/>.</param>
    /// <param name="error">0, or the error of open(2).</param>
    /// <returns>Null when it could not be opened.</returns>
    public static OpenedDirectory? TryOpen(string path, FileOpening how, out int error)
    {
        var number = FileDescriptor.OpenNumber(NativeMethods.AtCurrentDirectory, path, how | FileOpening.Directory, out error);
        return number < 0 ? null : new OpenedDirectory(number);
    }

    /// <summary>Makes a directory for its owner alone (0700), or one that everybody may list and pass through (0755).</summary>
    /// <returns>0, or the error of mkdir(2).</returns>
    public static int Make(string path, bool isShared = false)
    {
        const uint OwnerOnly = 0x1C0, EverybodyReads = 0x1ED;
        return NativeMethods.MakeDirectory(path, isShared ? EverybodyReads : OwnerOnly) == 0 ? 0 : Marshal.GetLastPInvokeError();
    }

    /// <summary>The status of a file in it; null when it is missing or may not be seen.</summary>
    public FileStatus? Status(string name, bool followLinks = true) => FileStatus.OfName(_directory.Number, name, followLinks);

    /// <summary>Opens a file in it.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="how">How it is opened.</param>
    /// <param name="error">0, or the error of open(2).</param>
    /// <returns>Null when it could not be opened.</returns>
    public FileDescriptor? OpenFile(string name, FileOpening how, out int error) =>
        FileDescriptor.OpenBelow(_directory.Number, name, how, out error);

    /// <summary>Renames a file in it, replacing another of the new name in one step.</summary>
    /// <returns>0, or the error of rename(2).</returns>
    public int Rename(string name, string newName) =>
        NativeMethods.RenameAt(_directory.Number, name, _directory.Number, newName) == 0 ? 0 : Marshal.GetLastPInvokeError();

    /// <summary>Removes a file in it.</summary>
    /// <returns>0, or the error of unlink(2).</returns>
    public int Remove(string name) => NativeMethods.UnlinkAt(_directory.Number, name, 0) == 0 ? 0 : Marshal.GetLastPInvokeError();

    /// <summary>Reads the beginning of a file in it.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="start">Filled as far as the file reaches.</param>
    /// <param name="length">How many bytes were read.</param>
    public FileOutcome ReadStart(string name, Span<byte> start, out int length)
    {
        length = 0;
        using var file = OpenFile(name, FileOpening.Read | FileOpening.NonBlocking, out var error);
        if (file is not null)
            error = file.ReadStart(start, out length);
        return error switch
        {
            0 => FileOutcome.Read,
            SystemError.NoEntry when file is null => FileOutcome.Missing,
            SystemError.Access or SystemError.NotPermitted when file is null => FileOutcome.Denied,
            _ => FileOutcome.Failed,
        };
    }

    /// <summary>Closes it.</summary>
    public void Dispose() => _directory.Dispose();
}
