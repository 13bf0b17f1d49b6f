using System.Globalization;

namespace Nagios.Plugin;

/// <summary>Numbers with units: as operators type them, as perfdata wants them, as people read them.</summary>
public static class Quantity
{
    private static readonly System.Buffers.SearchValues<char> DigitsAndPoint = System.Buffers.SearchValues.Create("0123456789.");
    private const double Minute = 60;
    private const double Hour = 3600;
    private const double Day = 86400;

    // A maximum of this size or more means that there is none, and an error text does not name it.
    private const double NoLimit = 1e18;

    /// <summary>Reads a decimal number with an optional unit suffix of its dimension: <c>90</c>, <c>15m</c>, <c>1.5G</c>.</summary>
    /// <param name="text">Digits with an optional sign and decimal point; no exponent, no blanks, no thousands separator.</param>
    /// <param name="dimension">Which suffixes are allowed.</param>
    /// <param name="value">The value in base units: number, percent, seconds or bytes.</param>
    /// <returns>False when the text is anything else.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, Dimension dimension, out double value)
    {
        value = 0;
        var factor = text.IsEmpty ? 0 : Factor(text[^1], dimension);
        if (factor != 0)
            text = text[..^1];
        if (!IsPlainDecimal(text)
            || !double.TryParse(
            text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value))
            return false;

        value *= factor == 0 ? 1 : factor;
        if (value == 0)
            value = 0; // "-0" is 0
        return double.IsFinite(value);
    }

    /// <summary>Reads a plain number as other programs print it in perfdata: a decimal point, an exponent perhaps, no unit,
    /// finite.</summary>
    public static bool TryParsePrinted(ReadOnlySpan<char> text, out double value) =>
        double.TryParse(
            text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign | NumberStyles.AllowExponent, CultureInfo.InvariantCulture,
            out value) && double.IsFinite(value);

    /// <summary>Reads a whole option value such as <c>--timeout 30s</c>.</summary>
    /// <param name="option">The option as the operator types it, for the error text.</param>
    /// <param name="text">What was typed.</param>
    /// <param name="dimension">Which suffixes are allowed.</param>
    /// <param name="minimum">Smallest value that is let through, in base units.</param>
    /// <param name="maximum">Largest value that is let through; infinity for none.</param>
    /// <exception cref="CheckException">Not a quantity of that dimension, or outside the bounds.</exception>
    public static double Parse(string option, string text, Dimension dimension, double minimum, double maximum)
    {
        if (!TryParse(text, dimension, out var value))
            throw CheckException.Usage(option, text, $"is not {Expectation(dimension)}");
        if (value >= minimum && value <= maximum)
            return value;
        throw CheckException.Usage(option, text, maximum >= NoLimit
            ? $"is less than {Human(minimum, dimension)}"
            : $"is not between {Human(minimum, dimension)} and {Human(maximum, dimension)}");
    }

    /// <summary>A number as perfdata and ranges print it: shortest exact digits, '.' as decimal point, never an exponent.</summary>
    public static string Plain(double value)
    {
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        return text.Contains('E', StringComparison.Ordinal) ? WithoutExponent(text) : text == "-0" ? "0" : text;
    }

    /// <summary>A value in a person's words: <c>24 min</c>, <c>3.0 GB</c>, <c>97 %</c>, <c>1234</c>.</summary>
    public static string Human(double value, Dimension dimension) => !double.IsFinite(value) ? NotFinite(value) : dimension switch
    {
        Dimension.Duration => HumanDuration(value),
        Dimension.Size => HumanSize(value),
        Dimension.Percent => $"{HumanNumber(value)} %",
        _ => HumanNumber(value),
    };

    /// <summary>A number of things in words: <c>1 session</c>, <c>2 sessions</c>.</summary>
    /// <param name="count">How many.</param>
    /// <param name="one">The word for one.</param>
    /// <param name="several">The word for none or several; null when an s makes it.</param>
    public static string Count(long count, string one, string? several = null) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? one : several ?? one + "s")}");

    /// <summary>At most three significant digits after rounding, but whole numbers stay whole: 1234, 12.3, 0.0042.</summary>
    public static string HumanNumber(double value)
    {
        if (!double.IsFinite(value))
            return NotFinite(value);
        var size = Math.Abs(value);
        if (size >= 100 || value == Math.Floor(value))
            return Plain(Math.Round(value));
        var digits = size >= 10 ? 1 : size >= 1 ? 2 : size == 0 ? 0 : Math.Min(15, 2 - (int)Math.Floor(Math.Log10(size)));
        return Plain(Math.Round(value, digits));
    }

    /// <summary>A value as perfdata prints and thresholds judge it: at most three decimals, and three significant digits where those
    /// would make a small rate 0.</summary>
    internal static double Rounded(double value)
    {
        var size = Math.Abs(value);
        if (size >= 0.1 || size == 0)
            return Math.Round(value, 3);
        return size < 1e-12 ? value : Math.Round(value, 2 - (int)Math.Floor(Math.Log10(size)));
    }

    /// <summary>What an operator may write for a dimension, as the end of the sentence "is not ...".</summary>
    internal static string Expectation(Dimension dimension) => dimension switch
    {
        Dimension.Duration => "a duration such as 90, 90s, 15m, 2h or 3d",
        Dimension.Size => "a size such as 4096, 500M or 10G",
        Dimension.Percent => "a percentage such as 80 or 80%",
        _ => "a plain number",
    };

    private static double Factor(char suffix, Dimension dimension) => (dimension, suffix) switch
    {
        (Dimension.Percent, '%') => 1,
        (Dimension.Duration, 's') => 1,
        (Dimension.Duration, 'm') => Minute,
        (Dimension.Duration, 'h') => Hour,
        (Dimension.Duration, 'd') => Day,
        (Dimension.Size, 'B' or 'b') => 1,
        (Dimension.Size, 'K' or 'k') => 1024,
        (Dimension.Size, 'M' or 'm') => 1024d * 1024,
        (Dimension.Size, 'G' or 'g') => 1024d * 1024 * 1024,
        (Dimension.Size, 'T' or 't') => 1024d * 1024 * 1024 * 1024,
        _ => 0,
    };

    // Refuses what double.Parse would let through (non-ASCII digits cannot occur, "Infinity" can) and leading zeros,
    // which some plugins read as octal.
    private static bool IsPlainDecimal(ReadOnlySpan<char> text)
    {
        if (!text.IsEmpty && text[0] is '+' or '-')
            text = text[1..];
        if (text.IsEmpty || text is "." || text.Length > 40 || text.ContainsAnyExcept(DigitsAndPoint))
            return false;
        return text.Length < 2 || text[0] != '0' || text[1] == '.';
    }

    private static string WithoutExponent(string text)
    {
        var negative = text[0] == '-';
        var mantissa = text[(negative ? 1 : 0)..text.IndexOf('E', StringComparison.Ordinal)];
        var exponent = int.Parse(
            text.AsSpan(text.IndexOf('E', StringComparison.Ordinal) + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        var digits = mantissa.Replace(".", "", StringComparison.Ordinal);
        var whole = (point < 0 ? mantissa.Length : point) + exponent;
        var plain = whole <= 0 ? "0." + new string('0', -whole) + digits
            : whole >= digits.Length ? digits + new string('0', whole - digits.Length)
            : digits[..whole] + "." + digits[whole..];
        return negative ? "-" + plain : plain;
    }

    private static string NotFinite(double value) => double.IsNaN(value) ? "unknown" : value > 0 ? "unlimited" : "-unlimited";

    private static string HumanDuration(double seconds)
    {
        var size = Math.Abs(seconds);
        return size switch
        {
            < 1 => $"{HumanNumber(seconds)} s",
            < 10 => $"{Plain(Math.Round(seconds, 1))} s",
            < 100 => $"{Plain(Math.Round(seconds))} s",
            < 100 * Minute => $"{Plain(Math.Round(seconds / Minute))} min",
            < 48 * Hour => $"{Plain(Math.Round(seconds / Hour, 1))} h",
            < 10000 * Day => $"{Plain(Math.Round(seconds / Day, 1))} d",
            _ => "more than 10000 d",
        };
    }

    private static string HumanSize(double bytes)
    {
        ReadOnlySpan<string> units = ["B", "KB", "MB", "GB", "TB", "PB"];
        var unit = 0;
        var value = bytes;
        while (Math.Abs(value) >= 1024 && unit < units.Length - 1)
        {
            value /= 1024;
            unit++;
        }

        var text = unit == 0 || Math.Abs(value) >= 100
            ? Plain(Math.Round(value))
            : value.ToString(Math.Abs(value) >= 10 ? "0" : "0.0", CultureInfo.InvariantCulture);
        return $"{text} {units[unit]}";
    }
}
