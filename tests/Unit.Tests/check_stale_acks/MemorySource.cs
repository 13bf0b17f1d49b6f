namespace NagiosChecks.StaleAcks.Tests;

/// <summary>Bytes in memory, handed out in pieces of a given size, as files and servers do.</summary>
internal sealed class MemorySource(byte[] bytes, int piece = int.MaxValue) : ByteSource
{
    private int _position;

    public override int Read(Span<byte> buffer)
    {
        var length = Math.Min(Math.Min(piece, buffer.Length), bytes.Length - _position);
        bytes.AsSpan(_position, length).CopyTo(buffer);
        _position += length;
        return length;
    }
}
