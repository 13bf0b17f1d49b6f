using Microsoft.Win32.SafeHandles;

namespace MySql.Binlog;

/// <summary>
/// The bytes of a binlog as the reader wants them: positional reads, so that it can jump over what it does not need. Files are not
/// mapped into memory, because a file that is truncated under a mapping (crash recovery, RESET) ends the process by SIGBUS.
/// </summary>
public abstract class BinlogBytes
{
    /// <summary>How errors name it.</summary>
    public abstract string Name { get; }

    /// <summary>How many bytes there are now; a file that is being written grows.</summary>
    /// <exception cref="IOException">The file system failed.</exception>
    public abstract long Length { get; }

    /// <summary>Reads bytes.</summary>
    /// <param name="destination">Filled as far as one read of the system reaches.</param>
    /// <param name="offset">Where the first of them stands.</param>
    /// <returns>How many bytes were read; 0 at the end.</returns>
    /// <exception cref="IOException">The file system failed.</exception>
    public abstract int Read(Span<byte> destination, long offset);

    /// <summary>The bytes of an open file. The handle stays its owner's.</summary>
    /// <param name="file">Open for reading; only a regular file has a length that means something.</param>
    /// <param name="name">How errors name it.</param>
    public static BinlogBytes Of(SafeFileHandle file, string name)
    {
        ArgumentNullException.ThrowIfNull(file);
        return new OfFile(file, name);
    }

    /// <summary>Bytes that are in memory already.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="name">How errors name it.</param>
    public static BinlogBytes Of(ReadOnlyMemory<byte> bytes, string name = "") => new OfMemory(bytes, name);

    private sealed class OfFile(SafeFileHandle file, string name) : BinlogBytes
    {
        public override string Name { get; } = name;

        public override long Length => RandomAccess.GetLength(file);

        public override int Read(Span<byte> destination, long offset) => RandomAccess.Read(file, destination, offset);
    }

    private sealed class OfMemory(ReadOnlyMemory<byte> bytes, string name) : BinlogBytes
    {
        public override string Name { get; } = name;

        public override long Length => bytes.Length;

        public override int Read(Span<byte> destination, long offset)
        {
            if (offset >= bytes.Length)
                return 0;
            var count = (int)Math.Min(destination.Length, bytes.Length - offset);
            bytes.Span.Slice((int)offset, count).CopyTo(destination);
            return count;
        }
    }
}
