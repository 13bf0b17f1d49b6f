using System.Runtime.InteropServices;

namespace Linux.Host;

/// <summary>Lists a directory by opendir(3) and readdir(3). .NET's own enumeration also asks for the status of every symbolic link,
/// which for /proc is a lookup too many per process.</summary>
internal static class DirectoryNames
{
    // struct dirent of 64-bit Linux: inode 8 bytes, offset 8, record length 2, type 1, then the name, which ends with a zero byte.
    private const int NameOffset = 19;

    /// <summary>The names in a directory, unsorted, without "." and "..".</summary>
    /// <param name="path">The directory.</param>
    /// <param name="error">0, or the error; then the list is empty.</param>
    public static unsafe IReadOnlyList<string> Read(string path, out int error)
    {
        var directory = NativeMethods.OpenDirectory(path);
        if (directory == 0)
        {
            error = Marshal.GetLastPInvokeError();
            return [];
        }

        var names = new List<string>();
        while (true)
        {
            var entry = NativeMethods.ReadDirectory(directory);
            if (entry == null)
                break;
            if (Marshal.PtrToStringUTF8((nint)(entry + NameOffset)) is { } name and not ("." or ".."))
                names.Add(name);
        }

        error = Marshal.GetLastPInvokeError();
        _ = NativeMethods.CloseDirectory(directory);
        return error == 0 ? names : [];
    }
}
