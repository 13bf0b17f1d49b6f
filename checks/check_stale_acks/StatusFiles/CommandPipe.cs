using System.Runtime.InteropServices;
using System.Text;
using Linux.Host;
using Nagios.Plugin;

namespace NagiosChecks.StaleAcks;

/// <summary>The engine's command file: a FIFO that takes one command a line.</summary>
internal static class CommandPipe
{
    // Up to this many bytes a write to a FIFO is whole, however many write at once: pipe(7).
    private const int AtomicBytes = 4096;

    /// <summary>Writes commands, each whole.</summary>
    /// <exception cref="CheckException">No such FIFO, no right, no reader, or a line that is too long.</exception>
    public static unsafe void Write(string path, IEnumerable<string> lines)
    {
        if (FileStatus.Read(path) is { } status && (status.Mode & 0xF000) != 0x1000)
            throw new CheckException($"{path} is no command file: not a FIFO");
        var file = NativeMethods.Open(path, NativeMethods.WriteOnly | NativeMethods.CloseOnExec | NativeMethods.NonBlocking);
        if (file < 0)
            throw new CheckException($"{path} takes no command: {Reason(Marshal.GetLastPInvokeError())}");
        try
        {
            foreach (var line in lines)
            {
                var bytes = Encoding.UTF8.GetBytes(line + "\n");
                fixed (byte* start = bytes)
                {
                    if (bytes.Length > AtomicBytes || NativeMethods.Write(file, start, bytes.Length) != bytes.Length)
                        throw new CheckException($"{path} took no command: "
                            + $"{(bytes.Length > AtomicBytes ? "it is too long" : "the engine does not read it")}");
                }
            }
        }
        finally
        {
            _ = NativeMethods.Close(file);
        }
    }

    private static string Reason(int error) => error switch
    {
        NativeMethods.ErrorNoEntry or NativeMethods.ErrorNotDirectory =>
            "it does not exist; is the engine running, with check_external_commands=1?",
        NativeMethods.ErrorAccess or NativeMethods.ErrorNotPermitted =>
            "this user may not write to it; run the check as the engine's user, or put this user into the file's group",
        NativeMethods.ErrorNoDevice => "no engine reads it",
        _ => $"error {error}",
    };
}
