using System.Globalization;
using System.Text;

namespace Nagios.Plugin;

/// <summary>
/// What a check remembers of one run: when it was, and records of the check's own making. Stored as UTF-8 text: a header with the
/// format's version, the key and the clocks, one record a line, and a closing line with the number of records and a checksum
/// (FNV-1a, 64 bit), so that a file that was cut, mixed or edited is told from a whole one.
/// </summary>
/// <param name="Taken">The clocks when the records were made.</param>
/// <param name="Records">One line each; no line breaks inside.</param>
public sealed record StateSnapshot(ClockReading Taken, IReadOnlyList<string> Records)
{
    private const string Magic = "nagios-checks-state 1";

    /// <summary>The file's content.</summary>
    /// <param name="key">What the snapshot belongs to; read back and compared, so that two keys can never share a file.</param>
    /// <exception cref="ArgumentException">A record or the key holds a line break: a bug in the check.</exception>
    internal string Serialize(string key)
    {
        var text = new StringBuilder();
        text.Append(Magic).Append('\n').Append("key ").Append(key).Append('\n');
        text.Append(CultureInfo.InvariantCulture, $"clock {Quantity.Plain(Taken.WallSeconds)} {Quantity.Plain(Taken.BootSeconds)} {Taken.BootId}\n");
        foreach (var record in Records)
        {
            if (record.AsSpan().ContainsAny('\n', '\r'))
                throw new ArgumentException("a state record holds a line break", nameof(key));
            text.Append("- ").Append(record).Append('\n');
        }

        // Computed before anything of the closing line is appended.
        var checksum = Checksum(text.ToString());
        return text.Append(CultureInfo.InvariantCulture, $"end {Records.Count} {checksum:x16}\n").ToString();
    }

    /// <summary>Reads what <see cref="Serialize"/> wrote; null when it is damaged, of another version or of another key.</summary>
    internal static StateSnapshot? Parse(string text, string key)
    {
        var end = text.LastIndexOf("\nend ", StringComparison.Ordinal) + 1;
        if (end == 0 || !text.EndsWith('\n'))
            return null;

        var lines = text[..end].Split('\n');
        var closing = text[end..^1].Split(' ');
        if (lines.Length < 4 || lines[0] != Magic || lines[1] != "key " + key || closing.Length != 3)
            return null;
        if (closing[2] != Checksum(text[..end]).ToString("x16", CultureInfo.InvariantCulture) || ParseClock(lines[2]) is not { } taken)
            return null;

        var records = lines[3..^1];
        if (closing[1] != records.Length.ToString(CultureInfo.InvariantCulture) || !Array.TrueForAll(records, line => line.StartsWith("- ", StringComparison.Ordinal)))
            return null;
        return new StateSnapshot(taken, Array.ConvertAll(records, line => line[2..]));
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

    internal static ulong Checksum(string text)
    {
        var hash = 14695981039346656037;
        foreach (var value in Encoding.UTF8.GetBytes(text))
            hash = unchecked((hash ^ value) * 1099511628211);
        return hash;
    }
}
