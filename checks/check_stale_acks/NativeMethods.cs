using System.Runtime.InteropServices;

namespace NagiosChecks.StaleAcks;

/// <summary>Calls of libc, each named as its manual page: files are opened without blocking, and patterns are those of grep -E.</summary>
internal static unsafe partial class NativeMethods
{
    internal const int ReadOnly = 0, NonBlocking = 0x800, CloseOnExec = 0x80000;
    internal const int ErrorNotPermitted = 1, ErrorNoEntry = 2, ErrorInterrupted = 4, ErrorAccess = 13, ErrorNotDirectory = 20;

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    internal static partial nint Read(int file, byte* buffer, nint count);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    internal static partial int Close(int file);

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int SetEnvironment(string name, string value, int overwrite);

    [LibraryImport("libc", EntryPoint = "regcomp", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int CompilePattern(void* compiled, string pattern, int flags);

    [LibraryImport("libc", EntryPoint = "regexec")]
    internal static partial int MatchPattern(void* compiled, byte* text, nint matches, void* match, int flags);
}
