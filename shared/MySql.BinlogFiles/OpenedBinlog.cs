using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using Linux.Host;
using Microsoft.Win32.SafeHandles;
using MySql.Binlog;
using Nagios.Plugin;

namespace MySql.BinlogFiles;

/// <summary>A binlog that is open for reading.</summary>
public sealed class OpenedBinlog : IDisposable
{
    private readonly SafeFileHandle _file;

    private OpenedBinlog(SafeFileHandle file, string path)
    {
        _file = file;
        Path = path;
        Bytes = BinlogBytes.Of(file, path);
    }

    /// <summary>The path it was opened by.</summary>
    public string Path { get; }

    /// <summary>Its bytes.</summary>
    public BinlogBytes Bytes { get; }

    /// <summary>Opens a file. Only regular files are opened, and no link is followed to one.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="unseen">Why it could not be opened; null where it was.</param>
    /// <returns>The open file, or null.</returns>
    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "The opened binlog owns the handle.")]
    public static OpenedBinlog? Open(string path, out Unseen? unseen)
    {
        unseen = null;
        var file = RegularFile.Open(path, out var outcome, out var error);
        if (file is not null)
            return new OpenedBinlog(file, path);
        unseen = outcome switch
        {
            FileOutcome.Missing => new Unseen(path, UnseenReason.Absent),
            FileOutcome.Denied => BinlogRights.Denied(path),
            _ => new Unseen(path, UnseenReason.Unreadable, SystemError.Text(error), "name a regular file, not a link to one"),
        };
        return null;
    }

    /// <summary>
    /// A number that tells this file from another that has the same name, and perhaps the same inode, after RESET: a hash of its first
    /// event, which holds times and versions. 0 while that event is not there.
    /// </summary>
    public ulong Identity()
    {
        const int FlagsOffset = 17;
        Span<byte> start = stackalloc byte[BinlogFileStart.SufficientLength];
        var length = Bytes.Read(start, 0);
        if (length < BinlogFileStart.MagicLength + BinlogEventHeader.Size)
            return 0;
        var first = start[BinlogFileStart.MagicLength..length];
        var end = BinaryPrimitives.ReadUInt32LittleEndian(first[9..]);
        if (end > (uint)first.Length)
            return 0;

        // The flag that the file is in use is cleared when it is closed.
        first[FlagsOffset] &= 0xfe;
        var hash = 14695981039346656037UL;
        foreach (var value in first[..(int)end])
            hash = (hash ^ value) * 1099511628211;
        return hash;
    }

    /// <summary>Closes it.</summary>
    public void Dispose() => _file.Dispose();
}
