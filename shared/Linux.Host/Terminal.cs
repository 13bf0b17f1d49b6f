using System.Text;

namespace Linux.Host;

/// <summary>The terminal behind standard error, for those who run a check by hand.</summary>
public static unsafe class Terminal
{
    private const int Error = 2;

    /// <summary>True when standard error is a terminal.</summary>
    public static bool IsError => NativeMethods.IsTerminal(Error) == 1;

    /// <summary>Writes to standard error; what does not go is dropped.</summary>
    public static void WriteError(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        fixed (byte* start = bytes)
            _ = NativeMethods.Write(Error, start, bytes.Length);
    }
}
