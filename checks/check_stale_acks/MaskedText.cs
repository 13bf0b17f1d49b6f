using System.Buffers;
using System.Text;
using Nagios.Plugin;

namespace NagiosChecks.StaleAcks;

/// <summary>
/// What a plugin's output says when its numbers are left out: the words that tell one problem from another. "/var 97 % (3.1 GB
/// free)" today and "/var 98 % (998 MB free)" tomorrow say the same; "/binlog 97 %" does not.
/// </summary>
/// <remarks>
/// Masked are numbers with the unit behind them, dates, times, fractions, names of months and days, hexadecimal numbers with 0x, and
/// the words of states. Not masked are digits that belong to a name, since they tell which thing it is: sda1, eth0, db2, 10.0.0.1.
/// </remarks>
internal static class MaskedText
{
    // So much of an output is looked at, and so much of what it says is compared and remembered.
    private const int OutputLength = 8192;
    private const int Length = 1000;

    private static readonly SearchValues<char> Separators = SearchValues.Create(" \t,;=()[]{}<>\"'|");
    private static readonly SearchValues<char> Punctuation = SearchValues.Create(".:!?*-_#+~/\\");
    private static readonly SearchValues<char> NumberParts = SearchValues.Create("0123456789.,:/+-%");
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");
    private static readonly string[] Units =
        ["B", "K", "M", "G", "T", "P", "KB", "MB", "GB", "TB", "PB", "KIB", "MIB", "GIB", "TIB", "S", "MS", "US", "SEC", "SECS", "SECOND", "SECONDS", "MIN", "MINS", "MINUTE",
         "MINUTES", "H", "HOUR", "HOURS", "D", "DAY", "DAYS", "W", "WEEK", "WEEKS", "%", "PERCENT", "BYTE", "BYTES", "C", "F", "V", "W", "A", "RPM", "ST", "ND", "RD", "TH"];

    private static readonly string[] Dates =
        ["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN", "MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY", "JAN", "FEB", "MAR", "APR", "MAY", "JUN",
         "JUL", "AUG", "SEP", "OCT", "NOV", "DEC", "JANUARY", "FEBRUARY", "MARCH", "APRIL", "JUNE", "JULY", "AUGUST", "SEPTEMBER", "OCTOBER", "NOVEMBER", "DECEMBER", "UTC", "CET", "CEST"];

    private static readonly string[] States = ["OK", "WARNING", "WARN", "CRITICAL", "CRIT", "UNKNOWN", "UP", "DOWN", "UNREACHABLE"];

    /// <summary>The words, in order, one blank between two; "(empty)" for an output that says nothing.</summary>
    public static string Mask(string output)
    {
        var masked = new StringBuilder();
        var afterNumber = false;
        var rest = UntrustedText.Clean(output, OutputLength).AsSpan();
        while (!rest.IsEmpty)
        {
            var end = rest.IndexOfAny(Separators);
            var word = (end < 0 ? rest : rest[..end]).Trim(".:!?*-_#+~");
            rest = end < 0 ? default : rest[(end + 1)..];
            if (word.IsEmpty || !word.ContainsAnyExcept(Punctuation) && word is not ("/" or "*"))
                continue;
            if (IsNumber(word) || (afterNumber && IsOneOf(word, Units)))
            {
                afterNumber = true;
                continue;
            }

            afterNumber = false;
            if (IsOneOf(word, States) || IsOneOf(word, Dates))
                continue;
            if (masked.Length + word.Length > Length)
                break;
            masked.Append(masked.Length > 0 ? " " : "").Append(word);
        }

        return masked.Length > 0 ? masked.ToString() : "(empty)";
    }

    /// <summary>The words of one masked output that another one lacks, each once, in order.</summary>
    /// <param name="now">Masked output of now.</param>
    /// <param name="before">Masked output of the time it is compared with.</param>
    public static IReadOnlyList<string> NewWords(string now, string before)
    {
        if (now == before)
            return [];
        var known = new HashSet<string>(before.Split(' '), StringComparer.Ordinal);
        return [.. now.Split(' ').Where(known.Add)];
    }

    // A number, a date, a time, a fraction, a range, all with or without a unit right behind; but not 10.0.0.1 nor 1.2.3: an
    // address or a version tells which thing it is.
    private static bool IsNumber(ReadOnlySpan<char> word)
    {
        if (word.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
            return word.Length > 2 && !word[2..].ContainsAnyExcept(HexDigits);
        var end = word.IndexOfAnyExcept(NumberParts);
        if (end == 0)
            return false;
        var digits = end < 0 ? word : word[..end];
        if (!digits.ContainsAnyInRange('0', '9') || digits.Count('.') > 1 || digits[0] == '/')
            return false;
        if (end < 0)
            return true;

        // "3d4h", "12:30Z", "2026-11-21T19:39:08": units and numbers in turn.
        var unit = word[end..];
        var next = unit.IndexOfAnyInRange('0', '9');
        return next < 0 ? IsOneOf(unit, Units) || unit is "Z" : (IsOneOf(unit[..next], Units) || unit[..next] is "T") && IsNumber(unit[next..]);
    }

    private static bool IsOneOf(ReadOnlySpan<char> word, string[] words)
    {
        foreach (var candidate in words)
        {
            if (word.Equals(candidate, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }
}
