using System.Globalization;
using System.Text;
using Nagios.Plugin;

namespace NagiosChecks.StaleAcks;

/// <summary>
/// Walks a status.dat of Nagios 4 or Naemon block by block: <c>servicestatus {</c>, lines of TAB key=value, TAB <c>}</c>
/// (xdata/xsddefault.c of Nagios Core). A block that is not looked into costs one search for its end, so that the size of the
/// file and not its number of lines decides the time.
/// </summary>
/// <param name="source">The file's bytes.</param>
/// <param name="path">For the error texts.</param>
internal sealed class StatusBlocks(ByteSource source, string path)
{
    private const int MaximumBlock = 8 * 1024 * 1024;
    private byte[] _buffer = new byte[256 * 1024];
    private int _start;
    private int _end;
    private int _nameLength;
    private int _bodyStart;
    private int _bodyEnd;
    private long _offset;
    private bool _atEnd;

    /// <summary>The block's word: info, programstatus, hoststatus, servicecomment ...; valid until the next <see cref="Next"/>.</summary>
    public ReadOnlySpan<byte> Name => _buffer.AsSpan(_bodyStart - _nameLength - 2, _nameLength);

    /// <summary>True when the comment at the head of the file says that Naemon wrote it.</summary>
    public bool IsNaemon { get; private set; }

    /// <summary>True when the comment at the head of the file says that Icinga 1 wrote it.</summary>
    public bool IsIcinga { get; private set; }

    // From the line break behind '{' to the one before the closing '}', so that every line stands between two line breaks.
    private ReadOnlySpan<byte> Body => _buffer.AsSpan(_bodyStart, _bodyEnd - _bodyStart);

    /// <summary>Moves to the next block; false at the clean end of the file.</summary>
    /// <exception cref="CheckException">The file is cut off inside a block, or is no status file.</exception>
    public bool Next()
    {
        while (true)
        {
            var rest = _buffer.AsSpan(_start, _end - _start);
            var line = rest.IndexOf((byte)'\n');
            if (line < 0)
            {
                if (Fill())
                    continue;
                return rest.IsEmpty ? false : throw Cut();
            }

            var text = rest[..line];
            if (text.IsEmpty || text[0] == (byte)'#')
            {
                IsNaemon |= text.IndexOf("NAEMON"u8) >= 0;
                IsIcinga |= text.IndexOf("ICINGA"u8) >= 0;
                Skip(line + 1);
                continue;
            }

            if (!text.EndsWith(" {"u8) || text[..^2].ContainsAnyExceptInRange((byte)'a', (byte)'z') || text.Length > 40)
                throw Damaged();
            var end = rest[line..].IndexOf("\n\t}\n"u8);
            if (end < 0)
            {
                if (Fill())
                    continue;
                throw Cut();
            }

            _nameLength = line - 2;
            _bodyStart = _start + line;
            _bodyEnd = _bodyStart + end + 1;
            Skip(line + end + 4);
            return true;
        }
    }

    /// <summary>True when the block has exactly this line.</summary>
    /// <param name="line">Line break, TAB, key=value, line break.</param>
    public bool Has(ReadOnlySpan<byte> line) => Body.IndexOf(line) >= 0;

    /// <summary>The value of a key as text, bad UTF-8 replaced; null when the block does not have it.</summary>
    /// <param name="key">Line break, TAB, the key and '='.</param>
    public string? Text(ReadOnlySpan<byte> key) => Find(key, out var value) ? Encoding.UTF8.GetString(value) : null;

    /// <summary>The value of a key as a name, see <see cref="NameText"/>; null when the block does not have it.</summary>
    public string? NameOf(ReadOnlySpan<byte> key, ref bool isExact)
    {
        if (!Find(key, out var value))
            return null;
        var name = NameText.Decode(value, out var exact);
        isExact &= exact;
        return name;
    }

    private bool Find(ReadOnlySpan<byte> key, out ReadOnlySpan<byte> value)
    {
        var body = Body;
        var start = body.IndexOf(key);
        value = start < 0 ? default : body[(start + key.Length)..];
        value = start < 0 ? default : value[..value.IndexOf((byte)'\n')];
        return start >= 0;
    }

    /// <summary>The value of a key as a number; 0 when it is missing or something else.</summary>
    public double Number(ReadOnlySpan<byte> key) =>
        double.TryParse(Text(key), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture,
            out var value) ? value : 0;

    private void Skip(int bytes)
    {
        _start += bytes;
        _offset += bytes;
    }

    private bool Fill()
    {
        if (_atEnd)
            return false;
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _buffer.Length)
        {
            if (_end >= MaximumBlock)
                throw new CheckException($"{path} has a block or line of more than {MaximumBlock / 1024 / 1024} MB at offset {_offset}: "
                    + $"this is no status file");
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        var got = source.Read(_buffer.AsSpan(_end));
        _end += got;
        _atEnd = got == 0;
        return got > 0;
    }

    private CheckException Cut() =>
        new($"{path} is half-written: it ends inside a block that begins at offset {_offset}")
        {
            Steps = [$"Look at df of its folder and at the engine's log: the engine writes its status file beside and renames it, so a cut "
                + $"one is a bad copy, or the disk was full", $"Name the engine's own file with --status-file, not a copy of it"],
        };

    private CheckException Damaged()
    {
        var line = _buffer.AsSpan(_start, _end - _start);
        line = line[..Math.Min(line.IndexOf((byte)'\n'), 40)];
        return new CheckException($"{path} is no status file of Nagios or Naemon: at offset {_offset} there is "
            + $"'{UntrustedText.Clean(Encoding.UTF8.GetString(line), 60)}' where a block should begin");
    }
}
