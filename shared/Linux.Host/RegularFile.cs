using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Linux.Host;

/// <summary>Opens a regular file to be read at any place, and nothing else: no link, no FIFO that would block, no device.</summary>
public static class RegularFile
{
    /// <summary>Opens a file.</summary>
    /// <param name="path">Its path; the directories above it may be links, the file itself may not.</param>
    /// <param name="outcome">What came of it.</param>
    /// <param name="error">errno where the outcome is <see cref="FileOutcome.Failed"/>.</param>
    /// <returns>The open file; null unless the outcome is <see cref="FileOutcome.Read"/>.</returns>
    public static SafeFileHandle? Open(string path, out FileOutcome outcome, out int error)
    {
        var flags = NativeMethods.ReadOnly | NativeMethods.CloseOnExec | NativeMethods.NonBlocking | NativeMethods.NoFollow;
        var file = NativeMethods.OpenAt(NativeMethods.AtCurrentDirectory, path, flags, 0);
        error = file < 0 ? Marshal.GetLastPInvokeError() : 0;
        if (file >= 0)
        {
            if (FileStatus.OfOpenFile(file) is { IsRegularFile: true })
            {
                outcome = FileOutcome.Read;
                return new SafeFileHandle(file, ownsHandle: true);
            }

            _ = NativeMethods.Close(file);
            error = SystemError.NotARegularFile;
        }

        outcome = error switch
        {
            SystemError.NoEntry or SystemError.NotDirectory => FileOutcome.Missing,
            SystemError.Access or SystemError.NotPermitted => FileOutcome.Denied,
            _ => FileOutcome.Failed,
        };
        return null;
    }
}
