using System.Text;
using Nagios.Plugin;

namespace NagiosChecks.StaleAcks;

/// <summary>Bytes in lines, for the parts of files and protocols that are lines.</summary>
/// <param name="source">Where the bytes come from.</param>
/// <param name="name">Its name, for the error text.</param>
/// <param name="maximumLength">Longer lines are refused.</param>
internal sealed class LineReader(ByteSource source, string name, int maximumLength)
{
    private byte[] _buffer = new byte[16 * 1024];
    private int _start;
    private int _end;

    /// <summary>The next line without its line break, LF or CR LF; null at the end. Bad UTF-8 is replaced.</summary>
    /// <exception cref="CheckException">The line is too long.</exception>
    public string? Next()
    {
        var searched = 0;
        while (true)
        {
            var line = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (line >= 0)
            {
                var text = _buffer.AsSpan(_start, searched + line);
                _start += searched + line + 1;
                return Encoding.UTF8.GetString(text.EndsWith("\r"u8) ? text[..^1] : text);
            }

            searched = _end - _start;
            if (searched >= maximumLength)
                throw new CheckException($"{name} has a line of more than {maximumLength} bytes");
            if (Fill() == 0)
            {
                var last = searched == 0 ? null : Encoding.UTF8.GetString(_buffer, _start, searched);
                _start = _end;
                return last;
            }
        }
    }

    /// <summary>Reads bytes behind the lines that were taken; 0 at the end.</summary>
    public int Read(Span<byte> buffer)
    {
        if (_start == _end)
            return source.Read(buffer);
        var length = Math.Min(buffer.Length, _end - _start);
        _buffer.AsSpan(_start, length).CopyTo(buffer);
        _start += length;
        return length;
    }

    private int Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _buffer.Length)
            Array.Resize(ref _buffer, _buffer.Length * 2);
        var got = source.Read(_buffer.AsSpan(_end));
        _end += got;
        return got;
    }
}
