using System.Runtime.InteropServices;

namespace NagiosChecks.StaleAcks;

/// <summary>Calls of libc, each named as its manual page: files are opened without blocking, and patterns are those of grep -E.</summary>
internal static unsafe partial class NativeMethods
{
    internal const int ReadOnly = 0, WriteOnly = 1, NonBlocking = 0x800, CloseOnExec = 0x80000;
    internal const int ErrorNotPermitted = 1, ErrorNoEntry = 2, ErrorInterrupted = 4, ErrorNoDevice = 6, ErrorAccess = 13,
        ErrorNotDirectory = 20;

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    internal static partial nint Read(int file, byte* buffer, nint count);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    internal static partial nint Write(int file, byte* buffer, nint count);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    internal static partial int Close(int file);

    /// <summary>True when this user may do that with a path: faccessat(2) with the effective ids.</summary>
    internal static bool MayUse(string path, int mode) => CheckAccess(-100, path, mode, 0x200) == 0;

    [LibraryImport("libc", EntryPoint = "faccessat", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int CheckAccess(int directory, string path, int mode, int flags);

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int SetEnvironment(string name, string value, int overwrite);

    [LibraryImport("libc", EntryPoint = "regcomp", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int CompilePattern(void* compiled, string pattern, int flags);

    [LibraryImport("libc", EntryPoint = "regexec")]
    internal static partial int MatchPattern(void* compiled, byte* text, nint matches, void* match, int flags);
}
