using System.Runtime.InteropServices;

namespace Linux.Host.Tests;

/// <summary>Does something with the file rights of nobody, setfsuid(2), which counts for one thread only.</summary>
internal static partial class OtherUser
{
    private const uint Nobody = 65534;

    public static T Do<T>(Func<T> action)
    {
        var result = default(T);
        Exception? failure = null;
        var thread = new Thread(() =>
        {
            _ = SetFileSystemUser(Nobody);
            failure = Record.Exception(() => result = action());
        });
        thread.Start();
        thread.Join();
        return failure is null ? result! : throw failure;
    }

    [LibraryImport("libc", EntryPoint = "setfsuid")]
    private static partial int SetFileSystemUser(uint user);
}
