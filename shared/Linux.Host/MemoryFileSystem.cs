using System.Buffers.Binary;

namespace Linux.Host;

/// <summary>Tells file systems that live in memory, where no write waits for a disk.</summary>
public static class MemoryFileSystem
{
    // linux/magic.h
    private const long Tmpfs = 0x01021994, Ramfs = 0x858458f6;

    /// <summary>True when a path is on a tmpfs or ramfs; false when it is not, or cannot be seen. statfs(2).</summary>
    public static unsafe bool Holds(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var buffer = stackalloc byte[256];
        return NativeMethods.StatFs(path, buffer) == 0
            && BinaryPrimitives.ReadInt64LittleEndian(new ReadOnlySpan<byte>(buffer, 8)) is Tmpfs or Ramfs;
    }
}
