using System.Runtime.InteropServices;
using Nagios.Plugin;

namespace NagiosChecks.StaleAcks;

/// <summary>A file, read from its beginning to its end in one open: engines replace their files by rename.</summary>
internal sealed class FileSource : ByteSource
{
    private readonly string _path;
    private int _file;

    private FileSource(string path, int file) => (_path, _file) = (path, file);

    /// <summary>Opens a file; null with errno when that fails.</summary>
    public static FileSource? Open(string path, out int error)
    {
        // Non-blocking, so that a FIFO in the file's place cannot hold the check.
        var file = NativeMethods.Open(path, NativeMethods.ReadOnly | NativeMethods.CloseOnExec | NativeMethods.NonBlocking);
        error = file < 0 ? Marshal.GetLastPInvokeError() : 0;
        return file < 0 ? null : new FileSource(path, file);
    }

    /// <inheritdoc/>
    public override unsafe int Read(Span<byte> buffer)
    {
        fixed (byte* start = buffer)
        {
            nint got;
            do
                got = NativeMethods.Read(_file, start, buffer.Length);
            while (got < 0 && Marshal.GetLastPInvokeError() == NativeMethods.ErrorInterrupted);
            return got >= 0 ? (int)got : throw new CheckException($"{_path} cannot be read (error {Marshal.GetLastPInvokeError()})");
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (_file >= 0)
            _ = NativeMethods.Close(_file);
        _file = -1;
    }
}
