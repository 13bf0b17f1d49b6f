namespace MySql.Binlog;

/// <summary>A window over a file; jumping costs nothing.</summary>
internal sealed class FileWindow(BinlogBytes file, int capacity, int largestRead) : ByteWindow(capacity, largestRead)
{
    protected override int Read(Span<byte> destination, long offset) => file.Read(destination, offset);

    protected override void Skip(long offset, long length)
    {
    }
}
