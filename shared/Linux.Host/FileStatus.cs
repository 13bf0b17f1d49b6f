using System.Buffers.Binary;

namespace Linux.Host;

/// <summary>Who owns a file, what it is and where it lives: statx(2), whose structure is the same on every architecture.</summary>
/// <param name="Mode">File type and permission bits, as st_mode.</param>
/// <param name="UserId">The owner.</param>
/// <param name="Inode">Inode number within its device.</param>
/// <param name="Size">Bytes.</param>
/// <param name="DeviceMajor">Major number of the device the file lives on.</param>
/// <param name="DeviceMinor">Minor number of that device.</param>
/// <param name="ModifiedSeconds">Last change of the content, seconds since 1970.</param>
public readonly record struct FileStatus(
    ushort Mode, uint UserId, ulong Inode, long Size, uint DeviceMajor, uint DeviceMinor, long ModifiedSeconds)
{
    private const uint BasicStats = 0x7ff;

    /// <summary>The owning group.</summary>
    public uint GroupId { get; init; }

    /// <summary>How many names the file has; 0 once it was removed while open.</summary>
    public uint LinkCount { get; init; }

    /// <summary>True for a directory.</summary>
    public bool IsDirectory => (Mode & 0xF000) == 0x4000;

    /// <summary>True for a regular file.</summary>
    public bool IsRegularFile => (Mode & 0xF000) == 0x8000;

    /// <summary>True for a symbolic link.</summary>
    public bool IsLink => (Mode & 0xF000) == 0xA000;

    /// <summary>What kind of file it is, in words: <c>symbolic link</c>.</summary>
    public string Kind => (Mode & 0xF000) switch
    {
        0x4000 => "directory",
        0x8000 => "regular file",
        0xA000 => "symbolic link",
        0x1000 => "FIFO",
        0xC000 => "socket",
        _ => "device",
    };

    /// <summary>True when the group or others may write.</summary>
    public bool IsWritableByOthers => (Mode & 0x12) != 0;

    /// <summary>True when both are one file, under whatever names.</summary>
    public bool IsSameFile(FileStatus other) =>
        Inode == other.Inode && DeviceMajor == other.DeviceMajor && DeviceMinor == other.DeviceMinor;

    /// <summary>The status of a path; null when there is none or it may not be seen.</summary>
    /// <param name="path">Any path.</param>
    /// <param name="followLinks">Whether a symbolic link at the end of the path is followed.</param>
    public static FileStatus? Read(string path, bool followLinks = true) =>
        Read(NativeMethods.AtCurrentDirectory, path, followLinks ? 0 : NativeMethods.AtSymlinkNoFollow);

    internal static FileStatus? OfName(int directory, string name, bool followLinks) =>
        Read(directory, name, followLinks ? 0 : NativeMethods.AtSymlinkNoFollow);

    internal static FileStatus? OfOpenFile(int file) => Read(file, "", NativeMethods.AtEmptyPath);

    private static unsafe FileStatus? Read(int directory, string path, int flags)
    {
        var buffer = stackalloc byte[256];
        if (NativeMethods.StatX(directory, path, flags, BasicStats, buffer) != 0)
            return null;

        // Offsets of struct statx in linux/stat.h; fields are in host byte order, little-endian wherever the suite runs.
        var fields = new ReadOnlySpan<byte>(buffer, 256);
        return new FileStatus(
            BinaryPrimitives.ReadUInt16LittleEndian(fields[28..]),
            BinaryPrimitives.ReadUInt32LittleEndian(fields[20..]),
            BinaryPrimitives.ReadUInt64LittleEndian(fields[32..]),
            BinaryPrimitives.ReadInt64LittleEndian(fields[40..]),
            BinaryPrimitives.ReadUInt32LittleEndian(fields[136..]),
            BinaryPrimitives.ReadUInt32LittleEndian(fields[140..]),
            BinaryPrimitives.ReadInt64LittleEndian(fields[112..]))
        {
            GroupId = BinaryPrimitives.ReadUInt32LittleEndian(fields[24..]),
            LinkCount = BinaryPrimitives.ReadUInt32LittleEndian(fields[16..]),
        };
    }
}
