using System.Runtime.InteropServices;

namespace NagiosChecks.StaleAcks;

/// <summary>Calls of libc, each named as its manual page; sockets and regular expressions of .NET would cost a megabyte.</summary>
internal static unsafe partial class NativeMethods
{
    internal const int ReadOnly = 0, NonBlocking = 0x800, CloseOnExec = 0x80000;
    internal const int UnixFamily = 1, StreamSocket = 1, SocketCloseOnExec = 0x80000, NoSignal = 0x4000;
    internal const int ErrorNotPermitted = 1, ErrorNoEntry = 2, ErrorInterrupted = 4, ErrorAccess = 13, ErrorNotDirectory = 20, ErrorUnreachable = 101, ErrorReset = 104, ErrorTimeout = 110, ErrorRefused = 111, ErrorNoRoute = 113;

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    internal static partial nint Read(int file, byte* buffer, nint count);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    internal static partial int Close(int file);

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    internal static partial int Socket(int family, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "connect", SetLastError = true)]
    internal static partial int Connect(int socket, byte* address, int length);

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    internal static partial nint Send(int socket, byte* buffer, nint count, int flags);

    [LibraryImport("libc", EntryPoint = "getaddrinfo", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int GetAddressInfo(string host, string port, AddressInfo* hints, AddressInfo** found);

    [LibraryImport("libc", EntryPoint = "freeaddrinfo")]
    internal static partial void FreeAddressInfo(AddressInfo* found);

    [LibraryImport("libc", EntryPoint = "regcomp", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int CompilePattern(void* compiled, string pattern, int flags);

    [LibraryImport("libc", EntryPoint = "regexec")]
    internal static partial int MatchPattern(void* compiled, byte* text, nint matches, void* match, int flags);

    /// <summary>struct addrinfo of netdb.h, 64 bit; glibc and musl agree.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct AddressInfo
    {
        internal int Flags, Family, Type, Protocol, AddressLength;
        internal byte* Address;
        internal byte* CanonicalName;
        internal AddressInfo* Next;
    }
}
