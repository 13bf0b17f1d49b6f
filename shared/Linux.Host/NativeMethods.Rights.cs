using System.Runtime.InteropServices;
using System.Text;

namespace Linux.Host;

/// <summary>Calls that libc has only for the whole process or not at all, by their numbers (asm/unistd.h).</summary>
internal static unsafe partial class NativeMethods
{
    private static readonly bool IsArm = RuntimeInformation.ProcessArchitecture == Architecture.Arm64;
    private static readonly nint GetGroupsCall = IsArm ? 158 : 115, SetGroupsCall = IsArm ? 159 : 116;
    private const nint OpenAt2Call = 437;

    // RESOLVE_NO_MAGICLINKS and RESOLVE_IN_ROOT, linux/openat2.h.
    private const ulong InRootWithoutMagicLinks = 0x02 | 0x10;

    /// <summary>setfsuid(2): the user that this thread's file calls act for; returns the former one.</summary>
    [LibraryImport("libc", EntryPoint = "setfsuid")]
    internal static partial uint SetFileUser(uint user);

    /// <summary>setfsgid(2), likewise for the group.</summary>
    [LibraryImport("libc", EntryPoint = "setfsgid")]
    internal static partial uint SetFileGroup(uint group);

    /// <summary>The supplementary groups of this thread.</summary>
    internal static uint[] GetGroups()
    {
        var groups = new uint[65536];
        fixed (uint* start = groups)
        {
            var count = SystemCall(GetGroupsCall, groups.Length, (nint)start, 0, 0);
            return groups[..(int)Math.Max(0, count)];
        }
    }

    /// <summary>Sets the supplementary groups of this thread alone; libc's setgroups changes all threads.</summary>
    /// <returns>0, or the error.</returns>
    internal static int SetGroups(uint[] groups)
    {
        fixed (uint* start = groups)
            return SystemCall(SetGroupsCall, groups.Length, (nint)start, 0, 0) == 0 ? 0 : Marshal.GetLastPInvokeError();
    }

    /// <summary>openat2(2), Linux 5.6: opens a path as if a directory were the root, so that no link leads out of it.</summary>
    /// <returns>0, or the error.</returns>
    internal static int OpenInRoot(int root, string path, int flags, out int file)
    {
        var how = stackalloc ulong[3] { (uint)flags, 0, InRootWithoutMagicLinks };
        fixed (byte* name = Encoding.UTF8.GetBytes(path + "\0"))
        {
            var opened = SystemCall(OpenAt2Call, root, (nint)name, (nint)how, 3 * sizeof(ulong));
            file = (int)opened;
            return opened >= 0 ? 0 : Marshal.GetLastPInvokeError();
        }
    }

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint SystemCall(nint number, nint first, nint second, nint third, nint fourth);
}
