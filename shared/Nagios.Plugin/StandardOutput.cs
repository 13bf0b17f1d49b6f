using System.Text;

namespace Nagios.Plugin;

/// <summary>The process's standard output as bytes on file descriptor 1; <see cref="System.Console"/> would read terminfo and cost
/// a millisecond.</summary>
internal static class StandardOutput
{
    private const int Out = 1, Error = 2, GetDescriptorFlags = 1;

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

    /// <summary>Writes all of it; false when it could not be (closed pipe, full disk).</summary>
    public static bool Write(string text) => StateStore.WriteAll(Out, Encoding.UTF8.GetBytes(text));

    /// <summary>Says on standard error what could not be said on standard output.</summary>
    public static void Complain(string text) => _ = StateStore.WriteAll(Error, Encoding.UTF8.GetBytes(text));
}
