using System.Runtime.CompilerServices;

namespace MySql.Binlog;

/// <summary>
/// A window that moves forward over bytes: what is in it can be looked at in place, what is not needed is jumped over. One buffer,
/// reused; reads begin small behind every jump and double while bytes are wanted one after another, so that neither headers
/// that are 100 KB apart nor events of 100 bytes cost more reading than they must.
/// </summary>
internal abstract class ByteWindow
{
    private const int SmallestRead = 4096;
    private readonly int _capacity;
    private readonly int _largestRead;
    private byte[] _buffer;
    private int _position;
    private int _count;
    private int _nextRead = SmallestRead;

    /// <summary>An empty window.</summary>
    /// <param name="capacity">How many bytes can be asked for in one piece.</param>
    /// <param name="largestRead">How many bytes are read ahead at most.</param>
    protected ByteWindow(int capacity, int largestRead)
    {
        _capacity = capacity;
        _largestRead = Math.Min(capacity, largestRead);
        _buffer = new byte[Math.Min(capacity, 2 * SmallestRead)];
    }

    /// <summary>Where the first byte of the window stands.</summary>
    public long Offset { get; private set; }

    /// <summary>How many bytes can be asked for in one piece.</summary>
    public int Capacity => _capacity;

    /// <summary>How many bytes are in the window.</summary>
    public int Available => _count - _position;

    /// <summary>The bytes in the window; valid until the next call.</summary>
    public ReadOnlySpan<byte> Bytes => new(_buffer, _position, _count - _position);

    /// <summary>Changes whenever bytes that were in the window may have moved.</summary>
    public int Generation { get; private set; }

    /// <summary>The place of the window's first byte in <see cref="Buffer"/>.</summary>
    public int Position => _position;

    /// <summary>The buffer itself, for those who look back at what they have passed within one generation.</summary>
    public byte[] Buffer => _buffer;

    /// <summary>Makes a number of bytes available in one piece.</summary>
    /// <param name="length">At most <see cref="Capacity"/>.</param>
    /// <returns>False when the bytes end before.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Ensure(int length) => _count - _position >= length || Fill(length);

    /// <summary>Moves on.</summary>
    /// <param name="length">Not negative; may reach beyond the window and beyond the end.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Advance(long length)
    {
        if (length > _count - _position)
        {
            Jump(length);
            return;
        }

        _position += (int)length;
        Offset += length;
    }

    /// <summary>Starts over elsewhere with an empty window.</summary>
    /// <param name="offset">Where the window begins.</param>
    public void Restart(long offset)
    {
        Offset = offset;
        _position = _count = 0;
        _nextRead = SmallestRead;
        Generation++;
    }

    /// <summary>Reads in full strides from the first byte on: everything is wanted.</summary>
    public void ReadAhead() => _nextRead = _largestRead;

    /// <summary>Reads bytes.</summary>
    /// <param name="destination">Filled as far as one read reaches.</param>
    /// <param name="offset">Where they stand; the reads follow one another but for what was skipped.</param>
    /// <returns>How many; 0 at the end.</returns>
    protected abstract int Read(Span<byte> destination, long offset);

    /// <summary>Moves over bytes that were not read yet.</summary>
    /// <param name="offset">Where the first of them stands.</param>
    /// <param name="length">How many.</param>
    protected abstract void Skip(long offset, long length);

    private void Jump(long length)
    {
        var unread = length - Available;
        var offset = Offset + Available;
        // A short way beyond the window is as good as none: events go on following one another.
        var nextRead = unread <= _nextRead / 4 ? _nextRead : SmallestRead;
        Restart(Offset + length);
        _nextRead = nextRead;
        Skip(offset, unread);
    }

    private bool Fill(int length)
    {
        if (length > _capacity)
            throw new InvalidOperationException($"{length} bytes are wanted in one piece where {_capacity} are the most");
        MakeRoom(Math.Max(length, _nextRead));
        while (Available < length)
        {
            var wanted = Math.Min(_buffer.Length - _count, Math.Max(length - Available, _nextRead));
            var got = Read(_buffer.AsSpan(_count, wanted), Offset + Available);
            if (got == 0)
                return false;
            _count += got;
        }

        _nextRead = Math.Min(2 * _nextRead, _largestRead);
        return true;
    }

    private void MakeRoom(int wanted)
    {
        var kept = Available;
        wanted = Math.Min(_capacity, Math.Max(wanted, kept + Math.Min(wanted, SmallestRead)));
        var room = _buffer;
        if (room.Length < wanted)
            room = new byte[Math.Min(_capacity, Math.Max(wanted, 2 * room.Length))];
        System.Buffer.BlockCopy(_buffer, _position, room, 0, kept);
        _buffer = room;
        (_position, _count) = (0, kept);
        Generation++;
    }
}
