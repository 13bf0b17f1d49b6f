using System.Runtime.InteropServices;
using System.Text;

namespace Nagios.Plugin;

/// <summary>The process's standard output as bytes on file descriptor 1; <see cref="System.Console"/> would read terminfo and cost
/// a millisecond.</summary>
internal static class StandardOutput
{
    private const int Out = 1, Error = 2, GetDescriptorFlags = 1;
    private const short CanWrite = 4;

    // A pipe that poll(2) calls writable takes this many bytes without blocking (PIPE_BUF, pipe(7)).
    private const int Portion = 4096;
    private const int PollMilliseconds = 200;
    private const int PatienceAfterSignal = 2000;

    /// <summary>True when standard output is a terminal.</summary>
    public static bool IsTerminal => NativeMethods.IsTerminal(Out) == 1;

    /// <summary>
    /// Opens /dev/null on each of the descriptors 0-2 that the caller left closed, so that no file this process opens later can
    /// land there and receive what is meant for the engine.
    /// </summary>
    /// <returns>False when standard output was closed.</returns>
    public static bool Secure()
    {
        var writable = true;
        for (var file = 0; file <= Error; file++)
        {
            if (NativeMethods.FileControl(file, GetDescriptorFlags, 0) >= 0)
                continue;
            _ = NativeMethods.OpenAt(NativeMethods.AtCurrentDirectory, "/dev/null", NativeMethods.ReadWrite, 0);
            writable &= file != Out;
        }

        return writable;
    }

    /// <summary>Writes all of it, however slowly it is read.</summary>
    /// <param name="text">The whole output.</param>
    /// <param name="isUnwanted">True once a signal has asked for the end: a reader that takes nothing is then not waited for.</param>
    /// <returns>False when it could not be written: closed pipe, full disk, nobody reading.</returns>
    public static bool Write(string text, Func<bool> isUnwanted)
    {
        var rest = Encoding.UTF8.GetBytes(text).AsSpan();
        for (var waited = 0; rest.Length > 0;)
        {
            if (!IsReady())
            {
                waited = isUnwanted() ? waited + PollMilliseconds : 0;
                if (waited > PatienceAfterSignal)
                    return false;
                continue;
            }

            waited = 0;
            var written = WritePortion(rest[..Math.Min(rest.Length, Portion)]);
            if (written > 0)
                rest = rest[written..];
            else if (written == 0 || Marshal.GetLastPInvokeError() is not (SystemError.Again or SystemError.Interrupted))
                return false;
        }

        return true;
    }

    /// <summary>Says on standard error what could not be said on standard output.</summary>
    public static void Complain(string text) => _ = FileDescriptor.WriteAll(Error, Encoding.UTF8.GetBytes(text));

    // True as well when there is an error, which the write then reports.
    private static unsafe bool IsReady()
    {
        var request = new NativeMethods.PollRequest { File = Out, Events = CanWrite };
        return NativeMethods.Poll(&request, 1, PollMilliseconds) switch
        {
            0 => false,
            < 0 => Marshal.GetLastPInvokeError() != SystemError.Interrupted,
            _ => true,
        };
    }

    private static unsafe int WritePortion(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
            return (int)NativeMethods.Write(Out, start, bytes.Length);
    }
}
