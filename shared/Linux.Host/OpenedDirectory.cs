using System.Runtime.InteropServices;
using Nagios.Plugin;

namespace Linux.Host;

/// <summary>A directory held open, to look at many of its files: one short path lookup each (openat(2), statx(2)).</summary>
public sealed class OpenedDirectory : IDisposable
{
    private int _file;

    private OpenedDirectory(int file) => _file = file;

    /// <summary>Opens a directory; only the right to search it (x) is needed.</summary>
    /// <param name="path">Absolute.</param>
    /// <exception cref="DirectoryNotFoundException">There is none.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not reach or search it.</exception>
    /// <exception cref="IOException">The file system failed.</exception>
    public static OpenedDirectory Open(string path)
    {
        const int PathOnly = 0x200000;
        var file = NativeMethods.OpenAt(NativeMethods.AtCurrentDirectory, path, PathOnly | NativeMethods.Directory | NativeMethods.CloseOnExec, 0);
        return file >= 0 ? new OpenedDirectory(file) : throw (Marshal.GetLastPInvokeError() switch
        {
            SystemError.NoEntry or SystemError.NotDirectory => new DirectoryNotFoundException(path),
            SystemError.Access or SystemError.NotPermitted => new UnauthorizedAccessException(path),
            var error => new IOException($"{path}: {SystemError.Text(error)}"),
        });
    }

    /// <summary>The status of a file in it; null when it is missing or may not be seen.</summary>
    public FileStatus? Status(string name) => FileStatus.OfName(_file, name);

    /// <summary>Reads the beginning of a file in it.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="start">Filled as far as the file reaches.</param>
    /// <param name="length">How many bytes were read.</param>
    public unsafe FileOutcome ReadStart(string name, Span<byte> start, out int length)
    {
        length = 0;
        var file = NativeMethods.OpenAt(_file, name, NativeMethods.ReadOnly | NativeMethods.CloseOnExec | NativeMethods.NonBlocking, 0);
        if (file < 0)
        {
            return Marshal.GetLastPInvokeError() switch
            {
                SystemError.NoEntry => FileOutcome.Missing,
                SystemError.Access or SystemError.NotPermitted => FileOutcome.Denied,
                _ => FileOutcome.Failed,
            };
        }

        try
        {
            fixed (byte* buffer = start)
            {
                while (length < start.Length)
                {
                    var got = NativeMethods.Read(file, buffer + length, start.Length - length);
                    if (got == 0)
                        break;
                    if (got > 0)
                        length += (int)got;
                    else if (Marshal.GetLastPInvokeError() != SystemError.Interrupted)
                        return FileOutcome.Failed;
                }
            }

            return FileOutcome.Read;
        }
        finally
        {
            _ = NativeMethods.Close(file);
        }
    }

    /// <summary>Closes it.</summary>
    public void Dispose()
    {
        if (_file >= 0)
            _ = NativeMethods.Close(_file);
        _file = -1;
    }
}
