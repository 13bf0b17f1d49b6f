using System.Runtime.InteropServices;

namespace Linux.Host;

/// <summary>Calls of libc about files and file systems; each named as its manual page.</summary>
internal static unsafe partial class HostCalls
{
    [LibraryImport("libc", EntryPoint = "statvfs", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int StatVfs(string path, byte* buffer);

    [LibraryImport("libc", EntryPoint = "realpath", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint RealPath(string path, byte* resolved);
}
