using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Linux.Host;

/// <summary>How full a file system is: statvfs(3), as df(1) counts.</summary>
/// <param name="TotalBytes">Size of the file system.</param>
/// <param name="FreeBytes">Free blocks, those reserved for root included.</param>
/// <param name="AvailableBytes">Free blocks for everybody but root; what a database server can still write.</param>
/// <param name="Inodes">Inodes in all; 0 where the file system makes them as needed.</param>
/// <param name="AvailableInodes">Free inodes for everybody but root.</param>
/// <param name="IsReadOnly">True when it is mounted read-only, by hand or by the kernel after an error.</param>
public readonly record struct FileSystemUsage(
    long TotalBytes, long FreeBytes, long AvailableBytes, long Inodes, long AvailableInodes, bool IsReadOnly)
{
    private const ulong ReadOnlyFlag = 1;

    /// <summary>Bytes in use.</summary>
    public long UsedBytes => TotalBytes - FreeBytes;

    /// <summary>Percent in use of what users can have, as the Use% of df; 100 for a file system without blocks.</summary>
    public double UsedPercent => (double)UsedBytes + AvailableBytes is > 0 and var all ? 100d * UsedBytes / all : 100;

    /// <summary>Percent of inodes in use; null where they cannot run out.</summary>
    public double? InodesUsedPercent => Inodes > 0 ? 100d * (Inodes - AvailableInodes) / Inodes : null;

    /// <summary>Asks the file system that holds a path. Waits without end on a network file system whose server is gone: name the
    /// mount in the run's stage first.</summary>
    /// <param name="path">Any path on it; only the way to it must be searchable, the path itself need not be readable.</param>
    /// <exception cref="HostException">The path is missing, may not be reached, or the file system fails (a stale handle).</exception>
    public static unsafe FileSystemUsage Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var buffer = stackalloc byte[256];
        while (NativeMethods.StatVfs(path, buffer) != 0)
        {
            var error = Marshal.GetLastPInvokeError();
            if (error != SystemError.Interrupted)
                throw new HostException($"the file system of {path} cannot be asked for its free space: {Reason(error)}");
        }

        // struct statvfs of 64-bit Linux: eleven fields of eight bytes, the same on all its architectures.
        var fields = new ReadOnlySpan<byte>(buffer, 88);
        var fragment = Field(fields, 1) == 0 ? Field(fields, 0) : Field(fields, 1);
        return new FileSystemUsage(
            Bytes(Field(fields, 2), fragment), Bytes(Field(fields, 3), fragment), Bytes(Field(fields, 4), fragment),
            Bytes(Field(fields, 5), 1), Bytes(Field(fields, 7), 1), (Field(fields, 9) & ReadOnlyFlag) != 0);
    }

    private static ulong Field(ReadOnlySpan<byte> fields, int index) => BinaryPrimitives.ReadUInt64LittleEndian(fields[(index * 8)..]);

    // Some network file systems answer with "unlimited", all bits set.
    private static long Bytes(ulong blocks, ulong size) =>
        size == 0 || blocks < (ulong)long.MaxValue / size ? (long)(blocks * size) : long.MaxValue;

    private static string Reason(int error) => error switch
    {
        SystemError.NoEntry => "no such directory",
        SystemError.Access => "permission denied on the way to it",
        SystemError.NotDirectory => "a part of the path is not a directory",
        116 => "stale file handle (the server of this network mount has gone or lost it: umount -f, then mount it again)",
        107 => "transport endpoint is not connected (the process behind this mount has gone: umount it)",
        112 or 113 => "the server of this network mount is not reachable",
        _ => SystemError.Text(error),
    };
}
