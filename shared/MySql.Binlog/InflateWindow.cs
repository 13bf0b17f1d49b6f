using System.IO.Compression;

namespace MySql.Binlog;

/// <summary>A window over what MariaDB compressed inside an event (log_bin_compress=ON): decompressed by zlib as it is read.</summary>
internal sealed class InflateWindow(BinlogReader outer, int capacity, int largestRead) : ByteWindow(capacity, largestRead), IDisposable
{
    private readonly Input _input = new(outer);
    private ZLibStream? _zlib;
    private byte[]? _skipped;

    /// <summary>Begins: the outer window stands at the first compressed byte.</summary>
    /// <param name="end">Where the compressed bytes end in the file.</param>
    public void Begin(long end)
    {
        _input.End = end;
        Restart(0);

        // The runtime's zlib has no way to begin anew: this is the one thing that is allocated for a compressed event.
        _zlib?.Dispose();
        _zlib = new ZLibStream(_input, CompressionMode.Decompress, leaveOpen: true);
    }

    public void Dispose()
    {
        _zlib?.Dispose();
        _input.Dispose();
    }

    protected override int Read(Span<byte> destination, long offset)
    {
        try
        {
            return _zlib!.Read(destination);
        }
        catch (InvalidDataException wrong)
        {
            throw outer.Fail(outer.Offset, $"{outer.Described()} cannot be decompressed ({wrong.Message})");
        }
    }

    protected override void Skip(long offset, long length)
    {
        _skipped ??= new byte[16 * 1024];
        while (length > 0)
        {
            var got = Read(_skipped.AsSpan(0, (int)Math.Min(length, _skipped.Length)), offset);
            if (got == 0)
                throw outer.Fail(outer.Offset, $"{outer.Described()} holds fewer bytes than it says");
            length -= got;
            offset += got;
        }
    }

    private sealed class Input(BinlogReader outer) : Stream
    {
        public long End { get; set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(Span<byte> buffer)
        {
            var window = outer.Window;
            var left = End - window.Offset;
            if (left <= 0)
                return 0;
            if (!window.Ensure(1))
                throw outer.Cut();
            var length = (int)Math.Min(Math.Min(left, window.Available), buffer.Length);
            window.Bytes[..length].CopyTo(buffer);
            window.Advance(length);
            return length;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
