using System.Globalization;

namespace Linux.Host;

/// <summary>The errors of system calls, errno(3): as numbers where a check acts on them, and in an operator's words.</summary>
public static class SystemError
{
    /// <summary>EPERM.</summary>
    public const int NotPermitted = 1;

    /// <summary>ENOENT.</summary>
    public const int NoEntry = 2;

    /// <summary>ESRCH.</summary>
    public const int NoProcess = 3;

    /// <summary>EINTR.</summary>
    public const int Interrupted = 4;

    /// <summary>EIO.</summary>
    public const int InputOutput = 5;

    /// <summary>ENXIO.</summary>
    public const int NoDevice = 6;

    /// <summary>EAGAIN.</summary>
    public const int Again = 11;

    /// <summary>EACCES.</summary>
    public const int Access = 13;

    /// <summary>EEXIST.</summary>
    public const int Exists = 17;

    /// <summary>ENOTDIR.</summary>
    public const int NotDirectory = 20;

    /// <summary>EISDIR.</summary>
    public const int IsDirectory = 21;

    /// <summary>EFBIG.</summary>
    public const int FileTooLarge = 27;

    /// <summary>ENAMETOOLONG.</summary>
    public const int NameTooLong = 36;

    /// <summary>ENOSYS: this kernel has no such call.</summary>
    public const int NoSuchCall = 38;

    /// <summary>ELOOP.</summary>
    public const int Loop = 40;

    /// <summary>Not an error of the system: the path is a FIFO, a socket or a device.</summary>
    public const int NotARegularFile = -1;

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
