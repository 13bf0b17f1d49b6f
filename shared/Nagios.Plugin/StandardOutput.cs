using System.Text;
using Linux.Host;

namespace Nagios.Plugin;

/// <summary>The process's standard output as bytes on file descriptor 1; <c>System.Console</c> would read terminfo and cost
/// a millisecond.</summary>
internal static class StandardOutput
{
    // A pipe that poll(2) calls writable takes this many bytes without blocking (PIPE_BUF, pipe(7)).
    private const int Portion = 4096;
    private static readonly TimeSpan PollTime = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan PatienceAfterSignal = TimeSpan.FromSeconds(2);

    /// <summary>True when standard output is a terminal.</summary>
    public static bool IsTerminal => FileDescriptor.StandardOutput.IsTerminal;

    /// <summary>
    /// Opens /dev/null on each of the descriptors 0-2 that the caller left closed, so that no file this process opens later can
    /// land there and receive what is meant for the engine.
    /// </summary>
    /// <returns>False when standard output was closed.</returns>
    public static bool Secure()
    {
        foreach (var closed in FileDescriptor.OccupyStandardNumbers())
        {
            if (closed == FileDescriptor.StandardOutput.Number)
                return false;
        }

        return true;
    }

    /// <summary>Writes all of it, however slowly it is read.</summary>
    /// <param name="text">The whole output.</param>
    /// <param name="isUnwanted">True once a signal has asked for the end: a reader that takes nothing is then not waited for.</param>
    /// <returns>False when it could not be written: closed pipe, full disk, nobody reading.</returns>
    public static bool Write(string text, Func<bool> isUnwanted)
    {
        var rest = Encoding.UTF8.GetBytes(text).AsSpan();
        for (var waited = TimeSpan.Zero; rest.Length > 0;)
        {
            if (!FileDescriptor.StandardOutput.WaitUntilWritable(PollTime))
            {
                waited = isUnwanted() ? waited + PollTime : TimeSpan.Zero;
                if (waited > PatienceAfterSignal)
                    return false;
                continue;
            }

            waited = TimeSpan.Zero;
            var written = FileDescriptor.StandardOutput.Write(rest[..Math.Min(rest.Length, Portion)], out var error);
            if (written > 0)
                rest = rest[written..];
            else if (written == 0 || error is not (SystemError.Again or SystemError.Interrupted))
                return false;
        }

        return true;
    }

    /// <summary>Says on standard error what could not be said on standard output.</summary>
    public static void Complain(string text) => _ = FileDescriptor.StandardError.WriteAll(Encoding.UTF8.GetBytes(text));
}
