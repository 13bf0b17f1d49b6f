using System.Globalization;

namespace Nagios.Plugin;

/// <summary>The errors of system calls that mean something to a check, errno(3), and all that occur in an operator's words.</summary>
internal static class SystemError
{
    internal const int NotPermitted = 1, NoEntry = 2, NoProcess = 3, Interrupted = 4, InputOutput = 5, NoDevice = 6, Again = 11, Access = 13,
        Exists = 17, NotDirectory = 20, IsDirectory = 21, FileTooLarge = 27, NameTooLong = 36, Loop = 40;

    /// <summary>Stands for a file that is none: a FIFO, a socket, a device.</summary>
    internal const int NotARegularFile = -1;

    /// <summary>The error as the end of a sentence.</summary>
    public static string Text(int error) => error switch
    {
        NotARegularFile => "not a regular file",
        NotPermitted or Access => "permission denied",
        NoEntry => "no such file or directory",
        InputOutput => "input/output error",
        12 => "out of memory",
        23 or 24 => "too many open files",
        Exists => "exists already",
        NotDirectory => "not a directory",
        IsDirectory => "is a directory",
        FileTooLarge => "too large",
        28 => "no space left on device",
        30 => "read-only file system",
        NameTooLong => "name too long",
        37 => "no locks available",
        Loop => "too many symbolic links",
        116 => "stale file handle",
        122 => "disk quota exceeded",
        _ => string.Create(CultureInfo.InvariantCulture, $"error {error}"),
    };
}
