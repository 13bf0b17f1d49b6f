using System.Buffers;
using System.Globalization;
using System.Text;
using Linux.Host;

namespace Nagios.Plugin;

/// <summary>
/// What a check remembers of one run: when it was, and records of the check's own making. Stored as UTF-8 text: a header with the
/// format's version, the key and the clocks, one record a line, and a closing line with the number of records and a checksum
/// (FNV-1a, 64 bit), so that a file that was cut, mixed or edited is told from a whole one.
/// </summary>
/// <param name="Taken">The clocks when the records were made.</param>
/// <param name="Records">Any text, one record per entry.</param>
public sealed record StateSnapshot(ClockReading Taken, IReadOnlyList<string> Records)
{
    private const string Magic = "nagios-checks-state 1";
    private const byte NewLine = (byte)'\n';

    /// <summary>The file's content.</summary>
    /// <param name="key">What the snapshot belongs to; read back and compared, so that two keys can never share a file.</param>
    internal ReadOnlySpan<byte> Serialize(string key)
    {
        var file = new ArrayBufferWriter<byte>(1024);
        AppendLine(file, Magic);
        AppendLine(file, "key " + Escape(key));
        AppendLine(file, $"clock {Quantity.Plain(Taken.WallSeconds)} {Quantity.Plain(Taken.BootSeconds)} {Taken.BootId}");
        foreach (var record in Records)
            AppendLine(file, "- " + Escape(record));
        AppendLine(file, string.Create(CultureInfo.InvariantCulture, $"end {Records.Count} {Checksum(file.WrittenSpan):x16}"));
        return file.WrittenSpan;
    }

    /// <summary>Reads what <see cref="Serialize"/> wrote; null when it is damaged, of another version or of another key.</summary>
    internal static StateSnapshot? Parse(ReadOnlySpan<byte> file, string key)
    {
        var end = file.LastIndexOf("\nend "u8) + 1;
        if (end == 0 || file[^1] != NewLine)
            return null;

        var closing = Encoding.UTF8.GetString(file[end..^1]).Split(' ');
        var rest = file[..end];
        if (closing.Length != 3 || closing[2] != Checksum(rest).ToString("x16", CultureInfo.InvariantCulture))
            return null;
        if (TakeLine(ref rest) != Magic || TakeLine(ref rest) != "key " + Escape(key) || ParseClock(TakeLine(ref rest)) is not { } taken)
            return null;

        var records = new List<string>();
        while (rest.Length > 0)
        {
            if (!rest.StartsWith("- "u8))
                return null;
            records.Add(Unescape(TakeLine(ref rest)[2..]));
        }

        return closing[1] == records.Count.ToString(CultureInfo.InvariantCulture) ? new StateSnapshot(taken, records) : null;
    }

    /// <summary>FNV-1a, 64 bit.</summary>
    internal static ulong Checksum(ReadOnlySpan<byte> bytes)
    {
        var hash = 14695981039346656037;
        foreach (var value in bytes)
            hash = unchecked((hash ^ value) * 1099511628211);
        return hash;
    }

    private static void AppendLine(ArrayBufferWriter<byte> file, string line)
    {
        var room = file.GetSpan(Encoding.UTF8.GetMaxByteCount(line.Length) + 1);
        var length = Encoding.UTF8.GetBytes(line, room);
        room[length] = NewLine;
        file.Advance(length + 1);
    }

    // Every line that is taken ends in a line break: the whole ends in one, before "end ".
    private static string TakeLine(ref ReadOnlySpan<byte> rest)
    {
        var length = rest.IndexOf(NewLine);
        var line = length < 0 ? "" : Encoding.UTF8.GetString(rest[..length]);
        rest = rest[(length + 1)..];
        return line;
    }

    private static ClockReading? ParseClock(string line)
    {
        var fields = line.Split(' ');
        return fields.Length == 4 && fields[0] == "clock"
            && double.TryParse(fields[1], NumberStyles.Float, CultureInfo.InvariantCulture, out var wall) && double.IsFinite(wall)
            && double.TryParse(fields[2], NumberStyles.Float, CultureInfo.InvariantCulture, out var boot) && double.IsFinite(boot)
            ? new ClockReading(wall, boot, fields[3])
            : null;
    }

    // A record may hold what comes from outside: a process's or a file's name with a line break in it.
    private static string Escape(string text) =>
        text.AsSpan().ContainsAny('\\', '\n') ? text.Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal) : text;

    private static string Unescape(string text)
    {
        if (!text.Contains('\\', StringComparison.Ordinal))
            return text;
        var plain = new StringBuilder(text.Length);
        for (var index = 0; index < text.Length; index++)
        {
            var escaped = text[index] == '\\' && index + 1 < text.Length;
            if (escaped)
                index++;
            plain.Append(escaped && text[index] == 'n' ? '\n' : text[index]);
        }

        return plain.ToString();
    }
}
