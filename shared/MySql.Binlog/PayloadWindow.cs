namespace MySql.Binlog;

/// <summary>A window over what a transaction payload holds: decompressed as it is read, never held as a whole.</summary>
internal sealed class PayloadWindow(BinlogReader outer, int capacity, int largestRead) : ByteWindow(capacity, largestRead)
{
    private ZstdContext? _zstd;
    private byte[]? _skipped;
    private long _inputEnd;
    private bool _compressed;

    /// <summary>Begins a payload: the outer window stands at its first byte.</summary>
    /// <param name="length">How many bytes it has in the file.</param>
    /// <param name="compressed">Whether they are compressed by zstd.</param>
    public void Begin(long length, bool compressed)
    {
        (_inputEnd, _compressed) = (outer.Window.Offset + length, compressed);
        Restart(0);
        if (compressed)
            (_zstd ??= new ZstdContext()).Reset();
    }

    protected override int Read(Span<byte> destination, long offset)
    {
        var window = outer.Window;
        while (window.Offset < _inputEnd)
        {
            if (!window.Ensure(1))
                throw outer.Cut();
            var input = window.Bytes[..(int)Math.Min(window.Available, _inputEnd - window.Offset)];
            if (!_compressed)
            {
                var copied = Math.Min(input.Length, destination.Length);
                input[..copied].CopyTo(destination);
                window.Advance(copied);
                return copied;
            }

            if (_zstd!.Decompress(input, destination, out var read, out var written) is { } wrong)
                throw outer.Fail(outer.Offset, $"{outer.Described()} cannot be decompressed ({wrong})");
            window.Advance(read);
            if (written > 0)
                return written;
            if (read == 0)
                return 0;
        }

        // All input is taken; the rest may still lie in the decompressor.
        if (!_compressed)
            return 0;
        return _zstd!.Decompress([], destination, out _, out var rest) is null ? rest : 0;
    }

    protected override void Skip(long offset, long length)
    {
        _skipped ??= new byte[16 * 1024];
        while (length > 0)
        {
            var got = Read(_skipped.AsSpan(0, (int)Math.Min(length, _skipped.Length)), offset);
            if (got == 0)
                throw outer.Fail(outer.Offset, $"{outer.Described()} ends in the middle of an event that it holds");
            length -= got;
            offset += got;
        }
    }
}
